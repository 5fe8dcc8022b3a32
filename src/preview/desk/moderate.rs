//! Readers' comments: those that wait first; each is decided with one press, and taken back with one.

use super::DeskState;
use super::frame::{frame, hidden};
use super::html::Html;
use super::refused::Refused;
use crate::comments::{CommentStore, Kept, Verb};
use crate::diag::Lang;
use crate::diag::system::reason;

/// Comments on a page.
const SHOWN: usize = 200;

impl DeskState {
    /// The comments.
    pub(super) fn comments_screen(&self, host: &str) -> String {
        let (mut all, faults) = CommentStore::new(&self.preview.request.root).list();
        all.sort_by(|a, b| (a.approved, &b.date, &b.id).cmp(&(b.approved, &a.date, &a.id)));
        let waiting = all.iter().filter(|comment| !comment.approved).count();
        let mut html = Html::new(self.lang());
        let number = html.number(waiting);
        html.raw("<h1>")
            .say("মন্তব্য", "Comments")
            .put(" <small>{}", &[&number])
            .say("টি অপেক্ষায়", " waiting")
            .raw("</small></h1>");
        for fault in &faults {
            let bn = fault.in_bengali(&|error| reason(Lang::Bn, error));
            let why = if html.lang == Lang::Bn { bn } else { fault.to_string() };
            html.put("<p class=\"bad\">{}</p>", &[&why]);
        }
        self.pull_line(&mut html);
        html.raw("<form method=\"post\" action=\"/comments\" class=\"undo\">");
        hidden(&mut html, self, &[("verb", "undo")]);
        html.raw("<button>")
            .say("শেষ সিদ্ধান্ত ফিরিয়ে নিন (u)", "Take the last decision back (u)")
            .raw("</button></form><ol class=\"comments\">");
        for comment in all.iter().take(SHOWN) {
            self.comment(&mut html, (comment, host));
        }
        html.raw("</ol>");
        frame(self, (html.word("মন্তব্য", "Comments"), "comments"), host, &html.finish())
    }

    fn comment(&self, html: &mut Html, (comment, host): (&Kept, &str)) {
        let body = comment.body.replace("&lt;", "<").replace("&amp;", "&");
        let date = comment
            .date
            .parse()
            .map_or_else(|_| comment.date.clone(), |at| self.date_words(at));
        let state = if comment.approved { "approved" } else { "pending" };
        let headline = self.headline_of(&comment.story);
        html.put(
            "<li class=\"{}\" tabindex=\"0\"><p class=\"who\"><b>{}</b> · {} · ",
            &[state, &comment.name, &date],
        );
        match (headline, self.page_of(&comment.story)) {
            (Some(headline), Some(page)) => html.put(
                "<a href=\"{}{}\" target=\"khobor-page\" rel=\"noopener\">{}</a>",
                &[&self.preview_origin(host), &page, &headline],
            ),
            (headline, _) => html.put("{}", &[&headline.unwrap_or_else(|| comment.story.clone())]),
        };
        html.put("</p><blockquote>{}</blockquote>", &[&body]);
        html.raw("<form method=\"post\" action=\"/comments\">");
        hidden(html, self, &[("comment", &format!("{}#{}", comment.story, comment.id))]);
        if !comment.approved {
            html.raw("<button name=\"verb\" value=\"approve\" class=\"main\">")
                .say("অনুমোদন (a)", "Approve (a)")
                .raw("</button> ");
        }
        html.raw("<button name=\"verb\" value=\"reject\">")
            .say("বাদ (r)", "Reject (r)")
            .raw("</button> ");
        html.raw("<button name=\"verb\" value=\"spam\">")
            .say("স্প্যাম (s)", "Spam (s)")
            .raw("</button></form></li>");
    }

    /// Decides of a comment, or takes the last decision back.
    pub(super) fn decide(&self, verb: &str, comment: &str) -> Result<(), Refused> {
        let store = CommentStore::new(&self.preview.request.root);
        let verb = match verb {
            "approve" => Verb::Approve,
            "reject" => Verb::Reject,
            "spam" => Verb::Spam,
            "undo" => return Ok(store.undo().map(|_| ())?),
            _ => return Err(Refused::NoStory),
        };
        let at = self.now().to_string();
        let kept = store.decide(verb, &[comment.to_owned()], &at)?;
        for comment in kept {
            self.tell(&format!("data/comments/{}.toml", comment.story));
        }
        Ok(())
    }
}
