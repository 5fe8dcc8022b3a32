//! Paging from the oldest: page 1 holds the oldest stories and never changes once it is full. The front of a list is its
//! unfinished page and the newest full one, so that it is never nearly empty.

use super::article::ArticleId;
use std::ops::Range;

/// How a list of `total` stories falls into pages of `size`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Stories in all.
    pub total: usize,
    /// Stories a page.
    pub size: usize,
}

impl Paging {
    /// Numbered pages beside the front: the full pages that the front does not show.
    ///
    /// ```
    /// use khobor::portal::Paging;
    /// assert_eq!(Paging { total: 45, size: 20 }.pages(), 1); // front: 25 stories, page 1: the 20 oldest
    /// assert_eq!(Paging { total: 20, size: 20 }.pages(), 0);
    /// assert_eq!(Paging { total: 60, size: 20 }.pages(), 2); // the newest full page is the front
    /// ```
    pub fn pages(self) -> usize {
        (self.total / self.size).saturating_sub(1)
    }

    /// Places of the stories of page `page` (from 1), or of the front (0), in the list that is ordered oldest first.
    pub fn range(self, page: usize) -> Range<usize> {
        match page {
            0 => self.pages() * self.size..self.total,
            n => (n - 1) * self.size..(n * self.size).min(self.total),
        }
    }

    /// The stories of a page, newest first.
    pub fn stories(self, list: &[ArticleId], page: usize) -> Vec<ArticleId> {
        let range = self.range(page);
        list.get(range).unwrap_or_default().iter().rev().copied().collect()
    }
}
