//! What is sent as a picture: files that are two things, that claim to be larger than any memory, that are drawings, that are
//! damaged. What is stored is a picture of the kinds that are taken, and holds nothing that was put behind or between.

use super::client::Client;
use super::{Desk, PATH, part};
use serde_json::json;
use std::fs;
use std::time::Instant;

const PNG: &[u8] = include_bytes!("../../static/icon.png");
const MARK: &[u8] = b"<script>alert('mark')</script>";
const WEBP: &[u8] =
    b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x02\0\x34\x25\xa4\0\x03\x70\0\xfe\xfb\x94\0\0";
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

fn photo() -> Vec<u8> {
    let entries = fs::read_dir("static/images").unwrap().map(|e| e.unwrap().path());
    let found = entries.filter(|p| p.extension().is_some_and(|x| x == "jpg")).min();
    fs::read(found.expect("a photograph in static/images")).unwrap()
}

/// A PNG chunk, with its check sum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    [
        &u32::try_from(data.len()).unwrap().to_be_bytes()[..],
        kind,
        data,
        &crc.sum().to_be_bytes(),
    ]
    .concat()
}

fn png_of(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &head),
        &chunk(b"IDAT", data),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

/// A million bytes of nothing, packed again and again.
fn packed() -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..200 {
        std::io::Write::write_all(&mut packer, &[0; 1_000_000]).unwrap();
    }
    packer.finish().unwrap()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, data].concat()
}

/// Files with a picture in them that is taken; the mark is not.
fn two_things() -> Vec<(&'static str, Vec<u8>)> {
    let jpeg = photo();
    let with = |marker: u8, data: &[u8]| [&jpeg[..2], &segment(marker, data), &jpeg[2..]].concat();
    let in_png = |kind: &[u8; 4], data: &[u8]| [&PNG[..33], &chunk(kind, data), &PNG[33..]].concat();
    let zip = [&b"PK\x03\x04"[..], MARK, b"PK\x05\x06"].concat();
    let in_webp = |kind: &[u8; 4]| {
        let data = [MARK, if MARK.len() % 2 == 1 { b"\0" } else { b"" }].concat();
        let more = [&kind[..], &u32::try_from(MARK.len()).unwrap().to_le_bytes(), &data].concat();
        let size = u32::try_from(WEBP.len() - 8 + more.len()).unwrap();
        [&b"RIFF"[..], &size.to_le_bytes(), &WEBP[8..], &more].concat()
    };
    let gif_comment = [
        &GIF[..19],
        b"\x21\xfe",
        &[u8::try_from(MARK.len()).unwrap()],
        MARK,
        b"\0",
        &GIF[19..],
    ]
    .concat();
    vec![
        ("jpeg and html behind it", [&jpeg[..], MARK].concat()),
        ("jpeg and zip", [&jpeg[..], &zip].concat()),
        ("jpeg comment", with(0xFE, MARK)),
        ("jpeg exif", with(0xE1, &[b"Exif\0\0", MARK].concat())),
        ("jpeg maker's segment", with(0xEA, MARK)),
        ("png and html behind it", [PNG, MARK].concat()),
        ("png and zip", [PNG, &zip].concat()),
        ("png text", in_png(b"tEXt", &[b"Comment\0", MARK].concat())),
        ("png exif", in_png(b"eXIf", MARK)),
        ("png chunk of its own", in_png(b"prVt", MARK)),
        ("webp and html behind it", [WEBP, MARK].concat()),
        ("webp exif", in_webp(b"EXIF")),
        ("webp chunk of its own", in_webp(b"XxXx")),
        ("gif and html behind it", [GIF, MARK].concat()),
        ("gif comment", gif_comment),
    ]
}

