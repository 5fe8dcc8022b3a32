//! Drawings: their size, and whether they are still. A drawing with scripts, event handlers, foreign content or outside
//! references is refused.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Whether the bytes look like an SVG document.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let start = head
        .iter()
        .position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF));
    head.get(start.unwrap_or(0)) == Some(&b'<') && head.windows(4).any(|w| w == b"<svg")
}

/// Width and height of a still drawing; what is wrong with another.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), String> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let mut size = None;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                element(&e)?;
                if size.is_none() {
                    size = Some(measure(&e));
                }
            }
            Ok(Event::DocType(_)) => return Err("a document type".into()),
            Ok(Event::PI(_)) => return Err("a processing instruction".into()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(fault) => return Err(format!("broken XML ({fault})")),
        }
        buffer.clear();
    }
    size.ok_or_else(|| "no drawing".into())
}

fn element(e: &BytesStart<'_>) -> Result<(), String> {
    let name = e.local_name().as_ref().to_ascii_lowercase();
    if matches!(
        name.as_str(),
        "script" | "foreignobject" | "iframe" | "handler" | "listener" | "embed" | "object" | "audio" | "video"
    ) {
        return Err(format!("<{name}>"));
    }
    for attribute in e.attributes() {
        let attribute = attribute.map_err(|f| format!("a broken attribute ({f})"))?;
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value = attribute.value.to_ascii_lowercase();
        if key.starts_with("on") {
            return Err(format!("the handler {key}"));
        }
        let local = value.trim_start().starts_with('#') || value.trim_start().starts_with("data:image/");
        if key == "href" && !local {
            return Err(format!("a reference to {value}"));
        }
        let outside = value
            .split("url(")
            .skip(1)
            .any(|u| !u.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
        if outside || value.contains("javascript:") {
            return Err(format!("a reference in {key}"));
        }
    }
    Ok(())
}

/// Size from `width` and `height`, else from `viewBox`.
fn measure(root: &BytesStart<'_>) -> (u32, u32) {
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok()??;
        Some(attribute.value.into_owned())
    };
    let pixels = |text: String| {
        let number = text.trim().trim_end_matches("px");
        number
            .parse::<f64>()
            .ok()
            .filter(|n| (1.0..=100_000.0).contains(n))
            .map(|n| n.round() as u32)
    };
    if let (Some(width), Some(height)) = (value("width").and_then(pixels), value("height").and_then(pixels)) {
        return (width, height);
    }
    let view = value("viewBox").unwrap_or_default();
    let numbers: Vec<f64> = view.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] if width >= 1.0 && height >= 1.0 => (width.round() as u32, height.round() as u32),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn still_drawings_pass_and_active_ones_do_not() {
        let ok = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675"><path fill="url(#a)" d="M0 0"/></svg>"##;
        assert_eq!(check(ok), Ok((1200, 675)));
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg onload='x'/>",
            "<svg><image href='https://a.example/x.png'/></svg>",
            "<svg><a xlink:href='javascript:alert(1)'/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
            "<svg><rect style='fill:url(http://x)'/></svg>",
        ] {
            assert!(is_svg(bad.as_bytes()) && check(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
