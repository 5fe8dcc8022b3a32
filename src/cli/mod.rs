//! The command line: one file a command. Commands call the engine and print what came of it.

pub mod bn;
mod build;
mod check;
mod comments;
mod deploy;
mod due;
mod explain;
mod import;
#[cfg(feature = "inbox")]
mod inbox;
mod lang;
mod new;
mod new_workflow;
mod options;
mod output;
mod related;
mod search;
#[cfg(feature = "serve")]
mod serve;

pub use options::{Cli, Command};

use crate::cli::output::Terminal;
use crate::engine;
use clap::{CommandFactory, Parser};
use std::io::Write;

/// Exit codes: what scripts may rely on.
pub mod exit {
    /// Everything went well.
    pub const OK: u8 = 0;
    /// Something is wrong with the site; nothing was published.
    pub const FAULT: u8 = 1;
    /// The command line was not understood.
    pub const USAGE: u8 = 2;
}

/// Runs a command line (the first word is the program's name) and returns the exit code.
pub fn main(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { exit::USAGE } else { exit::OK };
        }
    };
    match run(&cli) {
        Ok(code) => code,
        Err(error) => {
            let mut terminal = Terminal::new(&cli.global);
            terminal.error(&error);
            exit::FAULT
        }
    }
}

fn run(cli: &Cli) -> Result<u8, String> {
    if let Some(jobs) = cli.global.jobs {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
    match &cli.command {
        Command::Build(args) => build::run(&cli.global, args),
        Command::Clean => engine::clean(&cli.global.root)
            .map(|()| exit::OK)
            .map_err(|e| e.to_string()),
        Command::Check(args) => check::run(&cli.global, args),
        Command::Comments(args) => comments::run(&cli.global, args),
        #[cfg(feature = "inbox")]
        Command::Inbox(args) => inbox::run(&cli.global, args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&cli.global, args),
        Command::New(args) => new::run(&cli.global, args),
        Command::Related(args) => related::run(&cli.global, args),
        Command::Search(args) => search::run(&cli.global, args),
        Command::Import(args) => import::run(&cli.global, args),
        Command::Deploy(args) => deploy::run(&cli.global, args),
        Command::Due(args) => due::run(&cli.global, args),
        Command::Explain(args) => explain::run(&cli.global, args),
        Command::Bn(args) => run_bn(args),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "khobor", &mut std::io::stdout());
            Ok(exit::OK)
        }
    }
}

fn run_bn(args: &bn::BnArgs) -> Result<u8, String> {
    let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    let mut out = std::io::BufWriter::new(stdout.lock());
    let code = bn::run(args, &mut stdin.lock(), &mut out, &mut stderr.lock()).map_err(|e| e.to_string());
    let _ = out.flush();
    code
}