/// Files that are no picture that is taken.
fn refused() -> Vec<(&'static str, Vec<u8>)> {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>";
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, svg.as_bytes()).unwrap();
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(svg.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let entities = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"{}\">{}]><svg>&j;</svg>",
        "x".repeat(100),
        ('b'..='j')
            .map(|c| format!(
                "<!ENTITY {c} \"{}\">",
                format!("&{};", (c as u8 - 1) as char).repeat(10)
            ))
            .collect::<String>()
    );
    let mut huge_gif = GIF.to_vec();
    huge_gif[6..10].copy_from_slice(&[0xFF; 4]);
    let mut huge_jpeg = photo();
    let frame = huge_jpeg
        .windows(2)
        .position(|w| w == [0xFF, 0xC0] || w == [0xFF, 0xC2])
        .unwrap();
    huge_jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".to_vec();
    vec![
        ("svg", svg.into()),
        ("svg behind blanks", format!("\n\n  \u{feff}<!-- -->{svg}").into_bytes()),
        ("svg with a mark", format!("\u{feff}{svg}").into_bytes()),
        ("svg in utf-16", wide),
        ("svgz", packer.finish().unwrap()),
        ("svg of entities", entities.into_bytes()),
        ("html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("php", b"<?php system($_GET[0]); ?>".to_vec()),
        ("pdf", b"%PDF-1.7\n1 0 obj".to_vec()),
        ("zip", b"PK\x03\x04".to_vec()),
        ("elf", b"\x7fELF\x02\x01\x01".to_vec()),
        (
            "bmp",
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0".to_vec(),
        ),
        ("ico", b"\0\0\x01\0\x01\0\x10\x10\0\0".to_vec()),
        ("tiff", b"II*\0\x08\0\0\0\0\0".to_vec()),
        ("mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec()),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("jxl", b"\xff\x0a\xfa\x1f".to_vec()),
        ("psd", b"8BPS\0\x01\0\0\0\0\0\0\0\x03".to_vec()),
        ("nothing", Vec::new()),
        ("one byte", vec![0xFF]),
        ("zeros", vec![0; 4096]),
        ("png head", PNG[..33].to_vec()),
        ("png mark", PNG[..8].to_vec()),
        ("jpeg head", photo()[..20].to_vec()),
        ("webp head", WEBP[..16].to_vec()),
        ("gif head", GIF[..6].to_vec()),
        ("avif without a picture", avif),
        ("png of 12,001 a side", png_of(12_001, 12_001, &packed())),
        ("png of 2^31 a side", png_of(0x7FFF_FFFF, 0x7FFF_FFFF, &packed())),
        ("png of 4,000,000,000 a side", png_of(4_000_000_000, 1, &packed())),
        ("png of nothing", png_of(0, 10, b"")),
        ("gif of 65,535 a side", huge_gif),
        ("jpeg of 65,535 a side", huge_jpeg),
        ("png of 51 megapixels", png_of(10_000, 5_100, &packed())),
    ]
}

/// The same numbers every time.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    }
}

#[test]
fn what_is_stored_is_a_picture_and_nothing_else() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let folder = desk.path(PATH).parent().unwrap().to_owned();
    let count = || fs::read_dir(&folder).unwrap().count();
    let has = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
    let names = [
        "a.png",
        "a.php",
        "a.html",
        "a.svg",
        ".htaccess",
        "a.jpg\0.html",
        "..%2fx.png",
        "index.md",
        "_index.md",
        "a.b.c.html",
        "নৌকা",
    ];
    let mut at = 0;
    let mut send = |bytes: &[u8]| {
        at += 1;
        client.ask(
            &format!(
                "POST /api/picture?id={}&name={}",
                part(PATH),
                part(names[at % names.len()])
            ),
            bytes,
        )
    };
    for (what, bytes) in two_things() {
        assert!(has(&bytes, MARK), "{what}");
        let sent = send(&bytes);
        if sent.status != 201 {
            assert!(matches!(sent.status, 415 | 422), "{what}: {}", sent.status);
            println!("refused: {what}");
            continue;
        }
        let name = sent.json()["name"].as_str().unwrap().to_owned();
        let stored = fs::read(folder.join(&name)).unwrap();
        assert!(!has(&stored, MARK) && !has(&stored, b"alert("), "{what}");
        let shown = desk.get(&format!("/picture?id={}&name={}", part(PATH), part(&name)));
        let head = shown.head.to_ascii_lowercase();
        assert!(
            shown.status == 200
                && head.contains("content-type: image/")
                && head.contains("nosniff")
                && shown.body == stored,
            "{what}: {head}"
        );
    }
    let (before, began) = (count(), Instant::now());
    for (what, bytes) in refused() {
        let status = send(&bytes).status;
        assert!(matches!(status, 415 | 422), "{what}: {status}");
    }
    assert_eq!(send(&vec![0xFF; (12 << 20) + 1]).status, 413);
    assert_eq!(count(), before);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    // Damaged pictures: taken or refused, never anything else, and the desk lives on.
    let mut number = numbers();
    let whole = [PNG.to_vec(), photo(), WEBP.to_vec(), GIF.to_vec()];
    let (mut taken, mut not) = (0, 0);
    for n in 0..200 {
        let mut bytes = whole[n % whole.len()].clone();
        for _ in 0..=number(6) {
            let place = number(bytes.len().min(2000));
            bytes[place] = u8::try_from(number(256)).unwrap();
        }
        if n % 5 == 0 {
            bytes.truncate(number(bytes.len()) + 1);
        }
        match send(&bytes).status {
            201 => taken += 1,
            415 | 422 => not += 1,
            status => panic!("damaged picture {n}: {status}"),
        }
    }
    println!("{taken} damaged pictures were taken, {not} refused");
    assert!(not > 20);
    let good = |name: &str| {
        ["png", "jpg", "webp", "gif", "avif"]
            .iter()
            .any(|x| name.ends_with(&format!(".{x}")))
    };
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == "index.md"
                || good(&name)
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b)),
            "{name}"
        );
    }
}

