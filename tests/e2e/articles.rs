//! The article page.

use crate::harness::suite;

#[test]
fn an_article_page_holds_everything_that_the_design_lists() {
    suite("articles.site");
}
