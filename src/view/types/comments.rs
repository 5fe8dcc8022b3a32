//! Readers' comments and the reply form.

use super::page::DateView;
use serde::Serialize;

/// The comments of a story and its reply form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CommentsView {
    /// How many are shown.
    pub count: u32,
    /// Top-level comments, oldest first, with their answers.
    pub threads: Vec<CommentView>,
    /// The reply form; absent when the story is closed for comments.
    pub form: Option<FormView>,
}

/// A comment with its answers (nesting is cut at five: deeper answers stand at the fifth level).
#[derive(Debug, Clone, Default, Serialize)]
pub struct CommentView {
    /// Its id, as its file has it: the value of the form's field `parent` in an answer to it.
    pub id: String,
    /// Its first words, plain text.
    pub excerpt: String,
    /// Fragment id, `comment-…`.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// Site; may be empty.
    pub site: String,
    /// When.
    pub date: DateView,
    /// Safe markup.
    pub body_html: String,
    /// The name that it answers, where the nesting was cut; may be empty.
    pub answers: String,
    /// Answers, oldest first.
    pub replies: Vec<CommentView>,
}

/// Where the reply form goes. A reader whose reply was taken comes back to `#reply-sent` of the story; what has this id is
/// shown then (`:target`), and else not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormView {
    /// `https:…`, a path, or `mailto:…`.
    pub action: String,
    /// `post`.
    pub method: String,
    /// `text/plain` for mailto, else `application/x-www-form-urlencoded`.
    pub enctype: String,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// Name of the trap field that people leave empty; empty for mailto.
    pub honeypot: String,
    /// Netlify takes the form: it needs `name`, `data-netlify` and `netlify-honeypot` on the element.
    pub netlify: bool,
}

/// A recent comment.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecentComment {
    /// Name.
    pub name: String,
    /// A few words of it.
    pub excerpt: String,
    /// Address of the comment.
    pub url: String,
    /// Headline of its story.
    pub story: String,
    /// When.
    pub date: DateView,
}
