//! The front page: lead, second leads, the latest rail, and blocks laid out by configuration.

use super::head::Head;
use super::structured;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::config::{Block, Shape};
use crate::portal::ArticleId;
use crate::source::FrontPick;
use jiff::Timestamp;
use rustc_hash::FxHashSet;

/// Second leads that an editor may name.
const MOST_SECONDS: usize = 4;

/// The front page.
pub(super) fn page(world: &World<'_>) -> Document {
    let mut used = FxHashSet::default();
    let (lead, seconds) = leads(world, &mut used);
    let view = FrontView {
        lead: lead.map(|id| world.teaser(id)),
        lead_related: lead.map(|id| lead_related(world, id, &used)).unwrap_or_default(),
        seconds: world.teasers(seconds),
        latest: world.teasers(
            world
                .latest(world.site.front_latest + used.len())
                .filter(|id| !used.contains(id))
                .take(world.site.front_latest),
        ),
        blocks: blocks(world, &mut used),
    };
    let mut head = world.head(Head {
        kind: "front",
        address: "/",
        title: &world.site.title,
        description: &world.site.description,
        above: Vec::new(),
    });
    head.feeds.push(FeedView {
        title: world.site.title.clone(),
        url: world.href("/atom.xml"),
        mime: "application/atom+xml".to_owned(),
    });
    head.feeds.push(FeedView {
        title: world.site.title.clone(),
        url: world.href("/feed.json"),
        mime: "application/feed+json".to_owned(),
    });
    head.json_ld = structured::graph(structured::website(world));
    Document::new(
        "front.html",
        head,
        Content::Front { front: Box::new(view) },
        world.ads(""),
    )
}

/// The lead and the second leads, by this order of precedence: what `data/front.toml` names and has not ended; stories that
/// are featured now, by day, weight and date; the newest.
fn leads(world: &World<'_>, used: &mut FxHashSet<ArticleId>) -> (Option<ArticleId>, Vec<ArticleId>) {
    let picks = &world.portal.picks;
    let stands = |pick: &FrontPick| match pick.until {
        Some(end) if end <= world.now => None,
        _ => world.portal.named(&pick.story).flatten(),
    };
    let picked_lead = picks.lead.as_ref().and_then(stands);
    let mut seconds: Vec<ArticleId> = Vec::new();
    for id in picks.seconds.iter().filter_map(stands) {
        if Some(id) != picked_lead && !seconds.contains(&id) && seconds.len() < MOST_SECONDS {
            seconds.push(id);
        }
    }
    let mut others = automatic(world).into_iter().filter(|id| Some(*id) != picked_lead);
    let mut next = |taken: &[ArticleId]| others.find(|id| !taken.contains(id));
    let lead = picked_lead.or_else(|| next(&seconds));
    while seconds.len() < 2
        && let Some(id) = next(&seconds)
    {
        seconds.push(id);
    }
    used.extend(lead.iter().chain(&seconds).copied());
    (lead, seconds)
}

/// Stories for the top of the page without an editor's choice: featured ones (of the newest twelve) by day, weight and date, then
/// the newest.
fn automatic(world: &World<'_>) -> Vec<ArticleId> {
    let newest = world.latest(2_000);
    let holds = |end: Option<Timestamp>| end.is_some_and(|end| end > world.now);
    let hours = world.site.featured_hours;
    let featured = newest.filter(|id| holds(world.article(*id).featured_until(hours)));
    let mut featured: Vec<ArticleId> = featured.take(12).collect();
    featured.sort_by_key(|id| {
        let article = world.article(*id);
        let day = world.site.zone.to_datetime(article.date).date();
        (
            std::cmp::Reverse(holds(article.breaking_until())),
            std::cmp::Reverse(day),
            std::cmp::Reverse(article.weight),
            std::cmp::Reverse(*id),
        )
    });
    featured.truncate(3);
    let newest = world.latest(12).filter(|id| !featured.contains(id)).collect::<Vec<_>>();
    featured.into_iter().chain(newest).collect()
}

fn lead_related(world: &World<'_>, lead: ArticleId, used: &FxHashSet<ArticleId>) -> Vec<LinkView> {
    let related = world.lists.related(lead).iter().filter(|n| !used.contains(&n.id));
    related.take(3).map(|n| world.link(n.id)).collect()
}

