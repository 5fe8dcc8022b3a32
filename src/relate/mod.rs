//! STUB for the first slice; the room's own work comes from its branch.
mod lists;
pub use lists::*;
use crate::{config::Site, diag::Diagnostic, portal::Portal};
#[allow(missing_docs)]
pub mod terms { #[derive(Clone, Debug, Default)] pub struct TermVector; pub fn terms(_: &str, _: &[String], _: &str) -> TermVector { TermVector } }
#[allow(missing_docs)]
pub mod popular { use crate::diag::Diagnostic; #[derive(Debug)] pub struct PopularRecords; pub fn parse(_: &str, _: &str) -> (Option<PopularRecords>, Vec<Diagnostic>) { (None, vec![]) } }
#[allow(missing_docs)]
pub mod comments {
    use crate::source::CommentSource;
    pub struct Thread<'a> { pub comment: &'a CommentSource, pub answers: Option<&'a str>, pub replies: Vec<Thread<'a>> }
    pub fn threads(c: &[CommentSource]) -> Vec<Thread<'_>> { c.iter().map(|comment| Thread { comment, answers: None, replies: vec![] }).collect() }
    pub fn sanitise(t: &str) -> String { t.replace('<', "&lt;") }
}
#[allow(missing_docs)]
pub fn lists<'a>(portal: &Portal, site: &Site, _terms: &dyn Fn(&str) -> Option<&'a terms::TermVector>, _p: Option<popular::PopularRecords>, _now: jiff::Timestamp) -> (Lists, Vec<Diagnostic>) {
    let mut lists = Lists::default();
    let n = portal.articles.len() as u32;
    lists.popular.windows.push(PopularStories { key: "latest", stories: (0..n).rev().take(site.popular_limit.max(20)).collect() });
    (lists, vec![])
}
