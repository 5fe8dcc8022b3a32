//! Pictures as pages name them: one file that every program can show, and the choices of a browser.

use super::types::{PictureView, SourceView};
use super::world::World;
use crate::media::{PictureFile, Rendition};
use crate::portal::{Article, LeadPicture};

impl World<'_> {
    /// What was made of the picture that is published at an address.
    pub(super) fn rendition(&self, address: &str) -> Option<&Rendition> {
        self.renditions.get(self.portal.files.get(address)?)
    }

    /// A picture with its addresses and sizes.
    pub fn picture(&self, picture: &LeadPicture) -> PictureView {
        let mut view = PictureView {
            src: self.href(&picture.src),
            width: picture.width,
            height: picture.height,
            alt: picture.alt.clone(),
            caption: picture.caption.clone(),
            credit: picture.credit.clone(),
            focus: picture.focus.class(),
            moving: self.is_moving(&picture.src),
            ..PictureView::default()
        };
        if let Some(rendition) = self.rendition(&picture.src)
            && let Some(fallback) = rendition.set.fallback()
        {
            view.src = self.href(&rendition.address(fallback));
            (view.width, view.height) = (fallback.width, fallback.height);
            view.sources = rendition
                .set
                .choices()
                .map(|files| self.source(rendition, files))
                .collect();
        }
        view.large.clone_from(&view.src);
        view
    }

    /// A picture for readers elsewhere: one file that every program can show, with its absolute address.
    pub(super) fn plain_picture(&self, picture: &LeadPicture) -> PictureView {
        let view = self.picture(picture);
        let fallback = self
            .rendition(&picture.src)
            .and_then(|r| Some(r.address(r.set.fallback()?)));
        let src = self.absolute(fallback.as_deref().unwrap_or(&picture.src));
        PictureView {
            large: src.clone(),
            src,
            sources: Vec::new(),
            ..view
        }
    }

    /// The share card of a story, if it has one of its own.
    pub(super) fn card_picture(&self, article: &Article) -> Option<PictureView> {
        let rendition = self.renditions.card(&article.source)?;
        let view = self.file_view(rendition)?;
        Some(PictureView {
            alt: article.title.to_string(),
            ..view
        })
    }

    /// The card with the name of a page that is no story.
    pub(super) fn page_card(&self, address: &str) -> Option<PictureView> {
        self.file_view(self.renditions.card(address)?)
    }

    /// The lead picture in all proportions that search engines ask for, the largest first; a card where there is no photograph.
    pub(super) fn ratios(&self, article: &Article) -> Vec<PictureView> {
        let Some(lead) = article.image.as_deref() else {
            return self.card_picture(article).into_iter().collect();
        };
        let source = self.portal.files.get(&lead.src);
        let parts = source.map_or(&[][..], |source| self.renditions.ratios(source));
        let mut views = vec![self.plain_picture(lead)];
        views.extend(parts.iter().filter_map(|part| self.file_view(part)));
        views
    }

    /// The one file of a set, with its absolute address.
    fn file_view(&self, rendition: &Rendition) -> Option<PictureView> {
        let file = rendition.set.fallback()?;
        let src = self.absolute(&rendition.address(file));
        Some(PictureView {
            large: src.clone(),
            src,
            width: file.width,
            height: file.height,
            ..PictureView::default()
        })
    }

    fn source(&self, rendition: &Rendition, files: &[PictureFile]) -> SourceView {
        let candidate = |file: &PictureFile| format!("{} {}w", self.href(&rendition.address(file)), file.width);
        SourceView {
            kind: files.first().map(PictureFile::mime).unwrap_or_default().to_owned(),
            srcset: files.iter().map(candidate).collect::<Vec<_>>().join(", "),
        }
    }

    fn is_moving(&self, address: &str) -> bool {
        let source = self.portal.files.get(address);
        source
            .and_then(|s| self.portal.pictures.get(s))
            .is_some_and(|info| info.moving)
    }
}
