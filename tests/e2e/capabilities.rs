//! The capabilities whose sites stand in `tests/sites/`: a file each.

use crate::harness::suite;

#[test]
fn listings() {
    suite("listings.site");
}

#[test]
fn feeds_and_files_around_the_pages() {
    suite("feeds.site");
}

#[test]
fn addresses_and_redirects() {
    suite("addresses.site");
}

#[test]
fn hidden_stories_leave_no_trace() {
    suite("hidden.site");
}

#[test]
fn comments() {
    suite("comments.site");
}

#[test]
fn advertisements() {
    suite("ads.site");
}

#[test]
fn shortcodes() {
    suite("shortcodes.site");
}

#[test]
fn templates_and_themes() {
    suite("templates.site");
}

#[test]
fn menu_and_front_blocks() {
    suite("menu.site");
}

#[test]
fn own_look() {
    suite("look.site");
}

#[test]
fn light_pages() {
    suite("lite.site");
}

#[test]
fn sidebars() {
    suite("sidebars.site");
}

#[test]
fn most_popular_from_logs_and_exports() {
    suite("popular.site");
}

#[test]
fn markdown() {
    suite("markdown.site");
}

#[test]
fn names_of_files_and_bare_addresses() {
    suite("files.site");
}

#[test]
fn pasted_texts_and_foreign_front_matter() {
    suite("pasted.site");
}

#[test]
fn files_that_are_not_published() {
    suite("privacy.site");
}
