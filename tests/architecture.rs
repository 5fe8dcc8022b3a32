//! The layout of the code, measured (design section 3, style rule 5), so that it cannot rot: which room may name which,
//! how long functions and files are, how many parameters a function takes.

#[path = "architecture/circles.rs"]
mod circles;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Which rooms a room may name (`crate::ROOM`). Rooms that are not here join the others and may name all.
const MAY_NAME: [(&str, &[&str]); 15] = [
    ("bengali", &[]),
    ("digest", &[]),
    ("diag", &["bengali"]),
    ("media", &["digest", "diag"]),
    ("config", &["bengali", "diag", "source"]),
    ("source", &["bengali", "diag"]),
    ("portal", &["source", "bengali", "diag", "config", "media"]),
    ("relate", &["portal", "source", "bengali", "config", "diag"]),
    (
        "view",
        &["relate", "portal", "source", "bengali", "config", "media", "digest"],
    ),
    ("publish", &["digest"]),
    ("replace", &[]),
    ("comments", &["bengali", "replace"]),
    ("desk", &["source", "diag", "bengali", "media", "replace"]),
    ("http", &["portal"]),
    (
        "inbox",
        &[
            "comments", "http", "portal", "bengali", "deploy", "diag", "digest", "relate",
        ],
    ),
];
const RENDER: &[&str] = &["view", "config", "bengali", "diag"];
const LONGEST_FUNCTION: usize = 80;
const MEDIAN_FUNCTION: usize = 10;
const LONGEST_FILE: usize = 600;
const MOST_PARAMETERS: usize = 5;

/// A source file without comments, strings and test modules.
struct Source {
    path: String,
    room: String,
    code: String,
    lines: usize,
}

/// A function: where it begins, how many lines it has from `fn` to its closing brace, how many parameters.
#[derive(Debug)]
struct Function {
    place: String,
    lines: usize,
    parameters: usize,
}

/// The code with comments, strings and character literals blanked (line feeds stay), so that braces and names are code.
fn blank(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let (len, keep) = token(&bytes, at);
        for c in &bytes[at..at + len] {
            out.push(if keep || *c == '\n' { *c } else { ' ' });
        }
        at += len;
    }
    out
}

/// Length of what begins at `at`, and whether it is code.
fn token(text: &[char], at: usize) -> (usize, bool) {
    let next = text.get(at + 1).copied().unwrap_or(' ');
    let word_before = at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == '_');
    match text[at] {
        '/' if next == '/' => (text[at..].iter().take_while(|c| **c != '\n').count(), false),
        '/' if next == '*' => (block_comment(&text[at..]), false),
        'r' if !word_before && matches!(next, '"' | '#') => raw_string(&text[at..]).map_or((1, true), |n| (n, false)),
        '"' => (string(&text[at..]), false),
        '\'' => char_literal(&text[at..]).map_or((1, true), |n| (n, false)),
        _ => (1, true),
    }
}

