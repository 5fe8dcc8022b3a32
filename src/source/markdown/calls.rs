//! Shortcode calls in a text: `{{<name key="value" />}}` and `{% <name key="value"> %} … {% </name> %}`.

use super::super::address::file_name;
use super::super::types::ArgValue;
use super::Maker;
use super::NODE;
use super::destinations::{self, Edit};
use super::prepare::{BESIDE_TEXT, Rewriter, Rewritten, suffix_emphasis};
use crate::bengali::gate;
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, did_you_mean};
use memchr::memchr3;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::ops::Range;

/// A call found in a part.
pub(crate) struct Call {
    /// The whole call, in the part's text.
    pub(crate) at: Range<usize>,
    /// The component.
    pub(crate) name: String,
    /// Its arguments.
    pub(crate) args: Vec<(String, ArgValue)>,
    /// What it encloses, in the part's text.
    pub(crate) body: Option<Range<usize>>,
}

/// A part of a body whose calls are taken out: the `n`th stands as `NODE n NODE`.
pub(crate) struct Taken<'a> {
    /// The text without calls.
    pub(crate) rewritten: Rewritten<'a>,
    /// The calls.
    pub(crate) calls: Vec<Call>,
}

/// Takes the calls out of the part that begins at `start` of the ground text; faults are reported.
pub(crate) fn take<'a>(maker: &mut Maker, text: &'a str, start: usize) -> Taken<'a> {
    let bare = memchr3(b'{', b'*', b'[', text.as_bytes()).is_none();
    if bare || !may_hold_calls(text) && !may_hold_suffixes(text) && !destinations::may_hold(text) {
        return Taken {
            rewritten: Rewritten::same(text),
            calls: Vec::new(),
        };
    }
    let code = code_ranges(text);
    let mut scan = Scan {
        maker,
        text,
        start,
        open: Vec::new(),
        calls: Vec::new(),
        edits: Vec::new(),
    };
    scan.run(&code);
    let (calls, edits) = (scan.calls, scan.edits);
    Taken {
        rewritten: rewrite(text, &calls, edits),
        calls,
    }
}

fn may_hold_calls(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

fn may_hold_suffixes(text: &str) -> bool {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('*')) {
        let (end, stuck) = suffix_emphasis(text, at + found);
        if stuck {
            return true;
        }
        at = end;
    }
    false
}

/// Code, where nothing is a call. Found by the same parser that reads the text later.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, super::extensions()).into_offset_iter();
    let code = events.filter_map(|(event, at)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => Some(at),
        _ => None,
    });
    let mut ranges: Vec<Range<usize>> = code.collect();
    ranges.sort_by_key(|at| at.start);
    ranges
}

/// A tag of a call.
enum Mark {
    Whole(String, Vec<(String, ArgValue)>),
    Open(String, Vec<(String, ArgValue)>),
    Close(String),
}

struct Open {
    name: String,
    args: Vec<(String, ArgValue)>,
    at: Range<usize>,
}

struct Scan<'m, 'k, 't> {
    maker: &'m mut Maker<'k>,
    text: &'t str,
    start: usize,
    open: Vec<Open>,
    calls: Vec<Call>,
    /// Neighbours for runs of `*` that need one, and brackets around names with spaces.
    edits: Vec<Edit>,
}

