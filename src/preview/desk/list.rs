//! The list of stories: what is there already in the preview's memory, newest first.

use super::DeskState;
use super::frame::{frame, hidden};
use super::html::{Html, part};
use crate::bengali::gate;
use crate::engine::Loaded;
use crate::portal::Article;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Rows of a page.
const ROWS: usize = 50;

/// What the list shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) tab: String,
    pub(super) words: String,
    pub(super) section: String,
    pub(super) page: usize,
}

/// A row of the list.
pub(super) struct Row {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) state: &'static str,
    about: String,
    date: Timestamp,
    writing: bool,
}

/// The tabs: a state, and its name in both languages.
const TABS: [(&str, &str, &str); 6] = [
    ("", "সব", "All"),
    ("writing", "লেখা চলছে", "Being written"),
    ("draft", "খসড়া", "Drafts"),
    ("scheduled", "নির্ধারিত", "Scheduled"),
    ("published", "প্রকাশিত", "Published"),
    ("breaking", "ব্রেকিং", "Breaking"),
];

/// What a story is at a moment.
fn state_of(article: &Article, now: Timestamp) -> &'static str {
    match article {
        article if article.draft => "draft",
        article if article.date > now => "scheduled",
        article if article.breaking_until().is_some_and(|until| until > now) => "breaking",
        _ => "published",
    }
}

impl Query {
    fn takes(&self, (loaded, article): (&Loaded, &Article), state: &str, writing: bool) -> bool {
        let tab = match self.tab.as_str() {
            "" => true,
            "writing" => writing,
            "published" => matches!(state, "published" | "breaking"),
            tab => tab == state,
        };
        let section = loaded.portal.sections.all.get(article.section as usize);
        let inside = |path: &str| path == self.section || path.starts_with(&format!("{}/", self.section));
        tab && (self.section.is_empty() || section.is_some_and(|s| inside(&s.path))) && self.names(loaded, article)
    }

    /// Whether the words stand in the headline, or are an author's or a tag's.
    fn names(&self, loaded: &Loaded, article: &Article) -> bool {
        let words = self.words.as_str();
        let portal = &loaded.portal;
        let mut names = article
            .authors
            .iter()
            .filter_map(|id| portal.authors.all.get(*id as usize));
        let mut tags = article.tags.iter().filter_map(|id| portal.tags.all.get(*id as usize));
        words.is_empty()
            || article.title.contains(words)
            || names.any(|term| term.name.contains(words))
            || tags.any(|term| term.name.contains(words))
    }
}

impl DeskState {
    /// A page of rows, and whether there are more.
    pub(super) fn rows(&self, query: &Query) -> (Vec<Row>, bool) {
        let writing: BTreeSet<String> = self.store().copies().unwrap_or_default().into_iter().collect();
        let now = self.now();
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else {
            return (Vec::new(), false);
        };
        let loaded = renderer.loaded();
        let query = Query {
            words: gate::canonical(query.words.trim()).into_owned(),
            ..query.clone()
        };
        let wanted = loaded.portal.articles.iter().rev().filter_map(|article| {
            let (state, open) = (state_of(article, now), writing.contains(&*article.source));
            query
                .takes((loaded, article), state, open)
                .then(|| row(loaded, article, (state, open)))
        });
        let mut rows: Vec<Row> = wanted.skip(query.page * ROWS).take(ROWS + 1).collect();
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        (rows, more)
    }

    /// The list.
    pub(super) fn list_screen(&self, query: &Query, host: &str) -> String {
        let mut html = Html::new(self.lang());
        html.raw("<h1 class=\"unseen\">").say("খবর", "Stories").raw("</h1>");
        self.new_story_form(&mut html);
        self.filters(&mut html, query);
        let (rows, more) = self.rows(query);
        html.raw("<ol class=\"stories\">");
        for row in &rows {
            self.list_row(&mut html, row);
        }
        html.raw("</ol>");
        if rows.is_empty() {
            html.raw("<p>")
                .say("এখানে কোনো খবর নেই।", "There is no story here.")
                .raw("</p>");
        }
        if more {
            let next = (query.page + 1).to_string();
            html.put(
                "<p><a class=\"next\" href=\"/?tab={}&amp;q={}&amp;section={}&amp;page={}\">",
                &[&query.tab, &part(&query.words), &part(&query.section), &next],
            );
            html.say("আগের খবর", "Earlier stories").raw("</a></p>");
        }
        frame(self, (html.word("খবর", "Stories"), "list"), host, &html.finish())
    }

