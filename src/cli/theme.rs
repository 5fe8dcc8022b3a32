//! `khobor theme show` and `khobor new theme`: built-in themes for those who have the program and not its sources.

use super::exit;
use super::new_file::create;
use super::options::{Global, ThemeArgs, ThemeWhat};
use super::output::Terminal;
use crate::diag::did_you_mean;
use crate::render;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(global: &Global, args: &ThemeArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let ThemeWhat::Show { file } = &args.what;
    match file {
        Some(file) => show(&terminal, global, file.trim_start_matches("themes/")),
        None => {
            let names: Vec<&str> = render::builtin_files().iter().map(|(path, _)| *path).collect();
            if global.json {
                terminal.json(true, json!({ "files": names }), &[]);
            } else {
                names.iter().for_each(|name| terminal.result(name));
            }
            Ok(exit::OK)
        }
    }
}

/// A file, by its whole path or by the end of it; or the lines of `strings/` with a key of the interface.
fn show(terminal: &Terminal, global: &Global, asked: &str) -> Result<u8, String> {
    let files = render::builtin_files();
    let end = format!("/{asked}");
    let whole = files.iter().find(|(path, _)| *path == asked);
    // The default theme's file, where several themes have one of the name.
    let parts = || {
        let mut found: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(&end)).collect();
        found.sort_by_key(|(path, _)| !path.starts_with("potrika/"));
        found.first().copied()
    };
    if let Some((path, bytes)) = whole.or_else(parts) {
        if global.json {
            let text = String::from_utf8_lossy(bytes);
            terminal.json(true, json!({ "file": path, "text": text }), &[]);
        } else {
            let mut out = std::io::stdout().lock();
            out.write_all(bytes)
                .and_then(|()| out.flush())
                .map_err(|e| e.to_string())?;
        }
        return Ok(exit::OK);
    }
    let words: Vec<String> = words(asked).collect();
    if words.is_empty() {
        let near = did_you_mean(
            asked,
            files
                .iter()
                .flat_map(|(path, _)| [*path, path.rsplit('/').next().unwrap_or(path)]),
        );
        let near = near.map_or_else(String::new, |n| format!(" ({n}?)"));
        return Err(terminal.both(
            format!("ভেতরের কোনো থিমে এমন ফাইল বা কথা নেই: {asked}{near}। তালিকা দেখতে: khobor theme show"),
            format!("no built-in theme has such a file or word: {asked}{near}; `khobor theme show` lists the files"),
        ));
    }
    if global.json {
        terminal.json(true, json!({ "words": words }), &[]);
    } else {
        words.iter().for_each(|line| terminal.result(line));
    }
    Ok(exit::OK)
}

/// Lines of the built-in words with this key.
fn words(key: &str) -> impl Iterator<Item = String> {
    let texts = render::builtin_files()
        .iter()
        .filter(|(path, _)| path.contains("/strings/"));
    texts.flat_map(move |(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let lines: Vec<String> = text
            .lines()
            .filter(|line| line.split('=').next().is_some_and(|k| k.trim() == key))
            .map(|line| format!("{path}: {line}"))
            .collect();
        lines
    })
}

/// `khobor new theme NAME [--from THEME]`: a folder below themes/ that builds as it is.
pub(super) fn make(
    terminal: &Terminal,
    global: &Global,
    name: &str,
    from: Option<&str>,
) -> Result<Vec<PathBuf>, String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let built_in: Vec<&str> = render::builtin_files()
        .iter()
        .filter_map(|(path, _)| path.split('/').next())
        .collect();
    if name.is_empty() || !name.bytes().all(plain) || built_in.contains(&name) {
        return Err(terminal.both(
            format!("থিমের নাম হতে পারে না: {name}। ছোট হাতের ইংরেজি অক্ষর, অঙ্ক ও হাইফেন দিন; ভেতরে থাকা থিমের নাম নয়"),
            format!("{name} cannot be the name of a theme: take small ASCII letters, digits and hyphens, and no built-in theme's name"),
        ));
    }
    let base = from.unwrap_or("base");
    if !built_in.contains(&base) && !global.root.join("themes").join(base).join("theme.toml").is_file() {
        let near = did_you_mean(base, built_in).map_or_else(String::new, |n| format!(" ({n}?)"));
        return Err(terminal.both(
            format!("এমন কোনো থিম নেই: {base}{near}"),
            format!("no such theme: {base}{near}"),
        ));
    }
    let folder = global.root.join("themes").join(name);
    let mut files = vec![(
        "theme.toml".to_owned(),
        format!("name = \"{name}\"\nextends = \"{base}\"\ndescription = \"\"\n"),
    )];
    if base == "base" {
        files.extend(skeleton(name));
    } else {
        files.push((
            format!("assets/{name}.css"),
            "/* Rules of this theme, after those of the theme that it extends. */\n".to_owned(),
        ));
        files.push((
            "templates/components/head.html".to_owned(),
            head(name, base, &global.root.join("themes")),
        ));
    }
    let written = files
        .iter()
        .map(|(path, text)| create(terminal, &folder.join(path), text));
    written.collect()
}

