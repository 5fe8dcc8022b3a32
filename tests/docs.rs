//! The reference pages below `docs/` are made from the code, so that they cannot go stale: `docs/config.md` and
//! `docs/khobor.schema.json` from the doc comments of `src/config/file.rs`, `docs/themes.md`'s reference from
//! `src/view/types/`, `docs/diagnostics.md` from the codes, `docs/cli.md` from the command line's own definition.
//!
//! `KHOBOR_BLESS=1 cargo test --test docs` writes them again. Text outside of the two marks is written by hand and stays.

#[path = "docs/cli.rs"]
mod cli;
#[path = "docs/config.rs"]
mod config;
#[path = "docs/diagnostics.rs"]
mod diagnostics;
#[path = "docs/examples.rs"]
mod examples;
#[path = "docs/rust.rs"]
mod rust;
#[path = "docs/theme.rs"]
mod theme;
#[path = "docs/views.rs"]
mod views;

use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- made by tests/docs.rs: begin -->\n";
const END: &str = "<!-- made by tests/docs.rs: end -->\n";

/// Compares a page with what it should be, or writes it when `KHOBOR_BLESS` is set.
fn hold(path: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == wanted {
        return;
    }
    if std::env::var_os("KHOBOR_BLESS").is_some() {
        fs::write(&file, wanted).expect("the page can be written");
        return;
    }
    let line = found
        .lines()
        .zip(wanted.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    panic!(
        "{path} is stale from line {}:\n  is:     {}\n  should: {}\nKHOBOR_BLESS=1 cargo test --test docs writes it anew.",
        line + 1,
        show(&found),
        show(wanted)
    );
}

/// Holds the part of a page between the marks; the rest of the page is written by hand.
fn hold_part(path: &str, part: &str) {
    let page = read(path);
    let (before, rest) = page
        .split_once(BEGIN)
        .unwrap_or_else(|| panic!("{path} lacks the mark {BEGIN}"));
    let (_, after) = rest
        .split_once(END)
        .unwrap_or_else(|| panic!("{path} lacks the mark {END}"));
    hold(path, &format!("{before}{BEGIN}\n{}\n\n{END}{after}", part.trim()));
}

/// A file of the repository.
fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tables of `khobor.toml`; those of `[deploy.NAME]` are read by the room that deploys.
fn tables() -> Vec<rust::Struct> {
    let mut tables = rust::structs(&read("src/config/file.rs"));
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/deploy/config.rs");
    let targets = fs::read_to_string(deploy)
        .map(|source| rust::structs(&source))
        .unwrap_or_default();
    tables.extend(targets.into_iter().filter(|table| table.name == config::TARGET));
    tables
}

/// Text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn config_page_says_what_the_code_says() {
    hold_part("docs/config.md", &config::page(&tables()));
}

#[test]
fn config_schema_says_what_the_code_says() {
    hold("docs/khobor.schema.json", &config::schema(&tables()));
}

#[test]
fn themes_page_says_what_the_code_says() {
    let parts = ["portal", "page", "front", "story", "comments", "lists", "other"];
    let text: String = parts.map(|part| read(&format!("src/view/types/{part}.rs"))).concat();
    let views = rust::structs(&text);
    hold_part(
        "docs/themes.md",
        &format!("{}\n{}", views::page(&views).trim_end(), theme::page()),
    );
}

#[test]
fn diagnostics_page_says_what_the_code_says() {
    hold_part("docs/diagnostics.md", &diagnostics::page());
}

#[test]
fn cli_page_says_what_the_code_says() {
    hold_part("docs/cli.md", &cli::page());
}

/// Every filter and every front matter key is named on its page.
#[test]
fn nothing_is_left_out_by_hand() {
    let names = |source: &str, call: &str| -> Vec<String> {
        let parts = source.split(call).skip(1);
        parts
            .filter_map(|rest| {
                rest.trim_start()
                    .strip_prefix('"')?
                    .split('"')
                    .next()
                    .map(str::to_owned)
            })
            .collect()
    };
    let (themes, sources) = (read("docs/themes.md"), read("docs/sources.md"));
    for filter in names(&read("src/render/filters.rs"), "register_filter(") {
        assert!(
            themes.contains(&format!("`{filter}")),
            "docs/themes.md does not name the filter {filter}"
        );
    }
    let article = read("src/source/article.rs");
    let (article, _) = article.split_once("#[cfg(test)]").unwrap_or((&article, ""));
    for call in [
        "text(", "name(", "names(", "moment(", "flag(", "whole(", "reason(", "checked(",
    ] {
        for key in names(article, &format!("keys.{call}")) {
            assert!(
                sources.contains(&format!("`{key}`")),
                "docs/sources.md does not name the key {key}"
            );
        }
    }
}

/// Links between the project's pages lead to files that are there.
#[test]
fn links_lead_somewhere() {
    let mut pages = vec![
        "README.md".to_owned(),
        "ARCHITECTURE.md".to_owned(),
        "THIRD-PARTY.md".to_owned(),
        "CHANGELOG.md".to_owned(),
    ];
    for below in ["docs", "docs/bn"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(below);
        let files = fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(Result::ok);
        pages.extend(
            files
                .map(|f| format!("{below}/{}", f.file_name().to_string_lossy()))
                .filter(|p| p.ends_with(".md")),
        );
    }
    for page in pages {
        let base = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(&page)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        for link in links(&read(&page)) {
            let path = link.split('#').next().unwrap_or_default();
            let outside = path.is_empty() || path.contains("://") || path.starts_with(['/', 'm']) && path.contains(':');
            assert!(outside || base.join(path).exists(), "{page}: nothing at {link}");
        }
    }
}

/// Targets of `[text](target)` outside of code.
fn links(text: &str) -> Vec<String> {
    let mut code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        if code || line.starts_with("    ") {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let prose = prose.replace("\\](", "");
        found.extend(
            prose
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
                .map(str::to_owned),
        );
    }
    found
}

#[test]
fn commands_that_pages_show_are_understood() {
    for page in [
        "README.md",
        "docs/config.md",
        "docs/deploy.md",
        "docs/inbox.md",
        "docs/sources.md",
        "docs/themes.md",
    ] {
        for command in examples::commands(&read(page)) {
            examples::understood(page, &command);
        }
    }
}

#[test]
fn bengali_functions_print_what_the_readme_says() {
    examples::printed(&read("README.md"));
}

#[test]
fn architecture_fits_on_its_page() {
    assert!(read("ARCHITECTURE.md").lines().count() <= 200);
}
