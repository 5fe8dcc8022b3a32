//! After any edit an incremental build is, byte for byte, what a clean build would be (reliability.md D2), writes only what
//! changed, and two builds of one site are one.

use khobor::engine::{Quiet, Request, build};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const NOW: &str = "2026-11-22T15:00:00+06:00";

/// Steps of the long test: as many as issue 4 asks for. `KHOBOR_STEPS` makes it longer by hand.
fn steps() -> u64 {
    std::env::var("KHOBOR_STEPS")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(300)
}

/// splitmix64: small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const SECTIONS: [&str; 4] = ["desh", "desh/nodi", "khela", "mot"];
const WORDS: [&str; 24] = [
    "নদী",
    "পানি",
    "সেতু",
    "চর",
    "নৌকা",
    "জেলে",
    "মাছ",
    "বাজার",
    "দাম",
    "কৃষক",
    "ধান",
    "বন্যা",
    "স্কুল",
    "শিক্ষক",
    "বই",
    "পরীক্ষা",
    "মাঠ",
    "গোল",
    "দল",
    "ম্যাচ",
    "ভোট",
    "সভা",
    "মেয়র",
    "রাস্তা",
];
const TAGS: [&str; 6] = ["নদী", "শিক্ষা", "খেলা", "ভোট", "বাজার", "বন্যা"];
const AUTHORS: [&str; 4] = ["সালমা বেগম", "হাসান আলী", "নিজস্ব প্রতিবেদক", "মিতা দাস"];

struct Site {
    root: PathBuf,
    chance: Chance,
    count: usize,
}

