use super::*;
use crate::media::{inspect, orientation as turned, probe, publishable, rights as rights_of};

/// An EXIF block with an orientation, a camera, a place, an artist.
fn exif_of_a_camera() -> Vec<u8> {
    let said = Rights {
        creator: "রহিমা খাতুন".to_owned(),
        copyright: "© দৈনিক নদী".to_owned(),
        ..Rights::default()
    };
    let mut exif = exif::bare(6, &said).unwrap();
    exif.extend_from_slice(b"SECRET-GPS 23.8103N 90.4125E");
    exif
}

fn xmp_of_an_editor() -> Vec<u8> {
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='r'><rdf:Description xmlns:dc='d' xmlns:photoshop='p' photoshop:Credit='নদী &amp; চর' exif:GPSLatitude='SECRET' xmp:CreatorTool='SECRET'><dc:creator><rdf:Seq><rdf:li>করিম</rdf:li><rdf:li>সালমা</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>".as_bytes().to_vec()
}

fn iptc_of_an_agency() -> Vec<u8> {
    let mut data = Vec::new();
    for (kind, text) in [
        (80, "BY LINE"),
        (122, "SECRET EDITOR"),
        (110, "CREDIT LINE"),
        (90, "SECRET CITY"),
    ] {
        data.extend_from_slice(&[0x1C, 2, kind, 0, text.len() as u8]);
        data.extend_from_slice(text.as_bytes());
    }
    let mut out = iptc::PHOTOSHOP.to_vec();
    out.extend_from_slice(b"8BIM\x04\x04\0\0");
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    out.extend_from_slice(&data);
    out
}

fn segment(marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = (contents.len() + 2) as u16;
    [&[0xFF, marker], &length.to_be_bytes()[..], &contents].concat()
}

/// A JPEG of 2x3 pixels with segments before its frame.
fn jpeg(before: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    before.iter().for_each(|segment| out.extend_from_slice(segment));
    out.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
    out.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0x55, 0xFF, 0, 0x12, 0xFF, 0xD9]);
    out
}

fn photo() -> Vec<u8> {
    jpeg(&[
        segment(
            0xE0,
            &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01", b"SECRET-SMALL-PICTURE"],
        ),
        segment(0xE1, &[b"Exif\0\0", &exif_of_a_camera()]),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp_of_an_editor()]),
        segment(0xE2, &[b"MPF\0", b"SECRET"]),
        segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", b"colours"]),
        segment(0xED, &[&iptc_of_an_agency()]),
        segment(0xFE, &[b"SECRET COMMENT"]),
    ])
}

fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

#[test]
fn a_photograph_keeps_its_rights_and_loses_its_secrets_whatever_its_name() {
    let mut bytes = photo();
    bytes.extend_from_slice(&photo());
    bytes.extend_from_slice(b"SECRET behind it");
    for name in ["a.jpg", "b.jfif", "c.jpe", "নাম", "d.csv"] {
        let info = inspect(name, &bytes).unwrap().unwrap();
        assert_eq!((info.width, info.height), (2, 3), "turned by orientation 6");
    }
    let clean = publishable(&bytes).unwrap().into_owned();
    assert!(!holds(&clean, "SECRET"), "{}", String::from_utf8_lossy(&clean));
    assert!(holds(&clean, "ICC_PROFILE"));
    assert_eq!(turned(&clean), 6);
    assert_eq!(probe(&clean).map(|i| (i.width, i.height)), Ok((2, 3)));
    let rights = rights_of(&clean);
    assert_eq!(rights.creator, "করিম, সালমা");
    assert_eq!(rights.credit, "নদী & চর");
    assert_eq!(rights.copyright, "© দৈনিক নদী");
    // What is clean stays as it is.
    assert_eq!(publishable(&clean).unwrap(), clean);
}

#[test]
fn a_photograph_of_an_old_site_keeps_no_name_at_all() {
    let bare = crate::media::anonymous(&photo()).unwrap();
    for name in ["রহিমা খাতুন", "করিম", "দৈনিক নদী", "BY LINE", "SECRET"] {
        assert!(!holds(&bare, name), "{name}");
    }
    assert!(rights_of(&bare).is_empty());
    assert_eq!((turned(&bare), probe(&bare).unwrap().format), (6, PictureFormat::Jpeg));
    assert_eq!(crate::media::anonymous(b"GIF89a"), None);
    assert_eq!(crate::media::anonymous("লেখা".as_bytes()), None);
}

#[test]
fn the_rights_of_iptc_are_kept_where_nothing_else_says_them() {
    let clean = publishable(&jpeg(&[segment(0xED, &[&iptc_of_an_agency()])]))
        .unwrap()
        .into_owned();
    let rights = rights_of(&clean);
    assert_eq!(
        (rights.creator.as_str(), rights.credit.as_str()),
        ("BY LINE", "CREDIT LINE")
    );
    assert!(!holds(&clean, "SECRET") && holds(&clean, "Photoshop 3.0"));
    assert!(
        !holds(&publishable(&jpeg(&[])).unwrap(), "xmpmeta"),
        "nothing is said of who says nothing"
    );
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    [
        &(data.len() as u32).to_be_bytes()[..],
        kind,
        data,
        &sum.sum().to_be_bytes(),
    ]
    .concat()
}

