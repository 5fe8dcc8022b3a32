//! One walk over a site's folders: every file, what it is, and how it looked. Nothing is opened, nothing is skipped in
//! silence. Rule: `reliability.md` F10, F14.

use super::copies;
use super::size::size_text;
use super::types::TextKind;
use crate::bengali::gate;
use crate::diag::codes::{media, source as codes};
use crate::diag::{Diagnostic, Place, Reason};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The folders of a site that hold sources.
const FOLDERS: [&str; 5] = ["content", "data", "static", "templates", "themes"];
/// Folders may be nested this deep.
const DEEPEST: usize = 64;

/// What a file of a site is, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A story: `content/**.md`, `.txt`, or `index.md`/`index.txt` in a folder of its own.
    Article(TextKind),
    /// `_index.md` anywhere below `content/`.
    Section,
    /// `content/authors/NAME.md`, or `NAME/index.md` with a photo beside it.
    Author,
    /// `content/pages/**.md`, `.txt`.
    Page,
    /// A picture beside content, by its extension.
    Picture,
    /// Any other file beside content.
    Asset,
    /// `data/comments/**.toml`.
    Comments,
    /// `data/popular.toml`.
    Popular,
    /// Former addresses that an import brought: `data/redirects.toml`.
    Redirects,
    /// `data/front.toml`.
    Front,
    /// Any other file below `data/`.
    OtherData,
    /// `static/**`, copied as it is.
    Static,
    /// `templates/**`.
    Template,
    /// `themes/**`.
    Theme,
}

/// A file of a site, as the walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the site, with `/`, in NFC.
    pub path: String,
    /// Where its bytes are: below [`Tree::root`], links resolved.
    pub disk: PathBuf,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// When its inode last changed, in nanoseconds since 1970; 0 where the system has none.
    pub ctime_ns: i64,
    /// Its inode; 0 where the system has none.
    pub inode: u64,
}

/// The files of a site, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The site's folder without links.
    pub root: PathBuf,
    /// The files.
    pub files: Vec<SourceFile>,
}

/// Lists the files of the site at `root` with one `stat` each.
///
/// Hidden files and editors' backups are no sources; in `static/`, where all else is published, each is a warning. Links may lead anywhere inside the site. Errors: a link that leaves
/// it or loops, an unreadable entry, a name that is no text, folders nested over 64 deep, a text source (story, section,
/// author, page, data) over `max_bytes`, two names that differ in encoding only; each names its path.
pub fn walk(root: &Path, max_bytes: u64) -> (Tree, Vec<Diagnostic>) {
    let canonical = match root.canonicalize() {
        Ok(path) => path,
        Err(fault) => {
            let diagnostic = Diagnostic::new(&codes::UNREADABLE).cause(&fault);
            return (
                Tree::default(),
                vec![diagnostic.at(Place::file(root.display().to_string()))],
            );
        }
    };
    let mut walk = Walk {
        root: canonical,
        max_bytes,
        files: Vec::new(),
        diagnostics: Vec::new(),
        links: Vec::new(),
    };
    for folder in FOLDERS {
        walk.folder(folder);
    }
    walk.finish()
}

struct Walk {
    root: PathBuf,
    max_bytes: u64,
    files: Vec<SourceFile>,
    diagnostics: Vec<Diagnostic>,
    /// Folders that are links.
    links: Vec<PathBuf>,
}

