//! Names of files in uploads. A Mac writes ো as two signs, an archive of a host has UTF-8 without saying so, WordPress adds
//! sizes: all are found. What is no plain name below the uploads folder is refused.

use crate::bengali::gate;
use crate::import::wordpress::index::bare_name;
use std::collections::BTreeMap;

/// What there is of the uploads, by name.
#[derive(Debug, Default, Clone)]
pub struct Catalogue {
    /// Names as they are stored, by their key.
    by_key: BTreeMap<String, String>,
    /// Names of one picture in all its sizes, with the size of each.
    by_picture: BTreeMap<String, Vec<(u64, String)>>,
}

impl Catalogue {
    /// Knows of a file: its path below the uploads folder, and its length.
    pub fn add(&mut self, path: &str, length: u64) {
        let path = gate::nfc(path).into_owned();
        self.by_picture
            .entry(bare_name(&path))
            .or_default()
            .push((length, path.clone()));
        self.by_key.entry(gate::key(&path)).or_insert(path);
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The file of this name: as written, else in another case or encoding.
    pub fn exact(&self, path: &str) -> Option<&str> {
        self.by_key.get(&gate::key(path)).map(String::as_str)
    }

    /// The file for a picture: itself; its scaled form rather than a much larger original; else its largest size.
    ///
    /// ```
    /// use khobor::import::media::Catalogue;
    /// let mut uploads = Catalogue::default();
    /// uploads.add("2020/01/a-300x200.jpg", 5);
    /// uploads.add("2020/01/b-scaled.jpg", 9);
    /// assert_eq!(uploads.best("2020/01/a.jpg").as_deref(), Some("2020/01/a-300x200.jpg"));
    /// assert_eq!(uploads.best("2020/01/b-1024x683.jpg").as_deref(), Some("2020/01/b-scaled.jpg"));
    /// assert_eq!(uploads.best("2020/01/c.jpg"), None);
    /// ```
    pub fn best(&self, path: &str) -> Option<String> {
        if let Some(found) = self.exact(path) {
            return Some(found.to_owned());
        }
        let sizes = self.by_picture.get(&bare_name(path))?;
        let whole = sizes.iter().find(|(_, name)| bare_name(name) == gate::key(name));
        let largest = || sizes.iter().max_by_key(|(length, name)| (*length, name.clone()));
        whole.or_else(largest).map(|(_, name)| name.clone())
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_key.values().map(String::as_str)
    }
}

/// A path below a folder as khobor can write it on any system: no part that leads out, is a device's name or holds a sign
/// that some system forbids.
///
/// ```
/// use khobor::import::media::safe_path;
/// assert_eq!(safe_path("2020/01/ভোরের নদী.jpg"), "2020/01/ভোরের-নদী.jpg");
/// assert_eq!(safe_path("../../etc/passwd"), "etc/passwd");
/// assert_eq!(safe_path("2020/con.jpg"), "2020/n-con.jpg");
/// ```
pub fn safe_path(path: &str) -> String {
    let parts = path.split(['/', '\\']).filter(|p| !matches!(p.trim(), "" | "." | ".."));
    parts.map(safe_part).collect::<Vec<_>>().join("/")
}

fn safe_part(part: &str) -> String {
    let odd = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' | '#')
    };
    let clean: String = gate::nfc(part).chars().map(|c| if odd(c) { '-' } else { c }).collect();
    let clean = clean.trim_matches(['.', ' ']).to_owned();
    let clean = if clean.is_empty() { "n".to_owned() } else { clean };
    let fits = |name: &str| crate::portal::url::fault(&format!("/{name}/")).is_none();
    if fits(&clean) {
        return clean;
    }
    let named = format!("n-{clean}");
    if fits(&named) {
        return named;
    }
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((&clean, ""));
    let ends = stem.char_indices().map(|(i, c)| i + c.len_utf8());
    let end = ends.take_while(|end| *end <= 150).last().unwrap_or(0);
    let short = stem.get(..end).unwrap_or_default();
    format!("{short}-{}.{ending}", &blake3::hash(part.as_bytes()).to_hex()[..8])
}

/// The path below the uploads folder of a name in an archive; the part before `uploads/` goes. `None` for what leads out of
/// it, is absolute, or has a sign that no name has.
///
/// ```
/// use khobor::import::media::names::inside_uploads;
/// assert_eq!(inside_uploads("site/wp-content/uploads/2020/01/a.jpg").as_deref(), Some("2020/01/a.jpg"));
/// assert_eq!(inside_uploads("2020/01/a.jpg").as_deref(), Some("2020/01/a.jpg"));
/// for bad in ["../a.jpg", "/etc/a.jpg", "a\\..\\b.jpg", "C:/a.jpg", "2020/a\0.jpg"] {
///     assert_eq!(inside_uploads(bad), None, "{bad}");
/// }
/// ```
pub fn inside_uploads(name: &str) -> Option<String> {
    let bad = |part: &str| part == ".." || part.contains(['\0', '\\', ':']) || part.len() > 255;
    if name.starts_with('/') || name.split('/').any(bad) {
        return None;
    }
    let inside = name.rsplit_once("uploads/").map_or(name, |(_, inside)| inside);
    let parts: Vec<&str> = inside.split('/').filter(|p| !matches!(*p, "" | ".")).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}
