//! `khobor comments`: what readers have sent, and what becomes of it.

use super::options::{CommentsArgs, CommentsWhat, Global};
use super::output::Terminal;
use super::{exit, lang};
use crate::bengali::excerpt::excerpt;
use crate::comments::{CommentStore, Kept, Verb};
use crate::diag::Lang;
use serde_json::{Value, json};

pub(super) fn run(global: &Global, args: &CommentsArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let store = CommentStore::new(&global.root);
    match &args.what {
        CommentsWhat::List { all, story } => list(&terminal, &store, *all, story.as_deref()),
        CommentsWhat::Show { id } => show(&terminal, &store, id),
        #[cfg(feature = "inbox")]
        CommentsWhat::Pull {
            from,
            db,
            secrets,
            drop_homeless,
        } => {
            let ask = super::inbox::Ask {
                from: from.as_deref(),
                db: db.as_deref(),
                secrets: secrets.as_deref(),
                drop: *drop_homeless,
            };
            super::inbox::pull(global, &terminal, &ask)
        }
        CommentsWhat::Approve { ids } => decide(global, &terminal, &store, (Verb::Approve, ids)),
        CommentsWhat::Reject { ids } => decide(global, &terminal, &store, (Verb::Reject, ids)),
        CommentsWhat::Spam { ids } => decide(global, &terminal, &store, (Verb::Spam, ids)),
        CommentsWhat::Undo => undo(&terminal, &store),
    }
}

fn list(terminal: &Terminal, store: &CommentStore, all: bool, story: Option<&str>) -> Result<u8, String> {
    let (comments, faults) = store.list();
    let wanted = |c: &&Kept| (all || !c.approved) && story.is_none_or(|s| s.trim_matches('/') == c.story);
    let chosen: Vec<&Kept> = comments.iter().filter(wanted).collect();
    for comment in &chosen {
        let mark = if comment.approved { '✓' } else { '·' };
        let typed = typed(&comment.body);
        let first = excerpt(&typed, 60);
        terminal.say(&format!(
            "{mark} {}#{}  {}  {}: {}",
            comment.story,
            comment.id,
            comment.date,
            line(&comment.name),
            line(&first)
        ));
    }
    if chosen.is_empty() {
        terminal.say(if terminal.lang == Lang::Bn {
            "অপেক্ষমাণ কোনো মন্তব্য নেই।"
        } else {
            "no comment is waiting"
        });
    }
    faults
        .iter()
        .for_each(|fault| terminal.trouble(&terminal.comment_fault(fault)));
    terminal.json(
        faults.is_empty(),
        json!({
            "comments": chosen.iter().map(|c| as_json(c)).collect::<Vec<_>>(),
            "faults": faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        &[],
    );
    Ok(if faults.is_empty() { exit::OK } else { exit::FAULT })
}

fn show(terminal: &Terminal, store: &CommentStore, id: &str) -> Result<u8, String> {
    let comment = store.find(id).map_err(|fault| terminal.comment_fault(&fault))?;
    let mark = match (comment.approved, terminal.lang) {
        (true, Lang::Bn) => "অনুমোদিত",
        (false, Lang::Bn) => "অপেক্ষমাণ",
        (true, Lang::En) => "approved",
        (false, Lang::En) => "pending",
    };
    terminal.say(&format!(
        "{}#{}  {mark}\n{}  {}\n",
        comment.story,
        comment.id,
        line(&comment.name),
        comment.date
    ));
    typed(&comment.body).lines().for_each(|l| terminal.say(&line(l)));
    terminal.json(true, json!({ "comment": as_json(&comment) }), &[]);
    Ok(exit::OK)
}

fn decide(
    global: &Global,
    terminal: &Terminal,
    store: &CommentStore,
    (verb, ids): (Verb, &[String]),
) -> Result<u8, String> {
    let at = lang::now(global)?.to_string();
    let done = store
        .decide(verb, ids, &at)
        .map_err(|fault| terminal.comment_fault(&fault))?;
    let n = terminal.count(done.len() as u64);
    terminal.say(&match (verb, terminal.lang) {
        (Verb::Approve, Lang::Bn) => format!("{n}টি মন্তব্য অনুমোদিত। ফেরাতে: khobor comments undo"),
        (_, Lang::Bn) => format!("{n}টি মন্তব্য সরানো হয়েছে। ফেরাতে: khobor comments undo"),
        (Verb::Approve, Lang::En) => format!("{n} approved; `khobor comments undo` takes it back"),
        (_, Lang::En) => format!("{n} taken out; `khobor comments undo` takes it back"),
    });
    terminal.json(
        true,
        json!({ "comments": done.iter().map(as_json).collect::<Vec<_>>() }),
        &[],
    );
    Ok(exit::OK)
}

fn undo(terminal: &Terminal, store: &CommentStore) -> Result<u8, String> {
    let (verb, stories) = store.undo().map_err(|fault| terminal.comment_fault(&fault))?;
    let (stories, verb) = (stories.join(", "), format!("{verb:?}").to_ascii_lowercase());
    terminal.say(&if terminal.lang == Lang::Bn {
        let done = if verb == "approve" {
            "অনুমোদন"
        } else {
            "সরানো"
        };
        format!("ফেরানো হয়েছে ({done}): {stories}")
    } else {
        format!("taken back ({verb}): {stories}")
    });
    terminal.json(true, json!({ "undone": verb, "stories": stories }), &[]);
    Ok(exit::OK)
}

fn as_json(c: &Kept) -> Value {
    json!({ "story": c.story, "id": c.id, "name": c.name, "date": c.date, "approved": c.approved, "body": c.body })
}

/// A comment as its reader typed it.
fn typed(body: &str) -> String {
    body.replace("&lt;", "<").replace("&amp;", "&")
}

/// Readers' text on a terminal: nothing in it moves the cursor or turns the line.
fn line(text: &str) -> String {
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect()
}
