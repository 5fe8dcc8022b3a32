//! The views: everything that a template may print, as plain serialisable data. This folder is the contract with themes.
//!
//! Each page gets `page` and one value of its kind (`front`, `story`, `section` + `listing`, ...), beside the site-wide
//! `site`, `t` (interface strings), `fragments` and `ads`. All fields are always there; what is missing is null or empty.
//! Texts come escaped by the template engine; fields named `*_html` are safe markup and are printed with `| safe`.

mod comments;
mod front;
mod lists;
mod lite;
mod other;
mod page;
mod portal;
mod stories;
mod story;

pub use comments::*;
pub use front::*;
pub use lists::*;
pub use lite::*;
pub use other::*;
pub use page::*;
pub use portal::*;
pub use stories::*;
pub use story::*;
