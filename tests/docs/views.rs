//! The reference of the values that templates get.

use crate::cell;
use crate::rust::{Struct, find, inside};
use std::fmt::Write;

/// One section a value, in the order of `src/view/types/`.
pub(crate) fn page(views: &[Struct]) -> String {
    let mut out = String::new();
    for view in views {
        let _ = write!(
            out,
            "### {}\n\n{}\n\n| field | value | what it says |\n|---|---|---|\n",
            title(&view.name),
            view.doc
        );
        for field in &view.fields {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} |",
                field.name,
                kind(views, &field.ty),
                cell(&field.doc)
            );
        }
        out.push('\n');
    }
    out
}

/// `PictureView` is told of as "picture", `MenuItem` as "menu item".
fn title(name: &str) -> String {
    let mut title = String::new();
    for letter in name.trim_end_matches("View").chars() {
        if letter.is_ascii_uppercase() && !title.is_empty() {
            title.push(' ');
        }
        title.push(letter.to_ascii_lowercase());
    }
    title
}

fn kind(views: &[Struct], ty: &str) -> String {
    if let Some(inner) = inside(ty, "Option") {
        return format!("{} or nothing", kind(views, inner));
    }
    if let Some(inner) = inside(ty, "Vec") {
        return format!("list of {}", kind(views, inner));
    }
    match ty {
        "String" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "u32" => "number".to_owned(),
        "Stories" => "list of [teaser](#teaser)".to_owned(),
        "(String, String)" => "pairs of texts".to_owned(),
        "BTreeMap<String, String>" => "texts by name".to_owned(),
        map if map.starts_with("serde_json::Map<") => "anything".to_owned(),
        name if find(views, name).is_some() => format!("[{0}](#{1})", title(name), title(name).replace(' ', "-")),
        other => panic!("tests/docs/views.rs does not know the type {other}"),
    }
}
