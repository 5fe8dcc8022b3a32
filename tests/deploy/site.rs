//! Small finished sites, a deploy of them, and the check that a host never holds a page whose parts are missing.

use khobor::deploy::{Context, Counts, Options, Quiet, choose, deploy, targets};
use khobor::diag::{Diagnostic, Lang};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a host holds.
pub type Held = BTreeMap<String, Vec<u8>>;

/// A server that a test needs is not on this machine: said, and a failure where everything must be tried.
pub fn missing(server: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "{server} is not installed, and CI is set (tests/deploy/setup.sh)"
    );
    println!("not tried: {server} is not installed (tests/deploy/setup.sh)");
}

/// Writes version `v` of a site of about 60 files: the style's name changes with the version, story 0 is gone in version 2
/// and three stories are new.
pub fn write(folder: &Path, v: usize) {
    let _ = fs::remove_dir_all(folder);
    let stories: Vec<usize> = if v == 1 { (0..20).collect() } else { (1..23).collect() };
    let put = |path: &str, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let head = format!("<link rel=stylesheet href=\"/assets/style-{v}.css\"><script src=\"/assets/app.js\"></script>");
    put(&format!("assets/style-{v}.css"), format!("body{{--v:{v}}}"));
    put("assets/app.js", "1".into());
    let links = stories
        .iter()
        .map(|n| format!("<a href=\"/খবর/{n}/\">{n}</a>"))
        .collect::<String>();
    for n in &stories {
        let near = [n.wrapping_sub(1), n + 1].into_iter().filter(|o| stories.contains(o));
        let near = near.map(|o| format!("<a href=\"/খবর/{o}/\">o</a>")).collect::<String>();
        put(
            &format!("খবর/{n}/index.html"),
            format!("{head}<img src=\"/খবর/{n}/ছবি.jpg\">{near}<a href=\"/ট্যাগ/\">t</a>"),
        );
        put(&format!("খবর/{n}/ছবি.jpg"), format!("picture {n}"));
    }
    put("ট্যাগ/index.html", format!("{head}{links}"));
    put("_fragments/latest.html", links.clone());
    put("index.html", format!("{head}{links}<a href=\"/ট্যাগ/\">t</a>"));
    put("404.html", format!("{head}৪০৪ {v}"));
    put("rss.xml", format!("<rss>{v}</rss>"));
    put("sitemap.xml", format!("<urlset>{v}</urlset>"));
    put("robots.txt", "User-agent: *\n".into());
    put("a quote's \"file\" [x]*.txt", "odd name".into());
    put("_redirects", "/%E0%A6%AA%E0%A7%81%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A7%8B/ /%E0%A6%9F%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%97/ 301\n".into());
    put(
        "_headers",
        "/*\n  X-Content-Type-Options: nosniff\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
            .into(),
    );
    put(".khobor-manifest", "never deployed".into());
}

/// A root with both versions built.
pub struct DeploySite {
    pub root: tempfile::TempDir,
    pub toml: String,
    pub env: Vec<(String, String)>,
    pub options: Options,
    /// Whether addresses of stories end with their names.
    pub bare_addresses: bool,
    pub now: i64,
}

impl DeploySite {
    pub fn new(toml: &str, env: &[(&str, &str)]) -> DeploySite {
        let root = tempfile::tempdir().unwrap();
        write(&root.path().join("v1"), 1);
        write(&root.path().join("v2"), 2);
        let env = env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        DeploySite {
            root,
            toml: toml.to_owned(),
            env,
            options: Options::default(),
            bare_addresses: false,
            now: 1_795_000_000,
        }
    }

    pub fn folder(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn forget(&self) {
        let _ = fs::remove_dir_all(self.folder(".khobor"));
    }

    pub fn try_deploy(&self, version: &str) -> (Option<Counts>, Vec<Diagnostic>) {
        let (found, diagnostics) = targets(&self.toml);
        assert!(diagnostics.is_empty(), "{:?}", words(&diagnostics));
        let target = choose(&found, None).map_err(|f| f.message(Lang::En)).unwrap();
        let env = |name: &str| self.env.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let context = Context {
            root: self.root.path(),
            output: &self.folder(version),
            base_url: "https://nodipoth.example",
            hub: None,
            bare_addresses: self.bare_addresses,
            now: jiff::Timestamp::from_second(self.now).unwrap(),
            env: &env,
            progress: &Quiet,
        };
        deploy(target, &self.options, &context)
    }

    pub fn deploy(&self, version: &str) -> Counts {
        let (counts, diagnostics) = self.try_deploy(version);
        counts.unwrap_or_else(|| panic!("{:?}", words(&diagnostics)))
    }

    pub fn code(&self, version: &str) -> &'static str {
        let (counts, diagnostics) = self.try_deploy(version);
        assert_eq!(counts, None);
        diagnostics[0].code.id
    }
}

pub fn words(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|d| format!("{} {}", d.code.id, d.message(Lang::En)))
        .collect()
}

/// All files below a folder.
pub fn read(folder: &Path) -> Held {
    let walk = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file());
    walk.map(|e| {
        let name = e
            .path()
            .strip_prefix(folder)
            .unwrap()
            .iter()
            .map(|p| p.to_str().unwrap())
            .collect::<Vec<_>>()
            .join("/");
        (name, fs::read(e.path()).unwrap())
    })
    .collect()
}

/// What the host should hold of a version, for hosts whose own files replace `_redirects` and `_headers`.
pub fn expected(folder: &Path) -> Held {
    let own = |path: &str| !path.starts_with(".khobor") && !matches!(path, "_redirects" | "_headers");
    read(folder).into_iter().filter(|(path, _)| own(path)).collect()
}

/// The host's files without khobor's record and the files made for the host.
pub fn public(held: &Held) -> Held {
    let own = |path: &str| {
        path.starts_with(".khobor")
            || path.starts_with("_server/")
            || matches!(
                path,
                ".htaccess" | "_redirects" | "_headers" | ".nojekyll" | "vercel.json"
            )
    };
    held.iter()
        .filter(|(path, _)| !own(path))
        .map(|(p, b)| (p.clone(), b.clone()))
        .collect()
}

/// Every page has its parts, and what readers reach from the front page has no dead links.
pub fn check(held: &Held, when: &str) {
    let references = |page: &str| -> Vec<String> {
        let text = String::from_utf8_lossy(&held[page]).into_owned();
        let after = |mark: &str| {
            text.split(mark)
                .skip(1)
                .filter_map(|t| t.split('"').next())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        [after("href=\""), after("src=\"")].concat()
    };
    let file = |address: &str| {
        if address.ends_with('/') {
            format!("{address}index.html")
        } else {
            address.to_owned()
        }
    };
    let file = |address: &str| file(address).trim_start_matches('/').to_owned();
    for page in held.keys().filter(|p| p.ends_with(".html")) {
        for part in references(page)
            .iter()
            .map(|r| file(r))
            .filter(|r| !r.ends_with(".html"))
        {
            assert!(held.contains_key(&part), "{when}: {page} lacks {part}");
        }
    }
    let mut todo: Vec<String> = held
        .contains_key("index.html")
        .then(|| "index.html".to_owned())
        .into_iter()
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(page) = todo.pop() {
        for to in references(&page).iter().map(|r| file(r)) {
            assert!(
                held.contains_key(&to),
                "{when}: {page} leads to {to}, which is not there"
            );
            if to.ends_with(".html") && seen.insert(to.clone()) {
                todo.push(to);
            }
        }
    }
}
