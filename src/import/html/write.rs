//! Blocks to Markdown as khobor reads it, and to HTML where Markdown has no marks.

use super::escape::{self, Standing};
use super::model::{Block, Figure, Inline, List, plain};
use crate::bengali::gate;
use crate::source::plain_caption;

/// Blocks as Markdown.
///
/// ```
/// use khobor::import::html::{model::{Block, Inline}, write::markdown};
/// let text = |t: &str| Inline::Text(t.into());
/// let blocks = [Block::Paragraph(vec![text("# এক"), Inline::Break, text("দুই")]), Block::Quote(vec![Block::Paragraph(vec![text("তিন")])])];
/// assert_eq!(markdown(&blocks), "\\# এক\\\nদুই\n\n> তিন\n");
/// ```
pub fn markdown(blocks: &[Block]) -> String {
    of_blocks(blocks, Writing::default())
}

/// As [`markdown`], with every ASCII sign escaped: for the few texts in which escaping by need goes wrong.
pub fn markdown_escaped(blocks: &[Block]) -> String {
    let standing = Standing {
        all: true,
        ..Standing::default()
    };
    of_blocks(
        blocks,
        Writing {
            standing,
            nested: false,
        },
    )
}

/// How blocks are written.
#[derive(Clone, Copy, Default)]
struct Writing {
    standing: Standing,
    /// Inside of a quotation or list, where a call may not enclose blocks.
    nested: bool,
}

fn of_blocks(blocks: &[Block], how: Writing) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let text = of_block(block, how);
        if text.is_empty() {
            continue;
        }
        if let Some(before) = before {
            out.push('\n');
            if is_list(before) && is_list(block) {
                out.push_str("<!-- -->\n\n");
            }
        }
        out.push_str(&text);
        out.push('\n');
        before = Some(block);
    }
    out
}

/// Two lists one after the other would be one.
fn is_list(block: &Block) -> bool {
    matches!(block, Block::List(_))
}

fn of_block(block: &Block, how: Writing) -> String {
    match block {
        Block::Paragraph(run) => lines(run, how.standing),
        Block::Heading { level, id, text } => heading(*level, id.as_deref(), text, how.standing),
        Block::Quote(inner) => prefixed(&of_blocks(inner, Writing { nested: true, ..how }), "> ", "> "),
        Block::List(found) => list(found, how),
        Block::Code { language, text } => code(language, text),
        Block::Rule => "---".to_owned(),
        Block::Table { head, rows } => table(head, rows, how.standing),
        Block::Figure(picture) => call("figure", &figure_args(picture)),
        Block::Gallery { pictures, caption } => gallery(pictures, caption),
        Block::Call { name, args, body } => component(name, args, body.as_deref(), how),
        Block::Html { open, inside, close } => {
            format!(
                "{open}\n\n{}\n{close}",
                of_blocks(inside, Writing { nested: true, ..how })
            )
        }
        Block::Note(number, text) => {
            let text = lines(text, how.standing).replace('\n', "\n    ");
            format!("[^{number}]: {text}")
        }
        Block::Markup(markup) => markup.clone(),
    }
}

fn component(name: &str, args: &[(&'static str, String)], body: Option<&[Block]>, how: Writing) -> String {
    let given: Vec<(&str, String)> = args.iter().map(|(k, v)| (*k, escape::argument(v))).collect();
    let Some(body) = body else {
        return call(name, &given);
    };
    if how.nested {
        let title = args.iter().find(|(k, _)| *k == "title").map(|(_, t)| t.clone());
        let title = title.map(|t| Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(t)])]));
        let blocks: Vec<Block> = title.into_iter().chain(body.iter().cloned()).collect();
        return of_blocks(&blocks, how).trim_end().to_owned();
    }
    let args: String = given.iter().map(|(k, v)| format!(" {k}={v}")).collect();
    let inside = of_blocks(body, Writing { nested: true, ..how });
    format!("{{% <{name}{args}> %}}\n\n{inside}\n{{% </{name}> %}}")
}

fn call(name: &str, args: &[(&str, String)]) -> String {
    let args: String = args.iter().map(|(k, v)| format!(" {k}={v}")).collect();
    format!("{{{{<{name}{args} />}}}}")
}

fn figure_args(picture: &Figure) -> Vec<(&'static str, String)> {
    let mut args = vec![
        ("src", escape::argument(&picture.src)),
        ("alt", escape::argument(&picture.alt)),
    ];
    for (key, value) in [("caption", &picture.caption), ("credit", &picture.credit)] {
        if !value.is_empty() {
            args.push((key, escape::argument(value)));
        }
    }
    args
}

