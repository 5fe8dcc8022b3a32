//! What newsrooms call the lists: related stories, most popular, recent comments. Pure functions of what they are given;
//! renders nothing.
//!
//! | module | what it answers |
//! |---|---|
//! | [`terms`] | the words that say what a story is about, small enough to keep for every story |
//! | [`sketch`] | is a story a near-duplicate of another |
//! | [`weights`] | how telling a word is (idf), from earlier calendar years |
//! | [`candidates`] | older stories worth a closer look, found by strong words |
//! | [`options`], [`neighbour`], [`known`] | how lists are made, a story in a list, what is known of a story |
//! | [`memory`] | what relating keeps between runs |
//! | [`related`] | the related list of every story, with reasons |
//! | [`popular`] | most popular stories from stored views |
//! | [`popular_file`] | `data/popular.toml` as text |
//! | [`agent`] | is a log line's reader a person |
//! | [`line`] | one line of an access log, in any of the usual shapes |
//! | [`w3c`] | one line of a W3C extended log (CloudFront, IIS) |
//! | [`log`] | views counted from access logs |
//! | [`export`] | views from what analytics services export |
//! | [`comments`] | recent comments, threads, safe markup |
//! | [`relate()`], [`Lists`] | all of them joined with the portal |

pub mod agent;
pub mod candidates;
pub mod comments;
pub mod export;
pub mod firsts;
mod input;
pub mod known;
pub mod line;
mod lists;
pub mod log;
pub mod memory;
mod most_popular;
pub mod neighbour;
pub mod options;
pub mod popular;
pub mod popular_file;
pub mod related;
pub mod sketch;
mod target;
mod term;
pub mod terms;
pub mod w3c;
pub mod weights;

pub use lists::{Lists, Recent, immediate_lists, relate, related_options};
pub use most_popular::{Popular, PopularStories, most_popular, next_hour};
