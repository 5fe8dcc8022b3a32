//! The front page by hand (`data/front.toml`), and breaking news.

use super::DeskState;
use super::frame::{frame, hidden};
use super::html::Html;
use super::refused::Refused;
use crate::desk::{local, moment_of, written_moment};
use crate::http::Fields;
use crate::replace::replace;
use crate::source::{FrontPicks, NewValue, ReadOptions, TextKind, parse_front, set_key};
use std::io::ErrorKind;
use toml_edit::{ArrayOfTables, Datetime, DocumentMut, Item, Table, value};

const FILE: &str = "data/front.toml";
/// The lead and the second leads.
const PLACES: usize = 5;
/// Stories to choose from.
const OFFERED: usize = 60;
/// Between the headline and the address of a story in the form.
const BETWEEN: &str = " · ";

impl DeskState {
    /// The front page's screen.
    pub(super) fn front_screen(&self, host: &str) -> String {
        let mut html = Html::new(self.lang());
        html.raw("<h1>")
            .say("প্রচ্ছদ", "Front page")
            .raw("</h1><form method=\"post\" action=\"/front\" class=\"sheet\">");
        hidden(&mut html, self, &[]);
        let options = self.read_options();
        let picks = self.picks().unwrap_or_default();
        let lead = picks.lead.iter().map(Some).chain(picks.lead.is_none().then_some(None));
        let places = lead
            .chain(picks.seconds.iter().map(Some))
            .chain(std::iter::repeat(None));
        for (at, pick) in places.take(PLACES).enumerate() {
            let name = if at == 0 {
                html.word("প্রধান", "Lead").to_owned()
            } else {
                format!("{} {}", html.word("দ্বিতীয়", "Second"), html.number(at))
            };
            let until = pick.and_then(|pick| pick.until).zip(options.as_ref());
            let until = until.map_or_else(String::new, |(at, options)| local(at, options));
            let place = at.to_string();
            html.put("<fieldset><legend>{}</legend><label><span>", &[&name])
                .say("খবর", "Story");
            html.put(
                "</span><input name=\"story{}\" list=\"stories\" value=\"{}\"></label><label><span>",
                &[
                    &place,
                    &pick.map_or_else(String::new, |pick| self.named_story(&pick.story)),
                ],
            );
            html.say("যে সময় পর্যন্ত", "Until").put(
                "</span><input type=\"datetime-local\" name=\"until{}\" value=\"{}\"></label></fieldset>",
                &[&place, &until],
            );
        }
        html.raw("<button class=\"main\">")
            .say("রাখুন ও প্রকাশ করুন", "Keep and publish")
            .raw("</button></form>");
        self.offered(&mut html);
        self.breaking(&mut html);
        frame(self, (html.word("প্রচ্ছদ", "Front page"), "front"), host, &html.finish())
    }

    fn offered(&self, html: &mut Html) {
        let now = self.now();
        let renderer = self.preview.renderer();
        html.raw("<datalist id=\"stories\">");
        let articles = renderer
            .as_ref()
            .map(|renderer| renderer.loaded().portal.articles.iter().rev());
        for article in articles
            .into_iter()
            .flatten()
            .filter(|a| !a.draft && a.date <= now)
            .take(OFFERED)
        {
            html.put(
                "<option value=\"{}\">",
                &[&named(&article.title, article.url.trim_matches('/'))],
            );
        }
        html.raw("</datalist>");
    }

    /// A story of the file as the form names it: its headline first.
    fn named_story(&self, story: &str) -> String {
        self.headline_of(story)
            .map_or_else(|| story.to_owned(), |title| named(&title, story))
    }

