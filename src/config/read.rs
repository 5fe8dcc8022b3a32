//! Reads a TOML text into a typed value and reports every fault, not only the first: each key at fault is reported,
//! taken out, and the rest is read again.

use crate::bengali::gate;
use crate::diag::{Code, Diagnostic, Place, Reason, did_you_mean};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// Which codes a file's faults are reported with.
#[derive(Debug, Clone, Copy)]
pub struct Codes {
    /// Not TOML, wrong type, missing key: argument `reason`.
    pub invalid: &'static Code,
    /// A key that is not known: arguments `key`, `suggestion`.
    pub unknown_key: &'static Code,
}

/// Most faults reported of one file.
const MOST: usize = 100;

/// Reads `text`, the content of `path`. `None` when it is not TOML at all or a required key is missing.
pub fn read<T: DeserializeOwned>(path: &str, text: &str, codes: Codes) -> (Option<T>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (mut table, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        diagnostics.push(invalid(path, text, codes, &fault));
    }
    if !diagnostics.is_empty() {
        return (None, diagnostics);
    }
    table.get_mut().iter_mut().for_each(|(_, value)| pass_gate(value));
    while diagnostics.len() < MOST {
        let fault = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return (Some(value), diagnostics),
            Err(fault) => fault,
        };
        diagnostics.push(diagnose(path, text, codes, &fault));
        let Some(span) = fault.span() else { break };
        if !remove(table.get_mut(), &span) {
            break;
        }
    }
    (None, diagnostics)
}

/// The day of a date or a moment; `None` for a time of day alone.
pub(super) fn day(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date?;
    let part = |number: u8| i8::try_from(number).ok();
    Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
}

/// Texts take one encoding, and lose the characters that no page or feed may hold.
fn pass_gate(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::String(text) => {
            if let Cow::Owned(clean) = gate::canonical(text) {
                *text = Cow::Owned(clean);
            }
        }
        DeValue::Array(items) => items.iter_mut().for_each(pass_gate),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| pass_gate(value)),
        _ => {}
    }
}

/// A parser's words with the letters that it wrote as numbers: `"১ জ\u{9be}নুয়ারি"` is quoted as the author wrote it.
fn spelled(words: &str) -> String {
    let mut parts = words.split("\\u{");
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = part.split_once('}').and_then(|(number, rest)| {
            let letter = char::from_u32(u32::from_str_radix(number, 16).ok()?)?;
            (!letter.is_control()).then_some((letter, rest))
        });
        match letter {
            Some((letter, rest)) => {
                spelled.push(letter);
                spelled.push_str(rest);
            }
            None => {
                spelled.push_str("\\u{");
                spelled.push_str(part);
            }
        }
    }
    spelled
}

/// What is wrong, in Bengali, with the key that it is about.
fn in_bengali(reason: &str) -> String {
    let key = reason.split('`').nth(1).filter(|_| reason.contains("missing field"));
    let meaning = crate::diag::parser_reason(reason);
    key.map_or_else(|| meaning.to_owned(), |key| format!("{meaning}: `{key}`"))
}

fn invalid(path: &str, text: &str, codes: Codes, fault: &toml::de::Error) -> Diagnostic {
    let words = spelled(&fault.message().replace('\n', " "));
    let reason = match words.contains("string") && words.contains("datetime") {
        // A quoted date is text to TOML.
        true => Reason::from((
            "a date stands without quotation marks: 2026-12-01",
            "তারিখ উদ্ধৃতিচিহ্ন ছাড়া লিখতে হয়: 2026-12-01",
        )),
        false => Reason::new(words.as_str(), in_bengali(&words)),
    };
    let diagnostic = Diagnostic::new(codes.invalid).reason(reason);
    match fault.span() {
        Some(span) => diagnostic.at(Place::in_text(path, text, span)),
        None => diagnostic.at(Place::file(path)),
    }
}

/// serde says "unknown field `x`, expected one of `a`, `b`": an unknown key with the keys that are known.
fn diagnose(path: &str, text: &str, codes: Codes, fault: &toml::de::Error) -> Diagnostic {
    let message = fault.message();
    let Some(rest) = message.strip_prefix("unknown field `") else {
        return invalid(path, text, codes, fault);
    };
    let mut names = rest.split('`').step_by(2);
    let key = names.next().unwrap_or_default().to_owned();
    let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
    let suggestion = match did_you_mean(&key, known.iter().copied()) {
        Some(near) => format!("`{near}`?"),
        None => known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "),
    };
    let diagnostic = Diagnostic::new(codes.unknown_key)
        .arg("key", &key)
        .arg("suggestion", suggestion);
    match fault.span() {
        Some(span) => diagnostic.at(Place::in_text(path, text, span)),
        None => diagnostic.at(Place::file(path)),
    }
}

/// Takes the innermost key out whose key or value holds `span`. False when there is none. (The span of a table is that
/// of its header, so tables are looked into whatever their span.)
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let named = |table: &DeTable<'_>| {
        table
            .iter()
            .find(|(k, _)| holds(k.span()))
            .map(|(k, _)| k.get_ref().to_string())
    };
    let valued = |table: &DeTable<'_>| {
        table
            .iter()
            .find(|(_, v)| holds(v.span()))
            .map(|(k, _)| k.get_ref().to_string())
    };
    if let Some(name) = named(table) {
        return table.remove(name.as_str()).is_some();
    }
    if table.iter_mut().any(|(_, v)| remove_inside(v, span)) {
        return true;
    }
    valued(table).is_some_and(|name| table.remove(name.as_str()).is_some())
}

fn remove_inside(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => remove(table, span),
        DeValue::Array(items) => items.iter_mut().any(|v| remove_inside(v, span)),
        _ => false,
    }
}