impl Site {
    fn new(root: &Path, seed: u64, sidebars: &str) -> Self {
        let site = Site {
            root: root.to_owned(),
            chance: Chance(seed),
            count: 0,
        };
        site.write("khobor.toml", &config(sidebars, "নদীর খবর"));
        for (n, section) in SECTIONS.iter().enumerate() {
            site.write(
                &format!("content/{section}/_index.md"),
                &format!("+++\ntitle = \"বিভাগ {n}\"\norder = {n}\n+++\n"),
            );
        }
        site.write(
            "content/authors/salma.md",
            "+++\ntitle = \"সালমা বেগম\"\nrole = \"প্রতিবেদক\"\n+++\nনদীর মানুষ।\n",
        );
        site.write("content/pages/about.md", "+++\ntitle = \"আমাদের কথা\"\n+++\nআমরা লিখি।\n");
        site.write("static/logo.svg", &drawing(100));
        let mut site = site;
        for _ in 0..40 {
            site.add();
        }
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&mut self, words: usize) -> String {
        let sentence = |chance: &mut Chance| {
            let words: Vec<&str> = (0..6 + chance.below(5)).map(|_| *chance.pick(&WORDS)).collect();
            format!("{}।", words.join(" "))
        };
        let sentences: Vec<String> = (0..words.div_ceil(8)).map(|_| sentence(&mut self.chance)).collect();
        sentences
            .chunks(3)
            .map(|p| p.join(" "))
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    fn story(&mut self) -> String {
        let title = format!(
            "{} {} {}",
            self.chance.pick(&WORDS),
            self.chance.pick(&WORDS),
            self.count
        );
        let day = 1 + self.chance.below(27);
        let month = 1 + self.chance.below(11);
        let (tag, other) = (*self.chance.pick(&TAGS), *self.chance.pick(&TAGS));
        let author = *self.chance.pick(&AUTHORS);
        let extra = match self.chance.below(12) {
            0 => "breaking = true\n",
            1 => "featured = true\n",
            2 => "series = \"নদীর গল্প\"\n",
            3 => "draft = true\n",
            4 => "retracted = \"ভুল তথ্য\"\n",
            5 => "expires = 2026-11-01\n",
            6 => "updated = 2026-11-21T10:00:00\n",
            7 => "corrections = [{ date = 2026-11-20, text = \"নামটি ঠিক করা হলো।\" }]\n",
            _ => "",
        };
        let body = self.text(60);
        format!(
            "+++\ntitle = \"{title}\"\ndate = 2026-{month:02}-{day:02}T08:00:00\nauthors = [\"{author}\"]\ntags = [\"{tag}\", \"{other}\"]\n{extra}+++\n{body}\n"
        )
    }

    fn add(&mut self) {
        self.count += 1;
        let section = *self.chance.pick(&SECTIONS);
        let story = self.story();
        match self.chance.below(5) {
            0 => {
                let folder = format!("content/{section}/s{}", self.count);
                self.write(
                    &format!("{folder}/index.md"),
                    &story.replacen("+++\n", "+++\nimage = \"a.svg\"\nimage_alt = \"নদী\"\n", 1),
                );
                self.write(&format!("{folder}/a.svg"), &drawing(self.count));
            }
            _ => self.write(&format!("content/{section}/s{}.md", self.count), &story),
        }
    }

    /// Story files, ordered.
    fn stories(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.join("content")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                match path.is_dir() {
                    true if name != "authors" && name != "pages" => folders.push(path),
                    false if name.ends_with(".md") && name != "_index.md" => found.push(path),
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }

    /// One random edit; its name, for the message when something is wrong.
    fn edit(&mut self) -> String {
        let stories = self.stories();
        let path = self.chance.pick(&stories).clone();
        let text = fs::read_to_string(&path).unwrap();
        let kind = self.chance.below(20);
        let name = format!("{kind} {}", path.display());
        let change = |from: &str, to: &str| fs::write(&path, text.replacen(from, to, 1)).unwrap();
        match kind {
            0 | 1 => change("।", "। আরও পানি এল।"),
            2 => change("title = \"", "title = \"নতুন "),
            3 => change("date = 2026-0", "date = 2025-0"),
            4 => change("+++\n", &format!("+++\nslug = \"x{}\"\n", self.count)),
            5 => {
                let to = self.root.join(format!(
                    "content/{}/m{}.md",
                    SECTIONS[self.count % SECTIONS.len()],
                    self.count
                ));
                self.count += 1;
                if !path.ends_with("index.md") {
                    fs::rename(&path, to).unwrap();
                }
            }
            6 => change("authors = [\"", "authors = [\"মিতা দাস\", \""),
            7 => change("tags = [\"", &format!("tags = [\"ট্যাগ {}\", \"", self.count)),
            8 if stories.len() > 25 && !path.ends_with("index.md") => fs::remove_file(&path).unwrap(),
            9 | 10 => self.add(),
            11 => self.write(
                "templates/notice.html",
                &format!("<p>{}</p>{{{{ notice.reason }}}}", self.count),
            ),
            12 => {
                let title = format!("নদীর খবর {}", self.chance.below(3));
                let sidebars = *self.chance.pick(&["inline", "fetch", "ssi"]);
                self.write("khobor.toml", &config(sidebars, &title));
            }
            13 => self.write("static/logo.svg", &drawing(self.count + 200)),
            14 => self.comment(&path),
            15 => self.views(&stories),
            16 => same_size(&path, &text),
            17 => self.write(
                "content/authors/salma.md",
                &format!(
                    "+++\ntitle = \"সালমা বেগম\"\nrole = \"প্রতিবেদক {}\"\n+++\nনদীর মানুষ।\n",
                    self.count
                ),
            ),
            18 => {
                let n = self.chance.below(4);
                self.write("content/desh/_index.md", &format!("+++\ntitle = \"দেশ {n}\"\n+++\n"));
            }
            _ => change(
                "tags = [",
                &format!("related = [\"{}\"]\ntags = [", self.named(&stories)),
            ),
        }
        self.count += 1;
        name
    }

    /// A story as front matter names it: its source file.
    fn named(&mut self, stories: &[PathBuf]) -> String {
        let other = self.chance.pick(stories).clone();
        other.strip_prefix(&self.root).unwrap().to_string_lossy().into_owned()
    }

    fn comment(&mut self, story: &Path) {
        let Some(stem) = story
            .strip_prefix(self.root.join("content"))
            .ok()
            .and_then(|p| p.to_str())
        else {
            return;
        };
        let address = stem.trim_end_matches("/index.md").trim_end_matches(".md");
        let approved = self.chance.below(3) > 0;
        let text = format!(
            "[[comment]]\nid = \"c{0}\"\nname = \"পাঠক {0}\"\ndate = 2026-11-20T10:00:00+06:00\napproved = {approved}\nbody = \"ভালো লিখেছেন\"\n",
            self.count
        );
        self.write(&format!("data/comments/{address}.toml"), &text);
    }

    fn views(&mut self, stories: &[PathBuf]) {
        let mut text = "newest = 2026-11-22T08:00:00Z\ndays = [\"2026-11-20..2026-11-22\"]\n".to_owned();
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..4 {
            let story = self.chance.pick(stories).clone();
            let path = story
                .strip_prefix(self.root.join("content"))
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let address = format!("/{}/", path.trim_end_matches("/index.md").trim_end_matches(".md"));
            if seen.insert(address.clone()) {
                let views = 1 + self.chance.below(50);
                text.push_str(&format!(
                    "\n[story.\"{address}\"]\ntotal = {views}\n2026-11-22 = \"02:{views}\"\n"
                ));
            }
        }
        self.write("data/popular.toml", &text);
    }
}

/// An edit that keeps size and modification time.
fn same_size(path: &Path, text: &str) {
    let time = fs::metadata(path).unwrap().modified().unwrap();
    fs::write(path, text.replacen("নদী", "সাগর", 1).replacen("সাগর", "নদে", 1)).unwrap();
    fs::File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

fn config(sidebars: &str, title: &str) -> String {
    format!(
        "[site]\ntitle = \"{title}\"\nbase_url = \"https://nodi.example\"\nsidebars = \"{sidebars}\"\nlogo = \"/logo.svg\"\n[lists]\npaginate_by = 5\n[lite]\nfrom = 2026-06-01\n"
    )
}

fn drawing(n: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"100\"><path d=\"M0 {n}h9\"/></svg>",
        100 + n
    )
}

fn tree(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => drop(files.insert(
                    path.strip_prefix(out).unwrap().to_string_lossy().into_owned(),
                    fs::read(&path).unwrap(),
                )),
            }
        }
    }
    files
}

