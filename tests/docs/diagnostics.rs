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