    /// What stands in the breaking line, with a button that takes it out.
    fn breaking(&self, html: &mut Html) {
        let now = self.now();
        html.raw("<h2>")
            .say("ব্রেকিং", "Breaking news")
            .raw("</h2><ul class=\"breaking\">");
        let lines: Vec<(String, String, jiff::Timestamp)> = {
            let renderer = self.preview.renderer();
            let articles = renderer
                .as_ref()
                .map(|renderer| renderer.loaded().portal.articles.iter().rev().take(2000));
            let line = |a: &crate::portal::Article| {
                let until = a.breaking_until().filter(|until| *until > now)?;
                Some((a.source.to_string(), a.title.to_string(), until))
            };
            articles.into_iter().flatten().filter_map(line).collect()
        };
        for (path, title, until) in &lines {
            let until = self.date_words(*until);
            html.put(
                "<li>{} <small>{}</small><form method=\"post\" action=\"/not-breaking\">",
                &[title, &until],
            );
            hidden(html, self, &[("id", path)]);
            html.raw("<button>")
                .say("তুলে নিন", "Take out")
                .raw("</button></form></li>");
        }
        if lines.is_empty() {
            html.raw("<li>").say("এখন কিছু নেই।", "Nothing now.").raw("</li>");
        }
        html.raw("</ul>");
    }

    /// What the file says now.
    fn picks(&self) -> Option<FrontPicks> {
        let text = std::fs::read_to_string(self.preview.request.root.join(FILE)).ok()?;
        Some(parse_front(FILE, &text, &self.read_options()?).0)
    }

    /// Writes the front page of a form, and publishes it.
    pub(super) fn write_front(&self, fields: &Fields) -> Result<(), Refused> {
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let path = self.preview.request.root.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        let changed = with_picks(&text, fields, &options)?;
        let (picks, diagnostics) = parse_front(FILE, &changed, &options);
        if !diagnostics.is_empty() {
            return Err(Refused::Faulty(diagnostics));
        }
        self.are_known(&picks)?;
        if changed != text {
            std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
            replace(&path, changed.as_bytes())?;
            self.tell(FILE);
            self.commit(&[FILE]);
        }
        self.jobs.ask(None);
        Ok(())
    }

    fn are_known(&self, picks: &FrontPicks) -> Result<(), Refused> {
        let renderer = self.preview.renderer();
        let portal = &renderer.as_ref().ok_or(Refused::NotReady)?.loaded().portal;
        let unknown = picks.all().any(|pick| portal.named(&pick.story).flatten().is_none());
        if unknown { Err(Refused::NoStory) } else { Ok(()) }
    }

    /// Takes a story out of the breaking line, and publishes that.
    pub(super) fn end_breaking(&self, path: &str) -> Result<(), Refused> {
        let story = self.keep_story(path, None)?;
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let text = set_key(
            (&story.text, TextKind::of_path(path)),
            "breaking",
            &NewValue::Nothing,
            &options,
        )?;
        self.keep_text(path, (&story.text, &text))?;
        self.jobs.ask(None);
        Ok(())
    }
}

/// A story in a field of the form: its headline, so that people know it, and its address, which is written.
fn named(title: &str, address: &str) -> String {
    format!("{}{BETWEEN}{address}", title.replace(BETWEEN, " "))
}

/// The address in a field of the form.
fn address_of(field: &str) -> &str {
    field.rsplit(BETWEEN).next().unwrap_or_default().trim()
}

/// The file with the picks of a form. Comments of it stay.
fn with_picks(text: &str, fields: &Fields, options: &ReadOptions) -> Result<String, Refused> {
    let mut document: DocumentMut = text.parse().map_err(|_| Refused::Unwritable)?;
    let mut picks = (0..PLACES).map(|at| {
        let (story, until) = (format!("story{at}"), format!("until{at}"));
        (address_of(fields.get(&story)), fields.get(&until))
    });
    let table = |(story, until): (&str, &str)| {
        let mut table = Table::new();
        table.insert("story", value(story));
        if let Some(NewValue::Moment(until)) = moment_of(until, options).map(|at| written_moment(at, options))
            && let Ok(until) = until.parse::<Datetime>()
        {
            table.insert("until", value(until));
        }
        table
    };
    document.remove("lead");
    document.remove("seconds");
    if let Some(lead) = picks.next().filter(|(story, _)| !story.is_empty()) {
        document.insert("lead", Item::Table(table(lead)));
    }
    let seconds: ArrayOfTables = picks.filter(|(story, _)| !story.is_empty()).map(table).collect();
    if !seconds.is_empty() {
        document.insert("seconds", Item::ArrayOfTables(seconds));
    }
    Ok(document.to_string())
}
