//! The stage that makes pictures in their sizes, after arranging: it knows what is published. What was made once is kept by
//! the content of its source; a build in which no picture is new decodes none.

#[cfg(not(feature = "pictures"))]
use super::Progress;
use super::gather::Ground;
use crate::bengali::slug;
use crate::config::Site;
#[cfg(not(feature = "pictures"))]
use crate::diag::Diagnostic;
use crate::media::{PictureFormat, PictureInfo, Recipe, Rendition, Renditions, SetKey};
use crate::portal::Portal;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Longest readable part of a picture's address.
const STEM: usize = 40;

/// Content hashes of pictures and other files, by path.
pub(super) type Hashes = FxHashMap<String, [u8; 16]>;

/// A picture that pages show and that can be made smaller.
pub(super) struct Shown<'a> {
    pub(super) source: &'a str,
    pub(super) info: PictureInfo,
    pub(super) key: SetKey,
}

/// The recipe of a site.
pub(super) fn recipe(site: &Site) -> Recipe {
    let pictures = &site.pictures;
    Recipe {
        widths: pictures.widths.clone(),
        quality: pictures.quality,
        effort: pictures.effort,
        webp: pictures.webp,
        max_pixels: pictures.max_pixels,
    }
}

/// All pictures that are made in several sizes, in the order of sources: raster pictures that do not move.
pub(super) fn shown<'a>(portal: &'a Portal, site: &Site, hashes: &Hashes) -> Vec<Shown<'a>> {
    if !site.pictures.enabled || cfg!(not(feature = "pictures")) {
        return Vec::new();
    }
    let recipe = recipe(site);
    let shown = portal.shown.iter().filter_map(|source| {
        let info = *portal.pictures.get(source)?;
        let still = matches!(
            info.format,
            PictureFormat::Jpeg | PictureFormat::Png | PictureFormat::Webp | PictureFormat::Gif
        );
        let key = recipe.key(hashes.get(source)?);
        (still && !info.moving).then_some(Shown { source, info, key })
    });
    shown.collect()
}

/// The readable part of the address of each set: the name of its first source.
pub(super) fn stems(shown: &[Shown<'_>]) -> BTreeMap<SetKey, String> {
    let mut stems = BTreeMap::new();
    for picture in shown {
        stems.entry(picture.key).or_insert_with(|| stem(picture.source));
    }
    stems
}

/// The readable part of an address.
pub(super) fn stem(source: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or(source);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let short: String = slug::latin(name).chars().filter(char::is_ascii).take(STEM).collect();
    match short.trim_matches('-') {
        "" => "picture".to_owned(),
        short => short.to_owned(),
    }
}

/// What will be made, by headers alone: for the preview, which makes each picture when it is asked for.
pub(super) fn expected(portal: &Portal, site: &Site, hashes: &Hashes) -> Renditions {
    let (recipe, shown) = (recipe(site), shown(portal, site, hashes));
    let stems = stems(&shown);
    let mut renditions = Renditions::default();
    for Shown { source, info, key } in shown {
        let rendition = Rendition {
            key,
            stem: stems.get(&key).cloned().unwrap_or_default(),
            set: recipe.expected(info.format, (info.width, info.height)),
        };
        renditions.insert(source.to_owned(), rendition);
    }
    renditions
}

/// What pictures are made from.
#[cfg_attr(
    not(feature = "pictures"),
    allow(dead_code, reason = "without the feature nothing is made")
)]
pub(super) struct PictureContext<'a> {
    pub(super) portal: &'a Portal,
    pub(super) ground: &'a Ground<'a>,
    pub(super) hashes: &'a Hashes,
    pub(super) store: std::path::PathBuf,
}

#[cfg(not(feature = "pictures"))]
pub(super) fn make_all(_: &PictureContext<'_>, _: &dyn Progress) -> (Renditions, Vec<Diagnostic>) {
    (Renditions::default(), Vec::new())
}

#[cfg(feature = "pictures")]
mod make;
#[cfg(feature = "pictures")]
pub use make::PictureWork;
#[cfg(feature = "pictures")]
pub(super) use make::{Gate, make_all, make_one, work};
