//! The writing screen: a form that writes and keeps without a script too.

use super::DeskState;
use super::frame::{frame, hidden, label, refusal};
use super::html::{Html, part};
use super::refused::Refused;
use super::stories::OpenStory;
use crate::bengali::cluster;
use crate::desk::{StoryParts, body_line, pictures_of, story_place};

impl DeskState {
    /// Where the preview is, by the name that the browser uses for this machine.
    pub(super) fn preview_origin(&self, host: &str) -> String {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        format!("http://{name}:{}", self.preview_port)
    }

    /// The writing screen of a story. `note` says what became of the last form.
    pub(super) fn writing_screen(&self, path: &str, host: &str, note: Option<&Refused>) -> Result<String, Refused> {
        let story = self.open_story(path)?;
        let mut html = Html::new(self.lang());
        html.raw("<h1 class=\"unseen\">").say("লেখা", "Writing").raw("</h1>");
        self.notes(&mut html, &story, note);
        let parts = self.parts(&story);
        self.form_head(&mut html, &story, parts.is_some());
        match &parts {
            Some(parts) => self.fields(&mut html, (path, parts)),
            None => source_field(&mut html, &story.text),
        }
        html.raw("</form>");
        self.more(&mut html, &story);
        self.page_beside(&mut html, path, host);
        let title = parts
            .and_then(|mut parts| parts.fields.remove("title"))
            .unwrap_or_default();
        Ok(frame(self, (&title, "write"), host, &html.finish()))
    }

    fn notes(&self, html: &mut Html, story: &OpenStory, note: Option<&Refused>) {
        html.raw("<div id=\"notes\" role=\"status\">");
        if let Some(refused) = note {
            refusal(html, refused);
        }
        if !story.there {
            self.gone(html, &story.path);
        }
        html.raw("</div>");
    }

    /// The file is not there any more: the writing goes on where it is now, or it is written again.
    fn gone(&self, html: &mut Html, path: &str) {
        html.raw("<p class=\"bad\">").say(
            "ফাইলটি সরানো হয়েছে। আপনার লেখা এখানে আছে।",
            "The file was taken away. Your text is here.",
        );
        html.raw("</p>");
        if let Some(to) = self.place_now(path) {
            html.raw("<p>")
                .say("ফাইলটি এখন এখানে: ", "The file is here now: ")
                .put("<b>{}</b></p>", &[&to]);
            html.put("<form method=\"post\" action=\"/follow?id={}\">", &[&part(path)]);
            hidden(html, self, &[]);
            html.raw("<button class=\"main\">")
                .say("সেখানে লিখতে থাকুন", "Go on writing there")
                .raw("</button></form>");
        }
        html.put("<form method=\"post\" action=\"/restore-file?id={}\">", &[&part(path)]);
        hidden(html, self, &[]);
        html.raw("<button>")
            .say("আবার ফাইলে রাখুন", "Write the file again")
            .raw("</button></form>");
    }

    /// The form with its buttons, which stay in sight.
    fn form_head(&self, html: &mut Html, story: &OpenStory, in_parts: bool) {
        let page = self.page_of(&story.path).unwrap_or_default();
        let line = self
            .read_options()
            .map_or(1, |options| body_line(&story.path, &story.text, &options))
            .to_string();
        let id = part(&story.path);
        html.put(
            "<form id=\"write\" autocomplete=\"off\" method=\"post\" action=\"/write?id={}\" data-id=\"{}\" data-page=\"{}\" data-line=\"{}\" data-folder=\"{}\">",
            &[&id, &story.path, &page, &line, if story.path.ends_with("/index.md") { "1" } else { "" }],
        );
        hidden(
            html,
            self,
            &[
                ("after", &story.state),
                ("form", if in_parts { "parts" } else { "source" }),
            ],
        );
        html.put(
            "<div class=\"actions\"><span id=\"saved\" aria-live=\"polite\">{}</span>",
            &[match story.version {
                Some(_) => html.word("এখনো রাখা হয়নি", "Not kept yet"),
                None => html.word("রাখা আছে", "Kept"),
            }],
        );
        html.raw("<button type=\"button\" id=\"look\" hidden>")
            .say("পাঠকের চোখে", "As readers see it")
            .raw("</button>");
        html.raw("<button name=\"do\" value=\"keep\">")
            .say("সংরক্ষণ", "Keep")
            .raw("</button>");
        html.raw("<button name=\"do\" value=\"publish\" class=\"main\">")
            .say("প্রকাশ…", "Publish…")
            .raw("</button></div>");
    }