impl Scan<'_, '_, '_> {
    fn run(&mut self, code: &[Range<usize>]) {
        let mut at = 0;
        let mut next_code = code.iter().peekable();
        while let Some(found) = self.text.get(at..).and_then(|rest| rest.find(['{', '*', ']'])) {
            let found = at + found;
            while next_code.peek().is_some_and(|code| code.end <= found) {
                next_code.next();
            }
            at = match next_code.peek().filter(|code| code.start <= found) {
                Some(code) => code.end,
                None => self.step(found),
            };
        }
        for open in std::mem::take(&mut self.open) {
            let example = format!("{{% </{}> %}}", open.name);
            self.report(
                &open.at,
                Diagnostic::new(&codes::SHORTCODE_UNCLOSED)
                    .arg("name", &open.name)
                    .arg("example", example),
            );
            // Taken out like a call, so that its tag is not reported again as raw HTML.
            self.calls.push(Call {
                at: open.at,
                name: open.name,
                args: open.args,
                body: None,
            });
        }
    }

    fn report(&mut self, at: &Range<usize>, diagnostic: Diagnostic) {
        self.maker
            .report(&(self.start + at.start..self.start + at.end), diagnostic);
    }

    /// Reads what stands at a `{` or `*`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        if rest.starts_with('*') {
            let (end, stuck) = suffix_emphasis(self.text, at);
            if stuck && self.open.is_empty() {
                self.edits.push((end..end, BESIDE_TEXT));
            }
            return end;
        }
        if rest.starts_with(']') {
            return self.destination(at);
        }
        let mut reader = Reader { rest };
        match reader.mark() {
            None => at + 1,
            Some(Ok(mark)) => {
                let end = at + rest.len() - reader.rest.len();
                self.mark(mark, at..end);
                end
            }
            Some(Err(name)) => {
                let end = at + rest.len() - reader.rest.len();
                let example = match name.as_str() {
                    "ref" | "relref" => "[লেখা](../desh/a.md)".to_owned(),
                    "highlight" => "```".to_owned(),
                    "figure" => "{{<figure src=\"a.jpg\" caption=\"…\" />}}".to_owned(),
                    _ => format!("{{{{<{name} key=\"…\" />}}}}"),
                };
                let diagnostic = Diagnostic::new(&codes::SHORTCODE_SYNTAX)
                    .arg("name", name)
                    .arg("example", example);
                let at_fault = at..end.max(at + 2);
                if let Some(picture) = picture_of(rest) {
                    let line = self.maker.line(&(self.start + at..self.start + at));
                    self.maker.picture(picture, true, line);
                }
                self.report(&at_fault, diagnostic);
                at + 2
            }
        }
    }

    fn destination(&mut self, at: usize) -> usize {
        if !self.open.is_empty() || !self.text.get(at..).is_some_and(|rest| rest.starts_with("](")) {
            return at + 1;
        }
        let (edits, end) = destinations::edits(self.text, at);
        self.edits.extend(edits);
        end
    }

    fn mark(&mut self, mark: Mark, at: Range<usize>) {
        match mark {
            Mark::Whole(name, args) if self.open.is_empty() => self.calls.push(Call {
                at,
                name,
                args,
                body: None,
            }),
            Mark::Whole(..) => {}
            Mark::Open(name, args) => self.open.push(Open { name, args, at }),
            Mark::Close(name) => self.close(&name, at),
        }
    }

    fn close(&mut self, name: &str, at: Range<usize>) {
        match self.open.pop_if(|open| open.name == name) {
            Some(open) if self.open.is_empty() => {
                let body = Some(open.at.end..at.start);
                self.calls.push(Call {
                    at: open.at.start..at.end,
                    name: open.name,
                    args: open.args,
                    body,
                });
            }
            Some(_) => {}
            None => self.stray(name, at),
        }
    }

    /// A closing that fits nothing, or not the innermost.
    fn stray(&mut self, name: &str, at: Range<usize>) {
        let expected = self
            .open
            .last()
            .map(|open| format!("→ {{% </{}> %}}", open.name))
            .unwrap_or_default();
        self.report(
            &at,
            Diagnostic::new(&codes::SHORTCODE_CLOSING)
                .arg("name", name)
                .arg("suggestion", expected),
        );
        let near = did_you_mean(name, self.open.iter().rev().take(8).map(|open| open.name.as_str())).map(str::to_owned);
        if let Some(index) = near.and_then(|near| self.open.iter().rposition(|open| open.name == near)) {
            self.open.truncate(index);
        }
    }
}