    fn new_story_form(&self, html: &mut Html) {
        html.raw("<details class=\"new\"><summary>")
            .say("+ নতুন খবর", "+ New story")
            .raw("</summary><form method=\"post\" action=\"/new\">");
        hidden(html, self, &[]);
        html.put(
            "<label><span>{}</span><input name=\"title\" required></label><label><span>{}</span>",
            &[html.word("শিরোনাম", "Headline"), html.word("বিভাগ", "Section")],
        );
        self.sections(html, "");
        html.raw("</label><button class=\"main\">")
            .say("শুরু করুন", "Begin")
            .raw("</button></form></details>");
    }

    fn filters(&self, html: &mut Html, query: &Query) {
        html.put("<nav class=\"tabs\" aria-label=\"{}\">", &[html.word("বাছাই", "Filter")]);
        for (tab, bn, en) in TABS {
            let current = if tab == query.tab { "page" } else { "false" };
            html.put("<a href=\"/?tab={}\" aria-current=\"{}\">", &[tab, current])
                .say(bn, en)
                .raw("</a>");
        }
        html.put("</nav><form class=\"search\" method=\"get\" action=\"/\"><input type=\"hidden\" name=\"tab\" value=\"{}\">", &[&query.tab]);
        let names = html.word("শিরোনাম, লেখক বা ট্যাগ", "Headline, author or tag");
        html.put("<input type=\"search\" name=\"q\" value=\"{}\" placeholder=\"{}\" aria-label=\"{}\"><select name=\"section\" aria-label=\"{}\"><option value=\"\">", &[&query.words, names, names, html.word("বিভাগ", "Section")]);
        html.say("সব বিভাগ", "All sections").raw("</option>");
        self.section_options(html, &query.section);
        html.raw("</select><button>")
            .say("খুঁজুন", "Search")
            .raw("</button></form>");
    }

    fn list_row(&self, html: &mut Html, row: &Row) {
        let name = TABS.iter().find(|(tab, ..)| *tab == row.state);
        let name = name.map_or("", |(_, bn, en)| html.word(bn, en));
        html.put(
            "<li><a href=\"/write?id={}\">{}</a><p><b class=\"state {}\">{}</b> ",
            &[&part(&row.path), &row.title, row.state, name],
        );
        if row.writing {
            html.raw("<b class=\"state writing\">")
                .say("রাখা হয়নি", "not kept")
                .raw("</b> ");
        }
        let found = self.finding_count(&row.path);
        if found > 0 {
            let found = html.number(found);
            html.put("<b class=\"state lint\">{}", &[&found])
                .say("টি যাচাই", " to mend")
                .raw("</b> ");
        }
        html.put(
            "{} · <time datetime=\"{}\">{}</time></p></li>",
            &[&row.about, &row.date.to_string(), &self.date_words(row.date)],
        );
    }
}

fn row(loaded: &Loaded, article: &Article, (state, writing): (&'static str, bool)) -> Row {
    let portal = &loaded.portal;
    let section = portal
        .sections
        .all
        .get(article.section as usize)
        .map(|s| s.source.title.as_str());
    let authors = article
        .authors
        .iter()
        .filter_map(|id| portal.authors.all.get(*id as usize));
    let about: Vec<&str> = section.into_iter().chain(authors.map(|term| &*term.name)).collect();
    Row {
        path: article.source.to_string(),
        title: article.title.to_string(),
        state,
        about: about.join(" · "),
        date: article.date,
        writing,
    }
}
