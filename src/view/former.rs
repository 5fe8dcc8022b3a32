//! Former addresses with a query (`/?p=123`) on hosts that cannot match one: a small script on the front page and on 404, and
//! the map that it looks into, cut into shards so that a reader loads one of them.

use super::world::World;
use crate::portal::{QueryAddress, url};
use std::collections::{BTreeMap, BTreeSet};

/// Shards of the map. Ten thousand former addresses make shards of 150.
const SHARDS: u32 = 64;

/// The script's name in the output.
pub(super) const SCRIPT: &str = "_former/former.js";

/// The script.
pub(super) const SCRIPT_TEXT: &str = include_str!("former.js");

/// The shard of a former address. The script counts in the same way, in UTF-16.
fn shard(key: &str) -> u32 {
    key.encode_utf16()
        .fold(0u32, |sum, unit| sum.wrapping_mul(31).wrapping_add(u32::from(unit)))
        % SHARDS
}

/// The shards that hold something, ascending.
pub(super) fn shards(world: &World<'_>) -> BTreeSet<u32> {
    world
        .portal
        .query_redirects
        .keys()
        .map(|address| shard(&address.key()))
        .collect()
}

/// The map of a shard: former address, decoded, to `href`.
pub(super) fn map(world: &World<'_>, number: u32) -> String {
    let inside = world
        .portal
        .query_redirects
        .iter()
        .map(|(address, to)| (address.key(), to));
    let inside = inside.filter(|(key, _)| shard(key) == number);
    let map: BTreeMap<String, String> = inside.map(|(key, to)| (key, target(world, to))).collect();
    serde_json::to_string(&map).unwrap_or_default() + "\n"
}

/// The script's element, where the portal has such addresses; nothing elsewhere.
pub(super) fn element(world: &World<'_>) -> String {
    let names = |address: &QueryAddress| address.names().map(url::query).collect::<Vec<_>>().join(",");
    let sets: BTreeSet<String> = world.portal.query_redirects.keys().map(names).collect();
    if sets.is_empty() {
        return String::new();
    }
    // What names more is looked for first.
    let mut sets: Vec<String> = sets.into_iter().collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.matches(',').count()));
    format!(
        "<script defer src=\"{}\" data-home=\"{}\" data-names=\"{}\" data-shards=\"{SHARDS}\"></script>",
        world.href(&format!("/{SCRIPT}")),
        world.site.home,
        sets.join(" "),
    )
}

/// Lines of `_redirects` as Netlify reads them: `/ p=123 /section/name/ 301`.
pub(super) fn rules(world: &World<'_>, home: &str) -> String {
    let rule = |(address, to): (&QueryAddress, &String)| {
        let pairs: Vec<String> = address
            .params
            .iter()
            .map(|(name, value)| format!("{}={}", url::query(name), url::query(value)))
            .collect();
        let from = url::absolute(home, &address.path);
        format!("{from} {} {} 301\n", pairs.join(" "), target(world, to))
    };
    world.portal.query_redirects.iter().map(rule).collect()
}

fn target(world: &World<'_>, to: &str) -> String {
    match to.starts_with('/') {
        true => url::target(world.site.home.trim_end_matches('/'), to),
        false => to.to_owned(),
    }
}
