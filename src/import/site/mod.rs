//! What importers write: files of a site, on top of what editors did since.
//!
//! | module | what it does |
//! |---|---|
//! | [`folder`] | writes below one folder and nowhere else |
//! | [`state`] | what was brought before |
//! | [`merge`] | which of old file, editor's file and new text holds |
//! | [`bring`] | what the smaller importers share |
//! | [`comments`] | files of comments |
//! | [`settings`] | khobor.toml of a new site, redirects, views |
//! | [`report`] | what an import says it did |

pub mod bring;
pub mod comments;
pub mod folder;
pub mod merge;
pub mod report;
pub mod settings;
pub mod state;
