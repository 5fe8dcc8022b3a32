//! `khobor related`.

use super::options::{Global, RelatedArgs};
use super::output::Terminal;
use super::{exit, lang, load};
use crate::bengali::number;
use crate::diag::Lang;
use crate::engine::{Loaded, Request};
use crate::portal::ArticleId;
use crate::relate::related::{Ground, Neighbour};
use serde_json::{Value, json};

/// Scores are parts of a million.
const MILLION: f64 = 1_000_000.0;

pub(super) fn run(global: &Global, args: &RelatedArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let request = Request {
        pictures: false,
        related: args.limit.map(|l| l.clamp(1, 50)),
        ..lang::request(global)?
    };
    let Some((loaded, diagnostics)) = load::portal(&terminal, &request) else {
        return Ok(exit::FAULT);
    };
    if args.all {
        // One object a story: there is no place in them for the warnings of the site.
        terminal.print_diagnostics(&diagnostics);
        (0..loaded.portal.articles.len() as ArticleId).for_each(|id| terminal.json_line(&line(&loaded, id)));
        return Ok(exit::OK);
    }
    terminal.diagnostics(&diagnostics);
    let written = args.path.as_deref().unwrap_or_default();
    let Some(id) = loaded.portal.named(written).flatten() else {
        return Err(match terminal.lang {
            Lang::Bn => format!("এমন প্রকাশিত প্রতিবেদন নেই: {written}"),
            Lang::En => format!("no such published story: {written}"),
        });
    };
    if global.json {
        terminal.json(true, line(&loaded, id), &diagnostics);
        return Ok(exit::OK);
    }
    for near in loaded.lists.related(id) {
        let article = &loaded.portal.articles[near.id as usize];
        terminal.result(&format!(
            "{}  {}  {}",
            score(&terminal, near),
            article.url,
            article.title
        ));
        if args.why {
            terminal.result(&format!("    {}", why(&terminal, near)));
        }
    }
    Ok(exit::OK)
}

fn line(loaded: &Loaded, id: ArticleId) -> Value {
    let url = |id: ArticleId| loaded.portal.articles[id as usize].url.as_ref();
    let related = loaded.lists.related(id).iter();
    let related: Vec<Value> = related
        .map(|n| json!({ "url": url(n.id), "score": f64::from(n.score) / MILLION }))
        .collect();
    json!({ "url": url(id), "related": related })
}

fn score(terminal: &Terminal, near: &Neighbour) -> String {
    decimal(terminal, f64::from(near.score) / MILLION)
}

fn decimal(terminal: &Terminal, value: f64) -> String {
    let text = format!("{value:.3}");
    if terminal.lang == Lang::Bn {
        number::digits(&text).into_owned()
    } else {
        text
    }
}

fn why(terminal: &Terminal, near: &Neighbour) -> String {
    let (why, bn) = (&near.why, terminal.lang == Lang::Bn);
    match why.ground {
        Ground::Curated => {
            return if bn {
                "সম্পাদকের বাছাই"
            } else {
                "chosen by the editor"
            }
            .to_owned();
        }
        Ground::Series => {
            return if bn {
                "একই ধারাবাহিক"
            } else {
                "the same series"
            }
            .to_owned();
        }
        Ground::Text => {}
    }
    let cosine = decimal(terminal, f64::from(why.cosine) / MILLION);
    let tags = decimal(terminal, f64::from(why.tags) / MILLION);
    let decay = decimal(terminal, f64::from(why.decay) / 10.0);
    let section = match (why.section, bn) {
        (true, true) => ", একই বিভাগ",
        (true, false) => ", the same section",
        (false, _) => "",
    };
    if bn {
        format!("শব্দের মিল {cosine}, ট্যাগের মিল {tags}{section}, সময়ের ব্যবধানে কমেছে {decay}%")
    } else {
        format!("words in common {cosine}, tags in common {tags}{section}, less {decay}% for the time between")
    }
}
