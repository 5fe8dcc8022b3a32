//! Earlier versions of a story: what differs, and bringing one back.

use super::DeskState;
use super::frame::{frame, hidden};
use super::html::{Html, part};
use super::refused::Refused;
use super::stories::Written;
use crate::desk::{DifferenceLine, difference};
use crate::source::{NewValue, TextKind, set_key, written_keys};

impl DeskState {
    /// The versions of a story, and what differs between one of them and the text now.
    pub(super) fn history_screen(&self, path: &str, (number, host): (Option<i64>, &str)) -> Result<String, Refused> {
        let story = self.open_story(path)?;
        let versions = self.store().versions(path)?;
        let mut html = Html::new(self.lang());
        html.raw("<h1>").say("আগের সংস্করণ", "Earlier versions");
        html.put("</h1><p><a href=\"/write?id={}\">", &[&part(path)])
            .say("লেখায় ফিরে যান", "Back to the text")
            .raw("</a></p>");
        if versions.is_empty() {
            html.raw("<p>")
                .say("এখান থেকে এখনো কিছু রাখা হয়নি।", "Nothing has been kept from here yet.")
                .raw("</p>");
        }
        html.raw("<ol class=\"versions\">");
        for version in &versions {
            let shown = if number == Some(version.number) {
                "true"
            } else {
                "false"
            };
            html.put(
                "<li><a href=\"/history?id={}&amp;v={}\" aria-current=\"{}\">{}</a></li>",
                &[
                    &part(path),
                    &version.number.to_string(),
                    shown,
                    &self.date_words(version.at),
                ],
            );
        }
        html.raw("</ol>");
        let chosen = number.map(|number| (number, self.store().version(path, number)));
        if let Some((number, text)) = chosen {
            let text = text?.ok_or(Refused::NoStory)?;
            lines(&mut html, &difference(&text, &story.text));
            html.put("<form method=\"post\" action=\"/restore?id={}\">", &[&part(path)]);
            hidden(&mut html, self, &[("v", &number.to_string()), ("after", &story.state)]);
            html.raw("<button class=\"main\">")
                .say("এই সংস্করণ ফিরিয়ে আনুন", "Bring this version back")
                .raw("</button></form>");
        }
        let title = html.word("আগের সংস্করণ", "Earlier versions");
        Ok(frame(self, (title, "history"), host, &html.finish()))
    }

    /// Brings a version back as the working copy: it is kept when the editor keeps it.
    pub(super) fn bring_back(&self, path: &str, (number, after): (i64, &str)) -> Result<(), Refused> {
        let text = self.store().version(path, number)?.ok_or(Refused::NoStory)?;
        let text = self.as_public_as_now(path, text)?;
        self.write_story((path, after), &Written::Source(text), None)
            .map(|_| ())
    }
}

impl DeskState {
    /// An earlier text that is as public as the story is now: its words come back, not the state of a draft.
    fn as_public_as_now(&self, path: &str, mut text: String) -> Result<String, Refused> {
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let (story, kind) = (self.open_story(path)?, TextKind::of_path(path));
        let now = written_keys((&story.text, kind), &options).map_or_else(Vec::new, |(keys, _)| keys);
        let then = written_keys((&text, kind), &options).map_or_else(Vec::new, |(keys, _)| keys);
        let said = |keys: &[(String, NewValue)], key: &str| {
            let found = keys.iter().find(|(name, _)| name == key);
            found.map_or(NewValue::Nothing, |(_, value)| value.clone())
        };
        for key in ["draft", "date"] {
            let value = said(&now, key);
            if value != said(&then, key) {
                text = set_key((&text, kind), key, &value, &options).unwrap_or(text);
            }
        }
        Ok(text)
    }
}

fn lines(html: &mut Html, lines: &[DifferenceLine]) {
    if lines.is_empty() {
        html.raw("<p>")
            .say("এখনকার লেখার সঙ্গে কোনো তফাত নেই।", "It does not differ from the text now.")
            .raw("</p>");
    }
    html.raw("<div class=\"difference\">");
    for line in lines {
        match line {
            DifferenceLine::Same(text) => html.put("<p>{}</p>", &[text]),
            DifferenceLine::New(text) => html.put("<ins>{}</ins>", &[text]),
            DifferenceLine::Old(text) => html.put("<del>{}</del>", &[text]),
            DifferenceLine::Gap => html.raw("<hr>"),
        };
    }
    html.raw("</div>");
}
