//! Bringing stories in from elsewhere. Pure functions of text; the command line reads and writes files.
//!
//! | module | what it does |
//! |---|---|
//! | [`page`] | reads a text copied from a portal's article page |
//! | [`furniture`] | what stands on such a page and is no part of the story |
//! | `fetch` | files of the old site over the network (feature `deploy`, which has the client) |
//! | [`markdown`] | writes a story as Markdown with front matter |
//! | [`html`] | HTML of any system into khobor's Markdown |
//! | [`media`] | files of an old site |
//! | [`story`] | a story on its way into a site, and its file |
//! | [`site`] | writes what was brought, on top of what editors did |
//! | [`blogger`] | both exports of Blogger |
//! | [`disqus`] | comments that Disqus kept |
//! | [`generators`] | folders of Hugo and Jekyll |
//! | [`ghost`] | the JSON export of Ghost |
//! | [`wordpress`] | exports of WordPress |

pub mod base64;
pub mod blogger;
pub mod disqus;
#[cfg(feature = "deploy")]
pub mod fetch;
pub mod furniture;
pub mod generators;
pub mod ghost;
pub mod html;
pub mod markdown;
pub mod media;
pub mod page;
pub mod site;
pub mod story;
pub mod wordpress;
