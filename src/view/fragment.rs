//! Fragments: what every page shows but no page owns.

use super::id::Fragment;
use super::types::{LinkView, MastheadView};
use super::world::World;
use crate::bengali::date::masthead_parts;
use crate::portal::ArticleId;
use serde_json::{Value, json};

/// The one value that a fragment's template prints: its name and the value.
pub(super) fn fragment(world: &World<'_>, fragment: Fragment) -> (&'static str, Value) {
    match fragment {
        Fragment::Masthead => ("masthead", json!(masthead(world))),
        Fragment::Breaking => ("breaking", json!(breaking(world))),
        Fragment::Popular => (
            "popular",
            json!(super::popular::portal(world, world.site.popular_limit.min(10))),
        ),
        Fragment::Latest => ("latest", json!(world.teasers(world.latest(world.site.latest)))),
        Fragment::Comments => ("recent", json!(super::comments::recent(world))),
    }
}

fn masthead(world: &World<'_>) -> MastheadView {
    let date = world.site.zone.to_datetime(world.now).date();
    let iso = date.to_string();
    match masthead_parts(date, world.site.edition, &world.site.place) {
        Ok(parts) => MastheadView {
            place: parts.place,
            weekday: parts.weekday.to_owned(),
            gregorian: parts.gregorian,
            bangla: parts.bangla.to_string(),
            hijri: parts.hijri.map(|h| h.to_string()).unwrap_or_default(),
            iso,
        },
        Err(_) => MastheadView {
            place: world.site.place.clone(),
            iso,
            ..MastheadView::default()
        },
    }
}

/// Up to three breaking headlines of the newest five hundred stories.
fn breaking(world: &World<'_>) -> Vec<LinkView> {
    breaking_stories(world).take(3).map(|id| world.link(id)).collect()
}

/// Stories that are marked as breaking now, newest first.
pub(crate) fn breaking_stories<'w>(world: &'w World<'_>) -> impl Iterator<Item = ArticleId> + 'w {
    let holds = |id: &ArticleId| world.article(*id).breaking_until().is_some_and(|end| end > world.now);
    world.latest(500).filter(holds)
}
