use super::*;

/// A drawing of this inside.
fn drawn(inside: &str) -> String {
    format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" width=\"9\" height=\"9\">{inside}</svg>")
}

fn refused(text: &str) -> bool {
    assert!(is_svg(text.as_bytes()), "{text}");
    clean(text.as_bytes()).is_err()
}

#[test]
fn a_still_drawing_keeps_what_is_seen() {
    let text = "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/x.dtd'>\
        <svg:svg xmlns:svg='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 1200 675'>\
        <svg:style>.ক { fill: url(#নদী) }</svg:style><svg:use xlink:href='#নদী'/>\
        <svg:text font-family='কালপুরুষ'>খবর &amp; <svg:tspan>ছবি</svg:tspan></svg:text></svg:svg>";
    let drawing = clean(text.as_bytes()).unwrap();
    assert_eq!((drawing.width, drawing.height), (1200, 675));
    let wanted = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 675\"><style>.ক { fill: url(#নদী) }</style>\
        <use href=\"#নদী\"/><text font-family=\"কালপুরুষ\">খবর &amp; <tspan>ছবি</tspan></text></svg>";
    assert_eq!(drawing.text, wanted);
    // What was written is read as the same.
    assert_eq!(clean(drawing.text.as_bytes()).unwrap().text, wanted);
}

#[test]
fn what_only_the_makers_program_needs_is_left_out() {
    let text = drawn(
        "<!-- /home/rahima/খবর --><metadata><x:RDF xmlns:x='urn:x'>রহিমা</x:RDF></metadata>\
         <s:named xmlns:s='http://sodipodi.example' s:path='/home/rahima'><path d='M0 0'/></s:named><path d='M1 1' export-filename='/home/a'/>",
    );
    let drawing = clean(text.as_bytes()).unwrap();
    assert!(
        !drawing.text.contains("rahima") && !drawing.text.contains("রহিমা"),
        "{}",
        drawing.text
    );
    assert!(drawing.text.contains("M1 1") && !drawing.text.contains("M0 0"));
}

#[test]
fn what_runs_or_fetches_is_refused_however_it_is_spelt() {
    for inside in [
        "<script>1</script>",
        "<SCRIPT>1</SCRIPT>",
        "<a><set attributeName='href' to='java&#115;cript:alert(1)'/></a>",
        "<a><animate attributeName='xlink:href' values='#a;java&#x73;cript:alert(1)'/></a>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<set attributeName='fill' to='java&#115;cript:alert(1)'/>",
        "<style>@import url(https://x.example/a.css);</style>",
        "<style><![CDATA[@im]]><![CDATA[port 'x.css';]]></style>",
        "<style>a{fill:u\\72l(http://x)}</style>",
        "<rect style='fill:&#117;rl(http://x)'/>",
        "<rect style=\"background:image-set('a.png' 1x)\"/>",
        "<rect fill='url(//x.example/#a)'/>",
        "<m:meta xmlns:m='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=https://x.example/'/>",
        "<i:img xmlns:i='http://www.w3.org/1999/xhtml' src='https://x.example/i'/>",
        "<foreignObject><p/></foreignObject>",
        "<g onclick='x'/>",
        "<g ONCLICK='x'/>",
        "<image href='https://x.example/a.png'/>",
        "<image xlink:href='data:image/svg+xml;base64,PHN2Zy8+'/>",
        "<a href='java&#x0A;script:alert(1)'/>",
        "<a href='https://x.example/'/>",
        "<use href='other.svg#a'/>",
        "<feImage href='/a.png'/>",
        "<text>&own;</text>",
        "<text>&#1;</text>",
    ] {
        assert!(
            refused(&drawn(inside)),
            "{inside}: {:?}",
            clean(drawn(inside).as_bytes())
        );
    }
    // Left-out elements hide nothing.
    assert!(refused(&drawn("<metadata><script/></metadata>")));
}

#[test]
fn ill_formed_drawings_and_other_encodings_are_refused() {
    let good = drawn("<path d='M0 0'/>");
    for text in [
        good.trim_end_matches("</svg>").to_owned(),
        good.replace("</svg>", "</svg><svg/>"),
        good.replace("</svg>", "</svg>পরে"),
        good.replace("<path ", "<path d='M1 1' "),
        good.replace("<path ", "<x:path "),
        format!("<?xml version='1.0' encoding='ISO-2022-JP'?>{good}"),
        format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{good}"),
        format!("<?xml-stylesheet href='https://x.example/a.css'?>{good}"),
        drawn(&format!("{}{}", "<g>".repeat(300), "</g>".repeat(300))),
    ] {
        assert!(refused(&text), "{text}");
    }
    // A script in what one reader takes for text and another, in another encoding, for an element.
    let mut bytes = b"<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><desc>\x1b$B<![CDATA[x\x1b(B</desc><script>1</script><desc>\x1b$B]]>x\x1b(B</desc></svg>".to_vec();
    assert!(clean(&bytes).is_err());
    bytes.drain(..44);
    assert!(
        clean(&bytes).is_err(),
        "the escape sign is a control sign in any encoding"
    );
}

#[test]
fn a_page_with_a_drawing_in_it_is_no_drawing() {
    assert!(!is_svg("<!DOCTYPE html><html><body><svg/></body></html>".as_bytes()));
    assert!(!is_svg("ছবি <svg/>".as_bytes()));
    assert!(is_svg("<!-- ছবি --><svg/>".as_bytes()));
}