impl Walk {
    fn folder(&mut self, name: &str) {
        let top = self.root.join(name);
        if top.symlink_metadata().is_err() || self.leaves(&top) {
            return;
        }
        let mut entries = WalkDir::new(&top).min_depth(1).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    if !self.entry(&entry) && entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Err(fault) => self.fault(&fault),
            }
        }
    }

    /// Takes an entry; false when a folder is not to be entered.
    fn entry(&mut self, entry: &DirEntry) -> bool {
        let name = entry.file_name();
        let path = self.shown(entry.path());
        match sight(&path) {
            Sight::Seen => {}
            Sight::Ignored => return false,
            Sight::LeftOut => {
                self.report(Diagnostic::new(&media::HIDDEN_FILE), path);
                return false;
            }
        }
        if name.to_str().is_none_or(|n| n.contains(char::is_control)) {
            let path = self.shown(entry.path());
            self.report(
                Diagnostic::new(&codes::BAD_NAME).arg("name", name.to_string_lossy().escape_debug()),
                path,
            );
            return false;
        }
        if entry.path_is_symlink() && self.leaves(entry.path()) {
            return false;
        }
        if !entry.file_type().is_dir() {
            self.file(entry);
            return true;
        }
        if entry.path_is_symlink() {
            self.links.push(entry.path().into());
        }
        if entry.depth() < DEEPEST {
            return true;
        }
        let path = self.shown(entry.path());
        self.report(Diagnostic::new(&codes::DEEP_FOLDER).arg("limit", DEEPEST), path);
        false
    }

    /// Tells of a link that leads out of the site.
    fn leaves(&mut self, path: &Path) -> bool {
        if path.canonicalize().is_ok_and(|real| real.starts_with(&self.root)) {
            return false;
        }
        let target = std::fs::read_link(path).unwrap_or_default();
        let shown = self.shown(path);
        self.report(
            Diagnostic::new(&codes::LINK_OUTSIDE).arg("target", target.display()),
            shown,
        );
        true
    }

    fn file(&mut self, entry: &DirEntry) {
        let path = self.shown(entry.path());
        let Some(kind) = kind_of(&path) else { return };
        let stat = match entry.metadata() {
            Ok(stat) => stat,
            Err(fault) => return self.report(Diagnostic::new(&codes::UNREADABLE).cause(&io::Error::from(fault)), path),
        };
        if !stat.is_file() {
            return self.report(
                Diagnostic::new(&codes::UNREADABLE).arg_in("reason", "এটি সাধারণ ফাইল নয়", "not a regular file"),
                path,
            );
        }
        if kind.is_text() && stat.len() > self.max_bytes {
            let diagnostic = Diagnostic::new(&codes::TOO_LARGE).arg("size", size_text(stat.len()));
            return self.report(diagnostic.arg("limit", size_text(self.max_bytes)), path);
        }
        let disk = self.disk(entry);
        let (mtime_ns, ctime_ns, inode) = stamps(&stat);
        self.files.push(SourceFile {
            path,
            disk,
            kind,
            size: stat.len(),
            mtime_ns,
            ctime_ns,
            inode,
        });
    }

    /// Links are resolved now, so that reading later needs to follow none.
    fn disk(&self, entry: &DirEntry) -> PathBuf {
        let path = entry.path();
        let linked = entry.path_is_symlink() || self.links.iter().any(|link| path.starts_with(link));
        if linked {
            path.canonicalize().unwrap_or_else(|_| path.into())
        } else {
            path.into()
        }
    }

    fn fault(&mut self, fault: &walkdir::Error) {
        let path = fault.path().unwrap_or(&self.root).to_owned();
        let shown = self.shown(&path);
        if sight(&shown) != Sight::Seen {
            return;
        }
        let shown = if shown.is_empty() { ".".to_owned() } else { shown };
        if let Some(above) = fault.loop_ancestor() {
            let target = self.shown(above);
            return self.report(Diagnostic::new(&codes::LINK_LOOP).arg("target", target), shown);
        }
        let diagnostic = Diagnostic::new(&codes::UNREADABLE);
        let diagnostic = match fault.io_error() {
            Some(error) => diagnostic.cause(error),
            None => diagnostic.reason(Reason::quoted(fault)),
        };
        self.report(diagnostic, shown);
    }

    fn report(&mut self, diagnostic: Diagnostic, path: String) {
        self.diagnostics.push(diagnostic.at(Place::file(path)));
    }

    /// A path relative to the site with `/`, in NFC.
    fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let text = inside.to_string_lossy();
        let text = if cfg!(windows) {
            text.replace('\\', "/").into()
        } else {
            text
        };
        gate::nfc(&text).into_owned()
    }

    /// Leaves out texts that are copies of another one beside them.
    fn leave_copies(&mut self) {
        let there = |path: &String| self.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
        let copy_of = |file: &SourceFile| {
            let text = file.kind.is_text() && !matches!(file.kind, FileKind::Popular | FileKind::OtherData);
            copies::originals(&file.path)
                .into_iter()
                .find(|path| text && there(path))
        };
        let found: Vec<Option<String>> = self.files.iter().map(copy_of).collect();
        let files = std::mem::take(&mut self.files);
        for (file, original) in files.into_iter().zip(found) {
            match original {
                None => self.files.push(file),
                Some(original) => {
                    let name = original.rsplit('/').next().unwrap_or(&original);
                    self.report(Diagnostic::new(&codes::CONFLICT_COPY).arg("original", name), file.path);
                }
            }
        }
    }

    fn finish(mut self) -> (Tree, Vec<Diagnostic>) {
        self.files.sort_by(|a, b| (&a.path, &a.disk).cmp(&(&b.path, &b.disk)));
        self.leave_copies();
        let twins: Vec<(String, String)> = self.files.windows(2).filter_map(twin_names).collect();
        for (path, other) in twins {
            self.report(Diagnostic::new(&codes::SAME_NAME).arg("other", other), path);
        }
        self.diagnostics.sort_by(|a, b| place_of(a).cmp(place_of(b)));
        (
            Tree {
                root: self.root,
                files: self.files,
            },
            self.diagnostics,
        )
    }
}

