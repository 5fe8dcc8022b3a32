//! **khobor** (খবর, "news") turns a folder of Markdown and plain-text articles into a complete Bengali news portal of
//! static files.
//!
//! The pipeline, each stage a function (ARCHITECTURE.md tells what each is keyed on):
//!
//! 1. [`source`] reads every file into typed articles, sections, authors, comments, or precise errors.
//! 2. [`portal`] arranges them: section tree, tags, authors, series, archives, listings, addresses.
//! 3. [`relate`] computes the lists: related, most popular, recent comments.
//! 4. [`view`] makes one plain serialisable view for every output file. All queries happen there.
//! 5. [`render`] prints a view through a theme's templates. Templates never query.
//! 6. [`publish`] compares, stages and swaps: the old site or the new one, never a mixture.
//!
//! [`engine`] is the only place that knows the order. [`bengali`] is the language, [`diag`] the errors,
//! [`config`] the site's `khobor.toml`.

#![warn(missing_docs, unreachable_pub)]
#![warn(
    clippy::cognitive_complexity,
    clippy::dbg_macro,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::iter_over_hash_type,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used
)]

pub mod bengali;
pub mod cli;
pub mod comments;
pub mod config;
pub mod deploy;
#[cfg(feature = "desk")]
pub mod desk;
pub mod diag;
pub mod digest;
pub mod engine;
#[cfg(feature = "http")]
mod http;
pub mod import;
#[cfg(feature = "inbox")]
pub mod inbox;
pub mod media;
pub mod portal;
#[cfg(feature = "serve")]
pub mod preview;
pub mod publish;
pub mod relate;
pub mod render;
mod replace;
pub mod search;
pub mod source;
pub mod view;
