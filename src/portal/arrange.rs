//! Arranging: typed sources become the portal.

mod files;
mod joins;
mod placeless;
mod redirects;
mod section_folders;
mod terms;

use super::address::{self, Claims};
use super::archive::Archive;
use super::article::*;
use super::corrections::{self, CORRECTIONS};
use super::place::{self, FileNames};
use super::{Due, Hidden, Notice, Paging, PlainPage, Portal, Sections, Terms, Unpublished, Withheld};
use crate::config::Site;
use crate::diag::{BoundedList, Diagnostic, Place, codes::portal as codes};
use crate::media::PictureInfo;
use crate::source::{AuthorSource, CommentSource, FrontPicks, Mark, PageSource, SectionSource};
use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that was read, each list in order of source paths.
#[derive(Debug, Default)]
pub struct Sources {
    /// Stories.
    pub stories: Vec<Arc<StoryFile>>,
    /// Sections: file and content.
    pub sections: Vec<(String, SectionSource)>,
    /// Authors.
    pub authors: Vec<(String, AuthorSource)>,
    /// Plain pages.
    pub pages: Vec<(String, PageSource)>,
    /// Comment files.
    pub comments: Vec<(String, Vec<CommentSource>)>,
    /// What an editor has put on the front page.
    pub front: FrontPicks,
    /// Files beside content, by path.
    pub assets: Vec<String>,
    /// Files of `static/`, by path.
    pub statics: Vec<String>,
    /// Measured pictures among assets and statics.
    pub pictures: BTreeMap<String, PictureInfo>,
    /// When files were last changed, where their front matter does not say it.
    pub modified: Arc<BTreeMap<String, Timestamp>>,
    /// Former addresses of `data/redirects.toml`, and where they lead.
    pub redirects: BTreeMap<String, String>,
}

/// The run's moment and what an editor asked to see.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// One clock value for the whole run.
    pub now: Timestamp,
    /// Drafts count as published.
    pub drafts: bool,
    /// Stories to come count as published.
    pub future: bool,
    /// Stories that were taken down count as published.
    pub expired: bool,
}

/// Arranges what was read. Diagnostics without a line name a word to look for in the file (`place.word`).
pub fn arrange(sources: &Sources, site: &Site, moment: Moment) -> (Portal, Vec<Diagnostic>) {
    let Sources {
        stories,
        sections,
        authors,
        pages,
        comments,
        front,
        assets,
        statics,
        pictures,
        modified,
        redirects,
    } = sources;
    let mut context = ArrangeContext::new(
        Lookup {
            sections,
            assets,
            statics,
            pictures,
        },
        site,
        moment,
    );
    let published = context.sort_out(stories);
    context.portal.modified = Arc::clone(modified);
    context.number(published);
    context.section_files(sections);
    context.profiles(authors.clone());
    context.pages(pages.clone());
    context.lists();
    context.curated(stories);
    context.front(front);
    context.comments(comments.clone());
    context.statics(statics);
    // One story more may make a page of a list; such a page's address is not kept against stories to come.
    let mut taken = context.claims.hashes();
    context.list_pages();
    context.redirects(stories, redirects);
    context.corrections();
    taken.extend(context.portal.redirects.keys().map(|from| address::hash(from)));
    let missing = super::named::missing(site, &context.portal, &context.statics);
    context.diagnostics.extend(missing);
    let (mut portal, diagnostics) = (context.portal, context.diagnostics);
    portal.taken = taken;
    portal.pictures = pictures.clone();
    portal.due.sort();
    (portal, diagnostics.finish())
}

/// The feeds of a section.
const FEEDS: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

/// What is looked up while arranging.
struct Lookup<'a> {
    sections: &'a [(String, SectionSource)],
    assets: &'a [String],
    statics: &'a [String],
    pictures: &'a BTreeMap<String, PictureInfo>,
}

/// A story that is published, on its way to a number.
struct Published<'a> {
    file: &'a StoryFile,
    date: Timestamp,
    section: SectionId,
    url: String,
}

