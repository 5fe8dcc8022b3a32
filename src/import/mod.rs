//! Bringing stories in from elsewhere. Pure functions of text; the command line reads and writes files.
//!
//! | module | what it does |
//! |---|---|
//! | [`page`] | reads a text copied from a portal's article page |
//! | [`furniture`] | what stands on such a page and is no part of the story |
//! | [`markdown`] | writes a story as Markdown with front matter |

pub mod furniture;
pub mod markdown;
pub mod page;
