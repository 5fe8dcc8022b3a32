//! A story's page.

use super::body::{BodyPart, Inserts, Owner};
use super::head::Head;
use super::id::FeedOf;
use super::structured;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::bengali::word::reading_minutes;
use crate::portal::url::query;
use crate::portal::{Article, ArticleId, LeadPicture, TermId, lite_address};
use crate::source::{ArgValue, Body, Node};
use jiff::Timestamp;

/// A story with its words longer than this gets the related box inside.
const LONG: u32 = 350;

/// The page of a story.
pub(super) fn page(world: &World<'_>, id: ArticleId) -> Document {
    let article = world.article(id);
    let traced = world.traces.is_some();
    let body = if traced {
        Body::default()
    } else {
        world.bodies.body(article)
    };
    let story = story(world, id, article, &body);
    let mut page = world.head(Head {
        kind: "article",
        address: &article.url,
        title: &article.title,
        description: &article.summary,
        above: world.crumbs(article.section, true),
    });
    fill_head(world, article, &mut page, &story);
    let ads = if article.ads {
        world.ads(&page.active)
    } else {
        world.no_ads()
    };
    let (ad, header) = (
        ads.get("in_text").cloned().flatten(),
        ads.get("header").cloned().flatten(),
    );
    let related = if article.words >= LONG {
        world.teasers(world.lists.related(id).iter().take(2).map(|n| n.id))
    } else {
        Vec::new()
    };
    let owner = Owner {
        source: &article.source,
        url: &article.url,
        absolute: false,
    };
    let parts = match traced {
        true => world.body_trace(article, owner),
        false => world.body_parts(&body.nodes, owner, Inserts { related, ad, header }),
    };
    // Structured data says only what the rest of the view and the source say: its own trace would add nothing.
    if !traced {
        let mut nodes = vec![structured::article(world, article, &page, &story)];
        nodes.extend(structured::media(world, &parts, &page, &story));
        nodes.push(structured::breadcrumb(world, &page));
        page.json_ld = structured::graph(nodes);
    }
    let template = article.template.as_deref().unwrap_or("article.html").to_owned();
    Document {
        body: Some(parts),
        ..Document::new(&template, page, Content::Article { story: Box::new(story) }, ads)
    }
}

fn fill_head(world: &World<'_>, article: &Article, page: &mut PageView, story: &StoryView) {
    let section = world.portal.section(article);
    page.og_type = "article".to_owned();
    page.published = Some(story.date.iso.clone());
    page.modified = article.updated.map(|u| world.iso(u));
    page.section = Some(section.source.title.clone());
    let author = |a: &TermId| world.absolute(&world.portal.authors.all[*a as usize].url);
    page.authors = article.authors.iter().map(author).collect();
    page.tags = story.tags.iter().map(|t| t.title.clone()).collect();
    page.active = section.path.clone();
    page.feeds.insert(0, world.feed(FeedOf::Section(article.section)));
    if let Some(language) = &article.language {
        page.language = language.to_string();
    }
    if let Some(card) = world.card_picture(article) {
        page.image = Some(card);
    } else if let Some(picture) = world.card(article) {
        page.image = Some(world.plain_picture(picture));
    }
}

impl<'a> World<'a> {
    /// When a story was changed, if that was more than ten minutes after it was published.
    pub(super) fn updated(&self, article: &Article) -> Option<DateView> {
        let late = |at: &Timestamp| at.as_second() - article.date.as_second() > 600;
        article.updated.filter(late).map(|at| self.date(at))
    }