fn request(root: &Path) -> Request {
    Request::new(root, NOW.parse().unwrap())
}

fn built(request: &Request, what: &str) -> khobor::engine::Summary {
    let outcome = build(request, &Quiet);
    let printer = khobor::diag::Printer {
        lang: khobor::diag::Lang::En,
        colour: false,
    };
    let diagnostics: String = outcome.diagnostics.iter().map(|d| printer.format(d)).collect();
    outcome.value.unwrap_or_else(|| panic!("{what}: {diagnostics}"))
}

fn clean_tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let clean = Request {
        out: Some(folder.path().join("public")),
        cache: Some(folder.path().join("cache")),
        // Clean builds share the pictures that they made: cards drawn again at every step would take most of the test's time.
        picture_store: Some(root.join(".clean-pictures")),
        ..request(root)
    };
    built(&clean, "clean");
    tree(&folder.path().join("public"))
}

/// The first difference of two trees, as a message.
fn difference(built: &BTreeMap<String, Vec<u8>>, clean: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let paths: std::collections::BTreeSet<&String> = built.keys().chain(clean.keys()).collect();
    let odd = paths.into_iter().find(|p| built.get(*p) != clean.get(*p))?;
    let text = |t: Option<&Vec<u8>>| {
        t.map_or("(absent)".to_owned(), |b| {
            String::from_utf8_lossy(b).chars().take(4000).collect()
        })
    };
    Some(format!(
        "{odd}\n--- incremental\n{}\n--- clean\n{}",
        text(built.get(odd)),
        text(clean.get(odd))
    ))
}

#[test]
fn incremental_is_clean_after_random_edits() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = Site::new(folder.path(), 7, "fetch");
    built(&request(folder.path()), "first");
    let mut edits = Vec::new();
    for step in 0..steps() {
        edits.push(site.edit());
        let outcome = build(&request(folder.path()), &Quiet);
        if outcome.value.is_none() {
            // Two random edits may collide (one address twice, a related story gone): the faulty file is taken back.
            mend(&site, &outcome.diagnostics);
            built(&request(folder.path()), "mended");
        }
        let found = difference(&tree(&folder.path().join("public")), &clean_tree(folder.path()));
        assert!(
            found.is_none(),
            "step {step} after {:?}:\n{}",
            edits.last(),
            found.unwrap_or_default()
        );
    }
}

/// Removes the files that a failed build blames.
fn mend(site: &Site, diagnostics: &[khobor::diag::Diagnostic]) {
    let errors = diagnostics
        .iter()
        .filter(|d| d.severity() == khobor::diag::Severity::Error);
    let blamed: Vec<_> = errors
        .filter_map(|d| d.place.as_ref())
        .map(|p| site.root.join(&p.path))
        .collect();
    assert!(!blamed.is_empty(), "an error without a file: {diagnostics:?}");
    for path in blamed {
        let _ = fs::remove_file(path);
    }
}

#[test]
fn nothing_changed_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    Site::new(folder.path(), 3, "inline");
    let first = built(&request(folder.path()), "first");
    assert!(first.written > 50);
    for _ in 0..3 {
        let again = built(&request(folder.path()), "again");
        assert_eq!(
            (again.written, again.deleted, again.unchanged),
            (0, 0, first.written + first.unchanged)
        );
    }
}

