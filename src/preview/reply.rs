//! The reply form in the preview: a reply lands as a pending comment beside the site's own.

use super::guard::Refusal;
use super::state::PreviewState;
use crate::comments::{self, Fault, Reply};
use crate::http::form;
use crate::view::PageId;
use crate::{bengali::gate, engine::Destination};
use std::sync::PoisonError;

/// Keeps a posted form; the address to go to.
///
/// # Errors
/// The answer to give instead.
pub(super) fn take(state: &PreviewState, body: &[u8]) -> Result<String, Refusal> {
    let fields = form(body).ok_or((400, "this is no form"))?;
    let field = |name: &str| fields.get(name);
    let (story, back, trap) = story(state, field("story")).ok_or((404, "no such story"))?;
    if !field(&trap).is_empty() {
        return Ok(format!("{back}?reply=pending#respond"));
    }
    let reply = Reply {
        name: field("name").to_owned(),
        site: Some(field("website").to_owned()).filter(|s| !s.is_empty()),
        parent: Some(field("parent").to_owned()),
        body: field("comment").to_owned(),
        date: state.now(),
    };
    let _turn = state.replies.lock().unwrap_or_else(PoisonError::into_inner);
    match comments::CommentStore::new(&state.request.root).add(&story, &reply) {
        Ok(_) => Ok(format!("{back}?reply=pending#respond")),
        Err(Fault::Unfit(why)) => Err((422, why.en())),
        Err(Fault::Full(_)) => Err((507, "this story takes no further replies")),
        Err(fault) => {
            state.report(super::Event::Broke(&fault.to_string()));
            Err((500, "the reply could not be kept; see the terminal"))
        }
    }
}

/// The story or plain page that a form names, as comment files name it, its address in the preview, and the form's trap. Only one that is
/// published and takes comments.
fn story(state: &PreviewState, named: &str) -> Option<(String, String, String)> {
    let renderer = state.renderer();
    let renderer = renderer.as_ref()?;
    let address = format!("/{}/", gate::canonical(named).trim_matches('/'));
    let world = renderer.loaded().world();
    let (url, takes) = match renderer.find(&address)? {
        Destination::Page(PageId::Article(id)) => (&*world.article(id).url, world.article(id).comments),
        Destination::Page(PageId::Plain(n)) => {
            let page = world.portal.pages.get(n as usize)?;
            (page.url.as_str(), page.takes_comments)
        }
        _ => return None,
    };
    let own = url.trim_matches('/').to_owned();
    let safe = !own.split('/').any(|p| p.is_empty() || p.starts_with('.'));
    let back = crate::portal::url::absolute(world.site.home.trim_end_matches('/'), url);
    (takes && safe).then(|| (own, back, world.site.comment_form.trap.clone()))
}
