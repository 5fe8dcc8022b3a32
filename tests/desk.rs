//! The writing desk: what is being written stands over its file in the preview, and the file is untouched until it is kept.
#![cfg(all(feature = "desk", feature = "serve"))]

use jiff::Timestamp;
use khobor::desk::{
    Change, DeskStore, DifferenceLine, Keep, TextForm, difference, keep, open, story_parts, with_parts,
};
use khobor::engine::{Fresh, Loaded, Quiet, Request, Session, load};
use khobor::portal::Portal;
use khobor::source::ReadOptions;
use std::fs;
use std::path::{Path, PathBuf};

const PATH: &str = "content/desh/2026-11-01-nodi.md";
const STORY: &str = "+++\ntitle = \"নদীর খবর\"\ndate = 2026-11-01\n+++\n\nএক।\n";

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "khobor.toml",
        "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n",
    );
    put("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n");
    put(PATH, STORY);
    folder
}

fn now() -> Timestamp {
    "2026-11-22T15:00:00+06:00".parse().unwrap()
}

fn titles(portal: &Portal) -> Vec<&str> {
    portal.articles.iter().map(|article| &*article.title).collect()
}

fn options() -> ReadOptions {
    ReadOptions {
        zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(),
        edition: khobor::bengali::Edition::Bd,
        unsafe_html: false,
        max_bytes: 1 << 20,
    }
}

fn loaded(root: &Path, request: &Request) -> Vec<String> {
    assert_eq!(request.root, root);
    let outcome = load(request, &Quiet);
    let loaded = outcome.value.unwrap();
    titles(&loaded.portal).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_working_copy_stands_over_its_file_and_changes_nothing_on_the_disk() {
    let site = site();
    let request = Request::new(site.path(), now());
    assert_eq!(loaded(site.path(), &request), ["নদীর খবর"]);
    request.overlay.put(PATH, STORY.replace("নদীর", "চরের").as_bytes());
    assert_eq!(loaded(site.path(), &request), ["চরের খবর"]);
    assert_eq!(fs::read_to_string(site.path().join(PATH)).unwrap(), STORY);
    // Nothing of it is remembered for those who build.
    let plain = Request::new(site.path(), now());
    assert_eq!(loaded(site.path(), &plain), ["নদীর খবর"]);
    request.overlay.remove(PATH);
    assert_eq!(loaded(site.path(), &request), ["নদীর খবর"]);
}

#[test]
fn a_session_sees_each_change_of_a_working_copy() {
    let site = site();
    let request = Request::new(site.path(), now());
    let mut session = Session::new(request.clone());
    let file: [PathBuf; 1] = [site.path().canonicalize().unwrap().join(PATH)];
    let mut stands = None;
    for (step, text) in [
        (0, None),
        (1, Some(STORY.replace("নদীর", "চরের"))),
        (2, Some(STORY.replace("নদীর", "ঘাটের"))),
        (3, None),
    ] {
        match &text {
            Some(text) => request.overlay.put(PATH, text.as_bytes()),
            None => request.overlay.remove(PATH),
        }
        let show = |see: &mut dyn FnMut(&Portal)| stands.iter().for_each(|loaded: &Loaded| see(&loaded.portal));
        let outcome = session.refresh((step > 0).then_some(&file[..]), now(), &show);
        assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
        match outcome.value.unwrap() {
            Fresh::New(loaded) => stands = Some(*loaded),
            Fresh::Update(_) => assert!(step > 0),
            Fresh::Same => panic!("step {step}: a change was not seen"),
        }
    }
}

#[test]
fn from_the_first_word_to_the_file() {
    let site = site();
    let mut store = DeskStore::open(site.path()).unwrap();
    let base = open(site.path(), PATH, &options()).unwrap();
    let mut version = 0;
    let mut text = base.clone();
    for words in ["\nদুই।\n", "\nতিন।\n"] {
        text.push_str(words);
        let change = Change {
            base: &base,
            text: &text,
            after: version,
            sign: "",
        };
        version = store.write(PATH, change, now()).unwrap().unwrap();
    }
    // The machine stops; what was written is there.
    drop(store);
    let mut store = DeskStore::open(site.path()).unwrap();
    let copy = store.copy(PATH).unwrap().unwrap();
    assert_eq!((&copy.base, &copy.text, copy.version), (&base, &text, 2));
    let work = Keep {
        root: site.path(),
        path: PATH,
        base: &copy.base,
        text: &copy.text,
        options: &options(),
    };
    let kept = keep(work).unwrap();
    store.kept(PATH, &kept.text, "", now()).unwrap();
    assert_eq!(fs::read_to_string(site.path().join(PATH)).unwrap(), text);
    assert!(store.copy(PATH).unwrap().is_none());
    // `.desk` is no part of the site: a build sees nothing of it.
    assert_eq!(loaded(site.path(), &Request::new(site.path(), now())), ["নদীর খবর"]);
}

/// Titles and bodies: those of the sample portal, and of a corpus (JSON lines with `title` and `body`) where `KHOBOR_CORPUS` names one.
fn texts() -> Vec<(String, String)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = walkdir::WalkDir::new(content)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let markdown = files.filter(|e| e.path().extension().is_some_and(|x| x == "md"));
    let mut texts: Vec<(String, String)> = markdown
        .filter_map(|e| {
            let parts = story_parts("a.md", &fs::read_to_string(e.path()).ok()?, &options())?;
            Some((parts.fields["title"].clone(), parts.body))
        })
        .collect();
    if let Some(corpus) = std::env::var_os("KHOBOR_CORPUS") {
        let lines = fs::read_to_string(corpus).unwrap();
        let text = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            Some((value["title"].as_str()?.to_owned(), value["body"].as_str()?.to_owned()))
        };
        texts.extend(lines.lines().take(500).filter_map(text));
    }
    texts
}

