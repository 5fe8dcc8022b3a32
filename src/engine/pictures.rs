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
        avif: pictures.avif,
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

/// The name of a picture as its address has it: letters of any script, digits, `_`. The size that another program put into the
/// name gives way to the file's own.
pub(super) fn stem(source: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or(source);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let part = |part: &str| {
        if part.is_empty() {
            String::new()
        } else {
            slug::native(part)
        }
    };
    let parts: Vec<String> = without_size(name).split('_').map(part).collect();
    match parts.join("_") {
        empty if empty.is_empty() => "picture".to_owned(),
        name => name,
    }
}

/// A name without `-800x600` at its end.
fn without_size(name: &str) -> &str {
    let number = |n: &str| (2..=5).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
    match name.rsplit_once('-') {
        Some((before, size)) if size.split_once('x').is_some_and(|(w, h)| number(w) && number(h)) => before,
        _ => name,
    }
}

/// What will be made, by headers alone: for the preview, which makes each picture when it is asked for.
pub(super) fn expected(portal: &Portal, site: &Site, hashes: &Hashes) -> Renditions {
    let (recipe, shown) = (recipe(site), shown(portal, site, hashes));
    let mut renditions = Renditions::default();
    for Shown { source, info, key } in shown {
        let rendition = Rendition {
            key,
            stem: stem(source),
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
mod gate;
#[cfg(feature = "pictures")]
mod make;
#[cfg(feature = "pictures")]
mod verify;
#[cfg(feature = "pictures")]
pub(super) use gate::Gate;
#[cfg(feature = "pictures")]
pub use make::PictureWork;
#[cfg(feature = "pictures")]
pub(super) use make::{DecodedPicture, decode_one, make_all, work};
#[cfg(feature = "pictures")]
pub use verify::verify_pictures;

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_picture_keeps_its_name_in_any_script_and_loses_another_programs_size() {
        for (source, name) in [
            ("content/desh/IMG_2034.jpg", "img_2034"),
            ("static/wp-content/uploads/2020/01/হাটের-সবজি.jpg", "হাটের-সবজি"),
            ("static/ছবি_২, শেষ.png", "ছবি_২-শেষ"),
            ("static/nodi-1024x683.jpg", "nodi"),
            ("static/4x4-race.jpg", "4x4-race"),
            ("static/a-x.jpg", "a-x"),
            ("static/.jpg", "picture"),
        ] {
            assert_eq!(stem(source), name, "{source}");
        }
    }
}