    fn fields(&self, html: &mut Html, (path, parts): (&str, &StoryParts)) {
        let lang = html.lang;
        let value = |key: &str| parts.fields.get(key).map_or("", String::as_str);
        for (key, rows) in [("kicker", "1"), ("title", "1"), ("subtitle", "1")] {
            html.put(
                "<label class=\"{}\"><span>{}</span><textarea name=\"{}\" rows=\"{}\">",
                &[key, label(lang, key), key, rows],
            );
            html.put("\n{}</textarea></label>", &[value(key)]);
        }
        tools(html);
        html.put("<label class=\"body\"><span>{}</span><textarea name=\"body\" id=\"body\" rows=\"18\">\n{}</textarea></label>", &[label(lang, "body"), &parts.body]);
        html.raw("<p class=\"count\"><span id=\"count\"></span></p><ul id=\"findings\" class=\"findings\"></ul>");
        self.pictures(html, (path, parts));
        html.raw("<details class=\"drawer\"><summary>")
            .say("খবরের তথ্য", "About the story")
            .raw("</summary>");
        self.drawer(html, parts);
        html.raw("</details>");
    }

    /// The lead picture with what is said of it, and the other pictures of the story.
    fn pictures(&self, html: &mut Html, (path, parts): (&str, &StoryParts)) {
        let lang = html.lang;
        let value = |key: &str| parts.fields.get(key).map_or("", String::as_str);
        html.raw("<details class=\"pictures\" open><summary>")
            .say("ছবি", "Pictures")
            .raw("</summary><div id=\"pictures\">");
        for name in pictures_of(&self.preview.request.root, path) {
            html.put(
                "<button type=\"button\" class=\"picture\" data-name=\"{}\"><img loading=\"lazy\" alt=\"{}\" src=\"/picture?id={}&amp;name={}\"></button>",
                &[&name, &name, &part(path), &part(&name)],
            );
        }
        html.raw("</div>");
        for key in ["image", "image_alt", "image_caption", "image_credit", "image_focus"] {
            html.put(
                "<label><span>{}</span><input name=\"{}\" value=\"{}\"></label>",
                &[label(lang, key), key, value(key)],
            );
        }
        html.raw("</details>");
    }

    fn drawer(&self, html: &mut Html, parts: &StoryParts) {
        let lang = html.lang;
        let value = |key: &str| parts.fields.get(key).map_or("", String::as_str);
        let length = html.number(cluster::count(value("summary")));
        html.put("<label><span>{} <output id=\"summary-count\">{}</output></span><textarea name=\"summary\" rows=\"3\">\n{}</textarea></label>", &[label(lang, "summary"), &length, value("summary")]);
        for key in ["authors", "tags", "dateline", "series", "related"] {
            html.put(
                "<label><span>{}</span><input name=\"{}\" value=\"{}\" list=\"known-{}\"></label>",
                &[label(lang, key), key, value(key), key],
            );
        }
        for key in ["date", "expires"] {
            html.put(
                "<label><span>{}</span><input type=\"datetime-local\" name=\"{}\" value=\"{}\"></label>",
                &[label(lang, key), key, value(key)],
            );
        }
        for key in ["draft", "comments", "ads"] {
            // An unchecked box sends nothing: this says that it was there.
            html.put("<label class=\"check\"><input type=\"hidden\" name=\"has-{}\" value=\"1\"><input type=\"checkbox\" name=\"{}\" value=\"on\"", &[key, key]);
            html.raw(if value(key).is_empty() { "> " } else { " checked> " });
            html.put("{}</label>", &[label(lang, key)]);
        }
        self.known_names(html);
    }

    /// The names that the site has already.
    fn known_names(&self, html: &mut Html) {
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else { return };
        let portal = &renderer.loaded().portal;
        for (key, terms) in [
            ("authors", &portal.authors),
            ("tags", &portal.tags),
            ("series", &portal.series),
        ] {
            html.put("<datalist id=\"known-{}\">", &[key]);
            let mut names: Vec<_> = terms
                .all
                .iter()
                .map(|term| (std::cmp::Reverse(term.stories.len()), &*term.name))
                .collect();
            names.sort();
            for (_, name) in names.iter().take(300) {
                html.put("<option value=\"{}\">", &[name]);
            }
            html.raw("</datalist>");
        }
    }

