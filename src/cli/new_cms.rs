//! `khobor new cms sveltia`: the settings of an editor in the browser, made from the site's own sections, authors and tags, for
//! newsrooms whose site is in a repository at GitHub or GitLab.

use super::exit;
use super::load;
use super::options::{CmsArgs, Global};
use super::output::Terminal;
use crate::engine::{Loaded, Request};
use crate::portal::Section;
use serde_json::{Map, Value, json};

/// The folder of `static/` that holds the editor.
const FOLDER: &str = "static/admin";
/// The version that the settings were tried with.
const VERSION: &str = "0.221.1";

pub(super) fn run(global: &Global, terminal: &Terminal, args: &CmsArgs) -> Result<u8, String> {
    let request = Request {
        pictures: false,
        drafts: true,
        future: true,
        ..super::lang::request(global)?
    };
    if !args.repo.split('/').all(is_name) || !args.repo.contains('/') {
        return Err(terminal.both(
            format!("--repo {}: মালিক/নাম লিখুন, যেমন kagoj/portal", args.repo),
            format!("--repo {}: write OWNER/NAME, such as kagoj/portal", args.repo),
        ));
    }
    let Some((loaded, _)) = load::portal(terminal, &request) else {
        return Ok(exit::FAULT);
    };
    let settings = serde_json::to_string_pretty(&settings(&loaded, args)).map_err(|e| e.to_string())?;
    let folder = global.root.join(FOLDER);
    let written = [
        ("config.json", settings + "\n"),
        ("index.html", page(&loaded.site.title)),
    ]
    .into_iter()
    .map(|(name, text)| super::new_file::create(terminal, &folder.join(name), &text))
    .collect::<Result<Vec<_>, _>>()?;
    let fetch = format!("curl -o {FOLDER}/sveltia-cms.js https://unpkg.com/@sveltia/cms@{VERSION}/dist/sveltia-cms.js");
    terminal.say(&terminal.both(
        format!("এবার সম্পাদনার প্রোগ্রামটি আনুন: {fetch}"),
        format!("Now fetch the editor itself: {fetch}"),
    ));
    terminal.json(
        true,
        json!({ "written": super::output::json_paths(&written), "fetch": fetch }),
        &[],
    );
    Ok(exit::OK)
}

/// Whether a part of a repository's path holds only what hosts allow.
fn is_name(part: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    part.chars().all(allowed) && !part.trim_matches('.').is_empty()
}

/// The page that starts the editor. It loads nothing from elsewhere.
fn page(title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"bn\">\n<meta charset=\"utf-8\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"cms-config-url\" type=\"application/json\" href=\"config.json\">\n\
         <script src=\"sveltia-cms.js\" type=\"module\"></script>\n</html>\n"
    )
}

fn settings(loaded: &Loaded, args: &CmsArgs) -> Value {
    let site = &loaded.site;
    let mut collections: Vec<Value> = Vec::new();
    for section in loaded.portal.sections.all.iter().filter(|s| !s.path.is_empty()) {
        collections.extend(stories(loaded, section));
    }
    collections.push(pages());
    collections.push(authors());
    json!({
        "$schema": format!("https://unpkg.com/@sveltia/cms@{VERSION}/schema/sveltia-cms.json"),
        "app_title": site.title,
        "site_url": site.base_url,
        "backend": { "name": args.host, "repo": args.repo, "branch": args.branch },
        "publish_mode": if args.review { "editorial_workflow" } else { "simple" },
        "media_folder": "static/uploads",
        "public_folder": "/uploads",
        // Camera files need not go into the repository: khobor makes its sizes from this one.
        "media_libraries": { "default": { "config": { "transformations": {
            "raster_image": { "format": "webp", "quality": 85, "width": 2400, "height": 2400 }
        } } } },
        "slug": { "encoding": "unicode", "clean_accents": false },
        "output": { "omit_empty_optional_fields": true },
        "collections": collections,
    })
}

/// The stories of a section: those in folders of their own, as `new article --folder` makes them, and those that are one file.
fn stories(loaded: &Loaded, section: &Section) -> Vec<Value> {
    let name = section.path.replace('/', "_");
    let folder = format!("content/{}", section.path);
    let depth = folder.matches('/').count() + 1;
    let flat = loaded.portal.articles.iter().any(|article| {
        let file = &*article.source;
        file.starts_with(&folder) && file.matches('/').count() == depth && !file.contains("/index.")
    });
    let fields = fields(loaded);
    let common = |label: String, name: String| {
        let mut map = Map::new();
        for (key, value) in [
            ("name", json!(name)),
            ("label", json!(label)),
            ("label_singular", json!("খবর")),
            ("folder", json!(folder)),
            ("extension", json!("md")),
            ("format", json!("toml-frontmatter")),
            ("sortable_fields", json!(["date", "title"])),
            ("fields", fields.clone()),
        ] {
            map.insert(key.to_owned(), value);
        }
        map
    };
    let mut own = common(section.source.title.clone(), name.clone());
    own.insert("path".to_owned(), json!("{{slug}}/index"));
    own.insert("slug".to_owned(), json!("{{year}}-{{month}}-{{day}}-{{slug}}"));
    // Pictures lie beside their story.
    own.insert("media_folder".to_owned(), json!(""));
    own.insert("public_folder".to_owned(), json!(""));
    let mut all = vec![Value::Object(own)];
    if flat {
        let mut single = common(format!("{} (এক ফাইলের)", section.source.title), format!("{name}_files"));
        single.insert("create".to_owned(), json!(false));
        all.push(Value::Object(single));
    }
    all
}