/// Reads the tags of calls.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Nothing when no call begins here; the component's name when one does and cannot be read.
    fn mark(&mut self) -> Option<Result<Mark, String>> {
        let whole = self.skip("{{");
        if !whole && !self.skip("{%") {
            return None;
        }
        self.spaces();
        if !self.skip("<") {
            return None;
        }
        let closing = !whole && self.skip("/");
        self.spaces();
        let name = self.name()?.to_owned();
        Some(self.tail(whole, closing, &name).ok_or(name))
    }

    fn tail(&mut self, whole: bool, closing: bool, name: &str) -> Option<Mark> {
        let args = if closing { Vec::new() } else { self.args()? };
        self.spaces();
        let selfish = self.skip("/");
        let ended = self.skip(">");
        self.spaces();
        let ended = ended && self.skip(if whole { "}}" } else { "%}" });
        let name = name.to_owned();
        match (ended, selfish, closing) {
            (true, true, false) => Some(Mark::Whole(name, args)),
            (true, false, true) => Some(Mark::Close(name)),
            (true, false, false) if !whole => Some(Mark::Open(name, args)),
            _ => None,
        }
    }

    fn skip(&mut self, mark: &str) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn name(&mut self) -> Option<&'a str> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
            .unwrap_or(self.rest.len());
        let name = self
            .rest
            .get(..end)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()) && end <= 64)?;
        self.rest = self.rest.get(end..)?;
        Some(name)
    }

    fn args(&mut self) -> Option<Vec<(String, ArgValue)>> {
        let mut args: Vec<(String, ArgValue)> = Vec::new();
        loop {
            self.spaces();
            if self.rest.starts_with(['/', '>']) {
                return Some(args);
            }
            let key = self.name()?.to_owned();
            self.spaces();
            if !self.skip("=") || args.iter().take(64).any(|(known, _)| *known == key) || args.len() >= 64 {
                return None;
            }
            self.spaces();
            let braced = self.skip("{");
            self.spaces();
            let value = self.value(Reading::of(&key))?;
            self.spaces();
            if braced && !self.skip("}") {
                return None;
            }
            args.push((key, value));
        }
    }

    fn value(&mut self, reading: Reading) -> Option<ArgValue> {
        if self.rest.starts_with('"') {
            return self.text(reading).map(ArgValue::Text);
        }
        if self.skip("[") {
            return self.list(reading).map(ArgValue::List);
        }
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+'))
            .unwrap_or(self.rest.len());
        let word = self.rest.get(..end)?;
        let value = match word {
            "true" => ArgValue::Bool(true),
            "false" => ArgValue::Bool(false),
            _ => ArgValue::Number(word.parse().ok().filter(|n: &f64| n.is_finite() && word.len() < 32)?),
        };
        self.rest = self.rest.get(end..)?;
        Some(value)
    }

    fn list(&mut self, reading: Reading) -> Option<Vec<String>> {
        let mut items = Vec::new();
        loop {
            self.spaces();
            if self.skip("]") {
                return Some(items);
            }
            items.push(self.text(reading)?);
            self.spaces();
            if !self.skip(",") && !self.rest.starts_with(']') {
                return None;
            }
        }
    }

    fn text(&mut self, reading: Reading) -> Option<String> {
        let inside = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        let mut letters = inside.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.rest = inside.get(at + 1..)?;
                    return Some(match reading {
                        Reading::Running => gate::clean(&text).into_owned(),
                        Reading::File => file_name(&text),
                        Reading::Name => gate::canonical(&text).into_owned(),
                    });
                }
                '\\' => match letters.next()?.1 {
                    'n' => text.push('\n'),
                    other => text.push(other),
                },
                _ => text.push(letter),
            }
        }
        None
    }
}

/// How the text of an argument is read.
#[derive(Clone, Copy)]
enum Reading {
    /// As running text.
    Running,
    /// As the name of a file.
    File,
    /// As any other name or address.
    Name,
}

impl Reading {
    fn of(key: &str) -> Self {
        match key {
            "src" | "images" => Reading::File,
            key if is_running(key) => Reading::Running,
            _ => Reading::Name,
        }
    }
}

/// Whether an argument is running text rather than a name or an address.
pub(crate) fn is_running(key: &str) -> bool {
    matches!(
        key,
        "caption"
            | "captions"
            | "title"
            | "heading"
            | "text"
            | "quote"
            | "alt"
            | "summary"
            | "description"
            | "label"
            | "note"
    )
}

/// Puts `NODE n NODE` in a call's place; a call alone on its lines becomes a paragraph of its own.
fn rewrite<'a>(text: &'a str, calls: &[Call], edits: Vec<Edit>) -> Rewritten<'a> {
    let mut rewriter = Rewriter::new(text);
    let mut edits = edits.into_iter().peekable();
    for (index, call) in calls.iter().enumerate() {
        while let Some((at, new)) = edits.next_if(|(at, _)| at.end <= call.at.start) {
            rewriter.replace(at, new);
        }
        let (head, tail) = (
            text.get(..call.at.start).unwrap_or_default(),
            text.get(call.at.end..).unwrap_or_default(),
        );
        let before = head.trim_end_matches([' ', '\t']);
        let after = tail.trim_start_matches([' ', '\t']);
        let lone = (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
        let line = before.len();
        if lone {
            rewriter.replace(line..line, "\n");
        }
        let after = if lone { "\n" } else { "" };
        rewriter.replace(call.at.clone(), &format!("{NODE}{index}{NODE}{after}"));
    }
    for (at, new) in edits {
        rewriter.replace(at, new);
    }
    rewriter.finish()
}

/// The picture that a call of another program names: `{{< figure src="a.jpg" >}}`. That the call is none here hides nothing else.
fn picture_of(call: &str) -> Option<&str> {
    let (inside, _) = call.split_once("}}")?;
    let (_, value) = inside.split_once("src=\"")?;
    let (picture, _) = value.split_once('"')?;
    (!picture.is_empty() && !inside.contains('\n')).then_some(picture)
}
