//! Comments that Disqus kept, from its XML export: to the stories of a site that exists, by address and former address.

use super::wordpress::comments::{ImportedComment, body, name};
use super::wordpress::fields::{self, Element, elements};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The comments of one address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// The address of the page, as Disqus knows it.
    pub link: String,
    /// Its comments, oldest first.
    pub comments: Vec<ImportedComment>,
}

/// What an export holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisqusExport {
    /// Threads with comments, in order of their addresses.
    pub threads: Vec<Thread>,
    /// Comments that were deleted or spam.
    pub dropped: usize,
}

/// A comment before it is put into its place.
struct Post {
    parent: Option<String>,
    thread: String,
    gone: bool,
    comment: ImportedComment,
}

/// Reads an export; `None` for what is none. Addresses of mail and of computers and user names are not read.
///
/// ```
/// use khobor::import::disqus::read;
/// let text = "<disqus xmlns=\"http://disqus.com\"><thread dsq:id=\"1\"><link>https://a.example/x/?fbclid=1</link></thread>\
///   <post dsq:id=\"7\"><message><![CDATA[<p>ঠিক</p>]]></message><createdAt>2022-01-02T00:00:00Z</createdAt><isDeleted>true</isDeleted><author><name>ক</name></author><thread dsq:id=\"1\"/></post>\
///   <post dsq:id=\"8\"><message><![CDATA[<p>উত্তর</p>]]></message><createdAt>2022-01-03T00:00:00Z</createdAt><author><name>খ</name></author><thread dsq:id=\"1\"/><parent dsq:id=\"7\"/></post></disqus>";
/// let found = read(text).unwrap();
/// assert_eq!((found.threads[0].link.as_str(), found.threads[0].comments[0].id.as_str(), found.dropped), ("https://a.example/x/", "d8", 1));
/// assert_eq!(read("<rss/>"), None);
/// ```
pub fn read(text: &str) -> Option<DisqusExport> {
    let root = elements(text).find(|e| e.name == "disqus")?;
    let mut links: BTreeMap<String, String> = BTreeMap::new();
    let mut posts: BTreeMap<String, Post> = BTreeMap::new();
    let mut order = Vec::new();
    for element in elements(root.value) {
        let Some(id) = own_id(&element) else { continue };
        match element.name {
            "thread" => {
                let link = child(&element, "link");
                if !link.is_empty() {
                    links.insert(id, untracked(&link));
                }
            }
            "post" => {
                if let Some(post) = post(&element, &id) {
                    order.push(id.clone());
                    posts.insert(id, post);
                }
            }
            _ => {}
        }
    }
    Some(arranged(&links, &posts, &order))
}

fn own_id(element: &Element<'_>) -> Option<String> {
    element
        .attribute("dsq:id")
        .or_else(|| element.attribute("id"))
        .filter(|id| !id.is_empty())
}

fn child(element: &Element<'_>, name: &str) -> String {
    elements(element.value)
        .find(|e| e.name == name)
        .map(|e| e.trimmed())
        .unwrap_or_default()
}

fn post(element: &Element<'_>, id: &str) -> Option<Post> {
    let reference = |name: &str| {
        elements(element.value)
            .find(|e| e.name == name)
            .and_then(|e| own_id(&e))
    };
    let author = elements(element.value).find(|e| e.name == "author");
    let who = author.map(|a| fields::one_line(&child(&a, "name"))).unwrap_or_default();
    let date: Timestamp = child(element, "createdAt").parse().ok()?;
    let text = body(&child(element, "message"));
    let yes = |name: &str| child(element, name) == "true";
    Some(Post {
        parent: reference("parent"),
        thread: reference("thread")?,
        gone: yes("isDeleted") || yes("isSpam") || text.is_empty(),
        comment: ImportedComment {
            id: format!("d{id}"),
            parent: None,
            name: name(&who),
            site: None,
            date,
            approved: true,
            body: text,
        },
    })
}

/// An address without what only counts readers; http and https are one.
fn untracked(link: &str) -> String {
    let bare = link.split('#').next().unwrap_or_default();
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| ["p=", "page_id="].iter().any(|k| p.starts_with(k)))
        .collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

fn arranged(links: &BTreeMap<String, String>, posts: &BTreeMap<String, Post>, order: &[String]) -> DisqusExport {
    let mut found: BTreeMap<String, Vec<ImportedComment>> = BTreeMap::new();
    let mut dropped = 0;
    for id in order {
        let Some(post) = posts.get(id) else { continue };
        let Some(link) = links.get(&post.thread).filter(|_| !post.gone) else {
            dropped += 1;
            continue;
        };
        let key = link
            .split_once("://")
            .map_or(link.as_str(), |(_, rest)| rest)
            .to_owned();
        let mut comment = post.comment.clone();
        comment.parent = living(post, posts).map(|id| format!("d{id}"));
        found.entry(key).or_default().push(comment);
    }
    let threads = found.into_iter().map(|(key, mut comments)| {
        comments.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        Thread {
            link: format!("https://{key}"),
            comments,
        }
    });
    DisqusExport {
        threads: threads.collect(),
        dropped,
    }
}

/// The nearest comment above that is still there.
fn living(post: &Post, posts: &BTreeMap<String, Post>) -> Option<String> {
    let mut at = post.parent.clone();
    for _ in 0..posts.len() {
        let id = at?;
        let above = posts.get(&id)?;
        if !above.gone {
            return Some(id);
        }
        at = above.parent.clone();
    }
    None
}