struct ArrangeContext<'a> {
    site: &'a Site,
    moment: Moment,
    assets: FxHashSet<&'a str>,
    sorted_assets: &'a [String],
    statics: FxHashSet<&'a str>,
    pictures: &'a BTreeMap<String, PictureInfo>,
    claims: Claims,
    portal: Portal,
    diagnostics: BoundedList,
    order: FxHashMap<&'a str, ArticleId>,
    /// Folders of folder stories, published or not.
    story_folders: FxHashSet<&'a str>,
    /// Source and address of each retracted story.
    notice_urls: Vec<(&'a str, String)>,
    /// Former addresses as noted, and the settled ones by key: source and target.
    former: Vec<redirects::Noted>,
    former_by_key: FxHashMap<String, (String, String)>,
}

impl<'a> ArrangeContext<'a> {
    fn new(lookup: Lookup<'a>, site: &'a Site, moment: Moment) -> Self {
        let portal = Portal {
            sections: Sections::new(lookup.sections),
            tags: Terms::new("/tag/"),
            authors: Terms::new("/author/"),
            series: Terms::new("/series/"),
            file_names: FileNames::new(lookup.assets.iter().chain(lookup.statics).map(String::as_str)),
            ..Portal::default()
        };
        let mut context = ArrangeContext {
            site,
            moment,
            assets: lookup.assets.iter().map(String::as_str).collect(),
            sorted_assets: lookup.assets,
            statics: lookup.statics.iter().map(String::as_str).collect(),
            pictures: lookup.pictures,
            claims: Claims::default(),
            portal,
            diagnostics: BoundedList::default(),
            order: FxHashMap::default(),
            story_folders: FxHashSet::default(),
            notice_urls: Vec::new(),
            former: Vec::new(),
            former_by_key: FxHashMap::default(),
        };
        let pages = [
            "/",
            "/latest/",
            "/popular/",
            "/archive/",
            "/search/",
            "/tag/",
            "/author/",
            "/series/",
            "/page/",
            "/assets/",
            "/_fragments/",
            "/_former/",
            "/_analytics/",
            "/sitemaps/",
            "/404.html",
        ];
        let files = [
            "/rss.xml",
            "/atom.xml",
            "/feed.json",
            "/sitemap.xml",
            "/news-sitemap.xml",
            "/robots.txt",
            "/ads.txt",
            "/manifest.webmanifest",
            "/opensearch.xml",
            "/.well-known/security.txt",
        ];
        let lite = site.lite_from.map(|_| address::LITE);
        for own in pages.into_iter().chain(files).chain(lite) {
            let _ = context.claims.claim(own, "khobor");
        }
        context
            .diagnostics
            .extend(section_folders::report(&context.portal.sections));
        for id in 0..context.portal.sections.all.len() {
            let (url, file) = (
                context.portal.sections.all[id].url.clone(),
                context.portal.sections.all[id].file.clone(),
            );
            if url != "/" {
                if context.portal.sections.all[id].source.has_weight {
                    let warning = Diagnostic::new(&codes::SECTION_WEIGHT);
                    context.diagnostics.push(warning.at(Place::word(&file, "weight")));
                }
                let feeds: &[&str] = if context.claim(&url, &file) { &FEEDS } else { &[] };
                for feed in feeds {
                    context.claim(&format!("{url}{feed}"), &file);
                }
            }
        }
        context
    }

    fn claim(&mut self, url: &str, source: &str) -> bool {
        let claimed = match super::url::reserved(url) {
            Some(reason) => self.claims.claim_by(Err(reason), url, source),
            None => self.claims.claim(url, source),
        };
        let free = claimed.is_ok();
        self.diagnostics.extend(claimed.err());
        free
    }

