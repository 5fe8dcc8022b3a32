//! The publish screen: now or at a moment, as breaking news or not, what remains to be mended; and the way back.

use super::DeskState;
use super::frame::{findings, frame, hidden, label};
use super::html::{Html, part};
use super::jobs::Published;
use super::refused::Refused;
use super::stories::OpenStory;
use crate::desk::{StoryParts, local, moment_of, written_moment};
use crate::diag::Severity;
use crate::http::Fields;
use crate::source::{Correction, NewValue, TextKind, parse_article, set_key, with_correction};
use jiff::Timestamp;

/// When a story goes out.
#[derive(Debug, Clone)]
struct Wish {
    at: Timestamp,
    breaking: Option<Timestamp>,
    changed: bool,
    /// What readers are told was corrected; empty for nothing.
    correction: String,
}

impl DeskState {
    /// Publishes the story of a form. What was being written is kept first.
    pub(super) fn publish_story(&self, path: &str, fields: &Fields) -> Result<(), Refused> {
        let story = self.keep_story(path, None)?;
        let parts = self.parts(&story).ok_or(Refused::Unwritable)?;
        let missing = self.missing(&parts);
        if !missing.is_empty() {
            return Err(Refused::Missing(missing));
        }
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let now = self.now();
        let at = match fields.get("when") {
            "at" => moment_of(fields.get("at"), &options).ok_or(Refused::Missing(vec!["at".to_owned()]))?,
            _ => now,
        };
        let wish = Wish {
            at,
            breaking: moment_of(fields.get("breaking"), &options),
            changed: !fields.get("changed").is_empty(),
            correction: fields
                .get("correction")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        };
        let text = self.with_wish(&story, &parts, wish)?;
        self.keep_text(path, (&story.text, &text))?;
        let published = Published {
            path: path.to_owned(),
            before: story.text,
            after: text,
            at: now,
        };
        self.jobs.ask(Some(published));
        Ok(())
    }

    /// A story's text, ready to go out.
    fn with_wish(&self, story: &OpenStory, parts: &StoryParts, wish: Wish) -> Result<String, Refused> {
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let field = |key: &str| parts.fields.get(key).map_or("", String::as_str);
        let kind = TextKind::of_path(&story.path);
        let (now, draft) = (self.now(), !field("draft").is_empty());
        let date = moment_of(field("date"), &options);
        let out = !draft && date.is_some_and(|date| date <= now);
        let mut changes: Vec<(&str, NewValue)> = Vec::new();
        if draft {
            changes.push(("draft", NewValue::Nothing));
        }
        if !out || wish.at > now {
            changes.push(("date", written_moment(wish.at, &options)));
        } else if wish.changed {
            changes.push(("updated", written_moment(now, &options)));
        }
        if let Some(until) = wish.breaking {
            changes.push(("breaking", written_moment(until, &options)));
        }
        let mut text = story.text.clone();
        for (key, value) in changes {
            text = set_key((&text, kind), key, &value, &options)?;
        }
        if !wish.correction.is_empty() {
            let new = Correction {
                date: now,
                text: wish.correction,
            };
            text = with_correction(&text, &new, &options)?;
        }
        Ok(text)
    }

    /// Takes the last publication back: the story is what it was before, and the site is published without it.
    pub(super) fn take_back(&self) -> Result<String, Refused> {
        let published = self.jobs.undo(self.now()).ok_or(Refused::Nothing)?;
        self.keep_text(&published.path, (&published.after, &published.before))?;
        self.jobs.ask(None);
        Ok(published.path)
    }

    /// The publish screen of a story.
    pub(super) fn publish_screen(&self, path: &str, host: &str) -> Result<String, Refused> {
        let story = self.open_story(path)?;
        let parts = self.parts(&story).unwrap_or_default();
        let title = parts.fields.get("title").cloned().unwrap_or_default();
        let mut html = Html::new(self.lang());
        html.put("<h1>{}</h1>", &[&title]);
        self.remains(&mut html, &story, &parts);
        self.form(&mut html, &story, &parts);
        self.progress(&mut html, path);
        let heading = html.word("প্রকাশ", "Publish");
        Ok(frame(self, (heading, "publish"), host, &html.finish()))
    }