/// The head of a theme that extends `base`: what that one prints there, and the theme's own style sheet. `own` has the files of
/// themes in the site.
fn head(name: &str, base: &str, own: &Path) -> String {
    let start = "{% component head_start";
    let text = text_with(start, base, own).or_else(|| text_with(start, "potrika", own));
    let text = text.unwrap_or_default();
    let from = text.find(start).unwrap_or_default();
    let end = "{%- endcomponent head_start %}";
    let component = text[from..].split_inclusive(end).next().unwrap_or_default();
    let own = format!("<link rel=\"stylesheet\" href=\"{{{{ site.assets.files[\"{name}.css\"] | safe_url }}}}\">");
    let marked = "{%- for sheet in site.assets.styles -%}";
    component.replacen(marked, &format!("{own}\n{marked}"), 1) + "\n"
}

/// The file of components of the theme `theme` that holds `part`: the site's own, or a built-in one.
fn text_with(part: &str, theme: &str, own: &Path) -> Option<String> {
    let folder = own.join(theme).join("templates/components");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    files.sort();
    let texts = files.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let prefix = format!("{theme}/templates/components/");
    let built_in = render::builtin_files()
        .iter()
        .filter(|(path, _)| path.starts_with(&prefix));
    let built_in = built_in.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    texts.chain(built_in).find(|text| text.contains(part))
}

/// A theme from nothing: one layout, one page for every kind.
fn skeleton(name: &str) -> Vec<(String, String)> {
    let layout = LAYOUT.replace("NAME", name);
    let page = |body: &str| {
        format!("{{%- extends \"layout.html\" -%}}\n{{%- block main -%}}\n{body}\n{{%- endblock main -%}}\n")
    };
    let mut files = vec![
        ("templates/layout.html".to_owned(), layout),
        ("templates/components/parts.html".to_owned(), PARTS.to_owned()),
        (
            format!("assets/{name}.css"),
            "body{max-width:44rem;margin:auto;padding:0 1rem;line-height:1.8}\nimg{max-width:100%;height:auto}\n"
                .to_owned(),
        ),
    ];
    let list = "<h1>{{ page.title }}</h1>\n{{ <list stories={listing.stories} /> }}";
    let pages = [
        (
            "front",
            "{% if front.lead %}{{ <list stories={[front.lead]} /> }}{% endif %}\n{{ <list stories={front.seconds} /> }}\n{{ <list stories={front.latest} /> }}",
        ),
        (
            "article",
            "<article><h1>{{ story.title }}</h1>\n<p><time datetime=\"{{ story.date.iso }}\">{{ story.date.text }}</time></p>\n{{ story.body_html | safe }}</article>",
        ),
        ("section", list),
        ("tag", list),
        ("author", list),
        ("series", list),
        ("latest", list),
        ("tags", INDEX),
        ("authors", INDEX),
        (
            "archive",
            "<h1>{{ archive.title }}</h1>\n{% for g in archive.groups %}<ul>{% for e in g.entries %}<li><a href=\"{{ e.url | safe_url }}\">{{ e.title }}</a></li>{% endfor %}</ul>{% endfor %}\n{{ <list stories={archive.stories} /> }}",
        ),
        (
            "popular",
            "<h1>{{ page.title }}</h1>\n{% for w in popular.windows %}{{ <list stories={w.stories} /> }}{% endfor %}",
        ),
        (
            "search",
            "<h1>{{ t.search }}</h1>\n<form id=\"search-form\" role=\"search\"><label>{{ t.search }} <input type=\"search\" name=\"q\"></label></form>\n<div id=\"search-results\" data-index=\"{{ search.index | safe_url }}\"></div>\n<script type=\"application/json\" id=\"search-strings\">{{ search.words | json }}</script>\n<script type=\"module\" src=\"{{ site.assets.files[\"search.js\"] | safe_url }}\"></script>",
        ),
        ("plain", "<h1>{{ plain.title }}</h1>\n{{ plain.body_html | safe }}"),
        ("lost", "<h1>404</h1>\n{{ <list stories={lost.latest} /> }}"),
        (
            "corrections",
            "<h1>{{ t.corrections }}</h1>\n<ul>{% for c in corrections.entries %}<li><time datetime=\"{{ c.date.iso }}\">{{ c.date.day }}</time> {{ c.text }} <a href=\"{{ c.story.url | safe_url }}\">{{ c.story.title }}</a></li>{% endfor %}</ul>",
        ),
        ("notice", "<h1>{{ page.title }}</h1>\n<p>{{ notice.reason }}</p>"),
    ];
    files.extend(pages.map(|(kind, body)| (format!("templates/{kind}.html"), page(body))));
    let fragments = ["masthead", "breaking", "popular", "latest", "comments"];
    files.extend(fragments.map(|f| (format!("templates/fragments/{f}.html"), String::new())));
    files.push(("strings/bn.toml".to_owned(), "home = \"প্রচ্ছদ\"\nsearch = \"অনুসন্ধান\"\nlatest = \"সর্বশেষ\"\nmost_popular = \"সর্বাধিক পঠিত\"\ntags = \"ট্যাগ\"\nauthors = \"লেখক\"\narchive = \"আর্কাইভ\"\n".to_owned()));
    files.push(("strings/en.toml".to_owned(), "home = \"Home\"\nsearch = \"Search\"\nlatest = \"Latest\"\nmost_popular = \"Most read\"\ntags = \"Tags\"\nauthors = \"Authors\"\narchive = \"Archive\"\n".to_owned()));
    files
}