fn twin_names(pair: &[SourceFile]) -> Option<(String, String)> {
    let [first, second] = pair else { return None };
    (first.path == second.path).then(|| {
        (
            first.path.clone(),
            second.disk.display().to_string().escape_unicode().to_string(),
        )
    })
}

fn place_of(diagnostic: &Diagnostic) -> &str {
    diagnostic.place.as_ref().map_or("", |place| place.path.as_str())
}

#[cfg(unix)]
pub(crate) fn stamps(stat: &Metadata) -> (i64, i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let nanos = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    (
        nanos(stat.mtime(), stat.mtime_nsec()),
        nanos(stat.ctime(), stat.ctime_nsec()),
        stat.ino(),
    )
}

#[cfg(not(unix))]
pub(crate) fn stamps(stat: &Metadata) -> (i64, i64, u64) {
    let since = stat
        .modified()
        .ok()
        .and_then(|m| m.duration_since(std::time::UNIX_EPOCH).ok());
    (
        since.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX)),
        0,
        0,
    )
}

/// Whether a file or folder is a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// It is.
    Seen,
    /// It belongs to an editor, the system or version control.
    Ignored,
    /// It lies where everything is published, and must not be.
    LeftOut,
}

/// Whether the file or folder at a site-relative path is a source, by its own name; those above it were seen before it.
///
/// Everything below `static/` is published, so what is hidden there is reported: a `.env` holds passwords. Only what hosts and
/// other services ask for by such a name is published: `.well-known/`, `.htaccess`, `.nojekyll`, `.domains`.
pub(crate) fn sight(path: &str) -> Sight {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_static = path.starts_with("static/");
    let known = path == "static/.well-known"
        || path.starts_with("static/.well-known/")
        || in_static && name == ".htaccess"
        || folder == "static" && matches!(name, ".nojekyll" | ".domains");
    let of_git = matches!(name, ".git" | ".gitignore" | ".gitkeep" | ".gitattributes");
    if is_hidden(name) && !(known && name.starts_with('.')) || in_static && is_copy(name) {
        return match in_static && !of_git {
            true => Sight::LeftOut,
            false => Sight::Ignored,
        };
    }
    Sight::Seen
}

/// Whether a file or folder of this name could be a copy of another beside it, so that its folder must be looked at.
pub(crate) fn may_be_copy(name: &str) -> bool {
    copies::may_be_copy(name)
}