    /// What remains to be mended before the story goes out.
    fn remains(&self, html: &mut Html, story: &OpenStory, parts: &StoryParts) {
        let found = self.findings(story);
        let missing = self.missing(parts);
        if found.is_empty() && missing.is_empty() {
            html.raw("<p class=\"good\">")
                .say("যাচাইয়ে কিছু ধরা পড়েনি।", "Nothing to mend.")
                .raw("</p>");
            return;
        }
        let errors = found.iter().filter(|d| d.severity() == Severity::Error).count();
        if errors + missing.len() > 0 {
            html.raw("<p class=\"bad\">")
                .say("প্রকাশের আগে ঠিক করতে হবে:", "To be mended before it goes out:")
                .raw("</p>");
        }
        html.raw("<ul class=\"findings\">");
        for key in &missing {
            html.put("<li class=\"error\">{} ", &[label(html.lang, key)])
                .say("দিতে হবে", "is missing")
                .raw("</li>");
        }
        findings(html, &found);
        html.put("</ul><p><a href=\"/write?id={}\">", &[&part(&story.path)])
            .say("লেখায় ফিরে যান", "Back to the text")
            .raw("</a></p>");
    }

    fn form(&self, html: &mut Html, story: &OpenStory, parts: &StoryParts) {
        let path = story.path.as_str();
        let Some(options) = self.read_options() else { return };
        let now = local(self.now(), &options);
        let date = parts.fields.get("date").map_or("", String::as_str);
        let draft = parts.fields.get("draft").is_some_and(|d| !d.is_empty());
        let later = date > now.as_str();
        let out = !draft && !later && !date.is_empty();
        let at = if later { date } else { now.as_str() };
        let (now_checked, at_checked) = if later && !draft {
            ("", "checked")
        } else {
            ("checked", "")
        };
        html.put(
            "<form method=\"post\" action=\"/publish?id={}\" class=\"sheet\">",
            &[&part(path)],
        );
        hidden(html, self, &[]);
        html.raw("<fieldset><legend>").say("কখন", "When").raw("</legend>");
        choice(html, ("now", now_checked), ("এখনই", "Now"));
        choice(html, ("at", at_checked), ("সময় ঠিক করে", "At this time"));
        html.put(
            "<input type=\"datetime-local\" name=\"at\" value=\"{}\" aria-label=\"{}\">",
            &[at, html.word("সময়", "Time")],
        );
        html.raw("<small>")
            .say("এখন ", "Now ")
            .put("{}</small>", &[&self.date_words(self.now())])
            .raw("</fieldset>");
        if self.settings().deploy.is_none() {
            html.raw("<p><small>");
            html.say(
                "khobor.toml-এ [desk] deploy নেই: সাইট শুধু এই যন্ত্রে তৈরি হবে, নির্ধারিত খবর নিজে থেকে বেরোবে না।",
                "khobor.toml has no [desk] deploy: the site is built on this machine only, and nothing goes out by itself.",
            );
            html.raw("</small></p>");
        }
        if out {
            html.raw("<label class=\"check\"><input type=\"checkbox\" name=\"changed\" value=\"on\" checked> ");
            html.say("হালনাগাদের সময় দেখান", "Show the time of the update")
                .raw("</label>");
        }
        if out {
            self.correction(html, story);
        }
        html.raw("<label>")
            .say("ব্রেকিং, যে সময় পর্যন্ত (না হলে ফাঁকা)", "Breaking news until (empty: no)");
        html.raw("<input type=\"datetime-local\" name=\"breaking\"></label>");
        html.raw("<p><button class=\"main\">")
            .say("প্রকাশ করুন", "Publish")
            .raw("</button></p></form>");
    }

