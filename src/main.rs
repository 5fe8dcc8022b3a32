//! The `khobor` command: parse arguments, call a command, print its outcome.

fn main() {}
