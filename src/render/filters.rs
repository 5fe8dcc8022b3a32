//! The filters that theme authors use; docs/themes.md lists them with examples.

use crate::bengali::Edition;
use crate::bengali::date::{self, DateStyle};
use crate::bengali::{cluster, excerpt, genitive, number, ordinal};
use jiff::{Timestamp, tz::TimeZone};
use std::borrow::Cow;
use tera::{ArgFromValue, Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers all filters. Dates are shown in `zone`, as `edition` writes them.
pub(super) fn register(tera: &mut Tera, zone: &TimeZone, edition: Edition) {
    tera.register_filter("bn_number", |value: &Value, _: Kwargs, _: &State<'_>| {
        number::digits(&plain(value)).into_owned()
    });
    tera.register_filter("bn_count", grouped);
    tera.register_filter("bn_compact", |value: &Value, _: Kwargs, _: &State<'_>| {
        number::compact(&plain(value)).map_err(|e| Error::message(e.to_string()))
    });
    tera.register_filter("bn_percent", |value: &Value, _: Kwargs, _: &State<'_>| {
        number::percent(&plain(value)).map_err(|e| Error::message(e.to_string()))
    });
    tera.register_filter("bn_currency", |value: &Value, _: Kwargs, _: &State<'_>| {
        number::currency(&plain(value), number::CurrencyForm::Word).map_err(|e| Error::message(e.to_string()))
    });
    tera.register_filter("bn_genitive", |value: &str, _: Kwargs, _: &State<'_>| {
        genitive::genitive(value)
    });
    tera.register_filter("bn_ordinal", |value: u64, _: Kwargs, _: &State<'_>| {
        ordinal::short(value)
    });
    tera.register_filter(
        "bn_excerpt",
        |value: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let length = kwargs.get::<usize>("length")?.unwrap_or(120);
            Ok(excerpt::excerpt(value, length).into_owned())
        },
    );
    tera.register_filter(
        "bn_truncate",
        |value: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let length = kwargs.get::<usize>("length")?.unwrap_or(60);
            Ok(cluster::truncate(value, length).into_owned())
        },
    );
    let zone = zone.clone();
    tera.register_filter(
        "bn_date",
        move |value: &str, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let style = kwargs.get::<&str>("style")?.unwrap_or("date_news");
            let style = DateStyle::from_name(style)
                .ok_or_else(|| Error::message(format!("bn_date: unknown style `{style}`")))?;
            let at: Timestamp = value.parse().map_err(|e| Error::message(format!("bn_date: {e}")))?;
            Ok(date::format(zone.to_datetime(at), style, edition))
        },
    );
    tera.register_filter(
        "first_picture",
        first_picture as fn(&str, Kwargs, &State<'_>) -> TeraResult<String>,
    );
    tera.register_filter(
        "safe_url",
        shown_url as fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value>,
    );
    tera.register_filter("safe", safe as fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value>);
    tera.register_filter("json", json as fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value>);
    tera.register_filter("captioned", |value: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&crate::view::caption_markup(value))
    });
    tera.register_filter("plain_caption", |value: &str, _: Kwargs, _: &State<'_>| {
        crate::view::plain_caption(value).into_owned()
    });
    tera.register_filter("cdata", |value: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&format!("<![CDATA[{}]]>", value.replace("]]>", "]]]]><![CDATA[>")))
    });
}

/// The markup of a list in which the picture of the first story is fetched at once and, where `sizes` says so, for a wider slot:
/// rows are printed once for all lists, and only a list knows which of them comes first.
fn first_picture(markup: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let sizes = kwargs
        .get::<&str>("sizes")?
        .filter(|s| !s.contains(['"', '<', '>', '&']));
    let (first, rest) = markup.split_at(markup.find("</article>").unwrap_or(markup.len()));
    let mut first = first.replacen(" loading=\"lazy\"", " fetchpriority=\"high\"", 1);
    if let Some(sizes) = sizes
        && let Some(from) = first.find(" sizes=\"").map(|at| at + " sizes=\"".len())
        && let Some(len) = first.get(from..).and_then(|rest| rest.find('"'))
    {
        first.replace_range(from..from + len, sizes);
    }
    Ok(first + rest)
}

/// As the engine's own filter, which copies the text: it may be the body of a story.
fn safe(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    if value.is_string() {
        return Ok(value.clone().mark_safe());
    }
    let text = <Cow<'_, str> as ArgFromValue>::from_value(value)?;
    Ok(Value::safe_string(&text))
}

fn plain(value: &Value) -> String {
    value.to_string()
}

fn grouped(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    number::group(&plain(value)).map_err(|e| Error::message(e.to_string()))
}

fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    // Through serde_json's ordered maps: the engine's own have no order.
    let ordered = serde_json::to_value(value).map_err(|e| Error::message(e.to_string()))?;
    let text = serde_json::to_string(&ordered).map_err(|e| Error::message(e.to_string()))?;
    Ok(Value::safe_string(&crate::view::structured::escape(&text)))
}

/// [`safe_url`] of a value, which is passed on as it is where nothing has to change.
fn shown_url(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let url = <&str as ArgFromValue>::from_value(value)?;
    let shown = safe_url(url);
    Ok(if shown.len() == url.len() && shown != "#" && !value.is_safe() {
        value.clone()
    } else {
        Value::normal_string(shown)
    })
}

/// The address, when its scheme is one that cannot run anything; `#` otherwise.
///
/// Browsers skip tabs, line feeds and leading control characters in a scheme, so those are refused as well.
fn safe_url(url: &str) -> &str {
    let trimmed = url.trim();
    let scheme = trimmed
        .bytes()
        .position(|b| matches!(b, b':' | b'/' | b'?' | b'#'))
        .filter(|i| trimmed.as_bytes().get(*i) == Some(&b':'))
        .map(|i| &trimmed[..i]);
    let known = |s: &str| {
        ["http", "https", "mailto", "tel"]
            .iter()
            .any(|k| s.eq_ignore_ascii_case(k))
    };
    if has_control(trimmed.as_bytes()) || scheme.is_some_and(|s| !known(s)) {
        "#"
    } else {
        trimmed
    }
}

/// Whether there is a control character: C0, delete, or C1 (two bytes, of which the first is C2).
fn has_control(bytes: &[u8]) -> bool {
    // Most addresses have neither; a loop that never stops early is one that the compiler makes wide.
    let suspect = bytes.iter().fold(false, |found, byte| {
        found | (*byte < 0x20) | (*byte == 0x7F) | (*byte == 0xC2)
    });
    suspect
        && bytes.iter().enumerate().any(|(at, byte)| match byte {
            ..0x20 | 0x7F => true,
            0xC2 => bytes.get(at + 1).is_some_and(|next| *next < 0xA0),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::safe_url;

    #[test]
    fn only_harmless_schemes_pass() {
        for good in [
            "/ঢাকা/",
            "https://example.org/",
            "mailto:a@b.example",
            "#x",
            "/§/",
            "a:b".replace("a:b", "x/a:b").as_str(),
        ] {
            assert_eq!(safe_url(good), good);
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:1",
            "java\tscript:1",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:1",
            "/ক\u{85}খ",
            "/ক\u{7f}খ",
        ] {
            assert_eq!(safe_url(bad), "#", "{bad:?}");
        }
    }
}