fn gallery(pictures: &[Figure], caption: &str) -> String {
    let list = |of: fn(&Figure) -> &str| {
        let items: Vec<String> = pictures.iter().map(|p| escape::argument(of(p))).collect();
        format!("[{}]", items.join(", "))
    };
    let mut args = vec![("images", list(|p| &p.src)), ("alts", list(|p| &p.alt))];
    if pictures.iter().any(|p| !p.caption.is_empty()) {
        args.push(("captions", list(|p| &p.caption)));
    }
    if pictures.iter().any(|p| !p.credit.is_empty()) {
        args.push(("credits", list(|p| &p.credit)));
    }
    if !caption.is_empty() {
        args.push(("caption", escape::argument(caption)));
    }
    call("gallery", &args)
}

/// A run with its lines, each beginning as text.
fn lines(run: &[Inline], standing: Standing) -> String {
    let mut out = String::new();
    push(run, standing, &mut out);
    let lines: Vec<String> = out.split('\n').map(escape::line_start).collect();
    lines.join("\n")
}

fn heading(level: u8, id: Option<&str>, text: &[Inline], standing: Standing) -> String {
    let standing = Standing {
        heading: true,
        ..standing
    };
    let mut out = String::new();
    push(text, standing, &mut out);
    // The headline is the page's first heading: those of the text begin below it.
    let marks = "#".repeat(usize::from(level.clamp(2, 6)));
    let plain = |id: &&str| !id.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '#' | '"'));
    let id = id.filter(plain).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
    format!("{marks} {}{id}", out.replace('\n', " "))
}

fn list(found: &List, how: Writing) -> String {
    let mut items = Vec::with_capacity(found.items.len());
    for (index, item) in found.items.iter().enumerate() {
        let mark = match found.ordered {
            true => format!("{}. ", (found.start.min(999_000_000)) + index as u64),
            false => "- ".to_owned(),
        };
        let body = of_blocks(item, Writing { nested: true, ..how });
        let body = if is_tight(item) {
            body.replacen("\n\n", "\n", 1)
        } else {
            body
        };
        items.push(prefixed(&body, &mark, &" ".repeat(mark.len())));
    }
    let loose = found.items.iter().any(|item| !is_tight(item));
    items.join(if loose { "\n\n" } else { "\n" })
}

/// An item of one paragraph, with a list below at most.
fn is_tight(item: &[Block]) -> bool {
    matches!(
        item,
        [] | [Block::Paragraph(_)] | [Block::List(_)] | [Block::Paragraph(_), Block::List(_)]
    )
}

/// Every line with a mark in front: the first line's, the others'.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (index, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        let mark = if index == 0 { first } else { others };
        if index > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { mark.trim_end() } else { mark });
        out.push_str(line);
    }
    out
}

fn code(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{language}\n{text}\n{fence}")
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], standing: Standing) -> String {
    let standing = Standing { cell: true, ..standing };
    let row = |cells: &[Vec<Inline>]| {
        let cells = cells.iter().map(|cell| {
            let mut out = String::new();
            push(cell, standing, &mut out);
            format!(" {} |", out.replace('\n', " "))
        });
        format!("|{}", cells.collect::<String>())
    };
    let delimiter = format!("|{}", " --- |".repeat(head.len()));
    let lines: Vec<String> = std::iter::once(row(head))
        .chain(std::iter::once(delimiter))
        .chain(rows.iter().map(|r| row(r)))
        .collect();
    lines.join("\n")
}

/// Appends inline parts.
fn push(run: &[Inline], standing: Standing, out: &mut String) {
    for (index, part) in run.iter().enumerate() {
        let rest = run.get(index + 1..).unwrap_or_default();
        match part {
            Inline::Text(text) => push_text(text, rest, standing, out),
            Inline::Break | Inline::Parting => out.push_str("\\\n"),
            Inline::Strong(inner) => marked(("**", "strong"), inner, rest, standing, out),
            Inline::Emphasis(inner) => marked(("*", "em"), inner, rest, standing, out),
            Inline::Deleted(inner) => marked(("~~", "del"), inner, rest, standing, out),
            Inline::Code(text) => code_span(text, standing, out),
            Inline::Link { href, inner } => link(href, inner, standing, out),
            Inline::Marked(tag, inner) => {
                out.push_str(&format!("<{tag}>"));
                push(inner, standing, out);
                out.push_str(&format!("</{tag}>"));
            }
            Inline::Picture(picture) => {
                let standing = Standing { link: true, ..standing };
                out.push_str("![");
                escape::text(&picture.alt, standing, out);
                out.push_str(&format!("]({})", escape::address(&picture.src)));
            }
            Inline::Note(number) => out.push_str(&format!("[^{number}]")),
            Inline::Anchor(id) => {
                let mut safe = String::new();
                escape::html(id, &mut safe);
                out.push_str(&format!("<a id=\"{}\"></a>", safe.replace('"', "&quot;")));
            }
        }
    }
}