#[test]
fn a_moment_that_comes_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::new(folder.path(), 5, "fetch");
    site.write(
        "content/khela/kal.md",
        "+++\ntitle = \"কালকের খেলা\"\ndate = 2026-11-22T16:00:00+06:00\n+++\nকাল খেলা।\n",
    );
    let page = folder.path().join("public/khela/kal/index.html");
    built(&request(folder.path()), "before");
    assert!(!page.exists());
    let later = Request {
        now: "2026-11-22T16:00:00+06:00".parse().unwrap(),
        ..request(folder.path())
    };
    built(&later, "at its moment");
    assert!(page.exists());
}

#[test]
fn one_new_story_touches_few_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = Site::new(folder.path(), 11, "fetch");
    (0..160).for_each(|_| site.add());
    built(&request(folder.path()), "first");
    site.write("content/khela/notun.md", "+++\ntitle = \"নতুন খেলা\"\ndate = 2026-11-22T09:00:00+06:00\ntags = [\"খেলা\"]\nauthors = [\"হাসান আলী\"]\n+++\nমাঠ দল গোল ম্যাচ।\n");
    let after = built(&request(folder.path()), "one more");
    assert!(
        // A story whose page shows the new one has a light page that shows it, too.
        after.written <= 70,
        "{} files: {:?}",
        after.written,
        after.changes.iter().map(|c| &c.path).collect::<Vec<_>>()
    );
}

/// What khobor remembers of a site, and where: the cache, the search memory, what the publisher keeps beside each output.
struct Memories {
    root: PathBuf,
    /// Copies of earlier states, oldest first.
    saved: tempfile::TempDir,
    copies: usize,
}

/// Each memory's folder. The relating memory, the last run and parsed sources are in the first.
const MEMORIES: [&str; 4] = [".khobor", ".khobor/search", ".public.khobor", ".other.khobor"];

impl Memories {
    fn new(root: &Path) -> Self {
        Memories {
            root: root.to_owned(),
            saved: tempfile::tempdir().unwrap(),
            copies: 0,
        }
    }

    /// The files of one memory; of the standby tree only what is beside it, because its files are those of the live tree.
    fn files(&self, memory: &str) -> Vec<PathBuf> {
        let folder = self.root.join(memory);
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && !path.ends_with(".gitignore"))
            .collect();
        files.sort();
        files
    }

    fn save(&mut self) {
        let to = self.saved.path().join(self.copies.to_string());
        for memory in MEMORIES {
            for file in self.files(memory) {
                let copy = to.join(memory).join(file.file_name().unwrap());
                fs::create_dir_all(copy.parent().unwrap()).unwrap();
                fs::copy(&file, copy).unwrap();
            }
        }
        self.copies += 1;
    }

    /// One memory is lost, put back as it was some builds ago, cut, exchanged with another's, or its standby tree is meddled
    /// with; what was done.
    fn disturb(&self, chance: &mut Chance) -> String {
        let memory = *chance.pick(&MEMORIES);
        let files = self.files(memory);
        let kind = chance.below(6);
        match kind {
            0 => files.iter().for_each(|file| fs::remove_file(file).unwrap()),
            1 if self.copies > 0 => self.put_back(memory, chance.below(self.copies), &files),
            2 if !files.is_empty() => drop(fs::remove_file(chance.pick(&files))),
            3 if !files.is_empty() => cut(chance.pick(&files), chance),
            4 => self.exchange(),
            _ => self.meddle_with_standby(chance),
        }
        format!("{memory} {kind}")
    }

    fn put_back(&self, memory: &str, copy: usize, files: &[PathBuf]) {
        files.iter().for_each(|file| fs::remove_file(file).unwrap());
        let from = self.saved.path().join(copy.to_string()).join(memory);
        for entry in fs::read_dir(from)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|e| e.path().is_file())
        {
            let to = self.root.join(memory);
            fs::create_dir_all(&to).unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }

    /// The memories of two stores change places.
    fn exchange(&self) {
        let (one, other) = (self.root.join(".khobor/index"), self.root.join(".khobor/search/index"));
        if let (Ok(first), Ok(second)) = (fs::read(&one), fs::read(&other)) {
            fs::write(&one, second).unwrap();
            fs::write(&other, first).unwrap();
        }
    }

    /// A file of the standby tree is removed or replaced by another of equal length.
    fn meddle_with_standby(&self, chance: &mut Chance) {
        let standby = self.root.join(".public.khobor/standby");
        let all = walkdir::WalkDir::new(standby).sort_by_file_name().into_iter().flatten();
        let files: Vec<PathBuf> = all.filter(|e| e.file_type().is_file()).map(|e| e.into_path()).collect();
        if files.is_empty() {
            return;
        }
        let file = chance.pick(&files);
        let length = fs::metadata(file).unwrap().len() as usize;
        fs::remove_file(file).unwrap();
        if chance.below(2) == 0 {
            fs::write(file, vec![b'x'; length]).unwrap();
        }
    }
}