/// Version control, systems' and editors' files.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swo")
        || (name.starts_with('#') && name.ends_with('#'))
}

/// Whether a name is one that editors, office programs and systems give to copies and to notes of their own.
pub(crate) fn is_backup(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    is_hidden(name) || is_copy(name)
}

/// Copies and notes that are not hidden.
fn is_copy(name: &str) -> bool {
    const ENDINGS: [&str; 8] = ["bak", "backup", "orig", "old", "save", "tmp", "temp", "rej"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with("~$")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
        || ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

impl FileKind {
    /// Whether it is read as text, so that the size limit holds.
    pub fn is_text(self) -> bool {
        use FileKind::{Article, Author, Comments, Front, OtherData, Page, Popular, Redirects, Section};
        matches!(
            self,
            Article(_) | Section | Author | Page | Comments | Front | Popular | Redirects | OtherData
        )
    }
}

/// What the file at a site-relative path is; `None` when it lies outside of the folders of sources.
///
/// ```
/// use khobor::source::{FileKind, TextKind, walk::kind_of};
/// assert_eq!(kind_of("content/health/ডেঙ্গু.md"), Some(FileKind::Article(TextKind::Markdown)));
/// assert_eq!(kind_of("content/health/_index.md"), Some(FileKind::Section));
/// assert_eq!(kind_of("content/health/dengue/a.jpg"), Some(FileKind::Picture));
/// assert_eq!(kind_of("public/index.html"), None);
/// ```
pub fn kind_of(path: &str) -> Option<FileKind> {
    let (folder, inside) = path.split_once('/')?;
    Some(match folder {
        "content" => content_kind(inside),
        "data" if inside == "popular.toml" => FileKind::Popular,
        "data" if inside == "redirects.toml" => FileKind::Redirects,
        "data" if inside == "front.toml" => FileKind::Front,
        "data" if inside.starts_with("comments/") && inside.ends_with(".toml") => FileKind::Comments,
        "data" => FileKind::OtherData,
        "static" => FileKind::Static,
        "templates" => FileKind::Template,
        "themes" => FileKind::Theme,
        _ => return None,
    })
}

fn content_kind(inside: &str) -> FileKind {
    let name = inside.rsplit('/').next().unwrap_or(inside);
    let extension = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    let text = match extension.as_str() {
        "md" | "markdown" => TextKind::Markdown,
        "txt" => TextKind::Text,
        "jpg" | "jpeg" | "png" | "webp" | "gif" | "svg" | "avif" => return FileKind::Picture,
        _ => return FileKind::Asset,
    };
    match inside.split_once('/') {
        _ if name == "_index.md" => FileKind::Section,
        Some(("pages", _)) => FileKind::Page,
        Some(("authors", _)) if text == TextKind::Markdown => FileKind::Author,
        _ => FileKind::Article(text),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{FileKind, Sight, kind_of, sight, walk};
    use crate::diag::codes::source as codes;
    use crate::source::{Root, TextKind};
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn kinds() {
        use FileKind::{Article, Asset, Author, Comments, OtherData, Page, Popular, Static};
        for (path, kind) in [
            ("content/a/x.txt", Article(TextKind::Text)),
            ("content/a/x/index.md", Article(TextKind::Markdown)),
            ("content/authors/rahim.md", Author),
            ("content/pages/about.md", Page),
            ("content/a/x.pdf", Asset),
            ("data/comments/a/x.toml", Comments),
            ("data/popular.toml", Popular),
            ("data/x.toml", OtherData),
            ("static/a/b.css", Static),
        ] {
            assert_eq!(kind_of(path), Some(kind), "{path}");
        }
    }

    #[test]
    fn a_site_with_everything_wrong() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("site");
        fs::create_dir_all(root.join("content/খেলা")).unwrap();
        fs::create_dir_all(root.join("content/.git")).unwrap();
        fs::write(place.path().join("secret.txt"), "x").unwrap();
        for name in [
            "content/খেলা/b.md",
            "content/a.md",
            "content/a.md~",
            "content/.git/x",
            "content/.a.md.swp",
        ] {
            fs::write(root.join(name), "xxxx").unwrap();
        }
        fs::write(root.join("content/big.md"), vec![b'x'; 100]).unwrap();
        symlink("../../secret.txt", root.join("content/out.md")).unwrap();
        symlink(place.path(), root.join("content/above")).unwrap();
        symlink("..", root.join("content/খেলা/loop")).unwrap();
        symlink("nowhere", root.join("content/broken.md")).unwrap();
        symlink("a.md", root.join("content/inside.md")).unwrap();
        let (tree, diagnostics) = walk(&root, 50);
        let paths: Vec<&str> = tree.files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["content/a.md", "content/inside.md", "content/খেলা/b.md"]);
        let diagnostics: Vec<_> = diagnostics
            .iter()
            .map(|d| (d.place.as_ref().unwrap().path.as_str(), d.code.id))
            .collect();
        let expected = [
            ("content/above", codes::LINK_OUTSIDE.id),
            ("content/big.md", codes::TOO_LARGE.id),
            ("content/broken.md", codes::UNREADABLE.id),
            ("content/out.md", codes::LINK_OUTSIDE.id),
            ("content/খেলা/loop", codes::LINK_LOOP.id),
        ];
        assert_eq!(diagnostics, expected);
        let open = Root::open(&root).unwrap();
        for file in &tree.files {
            assert_eq!(open.read(file, 50).unwrap(), b"xxxx");
        }
        // A file swapped for a link out of the site after the walk is refused.
        fs::remove_file(root.join("content/a.md")).unwrap();
        symlink("../../secret.txt", root.join("content/a.md")).unwrap();
        assert_eq!(open.read(&tree.files[0], 50).unwrap_err().code, &codes::LINK_OUTSIDE);
    }

    #[test]
    fn of_hidden_files_only_what_hosts_ask_for_is_seen() {
        for path in [
            "static/.well-known",
            "static/.well-known/a/.b",
            "static/.htaccess",
            "static/ছবি/.htaccess",
            "static/.nojekyll",
            "static/.domains",
            "static/a.css",
            "content/a.old.md",
            "content/desh/a/index.md.bak",
        ] {
            assert_eq!(sight(path), Sight::Seen, "{path}");
        }
        for path in [
            "static/.env",
            "static/.vscode",
            "static/ছবি/.env",
            "static/ছবি/.nojekyll",
            "static/.well-known~",
            "static/.well-known/a.bak",
            "static/a.css~",
            "static/#a#",
            "static/~$a.docx",
            "static/Thumbs.db",
            "static/a.ORIG",
        ] {
            assert_eq!(sight(path), Sight::LeftOut, "{path}");
        }
        for path in [
            "content/.git",
            "content/a.md~",
            "data/.x",
            "static/.gitkeep",
            "content/.a.md.swp",
        ] {
            assert_eq!(sight(path), Sight::Ignored, "{path}");
        }
    }

    #[test]
    fn names_that_differ_in_encoding_only() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        fs::write(root.path().join("content/সম\u{09DF}.md"), "x").unwrap();
        fs::write(root.path().join("content/সম\u{09AF}\u{09BC}.md"), "x").unwrap();
        let (_, diagnostics) = walk(root.path(), 50);
        assert_eq!(
            diagnostics.iter().map(|d| d.code.id).collect::<Vec<_>>(),
            [codes::SAME_NAME.id]
        );
    }

    #[test]
    fn folders_too_deep() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("content").join("d/".repeat(70))).unwrap();
        let (_, diagnostics) = walk(root.path(), 50);
        assert_eq!(
            diagnostics.iter().map(|d| d.code.id).collect::<Vec<_>>(),
            [codes::DEEP_FOLDER.id]
        );
    }
}