#[test]
fn a_png_is_turned_and_keeps_its_author() {
    let size = [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0];
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &size),
        chunk(b"eXIf", &exif_of_a_camera()),
        chunk(b"tEXt", b"Author\0Rahima"),
        chunk(b"tEXt", b"Comment\0SECRET"),
        chunk(
            b"iTXt",
            &[b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &xmp_of_an_editor()].concat(),
        ),
        chunk(b"prVt", b"SECRET"),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
        b"SECRET behind it".to_vec(),
    ]
    .concat();
    assert_eq!(
        inspect("a.png", &png).unwrap().map(|i| (i.width, i.height)),
        Some((2, 3))
    );
    let clean = publishable(&png).unwrap().into_owned();
    assert!(!holds(&clean, "SECRET"));
    assert_eq!(turned(&clean), 6);
    let rights = rights_of(&clean);
    assert_eq!(
        (rights.creator.as_str(), rights.credit.as_str()),
        ("Rahima", "নদী & চর")
    );
}

#[test]
fn webp_and_gif_lose_what_is_no_picture() {
    let part = |kind: &[u8; 4], data: &[u8]| {
        let mut out = [kind, &(data.len() as u32).to_le_bytes()[..], data].concat();
        out.extend(std::iter::repeat_n(0, data.len() % 2));
        out
    };
    let body = [
        b"WEBP".to_vec(),
        part(b"VP8X", &[0x0C, 0, 0, 0, 1, 0, 0, 2, 0, 0]),
        part(b"VP8L", &[0x2F, 1, 0x80, 0, 0, 0]),
        part(b"EXIF", &exif_of_a_camera()),
        part(b"XMP ", &xmp_of_an_editor()),
        part(b"note", b"SECRET"),
    ]
    .concat();
    let webp = [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body, b"SECRET"].concat();
    let clean = publishable(&webp).unwrap().into_owned();
    assert!(!holds(&clean, "SECRET") && !holds(&clean, "EXIF"));
    assert_eq!(rights_of(&clean).credit, "নদী & চর");

    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    gif.extend_from_slice(
        b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0\x21\xFE\x06SECRET\0\x21\xFF\x0BXMP DataXMP\x06SECRET\0",
    );
    gif.extend_from_slice(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3bSECRET");
    let clean = publishable(&gif).unwrap().into_owned();
    assert!(!holds(&clean, "SECRET") && holds(&clean, "NETSCAPE2.0"));
    assert!(clean.ends_with(b"\x44\x01\0\x3b"));
}

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let inside = parts.concat();
    [&((inside.len() + 8) as u32).to_be_bytes()[..], kind, &inside].concat()
}

#[test]
fn an_avif_is_blanked_in_its_place() {
    let exif = [b"\0\0\0\0".as_slice(), b"II*\0SECRET-GPS"].concat();
    let xmp = [xmp_of_an_editor(), vec![b' '; 900]].concat();
    let info = |id: u8, kind: &[u8; 4]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0"]);
    let infos = boxed(
        b"iinf",
        &[
            &[0; 4],
            &[0, 3],
            &info(1, b"av01"),
            &info(2, b"Exif"),
            &info(3, b"mime"),
        ],
    );
    let head = boxed(b"ftyp", &[b"avif", &[0; 4], b"mif1"]);
    let located = |start: usize| {
        let mut places = vec![0, 0, 0, 0, 0x44, 0, 0, 3];
        let mut from = start;
        for (id, length) in [(1u8, 4), (2, exif.len()), (3, xmp.len())] {
            places.extend_from_slice(&[0, id, 0, 0, 0, 1]);
            places.extend_from_slice(&(from as u32).to_be_bytes());
            places.extend_from_slice(&(length as u32).to_be_bytes());
            from += length;
        }
        boxed(b"meta", &[&[0; 4], &infos, &boxed(b"iloc", &[&places])])
    };
    let start = head.len() + located(0).len() + 8;
    let avif = [head.clone(), located(start), boxed(b"mdat", &[b"AV1!", &exif, &xmp])].concat();
    let clean = publishable(&avif).unwrap().into_owned();
    assert_eq!(clean.len(), avif.len());
    assert!(
        !holds(&clean, "SECRET") && holds(&clean, "AV1!"),
        "{}",
        String::from_utf8_lossy(&clean)
    );
    assert_eq!(rights_of(&clean).creator, "করিম, সালমা");
}

#[test]
fn a_film_says_no_place_and_keeps_its_name() {
    let meta = |inside: &[u8]| {
        let handler = boxed(b"hdlr", &[&[0; 8], b"mdirappl", &[0; 9]]);
        boxed(b"meta", &[&[0; 4], &handler, &boxed(b"ilst", &[inside])])
    };
    let list = [boxed(b"\xA9nam", &[b"NAME"]), boxed(b"\xA9too", &[b"SECRET"])].concat();
    let user = boxed(
        b"udta",
        &[&boxed(b"\xA9xyz", &[b"SECRET+23.8103+090.4125/"]), &meta(&list)],
    );
    let keys = boxed(b"meta", &[&[0; 4], b"SECRET com.apple.quicktime.location"]);
    let film = [
        boxed(b"ftyp", &[b"isom", &[0; 4]]),
        boxed(
            b"moov",
            &[&boxed(b"mvhd", &[b"times"]), &user, &keys, &boxed(b"trak", &[&user])],
        ),
        boxed(b"mdat", &[b"frames"]),
    ]
    .concat();
    assert_eq!(inspect("খবর.mp4", &film), Ok(None));
    let clean = publishable(&film).unwrap().into_owned();
    assert_eq!(clean.len(), film.len());
    assert!(!holds(&clean, "SECRET") && holds(&clean, "NAME") && holds(&clean, "frames"));
    assert!(
        inspect("খবর.mp4", &film[..film.len() - 3]).is_err(),
        "a film cut off cannot be cleaned"
    );
}

#[test]
fn bytes_that_end_anywhere_are_no_trouble() {
    for whole in [
        photo(),
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xFE\x01a\0\x2c".to_vec(),
    ] {
        for end in 0..whole.len() {
            let _ = publishable(&whole[..end]);
            let _ = rights_of(&whole[..end]);
        }
    }
}
