//! The index of all codes, in both languages.

use khobor::diag::{Code, Severity, codes};
use std::fmt::Write;

/// Rooms by the first two digits of a code.
const ROOMS: [(&str, &str); 9] = [
    ("01", "Configuration"),
    ("02", "Sources"),
    ("03", "Portal"),
    ("04", "Templates and themes"),
    ("05", "Pictures and files"),
    ("06", "Publishing"),
    ("07", "Deploying"),
    ("08", "Imports and data"),
    ("09", "Newsroom lint"),
];

/// What stands in a message as its reason has words, so it is given in both languages.
#[test]
fn reasons_are_given_in_both_languages() {
    let mut folders = vec![std::path::PathBuf::from("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let (code, _) = text.split_once("mod tests {").unwrap_or((&text, ""));
            read += 1;
            for one_language in [".arg(\"reason\"", "(\"reason\", &", ".arg(\"context\""] {
                assert!(!code.contains(one_language), "{}: {one_language}", path.display());
            }
        }
    }
    assert!(read > 300, "{read}");
}

/// Every code, by room.
pub(crate) fn page() -> String {
    let mut out = String::new();
    let mut room = "";
    for code in codes::all() {
        let of_code = code.id.get(2..4).unwrap_or_default();
        if room != of_code {
            room = of_code;
            let name = ROOMS
                .iter()
                .find(|(digits, _)| *digits == room)
                .map_or("Others", |(_, name)| name);
            let _ = write!(out, "## KH{room}: {name}\n\n");
        }
        entry(code, &mut out);
    }
    out
}

fn entry(code: &Code, out: &mut String) {
    let (en, bn) = match code.severity {
        Severity::Error => ("error", "ভুল"),
        Severity::Warning => ("warning", "সতর্কতা"),
        Severity::Note => ("note", "জ্ঞাতব্য"),
    };
    let _ = write!(out, "### {}\n\n", code.id);
    for (name, text) in [(en, &code.en), (bn, &code.bn)] {
        let _ = writeln!(out, "**{name}:** {}  ", plain(text.message));
        if !text.help.is_empty() && text.help != "{suggestion}" && text.help != "{help}" {
            let _ = writeln!(out, "→ {}  ", plain(text.help));
        }
        let _ = write!(out, "{}\n\n", plain(text.explain));
    }
}

/// Text that Markdown prints as it is; `{name}` and tags stand for themselves.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        match index % 2 {
            0 => out.extend(part.chars().map(|c| {
                if "<>*_[]|".contains(c) {
                    format!("\\{c}")
                } else {
                    c.to_string()
                }
            })),
            _ => out.push_str(part),
        }
    }
    out
}