fn blocks(world: &World<'_>, used: &mut FxHashSet<ArticleId>) -> Vec<BlockView> {
    let configured = world
        .site
        .front_blocks
        .clone()
        .unwrap_or_else(|| standard_blocks(world));
    let mut ads = 0;
    let mut blocks = Vec::with_capacity(configured.len());
    for table in &configured {
        let block = match table.shape {
            Shape::Ad => {
                ads += 1;
                world.front_ad(ads - 1).map(|ad| BlockView {
                    shape: "ad".to_owned(),
                    ad: Some(ad),
                    ..BlockView::default()
                })
            }
            Shape::Popular => popular(world, table),
            _ => stories(world, table, used),
        };
        blocks.extend(block);
    }
    blocks
}

/// One block a section, shapes in turn, an ad slot every two, the popular block in the middle.
fn standard_blocks(world: &World<'_>) -> Vec<Block> {
    let shapes = [Shape::LeadList, Shape::Columns, Shape::List];
    let mut blocks = Vec::new();
    let roots = world.portal.sections.roots();
    for (n, id) in roots
        .iter()
        .filter(|id| !world.portal.sections.all[**id as usize].path.is_empty())
        .enumerate()
    {
        let path = &world.portal.sections.all[*id as usize].path;
        let shape = match path.as_str() {
            "opinion" => Shape::Opinion,
            "photo" | "gallery" => Shape::Photo,
            _ => shapes[n % shapes.len()],
        };
        blocks.push(Block {
            shape,
            section: Some(path.clone()),
            ..Block::default()
        });
        if n % 2 == 1 {
            blocks.push(Block {
                shape: Shape::Ad,
                ..Block::default()
            });
        }
        if n == 3 {
            blocks.push(Block {
                shape: Shape::Popular,
                ..Block::default()
            });
        }
    }
    blocks
}

fn popular(world: &World<'_>, table: &Block) -> Option<BlockView> {
    let limit = table.limit.map_or(10, |l| l as usize);
    let window = world.lists.popular.windows.first()?;
    // Without data of readers the newest stories stand in there, which the page shows already.
    let measured = world.lists.popular.measured;
    if !measured {
        return None;
    }
    let title = table
        .title
        .clone()
        .unwrap_or_else(|| world.t("most_popular").to_owned());
    let url = world.href("/popular/");
    let stories = super::popular::teasers(world, window.stories.iter().take(limit).copied());
    (!stories.is_empty()).then(|| BlockView {
        shape: "popular".to_owned(),
        title,
        url,
        stories,
        ad: None,
        measured,
    })
}

/// A block of a section or tag: its newest stories that the page does not show yet. With too few it folds.
fn stories(world: &World<'_>, table: &Block, used: &mut FxHashSet<ArticleId>) -> Option<BlockView> {
    let (title, url, list) = match (&table.section, &table.tag) {
        (Some(path), _) => {
            let section = &world.portal.sections.all[world.portal.sections.find(path)? as usize];
            (section.source.title.clone(), &section.url, &section.stories)
        }
        (None, Some(tag)) => {
            let term = &world.portal.tags.all[world.portal.tags.find(tag)? as usize];
            (term.name.to_string(), &term.url.to_string(), &term.stories)
        }
        _ => return None,
    };
    let limit = table.limit.map_or(most(table.shape), |l| l as usize).clamp(1, 12);
    let shown: Vec<ArticleId> = list
        .iter()
        .rev()
        .filter(|id| !used.contains(id))
        .take(limit)
        .copied()
        .collect();
    used.extend(shown.iter().copied());
    let shape = fold(table.shape, shown.len())?;
    Some(BlockView {
        shape: shape.name().to_owned(),
        title: table.title.clone().unwrap_or(title),
        url: world.href(url),
        stories: world.teasers(shown),
        ad: None,
        measured: true,
    })
}

fn most(shape: Shape) -> usize {
    match shape {
        Shape::LeadList => 5,
        Shape::Columns | Shape::Opinion => 4,
        _ => 6,
    }
}

/// The shape that fits `stories` stories; none for none.
fn fold(shape: Shape, stories: usize) -> Option<Shape> {
    match (shape, stories) {
        (_, 0) => None,
        (Shape::LeadList | Shape::Photo, 1..=2) | (Shape::Columns, 1) => Some(Shape::List),
        (shape, _) => Some(shape),
    }
}
