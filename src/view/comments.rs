//! Comments as threads, and the reply form.

use super::types::{CommentView, CommentsView, FormView, RecentComment};
use super::world::World;
use crate::bengali::excerpt::excerpt;
use crate::config::Service;
use crate::portal::url::query;
use crate::portal::{Article, ArticleId, PlainPage};
use crate::relate::comments::{Thread, plain_text, safe_markup, safe_name, threads};
use crate::source::CommentSource;

/// Letters of a comment by which the form's list names it.
const EXCERPT: usize = 40;
/// Where a story thanks for a comment.
const SENT: &str = "reply-sent";

/// The comments of a story.
pub(super) fn comments(world: &World<'_>, id: ArticleId, article: &Article) -> CommentsView {
    let approved = world.portal.comments.get(&id).map_or(&[][..], Vec::as_slice);
    let form = article.comments.then(|| form(world, &article.url, &article.title));
    listed(world, approved, form)
}

/// The comments of a plain page.
pub(super) fn of_page(world: &World<'_>, page: &PlainPage) -> CommentsView {
    let form = page.takes_comments.then(|| form(world, &page.url, &page.source.title));
    listed(world, &page.comments, form)
}

fn listed(world: &World<'_>, approved: &[CommentSource], form: Option<FormView>) -> CommentsView {
    let threads = threads(approved).iter().map(|t| view(world, t)).collect();
    CommentsView {
        count: approved.len() as u32,
        threads,
        form,
    }
}

fn view(world: &World<'_>, thread: &Thread<'_>) -> CommentView {
    let comment = thread.comment;
    CommentView {
        id: comment.id.clone(),
        excerpt: excerpt(&plain_text(&comment.body), EXCERPT).into_owned(),
        anchor: anchor(&comment.id),
        name: safe_name(&comment.name),
        site: comment.site.clone().unwrap_or_default(),
        date: world.date(comment.date),
        body_html: safe_markup(&comment.body),
        answers: thread.answers.map(str::to_owned).unwrap_or_default(),
        replies: thread.replies.iter().map(|t| view(world, t)).collect(),
    }
}

/// The fragment id of a comment.
pub(super) fn anchor(id: &str) -> String {
    format!("comment-{}", crate::bengali::slug::heading_id(id))
}

/// The form always stands; without an endpoint it is mailed.
fn form(world: &World<'_>, address: &str, title: &str) -> FormView {
    let (action, form) = (&world.site.comment_action, &world.site.comment_form);
    let mail = action.starts_with("mailto:");
    let url = world.absolute(address);
    let sent = format!("{url}#{SENT}");
    let mut hidden = vec![
        ("story".to_owned(), address.trim_matches('/').to_owned()),
        ("url".to_owned(), url.clone()),
    ];
    // The headline last: what it says is no mark.
    let filled = |value: &str| {
        value
            .replace("{url}", &url)
            .replace("{sent}", &sent)
            .replace("{title}", title)
    };
    hidden.extend(form.fields.iter().map(|(name, value)| (name.clone(), filled(value))));
    let netlify = form.service == Service::Netlify;
    if netlify {
        hidden.push(("form-name".to_owned(), "comment".to_owned()));
    }
    let kind = if mail {
        "text/plain"
    } else {
        "application/x-www-form-urlencoded"
    };
    FormView {
        action: match action.as_str() {
            "" => format!("{}#{SENT}", world.href(address)),
            // The subject is the headline, which the view holds already.
            _ if mail && world.traces.is_none() => format!("{action}?subject={}", query(title)),
            path if netlify => world.href(path),
            _ => action.clone(),
        },
        method: "post".to_owned(),
        enctype: kind.to_owned(),
        hidden,
        honeypot: if mail { String::new() } else { form.trap.clone() },
        netlify,
    }
}

/// The newest comments of the portal.
pub(super) fn recent(world: &World<'_>) -> Vec<RecentComment> {
    let view = |r: &crate::relate::Recent| {
        let article = world.article(r.story);
        RecentComment {
            name: r.name.clone(),
            excerpt: r.excerpt.clone(),
            url: format!("{}#{}", world.href(&article.url), anchor(&r.comment)),
            story: article.title.to_string(),
            date: world.date(r.date),
        }
    };
    world.lists.recent.iter().map(view).collect()
}
