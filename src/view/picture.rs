//! Pictures as pages name them: one file that every program can show, and the choices of a browser.

use super::types::{PictureView, SourceView};
use super::world::World;
use crate::media::{PictureFile, Rendition};
use crate::portal::LeadPicture;

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
