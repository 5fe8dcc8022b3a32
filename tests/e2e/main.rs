//! End-to-end tests: the real program over small sites, one module a capability.

#[path = "../harness/mod.rs"]
mod harness;

mod articles;
mod capabilities;
mod cms;
mod command_line;
mod determinism;
mod encodings;
mod errors;
mod folders;
mod gone;
mod held;
mod import;
mod injection;
mod language;
mod limits;
mod modified;
mod new;
mod output;
#[cfg(feature = "pictures")]
mod pictures;
mod safety;
mod validity;