    /// What is done with a story apart from writing it.
    fn more(&self, html: &mut Html, story: &OpenStory) {
        let path = story.path.as_str();
        let Some(place) = story_place(path) else { return };
        html.raw("<details class=\"drawer more\"><summary>")
            .say("ঠিকানা ও সংস্করণ", "Address and versions")
            .raw("</summary>");
        html.put("<p><a href=\"/history?id={}\">", &[&part(path)])
            .say("আগের সংস্করণ", "Earlier versions")
            .raw("</a></p>");
        html.put(
            "<form method=\"post\" action=\"/move?id={}\"><label><span>",
            &[&part(path)],
        )
        .say("বিভাগ", "Section")
        .raw("</span>");
        hidden(html, self, &[]);
        self.sections(html, place.section);
        html.raw("</label><label><span>")
            .say("ঠিকানার শেষ অংশ", "Last part of the address")
            .raw("</span>");
        let slug = crate::source::date_from_name(place.stem).map_or(place.stem, |(_, rest)| rest);
        html.put(
            "<input name=\"name\" value=\"{}\"></label><button>",
            &[slug.trim_start_matches('-')],
        );
        html.say("সরান", "Move").raw("</button></form>");
        self.change_form(html, story);
        html.put("<form method=\"post\" action=\"/discard?id={}\">", &[&part(path)]);
        hidden(html, self, &[]);
        html.raw("<button class=\"danger\">")
            .say("না-রাখা লেখা ফেলে দিন", "Throw away what was not kept")
            .raw("</button></form></details>");
    }

    /// A button that gives YAML the form of TOML, in which every field can be changed.
    fn change_form(&self, html: &mut Html, story: &OpenStory) {
        if !story.text.trim_start().starts_with("---") {
            return;
        }
        html.put(
            "<form method=\"post\" action=\"/as-toml?id={}\">",
            &[&part(&story.path)],
        );
        hidden(html, self, &[("after", &story.state)]);
        html.raw("<p>").say(
            "ফাইলের মাথায় YAML আছে। TOML করলেও সব তথ্য ও মন্তব্য থাকে।",
            "The head of the file is YAML. As TOML it says the same, with its comments.",
        );
        html.raw("</p><button>")
            .say("TOML করুন", "Change it to TOML")
            .raw("</button></form>");
    }

    /// Each section as an option of a choice.
    pub(super) fn section_options(&self, html: &mut Html, chosen: &str) {
        let renderer = self.preview.renderer();
        let sections = renderer.as_ref().map(|renderer| &renderer.loaded().portal.sections.all);
        for section in sections
            .into_iter()
            .flatten()
            .filter(|section| !section.path.is_empty())
        {
            html.put("<option value=\"{}\"", &[&section.path]);
            html.raw(if section.path == chosen { " selected>" } else { ">" })
                .put("{}</option>", &[&section.source.title]);
        }
    }

    /// The sections to choose from.
    pub(super) fn sections(&self, html: &mut Html, chosen: &str) {
        html.raw("<select name=\"section\">");
        self.section_options(html, chosen);
        html.raw("</select>");
    }

    /// The real page, beside the form.
    fn page_beside(&self, html: &mut Html, path: &str, host: &str) {
        let page = self.page_of(path).unwrap_or_default();
        html.put(
            "<aside class=\"page\" aria-label=\"{}\"",
            &[html.word("পাঠকের চোখে", "As readers see it")],
        );
        html.raw(if page.is_empty() { " hidden>" } else { ">" })
            .raw("<div class=\"widths\">");
        for (width, bn, en) in [("390", "ফোন", "Phone"), ("1280", "ডেস্কটপ", "Desktop")] {
            html.put("<button type=\"button\" data-width=\"{}\">", &[width])
                .say(bn, en)
                .raw("</button>");
        }
        html.put(
            "</div><div class=\"view\"><iframe id=\"page\" title=\"{}\" sandbox=\"allow-scripts allow-same-origin\"",
            &[html.word("পাতা", "Page")],
        );
        if !page.is_empty() {
            html.put(" src=\"{}{}\"", &[&self.preview_origin(host), &page]);
        }
        html.raw("></iframe></div></aside>");
    }
}

/// The bar of buttons over the text; the script fills it.
fn tools(html: &mut Html) {
    html.put(
        "<div class=\"tools\" id=\"tools\" role=\"toolbar\" aria-label=\"{}\" hidden></div>",
        &[html.word("লেখার হাতিয়ার", "Tools")],
    );
}

/// The whole text, where its front matter cannot be read.
fn source_field(html: &mut Html, text: &str) {
    html.raw("<p class=\"bad\">").say(
        "ফাইলের মাথার অংশ পড়া যাচ্ছে না; পুরো লেখা নিচে আছে।",
        "The head of the file cannot be read; the whole text is below.",
    );
    html.put("</p><label class=\"body\"><span>{}</span><textarea name=\"source\" rows=\"26\">\n{}</textarea></label><ul id=\"findings\" class=\"findings\"></ul>", &[html.word("পুরো লেখা", "The whole text"), text]);
}
