//! The `khobor` command: parse arguments, call a command, print its outcome.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(khobor::cli::main(std::env::args_os()))
}
