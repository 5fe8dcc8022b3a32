//! Reads source files: front matter, Markdown, plain text, data files. Every text passes the Bengali text gate here and
//! nowhere else. Knows nothing of templates, addresses or lists.
//!
//! | module | what it answers |
//! |---|---|
//! | [`walk`] | which files a site has, and what each is |
//! | [`bytes`] | a file's bytes, whole, and their text |
//! | [`article`] | story, section, author, page: front matter and body, or every fault with its place |
//! | [`comments`] | approved readers' comments of a story |
//! | [`lint`] | what a newsroom should mend in its own text |
//! | [`file_name`] | the date that a file's name begins with |

pub mod article;
pub mod byline;
mod bytes;
pub mod comments;
pub mod file_name;
pub mod lint;
pub mod walk;

mod address;
mod as_toml;
mod bare_address;
mod caption;
mod copies;
mod corrections;
mod data;
mod edit;
mod embed;
mod fields;
mod focus;
mod foreign;
mod foreign_calls;
mod front;
mod front_matter;
mod lead;
mod markdown;
mod moment;
mod new_story;
mod notes;
mod overlay;
mod plain;
mod plain_toml;
mod quote;
mod right_keys;
mod shapes;
pub(crate) mod size;
mod toml;
mod types;
mod yaml;

pub use article::{parse_article, parse_author, parse_page, parse_section};
pub use as_toml::as_toml;
pub use bytes::{Root, decode};
pub use caption::{CaptionPart, caption_parts, plain_caption};
pub use comments::parse_comments;
pub use corrections::with_correction;
pub use edit::{EditFault, NewValue, set_key, written_aliases, written_keys};
pub use file_name::date_from_name;
pub use focus::Focus;
pub use front::{FrontPick, FrontPicks, parse_front};
pub use lint::lint_text;
pub(crate) use markdown::is_inline;
pub use moment::parse_moment;
pub use new_story::{NewStory, new_story};
pub use overlay::Overlay;
pub use quote::toml_string;
pub use types::*;
pub use walk::{FileKind, SourceFile, Tree, walk};
