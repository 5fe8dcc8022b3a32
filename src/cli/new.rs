//! `khobor new`.
use super::options::{Global, NewArgs};
pub(super) fn run(_: &Global, _: &NewArgs) -> Result<u8, String> { Err("soon".into()) }