    /// Decides of every story whether it is published now, and gives addresses.
    fn sort_out(&mut self, stories: &'a [Arc<StoryFile>]) -> Vec<Published<'a>> {
        let folders = stories.iter().filter(|s| place::is_folder_story(&s.path));
        self.story_folders = folders.map(|s| place::folder(&s.path)).collect();
        let mut published = Vec::with_capacity(stories.len());
        let placed: Vec<_> = stories.par_iter().map(|file| self.place_of(file)).collect();
        for (file, placed) in stories.iter().zip(placed) {
            let Some((section, date, url, key)) = placed else {
                self.tell_placeless(file);
                continue;
            };
            self.tell_odd_update(file);
            let claimed = self.claims.claim_by(key, &url, &file.path);
            if let Err(diagnostics) = claimed {
                self.diagnostics.push(diagnostics);
                continue;
            }
            if let Some(lite) = address::lite(self.site, &url, date) {
                self.claim(&lite, &file.path);
            }
            if let Cow::Owned(page) = super::url::story_file(&url) {
                self.claim(&page, &file.path);
            }
            match self.stands(file, date, section, &url) {
                true => published.push(Published {
                    file,
                    date,
                    section,
                    url,
                }),
                false => remember(&mut self.portal.names, (&url, file), None),
            }
        }
        published
    }

    /// Section, date, address and its key; `None` without a section or a date.
    fn place_of(
        &self,
        file: &StoryFile,
    ) -> Option<(SectionId, Timestamp, String, Result<String, super::url::Refusal>)> {
        let section = self.section_of(file)?;
        let date = self.date_of(file)?;
        let slug = address::slug_of(&file.path, file.front.slug.as_deref());
        let path = &self.portal.sections.all.get(section as usize)?.path;
        let day = self.site.zone.to_datetime(date).date();
        let url = address::of_story(&self.site.article_pattern, path, &slug, day);
        let key = address::key_of(&url).and_then(|key| super::url::reserved(&url).map_or(Ok(key), Err));
        Some((section, date, url, key))
    }

    fn section_of(&self, file: &StoryFile) -> Option<SectionId> {
        let path = place::section_path(&file.path);
        self.portal.sections.find(path).filter(|_| !path.is_empty())
    }

    fn date_of(&self, file: &StoryFile) -> Option<Timestamp> {
        let named = || {
            let date = place::dated(place::stem(&file.path)).0?;
            date.to_zoned(self.site.zone.clone()).ok().map(|z| z.timestamp())
        };
        file.front.date.or_else(named)
    }

    /// Whether the story is published at the run's moment. Counts and notes what is not.
    fn stands(&mut self, file: &'a StoryFile, date: Timestamp, section: SectionId, url: &str) -> bool {
        let (front, now) = (&file.front, self.moment.now);
        if front.draft && !self.moment.drafts {
            return self.withhold(file, url, Unpublished::Draft);
        }
        let gone = front.expires.filter(|e| *e <= now && !self.moment.expired);
        if date > now && gone.is_none() {
            self.portal.due.push((date, Due::Publish, file.path.clone()));
        }
        for (key, mark) in [("breaking", front.breaking), ("featured", front.featured)] {
            if matches!(mark, Mark::Until(end) if end <= date) {
                let diagnostic = Diagnostic::new(&codes::EMPTY_MARK).arg("key", key);
                self.diagnostics.push(diagnostic.at(Place::word(&file.path, key)));
            }
        }
        if let Some(expires) = front.expires.filter(|e| *e > now) {
            self.portal.due.push((expires, Due::Expire, file.path.clone()));
        }
        if let Some(expired) = gone {
            return self.withhold(file, url, Unpublished::Expired(expired));
        }
        if date > now && !self.moment.future {
            return self.withhold(file, url, Unpublished::Scheduled(date));
        }
        if let Some(reason) = &front.retracted {
            self.portal.notices.push(Notice {
                url: url.to_owned(),
                reason: reason.clone(),
                section,
            });
            self.notice_urls.push((&file.path, url.to_owned()));
            return self.withhold(file, url, Unpublished::Retracted);
        }
        true
    }

    /// Counts a story that is not published: it never stands.
    fn withhold(&mut self, file: &StoryFile, url: &str, why: Unpublished) -> bool {
        let hidden = &mut self.portal.hidden;
        *match why {
            Unpublished::Draft => &mut hidden.drafts,
            Unpublished::Scheduled(_) => &mut hidden.scheduled,
            Unpublished::Expired(_) => &mut hidden.expired,
            Unpublished::Retracted => &mut hidden.retracted,
        } += 1;
        self.portal.withheld.push(Withheld {
            source: file.path.clone(),
            url: url.to_owned(),
            why,
        });
        false
    }

    /// Orders the published stories by date and address and turns them into articles.
    fn number(&mut self, mut published: Vec<Published<'a>>) {
        published.sort_by(|a, b| (a.date, &a.url).cmp(&(b.date, &b.url)));
        self.terms(&published);
        let mut pictures = Vec::with_capacity(published.len());
        for story in &published {
            self.files_of(story);
            pictures.push(self.lead_picture(story).map(Box::new));
        }
        let mut names = std::mem::take(&mut self.portal.names);
        let ((), (by_url, order, articles)) = rayon::join(
            || {
                names.reserve(published.len() * 2);
                for (id, story) in (0..).zip(&published) {
                    remember(&mut names, (&story.url, story.file), Some(id));
                }
            },
            || {
                let order = (0..)
                    .zip(&published)
                    .map(|(id, story)| (story.file.path.as_str(), id))
                    .collect();
                let by_url = (0..)
                    .zip(&published)
                    .map(|(id, story)| (story.url.as_str().into(), id))
                    .collect();
                let articles = published.par_iter().zip(pictures);
                let articles = articles.map(|(story, picture)| self.article(story, picture)).collect();
                (by_url, order, articles)
            },
        );
        (self.portal.names, self.portal.by_url, self.portal.articles) = (names, by_url, articles);
        self.order = order;
    }

    fn article(&self, story: &Published<'a>, image: Option<Box<LeadPicture>>) -> Article {
        let (front, body) = (&story.file.front, &story.file.body);
        let ids = |terms: &Terms, names: &[String]| {
            let mut ids: Vec<TermId> = Vec::with_capacity(names.len());
            for id in names.iter().filter_map(|n| terms.find(n)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            ids.into_boxed_slice()
        };
        let text = |t: &Option<String>| t.as_deref().unwrap_or_default().into();
        Article {
            source: story.file.path.as_str().into(),
            url: story.url.as_str().into(),
            title: front.title.as_str().into(),
            kicker: text(&front.kicker),
            subtitle: text(&front.subtitle),
            summary: front.summary.as_deref().unwrap_or(&body.excerpt).into(),
            dateline: text(&front.dateline),
            date: story.date,
            updated: self.portal.updated(story.file, story.date),
            section: story.section,
            authors: ids(&self.portal.authors, &front.authors),
            tags: ids(&self.portal.tags, &front.tags),
            series: front.series.as_deref().and_then(|s| self.portal.series.find(s)),
            image,
            draft: front.draft,
            featured: front.featured,
            breaking: front.breaking,
            comments: front.comments && self.site.comments,
            ads: front.ads,
            form: body.form,
            weight: i32::try_from(front.weight).unwrap_or(0),
            words: body.words,
            corrections: front.corrections.clone().into(),
            related: Box::default(),
            card: front.card.as_deref().map(Into::into),
            card_title: front.card_title.as_deref().map(Into::into),
            template: front.template.as_deref().map(Into::into),
            language: front.language.as_deref().map(Into::into),
            extra: (!front.extra.is_empty()).then(|| Box::new(front.extra.clone())),
            guid: front.guid.as_deref().map(Into::into),
            source_hash: body.hash,
            body: body.at,
            sees: sees(body),
        }
    }

    fn pages(&mut self, pages: Vec<(String, PageSource)>) {
        for (file, source) in pages {
            if source.draft && !self.moment.drafts {
                self.portal.hidden.drafts += 1;
                continue;
            }
            let inner = place::folder(file.strip_prefix("content/pages/").unwrap_or(&file)).to_owned();
            let inner = if place::is_folder_story(&file) {
                place::folder(&inner).to_owned()
            } else {
                inner
            };
            let slug = super::url::part(source.slug.as_deref().unwrap_or_else(|| place::stem(&file)));
            let url = format!("/{inner}/{slug}/").replace("//", "/");
            if !self.claim(&url, &file) {
                continue;
            }
            self.named_files(&file, &url, &source.body.pictures, &source.body.links);
            for alias in &source.aliases {
                self.redirect(alias, &url, &file);
            }
            self.portal.pages.push(PlainPage {
                takes_comments: source.comments && self.site.comments,
                comments: Vec::new(),
                file,
                url,
                source,
            });
        }
    }

    /// Claims the numbered pages of lists, so that nothing else is written there.
    fn list_pages(&mut self) {
        let size = self.site.paginate_by;
        let portal = &self.portal;
        let sections = portal.sections.all.iter().filter(|s| !s.path.is_empty()).map(|s| {
            let size = s.source.paginate_by.map_or(size, |n| (n as usize).clamp(1, 500));
            (&*s.url, s.stories.len(), size, &*s.file)
        });
        let terms = portal.tags.all.iter().chain(&portal.authors.all);
        let lists = sections.chain(terms.map(|t| (&*t.url, t.stories.len(), size, &*t.source)));
        let pages: Vec<(String, String)> = lists
            .flat_map(|(url, total, size, source)| {
                let pages = Paging { total, size }.pages();
                (1..=pages).map(move |page| (format!("{url}page/{page}/"), source.to_owned()))
            })
            .collect();
        for (url, source) in pages {
            self.claim(&url, &source);
        }
    }

    /// Lists all corrections on a page, unless the site has one of its own there.
    fn corrections(&mut self) {
        self.portal.corrections = corrections::list(&self.portal.articles);
        let bare = CORRECTIONS.trim_end_matches('/');
        let redirected = [CORRECTIONS, bare]
            .iter()
            .any(|a| self.portal.redirects.contains_key(*a));
        let holder = self.claims.holder(CORRECTIONS).map(str::to_owned);
        if let Some(file) = &holder {
            let note = Diagnostic::new(&codes::OWN_CORRECTIONS).arg("url", CORRECTIONS);
            self.diagnostics.push(note.at(Place::file(file)));
        }
        self.portal.corrections_page = holder.is_none() && !redirected;
        if self.portal.corrections_page {
            let total = self.portal.corrections.len();
            let size = self.site.paginate_by;
            let pages = (1..=Paging { total, size }.pages()).map(|page| format!("page/{page}/"));
            for inner in FEEDS.map(str::to_owned).into_iter().chain(pages) {
                self.claim(&format!("{CORRECTIONS}{inner}"), "khobor");
            }
        }
    }

    /// Fills sections, terms and the archive; numbers ascend, so every list is ordered by date.
    fn lists(&mut self) {
        for id in 0..self.portal.articles.len() {
            let article = &self.portal.articles[id];
            let id = id as ArticleId;
            for section in self.portal.sections.lineage(article.section) {
                self.portal.sections.all[section as usize].stories.push(id);
            }
            for tag in &article.tags {
                self.portal.tags.all[*tag as usize].stories.push(id);
            }
            for author in &article.authors {
                self.portal.authors.all[*author as usize].stories.push(id);
            }
            if let Some(series) = article.series {
                self.portal.series.all[series as usize].stories.push(id);
            }
        }
        self.portal.archive = Archive::new(&self.portal.articles, &self.site.zone);
    }
}

/// Notes by what names editors may call a story; `None` for one that is not published.
fn remember(names: &mut FxHashMap<String, Option<ArticleId>>, (url, file): (&str, &StoryFile), id: Option<ArticleId>) {
    names.insert(place::story_key(url), id);
    names.insert(place::story_key(&file.path), id);
    for alias in &file.front.aliases {
        names.entry(place::story_key(alias)).or_insert(id);
        if id.is_some() {
            names.insert(place::story_key(alias), id);
        }
    }
}

/// `None` for the many bodies that show nothing of others.
pub(super) fn sees(body: &BodyFacts) -> Option<Box<Sees>> {
    let nothing = body.links.is_empty() && body.pictures.is_empty() && body.related.is_empty();
    let sees = || Sees {
        links: body.links.clone(),
        pictures: body.pictures.clone(),
        related: body.related.clone(),
    };
    (!nothing).then(|| Box::new(sees()))
}

impl Hidden {
    /// All of them.
    pub fn total(self) -> u32 {
        self.drafts + self.scheduled + self.expired + self.retracted
    }
}
