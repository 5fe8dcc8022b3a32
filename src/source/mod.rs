//! Reads source files: front matter, Markdown, plain text, data files. Every text passes the Bengali text gate here and
//! nowhere else. Knows nothing of templates, addresses or lists.

mod types;

pub use types::*;
