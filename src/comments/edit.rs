//! Edits of a comment file's text. Pure; every other byte stays as it is.

use super::fit::{as_text, fit};
use super::{Fault, LARGEST_FILE, Reply};
use toml_edit::{ArrayOfTables, DocumentMut, Item, value};

/// Appends a reply as a pending comment; the new text and the comment's id, which no other comment of the file has.
///
/// # Errors
/// A reply that is empty or too long, a file that is broken or full.
///
/// ```
/// use khobor::comments::{Reply, append};
/// let date = "2026-11-22T07:30:00Z".parse().unwrap();
/// let reply = Reply { name: "রহিমা".into(), site: None, parent: None, body: "ভালো লেখা।".into(), date };
/// let (text, id) = append("data/comments/a/b.toml", "# আমাদের\n", &reply).unwrap();
/// assert!(text.starts_with("# আমাদের\n\n[[comment]]\n") && text.contains("approved = false"));
/// assert!(id.starts_with("20261122T073000Z"));
/// ```
pub fn append(path: &str, text: &str, reply: &Reply) -> Result<(String, String), Fault> {
    let reply = fit(reply)?;
    let id = fresh(&ids(&parse(path, text)?), &reply);
    append_all(path, text, &[(&id, reply)]).map(|text| (text, id))
}

/// Appends fit replies that have their ids already, which no other comment of the file has.
///
/// # Errors
/// A file that is broken or full.
pub(super) fn append_all(path: &str, text: &str, replies: &[(&str, Reply)]) -> Result<String, Fault> {
    let before = ids(&parse(path, text)?).len();
    let mut out = text.to_owned();
    for (id, reply) in replies {
        if !out.is_empty() {
            out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
        }
        out.push_str(&entry(id, reply));
        if out.len() > LARGEST_FILE {
            return Err(Fault::Full(path.to_owned()));
        }
    }
    // What was appended must stand alone: text that ends inside of a table or string would swallow it.
    if ids(&parse(path, &out)?).len() == before + replies.len() {
        Ok(out)
    } else {
        Err(Fault::Broken {
            path: path.to_owned(),
            reason: "a reply cannot be appended".to_owned(),
        })
    }
}

/// A pending comment as its file has it.
fn entry(id: &str, reply: &Reply) -> String {
    let quoted = |text: &str| value(text).to_string().trim().to_owned();
    let parent = reply.parent.as_deref().map(|id| format!("parent = {}\n", quoted(id)));
    let site = reply.site.as_deref().map(|site| format!("site = {}\n", quoted(site)));
    format!(
        "[[comment]]\nid = {}\n{}name = {}\n{}date = {}\napproved = false\nbody = {}\n",
        quoted(id),
        parent.unwrap_or_default(),
        quoted(&reply.name),
        site.unwrap_or_default(),
        seconds(reply),
        quoted(&as_text(&reply.body))
    )
}

/// Approves a comment.
///
/// # Errors
/// A broken file, an unknown id.
pub fn approve(path: &str, text: &str, id: &str) -> Result<String, Fault> {
    change(path, text, id, |tables, at| {
        if let Some(table) = tables.get_mut(at) {
            match table.get_mut("approved").and_then(Item::as_value_mut) {
                Some(old) => {
                    let decor = old.decor().clone();
                    *old = true.into();
                    *old.decor_mut() = decor;
                }
                None => drop(table.insert("approved", value(true))),
            }
        }
    })
}

/// Takes a comment out.
///
/// # Errors
/// A broken file, an unknown id.
pub fn remove(path: &str, text: &str, id: &str) -> Result<String, Fault> {
    change(path, text, id, |tables, at| drop(tables.remove(at)))
}

fn change(path: &str, text: &str, id: &str, how: impl FnOnce(&mut ArrayOfTables, usize)) -> Result<String, Fault> {
    let mut document = parse(path, text)?;
    let unknown = || Fault::Unknown(id.to_owned());
    let tables = document
        .get_mut("comment")
        .and_then(Item::as_array_of_tables_mut)
        .ok_or_else(unknown)?;
    let at = tables
        .iter()
        .position(|c| c.get("id").and_then(Item::as_str) == Some(id))
        .ok_or_else(unknown)?;
    how(tables, at);
    Ok(document.to_string())
}

pub(super) fn parse(path: &str, text: &str) -> Result<DocumentMut, Fault> {
    text.parse().map_err(|e: toml_edit::TomlError| Fault::Broken {
        path: path.to_owned(),
        reason: e.message().to_owned(),
    })
}

/// The ids of a file, in its order.
pub(super) fn ids(document: &DocumentMut) -> Vec<String> {
    let tables = document.get("comment").and_then(Item::as_array_of_tables);
    let id = |c: &toml_edit::Table| c.get("id").and_then(Item::as_str).unwrap_or_default().to_owned();
    tables.map_or_else(Vec::new, |t| t.iter().map(id).collect())
}

/// An id of the moment and the text.
fn fresh(taken: &[String], reply: &Reply) -> String {
    let at = seconds(reply).replace(['-', ':'], "");
    let hash = blake3::hash(reply.body.as_bytes()).to_hex();
    let mut id = format!("{at}-{}", &hash[..6]);
    let mut n = 1;
    while taken.contains(&id) {
        n += 1;
        id = format!("{at}-{}-{n}", &hash[..6]);
    }
    id
}

fn seconds(reply: &Reply) -> String {
    jiff::Timestamp::from_second(reply.date.as_second())
        .unwrap_or(reply.date)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(name: &str, body: &str) -> Reply {
        Reply {
            name: name.to_owned(),
            site: None,
            parent: None,
            body: body.to_owned(),
            date: "2026-11-22T07:30:00.5Z".parse().unwrap(),
        }
    }

    #[test]
    fn replies_are_data_whatever_they_say() {
        let body = "\"\"\"\n[[comment]]\nid = \"x\"\napproved = true\n\\ ''' \u{7f}";
        let (text, first) = append("p", "", &reply("ক\n[[comment]]", body)).unwrap();
        let (text, second) = append("p", &text, &reply("ক", body)).unwrap();
        assert_ne!(first, second);
        let document = parse("p", &text).unwrap();
        assert_eq!(ids(&document), [first.clone(), second]);
        let approved = approve("p", &text, &first).unwrap();
        assert_eq!(approved, text.replacen("approved = false", "approved = true", 1));
    }

    #[test]
    fn the_rest_of_a_file_stays() {
        let text = "# আগে\n[[comment]]\nid = \"1\"   # এক\nbody = 'ক'\n\n# দুই নিয়ে\n[[comment]]\nid = \"2\"\napproved = false # পরে\n";
        assert_eq!(approve("p", text, "2").unwrap(), text.replace("false", "true"));
        assert_eq!(
            approve("p", text, "1").unwrap(),
            text.replace("'ক'\n", "'ক'\napproved = true\n")
        );
        assert_eq!(
            remove("p", text, "2").unwrap(),
            "# আগে\n[[comment]]\nid = \"1\"   # এক\nbody = 'ক'\n"
        );
        assert!(matches!(remove("p", text, "3"), Err(Fault::Unknown(_))));
        assert!(matches!(
            append("p", "x = [", &reply("ক", "খ")),
            Err(Fault::Broken { .. })
        ));
        assert!(matches!(
            append("p", "", &reply("ক", &"খ".repeat(6000))),
            Err(Fault::Unfit(_))
        ));
        assert!(matches!(append("p", "", &reply(" ", "খ")), Err(Fault::Unfit(_))));
    }
}