fn block_comment(text: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match (text[at], text.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn raw_string(text: &[char]) -> Option<usize> {
    let hashes = text[1..].iter().take_while(|c| **c == '#').count();
    if text.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let mut at = 2 + hashes;
    while at < text.len() {
        if text[at] == '"' && text[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(text.len())
}

fn string(text: &[char]) -> usize {
    let mut at = 1;
    while at < text.len() && text[at] != '"' {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// `'a'`, `'\n'`, `'\u{…}'`; not a lifetime.
fn char_literal(text: &[char]) -> Option<usize> {
    if text.get(1) == Some(&'\\') {
        return text[2..]
            .iter()
            .position(|c| *c == '\'')
            .map(|i| i + 3)
            .or(Some(2))
            .map(|n| if text.get(2) == Some(&'\'') { 4 } else { n });
    }
    (text.get(2) == Some(&'\'')).then_some(3)
}

/// Blanks `#[cfg(test)]` modules: tests may be as long as they like and name what they like.
fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    let marks = ["#[cfg(test)]", "#[cfg(all(test"];
    while let Some(at) = marks.iter().filter_map(|mark| out.find(mark)).min() {
        let end = body_end(&out, at).unwrap_or(out.len());
        let blanked: String = out[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        out.replace_range(at..end, &blanked);
    }
    out
}

/// The end of the braces that open after `from`, or of the statement when a `;` comes first.
fn body_end(code: &str, from: usize) -> Option<usize> {
    let open = from + code[from..].find(['{', ';'])?;
    if code.as_bytes()[open] == b';' {
        return Some(open + 1);
    }
    let mut depth = 0usize;
    for (i, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open + i + 1);
        }
    }
    None
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let rust = files.filter(|e| e.path().extension().is_some_and(|x| x == "rs"));
    let read = |e: walkdir::DirEntry| {
        let path = e
            .path()
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let text = fs::read_to_string(e.path()).unwrap();
        let room = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let tests = path.ends_with("tests.rs");
        let code = if tests {
            String::new()
        } else {
            without_tests(&blank(&text))
        };
        let counted = text
            .find("#[cfg(test)]\nmod tests")
            .map_or(text.as_str(), |i| &text[..i]);
        Source {
            room,
            code,
            lines: if tests { 0 } else { counted.lines().count() },
            path,
        }
    };
    rust.map(read).collect()
}

fn word_before(code: &str, at: usize) -> bool {
    code[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn functions(source: &Source) -> Vec<Function> {
    let code = &source.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ").filter(|(at, _)| !word_before(code, *at)) {
        let name: String = code[at + 3..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let Some(end) = signature_end(code, at).filter(|_| !name.is_empty()) else {
            continue;
        };
        let line = code[..at].matches('\n').count() + 1;
        let lines = code[at..end.1].matches('\n').count() + 1;
        found.push(Function {
            place: format!("src/{}:{line} {name}", source.path),
            lines,
            parameters: parameters(&code[at..end.0]),
        });
    }
    found
}

/// Where the parameters of the function at `at` end, and where its body ends. `None` without a body.
fn signature_end(code: &str, at: usize) -> Option<(usize, usize)> {
    let (mut depth, mut after) = (0i32, None);
    for (i, c) in code[at..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth -= 1;
                if depth == 0 && after.is_none() {
                    after = Some(at + i + 1);
                }
            }
            '{' if depth == 0 => return Some((after?, body_end(code, at + i)?)),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Parameters of a signature (without `self`): commas at the top level of its parentheses.
fn parameters(signature: &str) -> usize {
    let name_end = signature.find(['(', '<']).unwrap_or(0);
    let open = if signature[name_end..].starts_with('<') {
        name_end + generics(&signature[name_end..])
    } else {
        name_end
    };
    let Some(from) = signature[open..].find('(').map(|i| open + i + 1) else {
        return 0;
    };
    let (mut depth, mut parts, mut part) = (0i32, Vec::new(), String::new());
    let inner = &signature[from..signature.len() - 1];
    let mut before = ' ';
    for c in inner.chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if before != '-' && before != '=' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
        before = c;
    }
    parts.push(part);
    let counted = |p: &&String| {
        !p.trim().is_empty()
            && !p
                .trim()
                .trim_start_matches(['&', ' '])
                .trim_start_matches("mut ")
                .ends_with("self")
    };
    parts.iter().filter(counted).count()
}

fn generics(text: &str) -> usize {
    let (mut depth, mut before) = (0i32, ' ');
    for (i, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
        before = c;
    }
    text.len()
}

/// `crate::ROOM` and `crate::{A, B}` in a file, with the line.
fn named_rooms(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + 7..];
        let word = |t: &str| {
            t.trim_start()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect::<String>()
        };
        if let Some(inner) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut part = String::new();
            for c in inner.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => {
                        found.push((line, word(&part)));
                        part.clear();
                        continue;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                part.push(c);
            }
            found.push((line, word(&part)));
        } else {
            found.push((line, word(rest)));
        }
    }
    found
}

#[test]
fn rooms_name_only_the_rooms_before_them() {
    let mut allowed: BTreeMap<&str, &[&str]> = MAY_NAME.into();
    allowed.insert("render", RENDER);
    let rooms: Vec<String> = sources().iter().map(|s| s.room.clone()).collect();
    let mut faults = Vec::new();
    for source in sources() {
        let Some(may) = allowed.get(source.room.as_str()) else {
            continue;
        };
        for (line, room) in named_rooms(&source.code) {
            if room != source.room && rooms.contains(&room) && !may.contains(&room.as_str()) {
                faults.push(format!("src/{}:{line}: {} names {room}", source.path, source.room));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_of_a_room_do_not_import_each_other_in_a_circle() {
    let found = circles::circles(&sources());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn diag_knows_numbers_only_of_the_language() {
    for source in sources().iter().filter(|s| s.room == "diag") {
        for (at, _) in source.code.match_indices("crate::bengali") {
            assert!(
                source.code[at..].starts_with("crate::bengali::number"),
                "src/{}",
                source.path
            );
        }
    }
}

#[test]
fn only_render_names_the_template_engine() {
    for source in sources().iter().filter(|s| s.room != "render") {
        for (at, _) in source
            .code
            .match_indices("tera")
            .filter(|(at, _)| !word_before(&source.code, *at))
        {
            let after = source.code[at + 4..].chars().next().unwrap_or(' ');
            assert!(
                after.is_ascii_alphanumeric() || after == '_',
                "src/{} names tera",
                source.path
            );
        }
    }
}

#[test]
fn functions_are_short_and_take_few_parameters() {
    let all: Vec<Function> = sources().iter().flat_map(functions).collect();
    assert!(
        all.len() > 500,
        "only {} functions were found: is the reader broken?",
        all.len()
    );
    let mut lengths: Vec<usize> = all.iter().map(|f| f.lines).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    eprintln!(
        "{} functions: median {median}, 90 % {}, longest {}",
        all.len(),
        lengths[lengths.len() * 9 / 10],
        lengths[lengths.len() - 1]
    );
    let long = all
        .iter()
        .filter(|f| f.lines > LONGEST_FUNCTION)
        .map(|f| format!("{}: {} lines", f.place, f.lines));
    let wide = all
        .iter()
        .filter(|f| f.parameters > MOST_PARAMETERS)
        .map(|f| format!("{}: {} parameters", f.place, f.parameters));
    let faults: Vec<String> = long.chain(wide).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(median <= MEDIAN_FUNCTION, "the median function has {median} lines");
}

/// Tables apart: files in which most lines are data rather than code.
fn is_table(source: &Source) -> bool {
    let code = source
        .code
        .lines()
        .filter(|l| {
            l.trim_start()
                .starts_with(|c: char| c.is_ascii_alphabetic() || c == '}')
        })
        .count();
    source.path.contains("/codes/")
        || source.path.ends_with("table.rs")
        || functions(source).len() * 12 + code / 3 < source.lines / 3
}

#[test]
fn files_are_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|s| s.lines > LONGEST_FILE && !is_table(s))
        .map(|s| format!("src/{}: {} lines", s.path, s.lines))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_imports_everything_of_its_parent() {
    for source in sources() {
        assert!(
            !source.code.contains("super::*"),
            "src/{} imports super::*",
            source.path
        );
    }
}

#[test]
fn no_room_is_called_by_a_name_that_says_nothing() {
    for source in sources() {
        for part in source.path.trim_end_matches(".rs").split('/') {
            assert!(
                !["utils", "util", "helpers", "helper", "common", "manager", "misc"].contains(&part),
                "src/{}",
                source.path
            );
        }
    }
}

#[test]
fn the_reader_of_this_test_reads_rust() {
    let code = blank(
        "fn a(x: &str, y: [u8; 2]) -> char { let c = '{'; let s = \"}} fn b\"; r#\"\"}\"#; '\\'' } // fn c() {}\nfn d() {}",
    );
    let source = Source {
        path: "x.rs".to_owned(),
        room: "x".to_owned(),
        code,
        lines: 2,
    };
    let found = functions(&source);
    assert_eq!(
        found.iter().map(|f| (f.lines, f.parameters)).collect::<Vec<_>>(),
        [(1, 2), (1, 0)]
    );
    assert_eq!(
        parameters("fn a<T: Fn(u8, u8) -> u8>(&mut self, a: Vec<(u8, u8)>, b: impl Fn(u8) -> u8)"),
        2
    );
    assert_eq!(
        named_rooms("use crate::{a::{b, c}, d}; crate::e::f()"),
        [(1, "a".to_owned()), (1, "d".to_owned()), (1, "e".to_owned())]
    );
}