/// Text: a sign at its end that the next part would complete is escaped.
fn push_text(text: &str, rest: &[Inline], standing: Standing, out: &mut String) {
    let text = if out.is_empty() || out.ends_with('\n') {
        text.trim_start()
    } else {
        text
    };
    let text = if matches!(rest.first(), Some(Inline::Break)) {
        text.trim_end()
    } else {
        text
    };
    escape::text(text, standing, out);
}

/// Whether CommonMark takes a letter for punctuation beside a mark. More letters than it does: then HTML is written.
fn is_sign(letter: char) -> bool {
    let stop = matches!(letter, '\u{0964}' | '\u{0965}' | '৳' | '৲');
    let word = letter.is_alphabetic() || letter.is_numeric() || gate::is_bengali(letter);
    let joiner = matches!(letter, '\u{200C}' | '\u{200D}');
    stop || !(letter.is_whitespace() || word || joiner)
}

/// The first letter that parts show.
fn first_letter(run: &[Inline]) -> Option<char> {
    run.iter().find_map(|part| match part {
        Inline::Break | Inline::Parting => Some('\n'),
        Inline::Note(_) => Some('['),
        Inline::Anchor(_) | Inline::Picture(_) | Inline::Marked(..) => Some('<'),
        Inline::Code(_) => Some('`'),
        Inline::Link { .. } => Some('['),
        Inline::Strong(_) | Inline::Emphasis(_) | Inline::Deleted(_) => Some('*'),
        Inline::Text(text) => text.chars().next(),
    })
}

/// Marks around parts: Markdown's where its rules let them open and close there, else HTML's.
fn marked((mark, tag): (&str, &str), inner: &[Inline], rest: &[Inline], standing: Standing, out: &mut String) {
    let mut text = String::new();
    push(inner, standing, &mut text);
    let before = out.chars().next_back();
    let after = first_letter(rest);
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let clear = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_sign(c));
    let opens = first.is_some_and(|c| !c.is_whitespace() && (!is_sign(c) || clear(before)));
    let suffix = mark != "~~" && !text.contains('\n') && after.is_some_and(gate::is_bengali);
    let closes = last.is_some_and(|c| !c.is_whitespace() && (!is_sign(c) || clear(after) || suffix));
    let beside = |c: Option<char>| c.is_some_and(|c| matches!(c, '*' | '~' | '_'));
    let crossed = beside(before) || beside(after) || beside(first) || beside(last);
    let joined = mark == "~~" && !(clear(before) && clear(after));
    if opens && closes && !crossed && !joined {
        out.push_str(mark);
        out.push_str(&text);
        out.push_str(mark);
    } else {
        out.push_str(&format!("<{tag}>{text}</{tag}>"));
    }
}

fn code_span(text: &str, standing: Standing, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    let text = if standing.cell {
        text.replace('|', "\\|")
    } else {
        text.to_owned()
    };
    out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
}

fn link(href: &str, inner: &[Inline], standing: Standing, out: &mut String) {
    let mut words = String::new();
    push(inner, Standing { link: true, ..standing }, &mut words);
    if words.trim().is_empty() {
        return;
    }
    out.push_str(&format!("[{words}]({})", escape::address(href)));
}

/// Inline parts as HTML.
pub fn html_line(run: &[Inline]) -> String {
    let mut out = String::new();
    push_html(run, &mut out);
    out
}