    /// What was corrected so far, and a field for what is corrected now. Header lines of plain text can say none.
    fn correction(&self, html: &mut Html, story: &OpenStory) {
        let kind = TextKind::of_path(&story.path);
        let Some(options) = self.read_options().filter(|_| kind == TextKind::Markdown) else {
            return;
        };
        let read = parse_article(&story.path, &story.text, kind, &options).0;
        for correction in read.iter().flat_map(|story| &story.front.corrections) {
            let at = self.date_words(correction.date);
            html.put("<p><small>{}</small> {}</p>", &[&at, &correction.text]);
        }
        html.raw("<label><span>").say(
            "সংশোধনী, পাঠক দেখবেন (না হলে ফাঁকা)",
            "Correction, shown to readers (empty: none)",
        );
        html.raw("</span><textarea name=\"correction\" rows=\"2\"></textarea></label>");
    }

    /// Where readers find the story, and a link that shares it.
    fn links(&self, html: &mut Html, path: &str) {
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else { return };
        let (world, now) = (renderer.loaded().world(), self.now());
        let article = renderer.story_of(path).map(|id| world.article(id));
        let Some(article) = article.filter(|a| !a.draft && a.date <= now) else {
            return;
        };
        let address = world.absolute(&article.url);
        let shared = part(&format!("{} {address}", article.title)).replace('/', "%2F");
        html.put(
            "<p class=\"links\"><a href=\"{}\" rel=\"noopener noreferrer\" target=\"_blank\">{}</a> ",
            &[&address, &address],
        );
        html.put(
            "<a href=\"https://wa.me/?text={}\" rel=\"noopener noreferrer\" target=\"_blank\">WhatsApp</a></p>",
            &[&shared],
        );
    }

    /// Where the last job stands; the script keeps it fresh.
    fn progress(&self, html: &mut Html, path: &str) {
        let job = self.job();
        let step = job.get("step").and_then(|s| s.as_str()).unwrap_or_default().to_owned();
        let words = match step.as_str() {
            "waiting" => html.word("অপেক্ষায়…", "Waiting…"),
            "building" => html.word("তৈরি হচ্ছে…", "Building…"),
            "sending" => html.word("পাঠানো হচ্ছে…", "Sending…"),
            "done" => html.word("প্রকাশের কাজ শেষ হয়েছে।", "Publishing is done."),
            "failed" => html.word("প্রকাশ করা যায়নি।", "Publishing failed."),
            _ => "",
        };
        html.put(
            "<section id=\"job\" data-step=\"{}\" aria-live=\"polite\"><p>{}</p>",
            &[&step, words],
        );
        for fault in job.get("faults").and_then(|f| f.as_array()).into_iter().flatten() {
            let message = fault.get("message").and_then(|m| m.as_str()).unwrap_or_default();
            html.put("<p class=\"error\">{}</p>", &[message]);
        }
        html.raw("</section>");
        if step == "done" {
            self.links(html, path);
        }
        if job.get("undo").and_then(serde_json::Value::as_i64).unwrap_or(0) > 0 {
            html.put(
                "<form method=\"post\" action=\"/take-back?id={}\" id=\"undo\">",
                &[&part(path)],
            );
            hidden(html, self, &[]);
            html.raw("<button>")
                .say("ফিরিয়ে নিন", "Take it back")
                .raw("</button></form>");
        }
    }
}

fn choice(html: &mut Html, (value, checked): (&'static str, &'static str), (bn, en): (&'static str, &'static str)) {
    html.put(
        "<label class=\"check\"><input type=\"radio\" name=\"when\" value=\"{}\"",
        &[value],
    );
    html.raw(if checked.is_empty() { "> " } else { " checked> " })
        .say(bn, en)
        .raw("</label>");
}
