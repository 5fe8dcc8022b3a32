//! Pictures of a story: written beside its file, without what a camera wrote into them.

use super::keep::{story_folder, walked};
use super::rename::story_place;
use crate::bengali::slug;
use crate::media::{self, PictureFormat, PictureInfo};
use crate::replace::create_new;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Largest picture in bytes.
pub const LARGEST_PICTURE: usize = 12 << 20;
/// Most pixels of a picture.
const MOST_PIXELS: u64 = 50_000_000;
/// Names that are tried before it is said that there are too many.
const TRIES: usize = 200;

/// A picture that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// Its name beside the story.
    pub name: String,
    /// Its size.
    pub info: PictureInfo,
}

/// Why a picture was not written.
#[derive(Debug)]
pub enum PictureFault {
    /// The story is none, or is gone.
    NoStory,
    /// It is no JPEG, PNG, WebP, GIF or AVIF, or it is damaged.
    NoPicture,
    /// It has more pixels or bytes than are taken.
    TooLarge,
    /// The system's reason.
    System(io::Error),
}

/// Writes a picture beside the story at `path`. Its format is that of its bytes, whatever `name` says; camera, place and time
/// are taken out, who made it stays.
///
/// # Errors
/// [`PictureFault`]; nothing was written.
pub fn store_picture(root: &Path, path: &str, (name, bytes): (&str, &[u8])) -> Result<StoredPicture, PictureFault> {
    let folder = story_folder(root, path).map_err(|_| PictureFault::NoStory)?;
    let info = measured(bytes)?;
    let clean = media::clean(bytes, info.format).map_err(|_| PictureFault::NoPicture)?;
    let ending = ending(info.format).ok_or(PictureFault::NoPicture)?;
    // Beside other stories its name says whose it is.
    let owner = story_place(path).filter(|place| !place.rest.starts_with('/'));
    let stem = slug::latin(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let stem = if stem.is_empty() { "chhobi".to_owned() } else { stem };
    let stem = owner.map_or(stem.clone(), |place| format!("{}-{stem}", slug::latin(place.stem)));
    for n in 1..=TRIES {
        let name = if n == 1 {
            format!("{stem}.{ending}")
        } else {
            format!("{stem}-{n}.{ending}")
        };
        match create_new(&folder.join(&name), &clean) {
            Ok(()) => return Ok(StoredPicture { name, info }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(PictureFault::System(error)),
        }
    }
    Err(PictureFault::System(ErrorKind::AlreadyExists.into()))
}

fn measured(bytes: &[u8]) -> Result<PictureInfo, PictureFault> {
    if bytes.len() > LARGEST_PICTURE {
        return Err(PictureFault::TooLarge);
    }
    match media::probe(bytes) {
        Ok(info) if u64::from(info.width) * u64::from(info.height) > MOST_PIXELS => Err(PictureFault::TooLarge),
        Ok(info) if ending(info.format).is_some() => Ok(info),
        Err(media::Fault::TooLarge(..)) => Err(PictureFault::TooLarge),
        _ => Err(PictureFault::NoPicture),
    }
}

/// The ending of a format that is taken; drawings are not, because they may hold scripts.
fn ending(format: PictureFormat) -> Option<&'static str> {
    match format {
        PictureFormat::Jpeg => Some("jpg"),
        PictureFormat::Png => Some("png"),
        PictureFormat::Webp => Some("webp"),
        PictureFormat::Gif => Some("gif"),
        PictureFormat::Avif => Some("avif"),
        PictureFormat::Svg => None,
    }
}

/// The bytes and the media type of a picture beside a story.
///
/// # Errors
/// [`PictureFault`] when there is none of this name.
pub fn read_picture(root: &Path, path: &str, name: &str) -> Result<(Vec<u8>, &'static str), PictureFault> {
    let plain = !name.contains(['/', '\\']) && !name.starts_with('.') && !name.contains(char::is_control);
    let folder = story_folder(root, path).map_err(|_| PictureFault::NoStory)?;
    match plain {
        true => read_file(&folder.join(name)),
        false => Err(PictureFault::NoPicture),
    }
}

/// The bytes and the media type of a picture of the site: below `content/` or `static/`, neither hidden nor behind a link.
///
/// # Errors
/// [`PictureFault`] when there is none.
pub fn picture_at(root: &Path, path: &str) -> Result<(Vec<u8>, &'static str), PictureFault> {
    let inside = ["content/", "static/"].iter().any(|folder| path.starts_with(folder));
    let plain = inside && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let file = walked(root, path).ok().filter(|_| plain);
    read_file(&file.ok_or(PictureFault::NoPicture)?)
}

fn read_file(file: &Path) -> Result<(Vec<u8>, &'static str), PictureFault> {
    let about = file.symlink_metadata().ok();
    let is_file = about.is_some_and(|about| about.is_file() && about.len() <= LARGEST_PICTURE as u64);
    let bytes = std::fs::read(file).ok().filter(|_| is_file);
    let bytes = bytes.ok_or(PictureFault::NoPicture)?;
    let mime = match measured(&bytes)?.format {
        PictureFormat::Jpeg => "image/jpeg",
        PictureFormat::Png => "image/png",
        PictureFormat::Webp => "image/webp",
        PictureFormat::Gif => "image/gif",
        _ => "image/avif",
    };
    Ok((bytes, mime))
}

/// The names of the pictures beside a story that has a folder of its own, in order.
pub fn pictures_of(root: &Path, path: &str) -> Vec<String> {
    let Some(_) = story_place(path).filter(|place| place.rest.starts_with('/')) else {
        return Vec::new();
    };
    let files = story_folder(root, path).ok().and_then(|folder| folder.read_dir().ok());
    let name = |entry: io::Result<std::fs::DirEntry>| entry.ok()?.file_name().into_string().ok();
    let picture = |name: &String| {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        ["jpg", "jpeg", "png", "webp", "gif", "avif"].contains(&ending.as_str()) && !name.starts_with('.')
    };
    let mut names: Vec<String> = files.into_iter().flatten().filter_map(name).filter(picture).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "content/desh/nodi/index.md";
    const PNG: &[u8] = include_bytes!("../../static/icon.png");

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("content/desh/nodi")).unwrap();
        std::fs::write(folder.path().join(PATH), "+++\ntitle = \"নদী\"\n+++\n").unwrap();
        std::fs::write(folder.path().join("content/desh/char.md"), "+++\ntitle = \"চর\"\n+++\n").unwrap();
        folder
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_never_overwrites() {
        let site = site();
        let store = |path, name: &str, bytes: &[u8]| store_picture(site.path(), path, (name, bytes)).map(|p| p.name);
        assert_eq!(store(PATH, "নৌকা.jpg", PNG).unwrap(), "nouka.png");
        assert_eq!(store(PATH, "নৌকা.jpg", PNG).unwrap(), "nouka-2.png");
        assert_eq!(store(PATH, "../../x/../নৌকা", PNG).unwrap().matches('/').count(), 0);
        assert!(
            store("content/desh/char.md", "ক.png", PNG)
                .unwrap()
                .starts_with("char-")
        );
        assert_eq!(pictures_of(site.path(), PATH)[0], "nouka-2.png");
        let (bytes, mime) = read_picture(site.path(), PATH, "nouka.png").unwrap();
        assert_eq!((media::probe(&bytes).is_ok(), mime), (true, "image/png"));
        for name in ["../char.md", "index.md", "none.png", ".hidden"] {
            assert!(read_picture(site.path(), PATH, name).is_err(), "{name}");
        }
    }

    #[test]
    fn what_is_no_picture_is_not_written() {
        let site = site();
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".as_bytes();
        let cut = &PNG[..40.min(PNG.len())];
        for (bytes, name) in [
            (&b"<script>"[..], "a.jpg"),
            (svg, "a.svg"),
            (cut, "a.png"),
            (b"", "a.png"),
        ] {
            assert!(store_picture(site.path(), PATH, (name, bytes)).is_err(), "{name}");
        }
        assert!(store_picture(site.path(), "content/desh/none/index.md", ("a.png", PNG)).is_err());
        assert!(store_picture(site.path(), "khobor.toml", ("a.png", PNG)).is_err());
        assert!(pictures_of(site.path(), PATH).is_empty());
        // What is a script to one reader and a picture to another keeps the picture only.
        let both = b"GIF89a/*\x01\x00*/=1;alert(1)";
        let stored = store_picture(site.path(), PATH, ("a.gif", both)).unwrap();
        let (bytes, _) = read_picture(site.path(), PATH, &stored.name).unwrap();
        assert!(!bytes.windows(5).any(|w| w == b"alert"));
    }
}