const LAYOUT: &str = "<!doctype html>
<html lang=\"{{ site.language }}\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"{{ site.csp }}\">
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">
<title>{{ page.title }}</title>
{{ page.meta_html | safe }}
<link rel=\"stylesheet\" href=\"{{ site.assets.files[\"NAME.css\"] | safe_url }}\">
{% for sheet in site.assets.styles %}<link rel=\"stylesheet\" href=\"{{ sheet | safe_url }}\">{% endfor %}
</head>
<body>
<header><p><a href=\"{{ site.home | safe_url }}\">{{ site.title }}</a></p>
<nav><ul>{% for item in site.menu %}{% for link in [item] if item.url else item.children %}<li><a href=\"{{ link.url | safe_url }}\">{{ link.title }}</a></li>{% endfor %}{% endfor %}</ul></nav></header>
<main>{% block main %}{% endblock main %}</main>
</body>
</html>
";

const PARTS: &str = "{% component list(stories: array) -%}
<ul>{% for s in stories %}<li><a href=\"{{ s.url | safe_url }}\">{{ s.title }}</a></li>{% endfor %}</ul>
{%- endcomponent list %}
{#- What khobor calls while it prints the body of a story: docs/themes.md. -#}
{% component figure(src: string, image: map) -%}
<figure>{{ <image i={image} /> }}<figcaption>{{ image.caption }} {{ image.credit }}</figcaption></figure>
{%- endcomponent figure %}
{% component picture(image: map, alone: bool) -%}
{{ <image i={image} /> }}
{%- endcomponent picture %}
{% component gallery(pictures: array, caption: string = \"\") -%}
{% for p in pictures %}<figure>{{ <image i={p} /> }}<figcaption>{{ p.caption }} {{ p.credit }}</figcaption></figure>{% endfor %}<p>{{ caption }}</p>
{%- endcomponent gallery %}
{% component youtube(id: string, title: string = \"\") -%}
<p><a href=\"https://www.youtube.com/watch?v={{ id }}\">{{ title or id }}</a></p>
{%- endcomponent youtube %}
{% component facebook(url: string, title: string = \"\") -%}
<p><a href=\"{{ url | safe_url }}\">{{ title or url }}</a></p>
{%- endcomponent facebook %}
{% component pullquote(text: string, by: string = \"\") -%}
<blockquote>{{ text }} {{ by }}</blockquote>
{%- endcomponent pullquote %}
{% component factbox(title: string = \"\") -%}
<aside><p>{{ title }}</p>{{ body }}</aside>
{%- endcomponent factbox %}
{% component related(story: map) -%}
<p><a href=\"{{ story.url | safe_url }}\">{{ story.title }}</a></p>
{%- endcomponent related %}
{% component related_box(stories: array) -%}
{{ <list stories={stories} /> }}
{%- endcomponent related_box %}
{% component in_text_ad(ad: map) -%}
{%- endcomponent in_text_ad %}
";

const INDEX: &str = "<h1>{{ page.title }}</h1>\n{% for g in index.groups %}<h2>{{ g.initial }}</h2>\n<ul>{% for e in g.entries %}<li><a href=\"{{ e.url | safe_url }}\">{{ e.title }}</a> {{ e.count }}</li>{% endfor %}</ul>{% endfor %}";
