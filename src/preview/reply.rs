//! The reply form in the preview: a reply lands as a pending comment beside the site's own.

use super::desk::Desk;
use super::guard::Refusal;
use crate::comments::{self, Fault, Reply};
use crate::view::PageId;
use crate::{bengali::gate, engine::Destination};
use std::collections::BTreeMap;
use std::sync::PoisonError;

/// The form's trap field: people do not see it, robots fill it.
const TRAP: &str = "homepage";
/// Fields that a form may have.
const FIELDS: usize = 32;

/// Keeps a posted form; the address to go to.
///
/// # Errors
/// The answer to give instead.
pub(super) fn take(desk: &Desk, body: &[u8]) -> Result<String, Refusal> {
    let fields = form(body).ok_or((400, "this is no form"))?;
    let field = |name: &str| fields.get(name).map(|v| v.trim()).unwrap_or_default();
    let (story, back) = story(desk, field("story")).ok_or((404, "no such story"))?;
    if !field(TRAP).is_empty() {
        return Ok(format!("{back}?reply=pending#respond"));
    }
    let reply = Reply {
        name: field("name").to_owned(),
        site: Some(field("website").to_owned()).filter(|s| !s.is_empty()),
        body: field("comment").to_owned(),
        date: desk.now(),
    };
    let _turn = desk.replies.lock().unwrap_or_else(PoisonError::into_inner);
    match comments::Desk::new(&desk.request.root).add(&story, &reply) {
        Ok(_) => Ok(format!("{back}?reply=pending#respond")),
        Err(Fault::Unfit(why)) => Err((422, why)),
        Err(Fault::Full(_)) => Err((507, "this story takes no further replies")),
        Err(fault) => {
            desk.tell(super::Event::Broke(&fault.to_string()));
            Err((500, "the reply could not be kept; see the terminal"))
        }
    }
}

/// The story that a form names, as comment files name it, and its address in the preview. Only stories that are published
/// and take comments.
fn story(desk: &Desk, named: &str) -> Option<(String, String)> {
    let press = desk.press();
    let press = press.as_ref()?;
    let address = format!("/{}/", gate::canonical(named).trim_matches('/'));
    let Some(Destination::Page(PageId::Article(id))) = press.find(&address) else { return None };
    let world = press.loaded().world();
    let article = world.article(id);
    let own = article.url.trim_matches('/').to_owned();
    let safe = !own.split('/').any(|p| p.is_empty() || p.starts_with('.'));
    let back = crate::portal::url::absolute(world.site.home.trim_end_matches('/'), &article.url);
    (article.comments && safe).then_some((own, back))
}

/// Reads `application/x-www-form-urlencoded`; `None` when it is no text or has too many fields. The first of equal names counts.
fn form(body: &[u8]) -> Option<BTreeMap<String, String>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut fields = BTreeMap::new();
    for pair in text.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |part: &str| crate::portal::url::decode(&part.replace('+', " "));
        fields.entry(decode(name)?).or_insert(decode(value)?);
        if fields.len() > FIELDS {
            return None;
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn forms() {
        let fields = form("name=%E0%A6%B0%E0%A6%B9%E0%A6%BF%E0%A6%AE&comment=a+b%0Ac%26&x&name=2".as_bytes()).unwrap();
        assert_eq!((fields["name"].as_str(), fields["comment"].as_str(), fields["x"].as_str()), ("রহিম", "a b\nc&", ""));
        assert!(form(b"a=%ff").is_none() && form(b"\xff").is_none());
        assert!(form((0..40).map(|n| format!("f{n}=1&")).collect::<String>().as_bytes()).is_none());
    }
}