/// What an editor fills in, in the order in which a reader meets it; the keys are those of docs/sources.md.
fn fields(loaded: &Loaded) -> Value {
    let zone = loaded.site.zone.iana_name().unwrap_or("Asia/Dhaka");
    let authors: Vec<&str> = loaded.portal.authors.all.iter().map(|term| &*term.name).collect();
    let byline = match authors.is_empty() {
        true => field("authors", "প্রতিবেদক", "list", json!({})),
        false => field(
            "authors",
            "প্রতিবেদক",
            "select",
            json!({ "multiple": true, "options": authors }),
        ),
    };
    let moment = json!({ "format": "YYYY-MM-DDTHH:mm:ssZ", "input_timezone": zone });
    let with = |more: Value| {
        let mut options = moment.clone();
        if let (Value::Object(to), Value::Object(from)) = (&mut options, more) {
            to.extend(from);
        }
        options
    };
    json!([
        field("kicker", "শিরোনামের ওপরের কথা", "string", json!({})),
        required("title", "শিরোনাম", "string", json!({})),
        field("subtitle", "উপশিরোনাম", "string", json!({})),
        required(
            "date",
            "প্রকাশের সময়",
            "datetime",
            with(json!({ "default": "{{now}}", "hint": "সামনের সময় দিলে খবরটি তখন প্রকাশিত হবে" }))
        ),
        byline,
        field("dateline", "কোথা থেকে", "string", json!({ "hint": "যেমন ঢাকা" })),
        field("image", "প্রধান ছবি", "image", json!({})),
        field(
            "image_alt",
            "ছবিতে কী আছে",
            "string",
            json!({ "hint": "যাঁরা ছবি দেখেন না, তাঁদের জন্য" })
        ),
        field("image_caption", "ছবির ক্যাপশন", "string", json!({})),
        field("image_credit", "ছবির কৃতিত্ব", "string", json!({})),
        // Only raw text: the other mode of the editor writes Markdown in its own way.
        required("body", "লেখা", "markdown", json!({ "modes": ["raw"] })),
        field(
            "summary",
            "সারাংশ",
            "text",
            json!({ "hint": "না দিলে লেখার শুরু থেকে নেওয়া হয়" })
        ),
        field("tags", "ট্যাগ", "list", json!({ "hint": "কমা দিয়ে আলাদা করুন" })),
        field("series", "ধারাবাহিক", "string", json!({})),
        field("draft", "খসড়া", "boolean", json!({ "default": false })),
        field("featured", "প্রচ্ছদের প্রধান খবর", "boolean", json!({ "default": false })),
        field("breaking", "ব্রেকিং", "boolean", json!({ "default": false })),
        field("comments", "মন্তব্য নেওয়া হবে", "boolean", json!({ "default": true })),
        field("updated", "শেষ হালনাগাদ", "datetime", moment.clone()),
        field("expires", "যখন সরে যাবে", "datetime", moment.clone()),
        field(
            "corrections",
            "সংশোধনী",
            "list",
            json!({ "fields": [
            required("date", "কখন", "datetime", moment.clone()),
            required("text", "কী শোধরানো হলো", "text", json!({})),
        ] })
        ),
    ])
}

fn pages() -> Value {
    json!({
        "name": "pages", "label": "পাতা", "label_singular": "পাতা", "folder": "content/pages", "extension": "md",
        "format": "toml-frontmatter",
        "fields": [
            required("title", "শিরোনাম", "string", json!({})),
            required("body", "লেখা", "markdown", json!({ "modes": ["raw"] })),
        ],
    })
}

fn authors() -> Value {
    json!({
        "name": "authors", "label": "লেখক", "label_singular": "লেখক", "folder": "content/authors", "extension": "md",
        "format": "toml-frontmatter", "identifier_field": "name", "media_folder": "", "public_folder": "",
        "fields": [
            required("name", "নাম", "string", json!({})),
            field("role", "পদ", "string", json!({})),
            field("photo", "ছবি", "image", json!({})),
            field("body", "পরিচয়", "markdown", json!({ "modes": ["raw"] })),
        ],
    })
}

/// A field that may stay empty; an empty one is not written.
fn field(name: &str, label: &str, widget: &str, more: Value) -> Value {
    let mut map = Map::new();
    map.insert("name".to_owned(), json!(name));
    map.insert("label".to_owned(), json!(label));
    map.insert("widget".to_owned(), json!(widget));
    map.insert("required".to_owned(), json!(false));
    if let Value::Object(more) = more {
        map.extend(more);
    }
    Value::Object(map)
}

fn required(name: &str, label: &str, widget: &str, more: Value) -> Value {
    let mut made = field(name, label, widget, more);
    if let Some(required) = made.get_mut("required") {
        *required = json!(true);
    }
    made
}
