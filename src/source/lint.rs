//! lint
use super::types::ReadOptions;
use crate::diag::Diagnostic;
/// x
pub fn lint_text(_path: &str, _text: &str, _options: &ReadOptions) -> Vec<Diagnostic> {
    Vec::new()
}