    /// The lead picture, when it is one that share cards can show.
    pub(super) fn card(&self, article: &'a Article) -> Option<&'a LeadPicture> {
        article.image.as_deref().filter(|p| {
            let source = self.portal.files.get(&p.src);
            source
                .and_then(|s| self.portal.pictures.get(s))
                .is_some_and(crate::media::PictureInfo::fits_card)
        })
    }
}

fn story(world: &World<'_>, id: ArticleId, article: &Article, body: &Body) -> StoryView {
    let section = world.portal.section(article);
    let (previous, next) = neighbours(id, &section.stories);
    let link = |url: &str, title: &str| LinkView::new(title, world.href(url));
    let toc = body.headings.iter().filter(|h| h.level <= 3);
    let toc: Vec<TocItem> = toc
        .map(|h| TocItem {
            level: h.level,
            id: h.id.clone(),
            text: h.text.clone(),
        })
        .collect();
    StoryView {
        url: world.href(&article.url),
        title: article.title.to_string(),
        kicker: article.kicker.to_string(),
        subtitle: article.subtitle.to_string(),
        summary: article.summary.to_string(),
        dateline: article.dateline.to_string(),
        section: link(&section.url, &section.source.title),
        authors: article.authors.iter().map(|a| world.byline(*a)).collect(),
        date: world.date(article.date),
        updated: world.updated(article),
        reading_minutes: reading_minutes(article.words as usize, world.site.words_per_minute),
        image: article.image.as_ref().map(|p| world.picture(p)),
        body_html: String::new(),
        toc: if toc.len() >= 3 { toc } else { Vec::new() },
        corrections: corrections(world, article),
        tags: tags(world, &article.tags),
        author_boxes: author_boxes(world, &article.authors),
        series: series(world, id, article),
        share: share(world, article),
        previous: previous.map(|id| world.link(id)),
        next: next.map(|id| world.link(id)),
        related: world.stories("story.related", world.lists.related(id).iter().map(|n| n.id)),
        related_html: String::new(),
        section_more: world.teasers(section_more(world, id)),
        comments: super::comments::comments(world, id, article),
        form: article.form.name().to_owned(),
        lead_in_gallery: lead_in_gallery(world, article, body),
        extra: article.extra.as_deref().cloned().unwrap_or_default(),
    }
}

/// Whether the first gallery of a body, of three pictures or more, begins with the lead picture.
fn lead_in_gallery(world: &World<'_>, article: &Article, body: &Body) -> bool {
    let gallery = body.nodes.iter().find_map(|node| match node {
        Node::Shortcode(call) if call.name == "gallery" => Some(&call.args),
        _ => None,
    });
    let first = gallery.and_then(|args| args.iter().find(|(key, _)| key == "images"));
    let first = match first.map(|(_, value)| value) {
        // Two pictures beside each other are no photo story: its lead stands above the text as any other's.
        Some(ArgValue::List(images)) if images.len() > 2 => images.first(),
        _ => None,
    };
    let (Some(first), Some(lead)) = (first, &article.image) else {
        return false;
    };
    let shown = world.portal.published(&article.source, &article.url, first);
    shown.as_deref().unwrap_or(first) == lead.src
}

/// Stories that a story's lists have together, where its section has them.
const KIN: usize = 3;

/// What fills a short related list: stories of the section just before this one, newest first. Never later ones, so that a
/// new story leaves the pages of older ones as they are.
pub(super) fn section_more(world: &World<'_>, id: ArticleId) -> Vec<ArticleId> {
    let related = world.lists.related(id);
    let stories = &world.portal.section(world.article(id)).stories;
    let before = stories
        .get(..stories.partition_point(|story| *story < id))
        .unwrap_or_default();
    let others = before
        .iter()
        .rev()
        .filter(|story| !related.iter().any(|near| near.id == **story));
    others.take(KIN.saturating_sub(related.len())).copied().collect()
}

/// The stories before and after this one in its section (and those inside).
pub(super) fn neighbours(id: ArticleId, stories: &[ArticleId]) -> (Option<ArticleId>, Option<ArticleId>) {
    let Ok(at) = stories.binary_search(&id) else {
        return (None, None);
    };
    let previous = at.checked_sub(1).and_then(|i| stories.get(i));
    (previous.copied(), stories.get(at + 1).copied())
}

pub(super) fn corrections(world: &World<'_>, article: &Article) -> Vec<CorrectionView> {
    let mut corrections: Vec<_> = article.corrections.iter().collect();
    corrections.sort_by_key(|c| std::cmp::Reverse(c.date));
    corrections
        .into_iter()
        .map(|c| CorrectionView {
            date: world.date(c.date),
            text: c.text.clone(),
        })
        .collect()
}

pub(super) fn tags(world: &World<'_>, tags: &[TermId]) -> Vec<LinkView> {
    let link = |t: &TermId| {
        let term = &world.portal.tags.all[*t as usize];
        LinkView::new(term.name.to_string(), world.href(&term.url))
    };
    tags.iter().map(link).collect()
}

/// Boxes for those authors that have something to say about themselves.
pub(super) fn author_boxes(world: &World<'_>, authors: &[TermId]) -> Vec<AuthorView> {
    let known = authors.iter().filter(|a| {
        world
            .portal
            .profiles
            .get(a)
            .is_some_and(|p| !p.source.body.text.is_empty())
    });
    known.map(|a| super::term::author_view(world, *a)).collect()
}

pub(super) fn series(world: &World<'_>, id: ArticleId, article: &Article) -> Option<SeriesBox> {
    let term = &world.portal.series.all[article.series? as usize];
    let at = term.stories.binary_search(&id).ok()?;
    Some(SeriesBox {
        title: term.name.to_string(),
        url: world.href(&term.url),
        part: at as u32 + 1,
        previous: at
            .checked_sub(1)
            .and_then(|i| term.stories.get(i))
            .map(|s| world.link(*s)),
        next: term.stories.get(at + 1).map(|s| world.link(*s)),
    })
}

/// Share links say nothing but the story's address and headline, so a fingerprint does without.
fn share(world: &World<'_>, article: &Article) -> ShareView {
    if world.traces.is_some() {
        return ShareView::default();
    }
    let address = world.absolute(&article.url);
    let (url, text) = (query(&address), query(&article.title));
    ShareView {
        whatsapp: format!("https://wa.me/?text={text}%20{url}"),
        facebook: format!("https://www.facebook.com/sharer/sharer.php?u={url}"),
        x: format!("https://x.com/intent/post?text={text}&url={url}"),
        telegram: format!("https://t.me/share/url?url={url}&text={text}"),
        copy: address,
        lite: lite_address(world.site, &article.url, article.date).map_or_else(String::new, |lite| world.href(&lite)),
    }
}

/// The body of a story for feeds: absolute addresses, no boxes, no ads.
pub(super) fn feed_body(world: &World<'_>, article: &Article) -> Vec<BodyPart> {
    let owner = Owner {
        source: &article.source,
        url: &article.url,
        absolute: true,
    };
    if world.traces.is_some() {
        return world.body_trace(article, owner);
    }
    let body = world.bodies.body(article);
    world.body_parts(&body.nodes, owner, Inserts::default())
}
