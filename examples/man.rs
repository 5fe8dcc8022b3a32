//! Writes the man pages: `cargo run --example man -- FOLDER`. `scripts/release.sh` puts them into the packages.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a tool of the release, run by hand"
)]

use clap::CommandFactory;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: man FOLDER");
        std::process::exit(2);
    };
    std::fs::create_dir_all(&folder)?;
    clap_mangen::generate_to(khobor::cli::Cli::command().disable_help_subcommand(true), folder)
}
