//! `khobor related`.
use super::options::{Global, RelatedArgs};
pub(super) fn run(_: &Global, _: &RelatedArgs) -> Result<u8, String> { Err("soon".into()) }
