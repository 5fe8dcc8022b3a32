//! Page builders: WPBakery, Divi, Avada, tagDiv and others keep texts in shortcodes of their own. Boxes give their contents in
//! order; titles, numbers and buttons stand in attributes.

use super::parts::{self, Part};
use super::read::Attributes;
use super::{Library, attribute, escaped, link, short_text, text_of};
use crate::import::html::embeds;
use crate::portal::url;

/// What names of builders' and themes' shortcodes begin with.
const BEGINNINGS: [&str; 31] = [
    "vc_",
    "et_pb_",
    "fusion_",
    "tdc_",
    "td_",
    "tdb_",
    "tdm_",
    "av_",
    "cs_",
    "kc_",
    "mk_",
    "mks_",
    "su_",
    "fl_",
    "tie_",
    "penci_",
    "jnews_",
    "jeg_",
    "wpb_",
    "ux_",
    "nectar_",
    "qode_",
    "eltdf_",
    "mkdf_",
    "bs-",
    "bs_",
    "sc_",
    "trx_",
    "thb_",
    "cmsmasters_",
    "ultimate_",
];
/// Columns of themes without a name of their own.
const COLUMNS: [&str; 4] = ["columns", "column", "col", "row"];
/// Attributes that hold a title, in the order in which they are looked at.
const TITLES: [&str; 9] = [
    "h2",
    "title",
    "heading",
    "main_heading",
    "tab_title",
    "custom_title",
    "primary_title",
    "title_front",
    "header",
];
/// Attributes that hold more words, in the order in which they are shown.
const LINES: [&str; 16] = [
    "subhead",
    "subheading",
    "sub_heading",
    "subtitle",
    "position",
    "job_title",
    "label_value",
    "label",
    "description",
    "desc",
    "text_front",
    "title_back",
    "hover_title",
    "text_back",
    "caption_title",
    "caption_text",
];
/// Attributes that hold the words of a button, and where it leads.
const BUTTONS: [(&str, [&str; 5]); 7] = [
    ("button_text", ["button_url", "button_link", "link", "url", "href"]),
    ("button_one_text", ["button_one_url", "", "", "", ""]),
    ("button_two_text", ["button_two_url", "", "", "", ""]),
    ("btn_title", ["btn_link", "btn_url", "", "", ""]),
    ("btn_text", ["btn_link", "btn_url", "link", "url", ""]),
    ("linktext", ["link", "url", "", "", ""]),
    ("link_text", ["link_url", "link", "url", "", ""]),
];
/// Attributes that hold a picture's address or number.
const PICTURES: [&str; 7] = [
    "image",
    "src",
    "image_url",
    "picture",
    "portrait_url",
    "custom_src",
    "image_id",
];
/// Attributes that hold a film's or a sound's address.
const MEDIA: [&str; 8] = ["src", "video", "video_url", "video_link", "audio", "mp4", "mp3", "file"];

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

fn line(text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("<p>{}</p>", escaped(text)),
    }
}

/// A value that is text: not a switch, not a field that Divi fills in when it prints.
fn words<'a>(a: &'a Attributes, names: &[&str]) -> &'a str {
    let switch = |v: &str| {
        matches!(
            v,
            "on" | "off" | "yes" | "no" | "true" | "false" | "none" | "default" | "left" | "right" | "center"
        ) || v.starts_with("@ET-DC@")
    };
    let found = names.iter().map(|name| a.get(name));
    found
        .into_iter()
        .find(|v| !v.is_empty() && !switch(v))
        .unwrap_or_default()
}