#[test]
fn texts_that_grow_are_refused_in_time() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let (id, story) = (part(PATH), desk.story(PATH));
    let laughs: String = ('b'..='z')
        .map(|c| {
            format!(
                "{c}: &{c} [{}]\n",
                vec![format!("*{}", (c as u8 - 1) as char); 10].join(",")
            )
        })
        .collect();
    let sources = [
        format!("---\na: &a [x]\n{laughs}title: *z\n---\nx"),
        format!("+++\ntitle = {}\n+++\nx", "[".repeat(200_000)),
        format!("+++\n{}\n+++\nx", "a.".repeat(100_000) + "a = 1"),
        format!(
            "+++\n{}+++\nx",
            (0..50_000).map(|n| format!("k{n} = 1\n")).collect::<String>()
        ),
        format!("---\n{}x\n---\nx", "- ".repeat(100_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "> ".repeat(100_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "- ".repeat(100_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "[".repeat(300_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "<div>".repeat(100_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "{% <factbox> %}\n\n".repeat(20_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "*_".repeat(200_000)),
        format!("+++\ntitle = \"ক\"\n+++\n{}", "|".repeat(300_000)),
    ];
    for (n, source) in sources.iter().enumerate() {
        let began = Instant::now();
        let sent = json!({ "after": story["after"], "source": source }).to_string();
        let answer = client.ask(&format!("PUT /api/copy?id={id}"), sent.as_bytes());
        assert!(
            matches!(answer.status, 200 | 413 | 422),
            "{n}: {} {}",
            answer.status,
            answer.text()
        );
        let page = client.get(&format!("/write?id={id}"));
        assert_eq!(page.status, 200, "{n}");
        println!("{n}: {} in {:?}", answer.status, began.elapsed());
        assert!(began.elapsed().as_secs() < 20, "{n}: {:?}", began.elapsed());
        client.form(&format!("/discard?id={id}"), &[]);
    }
    for body in [
        "[".repeat(1_000_000),
        format!("{{\"source\":{}}}", "{\"a\":".repeat(500_000)),
        "\"\\ud800\"".to_owned(),
        "{".to_owned(),
    ] {
        let status = client.ask(&format!("PUT /api/copy?id={id}"), body.as_bytes()).status;
        assert!(matches!(status, 400 | 409 | 422), "{status}");
    }
    let many: Vec<(String, &str)> = (0..100_000).map(|n| (format!("f{n}"), "x")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let status = client.form(&format!("/write?id={id}"), &many).status;
    assert!((400..500).contains(&status), "{status}");
    assert_eq!(
        client
            .ask(&format!("PUT /api/copy?id={id}"), &vec![b' '; (8 << 20) + 1])
            .status,
        413
    );
    assert_eq!(desk.story(PATH), story);
}
