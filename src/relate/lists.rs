//! The lists that pages show, joined with the portal.

use crate::portal::ArticleId;

/// Related, most popular and recent comments, as story numbers.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    related: Vec<Vec<ArticleId>>,
    /// Most popular.
    pub popular: Popular,
    /// Newest comments first.
    pub recent: Vec<RecentRef>,
}

/// Most popular stories by window.
#[derive(Debug, Clone, Default)]
pub struct Popular {
    /// False when there is no data, or it is stale: the one window then holds the newest stories.
    pub measured: bool,
    /// Windows that have stories, the shortest first.
    pub windows: Vec<PopularStories>,
}

/// A window of popularity.
#[derive(Debug, Clone, Default)]
pub struct PopularStories {
    /// `day`, `week`, `month`, `all` or `latest`.
    pub key: &'static str,
    /// Best first.
    pub stories: Vec<ArticleId>,
}

/// A comment in the list of recent ones.
#[derive(Debug, Clone)]
pub struct RecentRef {
    /// Its story.
    pub story: ArticleId,
    /// Its place among the story's approved comments.
    pub index: u32,
    /// A few words of it.
    pub excerpt: String,
}

impl Lists {
    /// Related stories of a story, best first.
    pub fn related(&self, id: ArticleId) -> &[ArticleId] {
        self.related.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// Sets the related stories, by story number.
    pub fn set_related(&mut self, related: Vec<Vec<ArticleId>>) {
        self.related = related;
    }
}