#[allow(clippy::ptr_arg, reason = "as it is picked")]
fn cut(file: &PathBuf, chance: &mut Chance) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..chance.below(bytes.len().max(1)).min(bytes.len())]).unwrap();
}

#[test]
fn no_memory_however_wrong_changes_what_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = Site::new(folder.path(), 17, "fetch");
    let with_memory = || Request {
        related_memory_from: 10,
        ..request(folder.path())
    };
    let outputs = [
        with_memory(),
        Request {
            out: Some(folder.path().join("other")),
            ..with_memory()
        },
    ];
    outputs.iter().for_each(|output| drop(built(output, "first")));
    let mut memories = Memories::new(folder.path());
    let (mut chance, mut done, mut before) = (Chance(5), Vec::new(), Vec::new());
    for step in 0..steps() / 5 {
        // Some edits are taken back later, so that an older memory meets the sources that it knew.
        match chance.below(3) {
            0 if !before.is_empty() => before.drain(..).for_each(|(path, text)| fs::write(path, text).unwrap()),
            _ => {
                let story = chance.pick(&site.stories()).clone();
                before.push((story.clone(), fs::read_to_string(&story).unwrap()));
                let word = *chance.pick(&WORDS);
                fs::write(
                    &story,
                    fs::read_to_string(&story)
                        .unwrap()
                        .replacen("।", &format!(" {word}।"), 1),
                )
                .unwrap();
            }
        }
        if step % 7 == 0 {
            site.add();
        }
        if step % 3 == 0 {
            memories.save();
        }
        done.push(memories.disturb(&mut chance));
        let output = chance.pick(&outputs);
        built(output, "with a wrong memory");
        let found = difference(&tree(&output.output()), &clean_tree(folder.path()));
        let last = &done[done.len().saturating_sub(4)..];
        assert!(
            found.is_none(),
            "step {step} after {last:?}:\n{}",
            found.unwrap_or_default()
        );
    }
}

#[test]
fn the_search_memory_of_an_index_with_other_words_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::new(folder.path(), 19, "fetch");
    let other = Request {
        out: Some(folder.path().join("other")),
        ..request(folder.path())
    };
    let text = |fish: &str| format!("+++\ntitle = \"মাছের বাজার\"\ndate = 2026-11-20\n+++\n{fish} উঠেছে বাজারে।\n");
    site.write("content/desh/mach.md", &text("ইলিশ"));
    built(&request(folder.path()), "first");
    built(&other, "first, elsewhere");
    site.write("content/desh/mach.md", &text("কাতলা"));
    // The memory now belongs to the other output's index, which differs in its words only.
    built(&other, "changed, elsewhere");
    built(&request(folder.path()), "changed");
    let found = difference(&tree(&folder.path().join("public")), &clean_tree(folder.path()));
    assert!(found.is_none(), "{}", found.unwrap_or_default());
}

#[test]
fn a_damaged_cache_is_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = Site::new(folder.path(), 13, "fetch");
    built(&request(folder.path()), "first");
    let mut chance = Chance(99);
    for round in 0..40 {
        // The search index keeps its memory in a folder of its own.
        let entries = walkdir::WalkDir::new(folder.path().join(".khobor")).sort_by_file_name();
        for entry in entries.into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let path = entry.into_path();
            let mut bytes = fs::read(&path).unwrap();
            if bytes.is_empty() || path.ends_with(".gitignore") {
                continue;
            }
            let at = chance.below(bytes.len());
            match round % 3 {
                0 => bytes[at] ^= 1 << chance.below(8),
                1 => bytes.truncate(at),
                _ => bytes.extend_from_slice(b"odd"),
            }
            fs::write(&path, bytes).unwrap();
        }
        if round % 5 == 0 {
            site.add();
        }
        built(&request(folder.path()), "with a damaged cache");
        let found = difference(&tree(&folder.path().join("public")), &clean_tree(folder.path()));
        assert!(found.is_none(), "round {round}: {}", found.unwrap_or_default());
    }
}
