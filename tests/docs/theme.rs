//! The reference of the built-in themes: blocks, components, custom properties, assets and words, from their own files.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Files below a folder with this ending, by their path inside of it.
fn files(folder: &Path, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let inner = path
                    .strip_prefix(folder)
                    .expect("it lies below")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.insert(inner, fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Blocks that a template may fill.
fn blocks(templates: &BTreeMap<String, String>) -> String {
    let mut out = String::from("### Blocks of potrika\n\n| template | blocks |\n|---|---|\n");
    for (path, text) in templates {
        let names: Vec<String> = text
            .match_indices("block ")
            .filter(|(at, _)| text[..*at].trim_end().ends_with(['%', '-']))
            .map(|(at, _)| format!("`{}`", text[at + 6..].split_whitespace().next().unwrap_or_default()))
            .collect();
        if !names.is_empty() {
            let _ = writeln!(out, "| `{path}` | {} |", names.join(", "));
        }
    }
    out
}

/// Components with their arguments, and what the comment before each says.
fn components(theme: &str, templates: &BTreeMap<String, String>) -> String {
    let mut out =
        format!("### Components of {theme}\n\n| component | arguments | file | what it is |\n|---|---|---|---|\n");
    for (path, text) in templates {
        for (at, _) in text.match_indices("{% component ") {
            let head = &text[at + 13..at + text[at..].find("%}").unwrap_or(0)];
            let (name, args) = head.split_once('(').unwrap_or((head, ""));
            let args = args.rsplit_once(')').map_or("", |(args, _)| args);
            let before = text[..at].trim_end();
            let said = before.strip_suffix("-#}").or_else(|| before.strip_suffix("#}"));
            let said = said
                .and_then(|s| s.rsplit_once("{#"))
                .map_or("", |(_, s)| s.trim_start_matches('-').trim());
            let args = if args.is_empty() {
                String::new()
            } else {
                format!("`{}`", cell(args))
            };
            let _ = writeln!(out, "| `{}` | {args} | `{path}` | {} |", name.trim(), cell(said));
        }
    }
    out
}

/// The custom properties that the first rule sets.
fn properties(css: &str) -> String {
    let root = css
        .find(":root{")
        .map_or("", |at| css[at + 6..].split('}').next().unwrap_or_default());
    let mut out = String::from(
        "### Custom properties of potrika\n\n`static/custom.css` may set them anew; `[look]` sets `--accent`, `--headline-font`, `--text-font`, `--air` and `--leading`.\n\n| property | value |\n|---|---|\n",
    );
    for line in root
        .split(';')
        .filter_map(|p| p.trim().split_once(':'))
        .filter(|(name, _)| name.starts_with("--"))
    {
        let _ = writeln!(out, "| `{}` | `{}` |", line.0, cell(line.1));
    }
    out
}

/// The words of the interface.
fn words(bn: &str) -> String {
    let mut out = String::from(
        "### Words of the interface\n\nOf potrika; `templates/strings.toml` changes them. Words that begin with `search_` go to the search script.\n\n| key | in Bengali |\n|---|---|\n",
    );
    for (key, word) in bn.lines().filter_map(|l| l.split_once(" = ")) {
        let _ = writeln!(out, "| `{key}` | {} |", cell(word.trim_matches('"')));
    }
    out
}

/// The whole part.
pub fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let templates = files(&root.join("potrika/templates"), "html");
    let base = files(&root.join("base/templates"), "html");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the file is there");
    [
        blocks(&templates),
        components("potrika", &templates),
        components("base", &base),
        properties(&read("potrika/assets/potrika.css")),
        words(&read("potrika/strings/bn.toml")),
    ]
    .join("\n")
}