/// One story in every format that newsrooms write, with comments and keys that the desk does not know.
fn forms(title: &str, body: &str) -> Vec<(&'static str, Vec<u8>)> {
    let quoted = khobor::source::toml_string(title);
    let line = title.replace('\n', " ");
    let toml = format!(
        "+++\n# নোট\ntitle = {quoted} # ঠিক\ndate = 2026-11-01\ntags = [\n  \"চর\", # এক\n]\n[extra]\ndag = 3\n+++\n\n{body}\n"
    );
    let yaml =
        format!("---\n# নোট\ntitle: {quoted}\ndate: 2026-11-01 08:00\ntags:\n- চর\nextra:\n  dag: 3\n---\n{body}");
    let plain = format!("শিরোনাম: {line}\nতারিখ: ১ নভেম্বর ২০২৬\nট্যাগ: চর; নদী\n\n{body}\n");
    let crlf = toml.replace("\r\n", "\n").replace('\n', "\r\n");
    let marked = [b"\xEF\xBB\xBF", yaml.as_bytes()].concat();
    vec![
        ("a.md", toml.into_bytes()),
        ("a.md", yaml.into_bytes()),
        ("a.txt", plain.into_bytes()),
        ("a.md", crlf.into_bytes()),
        ("a.md", marked),
    ]
}

#[test]
fn what_nobody_typed_into_is_not_rewritten_and_one_key_is_one_line() {
    let (mut files, mut unchanged, mut one_line) = (0, 0, 0);
    for (title, body) in texts() {
        for (path, bytes) in forms(&title, &body) {
            let Ok(text) = khobor::source::decode(path, &bytes) else {
                continue;
            };
            let Some(mut parts) = story_parts(path, &text, &options()) else {
                continue;
            };
            files += 1;
            let kept = with_parts(path, &text, &parts, &options()).unwrap();
            unchanged += usize::from(TextForm::of(&bytes).bytes(&kept) == bytes);
            parts.fields.insert("summary".to_owned(), "একটি সংক্ষেপ".to_owned());
            let changed = with_parts(path, &text, &parts, &options()).unwrap();
            let differing = difference(&text, &changed);
            let new = differing
                .iter()
                .filter(|line| matches!(line, DifferenceLine::New(_)))
                .count();
            let old = differing
                .iter()
                .filter(|line| matches!(line, DifferenceLine::Old(_)))
                .count();
            one_line += usize::from((new, old) == (1, 0));
        }
    }
    println!("{files} files: {unchanged} unchanged, {one_line} with one line more");
    assert!(files > 100);
    assert_eq!((unchanged, one_line), (files, files));
}
