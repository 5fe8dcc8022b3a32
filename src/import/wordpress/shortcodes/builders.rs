//! Page builders: WPBakery, Divi, Avada, tagDiv and others keep texts in shortcodes of their own. Boxes give their contents in
//! order; titles, numbers and buttons stand in attributes.

use super::read::Attributes;
use super::{Library, attribute, escaped, link, text_of};
use crate::portal::url;

/// What names of builders' and themes' shortcodes begin with.
const BEGINNINGS: [&str; 24] = [
    "vc_", "et_pb_", "fusion_", "tdc_", "td_", "tdb_", "tdm_", "av_", "cs_", "kc_", "mk_", "su_", "fl_", "tie_",
    "penci_", "jnews_", "wpb_", "ux_", "nectar_", "qode_", "eltdf_", "mkdf_", "bs_", "sc_",
];
/// Boxes whose attributes say nothing to readers.
const BOXES: [&str; 10] = [
    "section",
    "row",
    "row_inner",
    "column",
    "column_inner",
    "container",
    "inner",
    "text",
    "column_text",
    "layout",
];
/// Columns of themes without a name of their own.
const COLUMNS: [&str; 14] = [
    "one_half",
    "one_third",
    "two_third",
    "two_thirds",
    "one_fourth",
    "three_fourth",
    "one_fifth",
    "columns",
    "column",
    "col",
    "row",
    "section",
    "su_row",
    "su_column",
];

/// Whether a name is one of a builder's: such a tag is never text.
pub(super) fn is_builders(name: &str) -> bool {
    BEGINNINGS.iter().any(|b| name.starts_with(b))
}

/// A heading; nothing for no words.
fn heading(level: u8, text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("<h{level}>{}</h{level}>", escaped(text)),
    }
}

/// The HTML for a builder's shortcode; `None` for one of another kind.
pub(super) fn html(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> Option<String> {
    match name {
        "vc_custom_heading" | "et_pb_heading" | "vc_text_separator" => {
            let level = ["h3", "h4", "h5", "h6"]
                .iter()
                .position(|h| a.get("font_container").contains(&format!("tag:{h}")));
            Some(heading(level.map_or(2, |i| i as u8 + 3), a.any(&["text", "title"])))
        }
        "fusion_title" | "su_heading" => Some(heading(2, &text_of(inner))),
        "vc_raw_html" => Some(format!("<k-plain>{}</k-plain>", raw_html(inner))),
        "vc_raw_js" => Some(String::new()),
        "vc_btn" | "vc_button" | "vc_button2" | "et_pb_button" | "fusion_button" | "su_button" | "button" => {
            Some(button(a, inner))
        }
        "fusion_checklist" => Some(format!("<ul>{inner}</ul>")),
        "fusion_li_item" => Some(format!("<li>{inner}</li>")),
        "et_pb_testimonial" => Some(quoted(a, inner)),
        "tab" | "toggle" | "accordion" | "accordion-item" | "spoiler" => Some(format!(
            "{}<div>{inner}</div>",
            heading(3, a.any(&["title", "tab_title"]))
        )),
        "table" => library.table(a.get("id")),
        _ if is_column(name) => Some(boxed(inner)),
        _ => is_builders(name).then(|| module(name, a, inner)),
    }
}

fn is_column(name: &str) -> bool {
    COLUMNS.contains(&name.strip_suffix("_last").unwrap_or(name))
}

fn boxed(inner: &str) -> String {
    match inner.trim() {
        "" => String::new(),
        _ => format!("<div>{inner}</div>"),
    }
}

/// An element of a builder: what its attributes show, and its contents.
fn module(name: &str, a: &Attributes, inner: &str) -> String {
    let bare = BEGINNINGS.iter().find_map(|b| name.strip_prefix(b)).unwrap_or(name);
    let bare = bare.strip_prefix("builder_").unwrap_or(bare);
    if BOXES.contains(&bare) {
        return boxed(inner);
    }
    let line = |text: &str| match text.trim() {
        "" => String::new(),
        text => format!("<p>{}</p>", escaped(text)),
    };
    let picture = Some(a.any(&["image", "src"]))
        .filter(|src| src.contains("://") && crate::import::wordpress::index::is_picture(src));
    let picture = picture.map(|src| {
        format!(
            "<p><img src={} alt={}></p>",
            attribute(src),
            attribute(a.any(&["alt", "image_alt"]))
        )
    });
    let titles = heading(
        3,
        a.any(&["h2", "title", "heading", "tab_title", "custom_title", "name"]),
    );
    let below = heading(3, a.get("h4")) + &line(a.any(&["subhead", "subheading", "subtitle", "position", "job_title"]));
    let number = line(a.get("number"));
    let button = match a.get("button_text") {
        "" => String::new(),
        _ => button(a, ""),
    };
    format!(
        "{}{titles}{below}{number}{}{button}",
        picture.unwrap_or_default(),
        boxed(inner)
    )
}

/// What somebody says of something, and who.
fn quoted(a: &Attributes, inner: &str) -> String {
    let by = [a.any(&["author", "name"]), a.any(&["job_title", "company_name"])];
    let by: Vec<&str> = by.into_iter().filter(|t| !t.is_empty()).collect();
    let by = match by.is_empty() {
        true => String::new(),
        false => format!("<cite>{}</cite>", escaped(&by.join(", "))),
    };
    format!("<blockquote>{inner}{by}</blockquote>")
}

/// `link="url:https%3A%2F%2F…|title:…"`, or an address; with its words.
fn button(a: &Attributes, inner: &str) -> String {
    let given = a.any(&["link", "button_url", "url", "href"]);
    let coded = given.split('|').find_map(|p| p.strip_prefix("url:"));
    let address = coded.and_then(url::decode).unwrap_or_else(|| given.to_owned());
    let words = match text_of(inner) {
        empty if empty.is_empty() => a.any(&["button_text", "title", "text"]).to_owned(),
        words => words,
    };
    match address.as_str() {
        "" | "#" => format!("<p>{}</p>", escaped(&words)),
        _ => link(&address, &escaped(&words)),
    }
}

/// `vc_raw_html`: base64 of percent-encoded HTML.
fn raw_html(inner: &str) -> String {
    let coded: String = text_of(inner).chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = crate::import::base64::decode(&coded);
    let text = bytes.and_then(|b| String::from_utf8(b).ok());
    text.and_then(|t| url::decode(&t)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;

    #[test]
    fn what_stands_in_attributes_is_shown() {
        let text = "[et_pb_blurb title=\"ঘাট\" image=\"https://a.example/a.jpg\"]কথা[/et_pb_blurb][et_pb_number_counter title=\"নৌকা\" number=\"৫০\"][/et_pb_number_counter]";
        let shown =
            "<p><img src=\"https://a.example/a.jpg\" alt=\"\"></p><h3>ঘাট</h3><div>কথা</div><h3>নৌকা</h3><p>৫০</p>";
        assert_eq!(expanded(text), shown);
        assert_eq!(
            expanded("[one_half]ক[/one_half][one_half_last]খ[/one_half_last][su_divider]"),
            "<div>ক</div><div>খ</div>"
        );
        assert_eq!(
            expanded("[et_pb_section title=\"নকশা\"][et_pb_row]ক[/et_pb_row][/et_pb_section]"),
            "<div><div>ক</div></div>"
        );
    }
}
