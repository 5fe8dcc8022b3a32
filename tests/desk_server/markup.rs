//! A page as a browser reads it: its elements with the names of their attributes, and the addresses in them.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, RawKind::Rawtext, RawKind::Rcdata, RawKind::ScriptData};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What a page is made of.
#[derive(Debug, Default)]
pub(super) struct Markup {
    /// `a href target`, each once.
    pub(super) elements: BTreeSet<String>,
    /// Where its links, forms, pictures and frames lead.
    pub(super) addresses: BTreeSet<String>,
}

#[derive(Default)]
struct Sink(RefCell<Markup>);

impl Sink {
    fn element(&self, tag: &Tag) {
        let mut names: Vec<&str> = tag.attrs.iter().map(|a| &*a.name.local).collect();
        names.sort_unstable();
        let mut markup = self.0.borrow_mut();
        markup.elements.insert(format!("{} {}", tag.name, names.join(" ")));
        let leads = |name: &str| {
            matches!(
                name,
                "href" | "src" | "action" | "srcset" | "formaction" | "data" | "poster" | "content" | "data-preview"
            )
        };
        let values = tag
            .attrs
            .iter()
            .filter(|a| leads(&a.name.local))
            .map(|a| a.value.to_string());
        markup.addresses.extend(values);
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                self.element(&tag);
                // What the tree builder of a browser tells its tokenizer.
                let raw: Option<RawKind> = match &*tag.name {
                    "textarea" | "title" => Some(Rcdata),
                    "script" => Some(ScriptData),
                    "style" | "iframe" | "noscript" | "xmp" | "noembed" | "noframes" => Some(Rawtext),
                    _ => None,
                };
                if let (TagKind::StartTag, Some(raw)) = (tag.kind, raw) {
                    return TokenSinkResult::RawData(raw);
                }
            }
            Token::CommentToken(text) => {
                self.0.borrow_mut().elements.insert(format!("<!--{text}-->"));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

pub(super) fn markup(page: &str) -> Markup {
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(page));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}

#[test]
fn it_sees_what_a_browser_would_run() {
    let seen = |page: &str| markup(page).elements.into_iter().collect::<Vec<_>>().join("; ");
    assert_eq!(seen("<p title=\"<i>\">&lt;b&gt;</p>"), "p ; p title");
    assert_eq!(seen("<textarea></textarea><svg/onload=x>"), "svg onload; textarea ");
    assert_eq!(seen("<textarea><svg onload=x></textarea>"), "textarea ");
    assert_eq!(seen("<p class=\"\" onclick=x>"), "p class onclick");
}