fn push_html(run: &[Inline], out: &mut String) {
    let tagged = |tag: &str, inner: &[Inline], out: &mut String| {
        out.push_str(&format!("<{tag}>"));
        push_html(inner, out);
        out.push_str(&format!("</{tag}>"));
    };
    for part in run {
        match part {
            Inline::Text(text) => escape::html(text, out),
            Inline::Break | Inline::Parting => out.push_str("<br>"),
            Inline::Strong(inner) => tagged("strong", inner, out),
            Inline::Emphasis(inner) => tagged("em", inner, out),
            Inline::Deleted(inner) => tagged("del", inner, out),
            Inline::Marked(tag, inner) => tagged(tag, inner, out),
            Inline::Code(text) => {
                out.push_str("<code>");
                escape::html(text, out);
                out.push_str("</code>");
            }
            Inline::Link { href, inner } => {
                out.push_str(&format!("<a href=\"{}\">", escape::address(href).replace('&', "&amp;")));
                push_html(inner, out);
                out.push_str("</a>");
            }
            Inline::Picture(picture) => {
                let mut alt = String::new();
                escape::html(&picture.alt, &mut alt);
                let (src, alt) = (escape::address(&picture.src), alt.replace('"', "&quot;"));
                out.push_str(&format!("<img src=\"{src}\" alt=\"{alt}\">"));
            }
            Inline::Note(number) => out.push_str(&format!("<sup>{number}</sup>")),
            Inline::Anchor(id) => {
                let mut safe = String::new();
                escape::html(id, &mut safe);
                out.push_str(&format!("<a id=\"{}\"></a>", safe.replace('"', "&quot;")));
            }
        }
    }
}

/// Blocks as HTML without a blank line: for cells and for texts that Markdown would not give back.
pub fn html_flow(blocks: &[Block]) -> String {
    match blocks {
        [Block::Paragraph(run)] => html_line(run),
        _ => blocks.iter().map(html_block).collect(),
    }
}

fn html_block(block: &Block) -> String {
    match block {
        Block::Paragraph(run) => format!("<p>{}</p>", html_line(run)),
        Block::Heading { level, text, .. } => {
            let level = (*level).clamp(2, 6);
            format!("<h{level}>{}</h{level}>", html_line(text))
        }
        Block::Quote(inner) => format!(
            "<blockquote>{}</blockquote>",
            inner.iter().map(html_block).collect::<String>()
        ),
        Block::List(list) => {
            let tag = if list.ordered { "ol" } else { "ul" };
            let items: String = list
                .items
                .iter()
                .map(|i| format!("<li>{}</li>", html_flow(i)))
                .collect();
            format!("<{tag}>{items}</{tag}>")
        }
        Block::Code { text, .. } => {
            let mut safe = String::new();
            text.split('\n').enumerate().for_each(|(i, line)| {
                if i > 0 {
                    safe.push_str("&#10;");
                }
                escape::html(line, &mut safe);
            });
            format!("<pre>{safe}</pre>")
        }
        Block::Rule => "<hr>".to_owned(),
        Block::Table { head, rows } => {
            let row = |cells: &Vec<Vec<Inline>>, tag: &str| {
                let cells = cells.iter().map(|c| format!("<{tag}>{}</{tag}>", html_line(c)));
                format!("<tr>{}</tr>", cells.collect::<String>())
            };
            format!(
                "<table>{}{}</table>",
                row(head, "th"),
                rows.iter().map(|r| row(r, "td")).collect::<String>()
            )
        }
        Block::Figure(picture) => {
            let caption = [&*plain_caption(&picture.caption), &picture.credit].join(" ");
            let caption = if caption.trim().is_empty() {
                String::new()
            } else {
                format!("<br>{}", caption.trim())
            };
            html_line(&[Inline::Picture(picture.clone())]) + &html_line(&[Inline::Text(caption.replace("<br>", " "))])
        }
        Block::Gallery { pictures, .. } => pictures.iter().map(|p| html_block(&Block::Figure(p.clone()))).collect(),
        Block::Call { args, body, .. } => {
            let words = args.iter().map(|(_, v)| html_line(&[Inline::Text(v.clone())]));
            words.collect::<Vec<_>>().join(" ") + &body.as_deref().map(html_flow).unwrap_or_default()
        }
        Block::Html { open, inside, close } => format!("{open}{}{close}", html_flow(inside)),
        Block::Note(_, text) => format!("<p>{}</p>", html_line(text)),
        Block::Markup(markup) => markup.replace('\n', ""),
    }
}

/// Whether a text is only the paragraph of one picture's words: kept beside [`plain`] for callers.
pub fn words(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if let Block::Paragraph(run) | Block::Heading { text: run, .. } = block {
            out.push_str(&plain(run));
            out.push(' ');
        }
    }
    out
}
