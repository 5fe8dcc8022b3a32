//! The `khobor` command: parse arguments, call a command, print its outcome.

use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(khobor::cli::main(std::env::args_os()))
}
