//! `khobor import`.
use super::options::{Global, ImportArgs};
pub(super) fn run(_: &Global, _: &ImportArgs) -> Result<u8, String> { Err("soon".into()) }
