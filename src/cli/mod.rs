//! The command line: one file a command. Commands call the engine and print what came of it.

pub mod bn;
mod build;
#[cfg(feature = "pictures")]
mod card;
mod check;
mod comments;
mod deploy;
mod due;
mod explain;
mod guide;
mod help_bn;
mod import;
#[cfg(feature = "inbox")]
mod inbox;
mod lang;
mod load;
mod new;
mod new_cms;
mod new_file;
mod new_workflow;
mod options;
mod output;
#[cfg(feature = "pictures")]
mod pictures;
mod related;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod theme;
mod usage;

pub use options::{Cli, Command};

use crate::cli::output::Terminal;
use crate::engine;
use clap::CommandFactory;
use std::io::{IsTerminal, Write};

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
    let cli = match usage::parse(arguments.into_iter().collect()) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let code = run(&cli).unwrap_or_else(|error| {
        Terminal::new(&cli.global).error(&error);
        exit::FAULT
    });
    output::ended(code)
}

fn run(cli: &Cli) -> Result<u8, String> {
    start_threads(cli.global.jobs.map_or(0, std::num::NonZero::get));
    match &cli.command {
        Command::Build(args) => build::run(&cli.global, args),
        Command::Clean(args) => clean(&cli.global, args.pictures),
        Command::Check(args) => check::run(&cli.global, args),
        Command::Comments(args) => comments::run(&cli.global, args),
        #[cfg(feature = "inbox")]
        Command::Inbox(args) => inbox::run(&cli.global, args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&cli.global, args),
        Command::New(args) => new::run(&cli.global, args),
        #[cfg(feature = "pictures")]
        Command::Pictures(args) => pictures::run(&cli.global, args),
        #[cfg(feature = "pictures")]
        Command::Card(args) => card::run(&cli.global, args),
        Command::Related(args) => related::run(&cli.global, args),
        Command::Search(args) => search::run(&cli.global, args),
        Command::Import(args) => import::run(&cli.global, args),
        Command::Deploy(args) => deploy::run(&cli.global, args),
        Command::Due(args) => due::run(&cli.global, args),
        Command::Theme(args) => theme::run(&cli.global, args),
        Command::Guide(args) => guide::run(&cli.global, args),
        Command::Explain(args) => explain::run(&cli.global, args),
        Command::Bn(args) => run_bn(args),
        Command::Completions { shell } => {
            // Into memory first: the generator stops the program when it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "khobor", &mut script);
            output::print_bytes(&script);
            Ok(exit::OK)
        }
    }
}

/// Starts the threads that work is divided among. Where the system refuses them (a shared host with few processes a user),
/// this one does all of the work. Whether it refuses them is tried out first, because rayon starts its own only once.
fn start_threads(jobs: usize) {
    let wanted = match jobs {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        jobs => jobs,
    };
    let pool = rayon::ThreadPoolBuilder::new();
    let _ = match threads_at_hand(wanted) {
        0 => pool.num_threads(1).use_current_thread().build_global(),
        found => pool.num_threads(found).build_global(),
    };
}

/// How many threads the system lets the program have at a time, `wanted` at most.
fn threads_at_hand(wanted: usize) -> usize {
    // All of them are there at once: each waits until the last has started.
    let (open, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let stay = || drop(wait.lock().map(|wait| wait.recv()));
    std::thread::scope(|scope| {
        let thread = |_| std::thread::Builder::new().spawn_scoped(scope, stay).ok();
        let started = (0..wanted).map_while(thread).count();
        drop(open);
        started
    })
}

fn clean(global: &options::Global, pictures: bool) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    engine::clean(&global.root, pictures).map_err(|e| terminal.fault_of(&global.root, &e))?;
    terminal.json(true, serde_json::json!({}), &[]);
    Ok(exit::OK)
}

fn run_bn(args: &bn::BnArgs) -> Result<u8, String> {
    let (stdin, stdout) = (std::io::stdin(), std::io::stdout());
    let mut err = output::VisibleWriter(std::io::stderr().lock());
    let shown = stdout.is_terminal();
    let buffer = std::io::BufWriter::new(stdout.lock());
    // Another program gets what the functions give; a terminal gets nothing that would steer it.
    let mut out: Box<dyn Write> = if shown {
        Box::new(output::VisibleWriter(buffer))
    } else {
        Box::new(buffer)
    };
    match bn::run(args, &mut stdin.lock(), &mut *out, &mut err) {
        Ok(code) => Ok(code),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(exit::OK),
        Err(error) => Err(error.to_string()),
    }
}
