//! What newsrooms call the lists: related stories, most popular, recent comments. Pure functions of what they are given;
//! renders nothing.
//!
//! | module | what it answers |
//! |---|---|
//! | [`terms`] | the words that say what a story is about, small enough to keep for every story |
//! | [`sketch`] | is a story a near-duplicate of another |
//! | [`weights`] | how telling a word is (idf), from earlier calendar years |
//! | [`candidates`] | older stories worth a closer look, found by strong words |
//! | [`memory`] | what relating keeps between runs |
//! | [`related`] | the related list of every story, with reasons |
//! | [`popular`] | most popular stories from stored views |
//! | [`popular_file`] | `data/popular.toml` as text |
//! | [`agent`] | is a log line's reader a person |
//! | [`line`] | one line of an access log, in any of the usual shapes |
//! | [`log`] | views counted from access logs |
//! | [`comments`] | recent comments, threads, safe markup |
//! | [`relate()`], [`Lists`] | all of them joined with the portal |

pub mod agent;
pub mod candidates;
pub mod comments;
pub mod line;
mod lists;
pub mod log;
pub mod memory;
pub mod popular;
pub mod popular_file;
pub mod related;
pub mod sketch;
pub mod terms;
pub mod weights;

pub use lists::{Lists, Popular, PopularStories, Recent, next_hour, relate, related_options, swift};
