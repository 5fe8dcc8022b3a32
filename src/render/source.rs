//! A template as it is written.

/// A template: the engine's name for it, where it comes from, its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// `article.html` for the site's own, `@potrika/article.html` for a theme's.
    pub name: String,
    /// What an editor is shown: `templates/article.html`, `themes/potrika/templates/article.html`.
    pub path: String,
    /// The text.
    pub text: String,
}
