//! Without a server: what the built form says to form services and to mail programs.

use crate::harness::{CONFIG, Site, html};

fn form(comments: &str) -> (html::Tag, Vec<(String, String)>, Site) {
    let site = Site::new()
        .file("khobor.toml", &format!("{CONFIG}{comments}"))
        .story("a", "খবর & \\\"কথা\\\"", "লেখা।");
    site.run(&["build", "--strict"]).ok();
    let tags = html::tags(&site.read("public/desh/a/index.html"));
    let form = tags.iter().find(|t| t.get("class") == Some("reply")).unwrap().clone();
    let fields = tags
        .iter()
        .filter(|t| t.path.contains("form") && t.get("name").is_some());
    let fields = fields.map(|t| {
        (
            t.get("name").unwrap().to_owned(),
            t.get("value").unwrap_or_default().to_owned(),
        )
    });
    (form, fields.collect(), site)
}

fn names(fields: &[(String, String)]) -> Vec<&str> {
    fields.iter().map(|(n, _)| n.as_str()).collect()
}

#[test]
fn netlify_takes_the_form() {
    let (form, fields, site) = form("[comments]\nservice = \"netlify\"\n");
    assert_eq!(
        (form.get("name"), form.get("data-netlify"), form.get("netlify-honeypot")),
        (Some("comment"), Some("true"), Some("homepage"))
    );
    assert_eq!(
        (form.get("action"), form.get("method")),
        (Some("/desh/a/#reply-sent"), Some("post"))
    );
    assert!(fields.contains(&("form-name".to_owned(), "comment".to_owned())));
    assert!(names(&fields).contains(&"homepage"));
    assert!(site.read("public/_headers").contains("form-action 'self';"));
}

#[test]
fn netlify_may_have_a_page_of_thanks() {
    let (form, ..) = form("[comments]\nservice = \"netlify\"\nendpoint = \"/about/\"\n");
    assert_eq!(form.get("action"), Some("/about/"));
}

#[test]
fn formspree_gets_its_own_fields() {
    let (form, fields, site) =
        form("[comments]\nservice = \"formspree\"\nendpoint = \"https://formspree.io/f/abcd\"\n");
    assert_eq!(
        (form.get("action"), form.get("data-netlify")),
        (Some("https://formspree.io/f/abcd"), None)
    );
    assert!(names(&fields).contains(&"_gotcha") && !names(&fields).contains(&"homepage"));
    let value = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(value("_subject"), Some("খবর & “কথা”"));
    assert_eq!(value("_next"), Some("https://kagoj.example/desh/a/#reply-sent"));
    assert!(
        site.read("public/_headers")
            .contains("form-action 'self' https://formspree.io;")
    );
}

#[test]
fn any_service_gets_what_it_asks_for() {
    let (form, fields, _) = form(
        "[comments]\nendpoint = \"https://api.forms.example/submit\"\ntrap = \"botcheck\"\nfields = { access_key = \"0000-খ\", redirect = \"{sent}\", page = \"{url}\" }\n",
    );
    assert_eq!(
        (form.get("action"), form.get("enctype")),
        (
            Some("https://api.forms.example/submit"),
            Some("application/x-www-form-urlencoded")
        )
    );
    for (name, value) in [
        ("access_key", "0000-খ"),
        ("redirect", "https://kagoj.example/desh/a/#reply-sent"),
        ("page", "https://kagoj.example/desh/a/"),
        ("botcheck", ""),
    ] {
        assert!(
            fields.contains(&(name.to_owned(), value.to_owned())),
            "{name}: {fields:?}"
        );
    }
}

#[test]
fn a_form_is_mailed_without_any_service() {
    let (form, fields, site) = form("[comments]\nemail = \"desk@kagoj.example\"\n");
    let action = form.get("action").unwrap();
    assert!(
        action.starts_with("mailto:desk@kagoj.example?subject=%E0%A6%96"),
        "{action}"
    );
    assert_eq!(
        (form.get("enctype"), form.get("method")),
        (Some("text/plain"), Some("post"))
    );
    assert!(
        names(&fields).contains(&"story") && !names(&fields).contains(&"homepage"),
        "a mail needs no trap"
    );
    assert!(site.read("public/_headers").contains("form-action 'self' mailto:;"));
}

#[test]
fn what_cannot_work_is_told() {
    for (comments, words) in [
        ("service = \"netlfy\"", "netlify"),
        ("service = \"formspree\"", "formspree.io"),
        (
            "service = \"netlify\"\nendpoint = \"https://elsewhere.example/\"",
            "path",
        ),
        ("endpoint = \"//elsewhere.example/x\"", "https"),
        ("endpoint = \"javascript:x\"", "https"),
        ("trap = \"email\"", "further field"),
        ("fields = { name = \"x\" }", "comments.fields"),
        ("fields = { \"a b\" = \"x\" }", "comments.fields"),
    ] {
        let site = Site::new().file("khobor.toml", &format!("{CONFIG}[comments]\n{comments}\n"));
        let run = site.run(&["build"]).fails();
        assert!(
            run.stderr.contains("KH01") && run.stderr.contains(words),
            "{comments}: {}",
            run.stderr
        );
    }
}