/// The HTML for a builder's shortcode; `None` for one of another kind.
pub(super) fn html(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> Option<String> {
    match name {
        "vc_custom_heading" | "vc_text_separator" => {
            let level = ["h3", "h4", "h5", "h6"]
                .iter()
                .position(|h| a.get("font_container").contains(&format!("tag:{h}")));
            Some(heading(level.map_or(2, |i| i as u8 + 3), words(a, &["text", "title"])))
        }
        "vc_raw_html" => Some(format!("<k-plain>{}</k-plain>", raw_html(inner))),
        "fusion_code" => Some(format!("<k-plain>{}</k-plain>", coded(inner))),
        "vc_raw_js" => Some(String::new()),
        "fusion_checklist" => Some(format!("<ul>{inner}</ul>")),
        "fusion_li_item" => Some(format!("<li>{inner}</li>")),
        "table" => library.table(a.get("id")),
        _ if COLUMNS.contains(&name) => Some(boxed(inner)),
        _ => match parts::of(name) {
            Some(part) => Some(of_part(part, name, a, inner, library)),
            None => is_builders(name).then(|| module(name, a, inner, library)),
        },
    }
}

fn of_part(part: Part, name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> String {
    match part {
        Part::Quote => quoted(a, inner),
        Part::Button => button(a, inner),
        Part::Words => inner.to_owned(),
        Part::Box => boxed(inner),
        Part::Heading => titled(a, inner),
        Part::Panel if matches!(name, "et_pb_section" | "vc_section" | "av_section") => boxed(inner),
        Part::Panel => module(name, a, inner, library),
    }
}

fn boxed(inner: &str) -> String {
    match inner.trim() {
        "" => String::new(),
        _ => format!("<div>{inner}</div>"),
    }
}

/// A heading: its words stand in an attribute, what it encloses below it; or it encloses them.
fn titled(a: &Attributes, inner: &str) -> String {
    match words(a, &[&TITLES[..], &["text"]].concat()) {
        "" => heading(2, &text_of(inner)),
        title => heading(2, title) + &boxed(inner),
    }
}

/// An element of a builder: what its attributes show, and its contents.
fn module(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> String {
    let bare = BEGINNINGS.iter().find_map(|b| name.strip_prefix(b)).unwrap_or(name);
    if matches!(
        bare,
        "section" | "builder_section" | "builder_container" | "builder_row"
    ) {
        return boxed(inner);
    }
    let title = words(a, &TITLES);
    let person = words(a, &["name"]);
    let titles = match (person, title) {
        ("", title) => linked_heading(title, a),
        (person, title) => heading(3, person) + &line(title),
    };
    let below = heading(3, words(a, &["h4"])) + &LINES.iter().map(|l| line(words(a, &[l]))).collect::<String>();
    let buttons = BUTTONS.iter().filter(|(text, _)| !words(a, &[text]).is_empty());
    let buttons = buttons
        .map(|(text, to)| leads(a.any(to), words(a, &[text])))
        .collect::<String>();
    // A picture is named in an attribute, or by its address as all that an element encloses.
    let alone = short_text(inner).filter(|text| is_picture(text)).unwrap_or_default();
    format!(
        "{}{titles}{below}{}{}{}{buttons}",
        shown(a, &alone, library),
        number(name, a),
        grouped(a),
        if alone.is_empty() { boxed(inner) } else { String::new() },
    )
}

/// The title of an element, with the link that it has where no button has one.
fn linked_heading(title: &str, a: &Attributes) -> String {
    let to = a.any(&["url", "link"]);
    let button = BUTTONS.iter().any(|(text, _)| !a.get(text).is_empty());
    match address(to) {
        Some(to) if !title.is_empty() && !button => {
            format!("<h3><a href={}>{}</a></h3>", attribute(&to), escaped(title))
        }
        _ => heading(3, title),
    }
}

fn is_picture(address: &str) -> bool {
    address.contains("://")
        && !address.contains(char::is_whitespace)
        && crate::import::wordpress::index::is_picture(address)
}

/// The picture, film or sound of an element.
fn shown(a: &Attributes, alone: &str, library: &dyn Library) -> String {
    let given = PICTURES.iter().map(|key| a.get(key)).find(|v| is_picture(v));
    if let Some(src) = given.or_else(|| Some(alone).filter(|t| !t.is_empty())) {
        let alt = attribute(a.any(&["alt", "image_alt"]));
        return format!("<p><img src={} alt={alt}></p>", attribute(src));
    }
    let number = || a.ids(&["image", "image_id", "picture_id"]).first().copied();
    if let Some(file) = number().and_then(|id| library.file(id)) {
        return format!("<p><img src={}></p>", attribute(&file.src));
    }
    let medium = MEDIA
        .iter()
        .map(|key| a.get(key))
        .find(|v| embeds::of_line(v).is_some());
    medium.map_or_else(String::new, |v| format!("<k-embed url={}></k-embed>", attribute(v)))
}

/// The number that a counter or a price shows.
fn number(name: &str, a: &Attributes) -> String {
    let counts = ["counter", "pie", "stat", "number"]
        .iter()
        .any(|part| name.contains(part));
    match (a.get("number"), a.get("sum"), a.get("value")) {
        ("", "", value) if counts => line(&format!("{value}{}", a.any(&["unit", "units"]))),
        ("", "", _) => String::new(),
        ("", sum, _) => line(&format!("{}{sum}", a.get("currency"))),
        (number, ..) => line(number),
    }
}

/// Values that WPBakery keeps as a percent-encoded list of records: their words.
fn grouped(a: &Attributes) -> String {
    let values = ["values", "items", "list"].iter().map(|key| a.get(key));
    let list = values
        .into_iter()
        .find(|v| v.starts_with("%5B%7B"))
        .and_then(url::decode);
    let list: Vec<serde_json::Map<String, serde_json::Value>> =
        list.and_then(|l| serde_json::from_str(&l).ok()).unwrap_or_default();
    let said = ["title", "label", "text", "heading", "content", "description"];
    let texts = list.iter().flat_map(|record| {
        let text = |key: &str| record.get(key).and_then(serde_json::Value::as_str);
        said.iter().filter_map(move |key| text(key))
    });
    texts.map(line).collect()
}

/// What somebody says of something, and who.
fn quoted(a: &Attributes, inner: &str) -> String {
    let by = [
        "cite",
        "author",
        "author_name",
        "name",
        "job_title",
        "author_job",
        "company_name",
        "company",
    ];
    let by: Vec<&str> = by
        .iter()
        .map(|key| words(a, &[key]))
        .filter(|t| !t.is_empty())
        .collect();
    let by = match by.is_empty() {
        true => String::new(),
        false => format!("<cite>{}</cite>", escaped(&by.join(", "))),
    };
    let said = match inner.trim() {
        "" => line(words(a, &["quote", "text", "content"])),
        _ => inner.to_owned(),
    };
    format!("<blockquote>{said}{by}</blockquote>")
}

/// The address that a builder's value names: `url:https%3A%2F%2F…|title:…`, or as it is.
fn address(given: &str) -> Option<String> {
    let coded = given.split('|').find_map(|p| p.strip_prefix("url:"));
    let address = coded.and_then(url::decode).unwrap_or_else(|| given.to_owned());
    Some(address).filter(|a| !matches!(a.as_str(), "" | "#" | "none" | "self" | "on" | "off"))
}

/// Words that lead somewhere, as a paragraph.
fn leads(to: &str, words: &str) -> String {
    match address(to) {
        Some(to) if !words.is_empty() => link(&to, &escaped(words)),
        _ => line(words),
    }
}

fn button(a: &Attributes, inner: &str) -> String {
    let given = a.any(&["link", "button_url", "button_link", "url", "href"]);
    match text_of(inner) {
        empty if empty.is_empty() => leads(given, words(a, &["button_text", "title", "text", "label"])),
        said => leads(given, &said),
    }
}

/// `fusion_code`: base64 of HTML; older texts have it as it is.
fn coded(inner: &str) -> String {
    let plain: String = text_of(inner).chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = crate::import::base64::decode(&plain).filter(|_| !inner.contains('<'));
    bytes
        .and_then(|b| String::from_utf8(b).ok())
        .unwrap_or_else(|| inner.to_owned())
}

/// `vc_raw_html`: base64 of percent-encoded HTML.
fn raw_html(inner: &str) -> String {
    url::decode(&coded(inner)).unwrap_or_default()
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
