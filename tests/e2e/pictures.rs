//! Pictures of a site: what is published of them, what is kept, what one more costs.

#[path = "../../src/media/tests/jpeg.rs"]
mod jpeg;

use crate::harness::{Site, tree};
use std::path::Path;

fn photo(width: u32, height: u32, tint: u8) -> Vec<u8> {
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([
            (x * 255 / width) as u8,
            (y * 255 / height) as u8,
            tint ^ ((x ^ y) as u8 & 31),
        ])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

fn story(site: &Site, name: &str, picture: &str, body: &str) {
    let text = format!(
        "+++\ntitle = \"হাটে ভিড়, {name}\"\ndate = 2026-11-20T08:00:00+06:00\nimage = \"{picture}\"\nimage_alt = \"হাট\"\nimage_focus = \"উপরে\"\n+++\nলেখা।\n\n{body}\n"
    );
    site.put(&format!("content/desh/{name}/index.md"), text.as_bytes());
}

fn site() -> Site {
    let site = Site::new();
    site.put("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n".as_bytes());
    story(&site, "ek", "haat.jpg", "");
    site.put("content/desh/ek/haat.jpg", &photo(1400, 1050, 40));
    story(&site, "dui", "ghat.jpg", "[পুরো ছবি](ghat.jpg)");
    site.put("content/desh/dui/ghat.jpg", &photo(700, 500, 90));
    site
}

fn names(site: &Site, part: &str) -> Vec<String> {
    let mut names: Vec<String> = tree(&site.path("public"))
        .into_keys()
        .filter(|n| n.contains(part))
        .collect();
    names.sort();
    names
}

#[test]
fn a_photograph_is_published_in_its_sizes_and_not_as_the_camera_wrote_it() {
    let site = site();
    site.run(&["build"]).ok();
    let widths = |stem: &str, ending: &str| {
        let all = names(&site, &format!("/{stem}-"));
        all.iter()
            .filter(|n| n.starts_with("assets/p/") && n.ends_with(ending))
            .count()
    };
    assert_eq!(widths("haat", ".webp"), 4);
    assert_eq!(widths("ghat", ".webp"), 3, "never enlarged");
    assert!(
        names(&site, "desh/ek/haat.jpg").is_empty(),
        "the camera's file stays at home"
    );
    assert_eq!(names(&site, "desh/dui/ghat.jpg").len(), 1, "a link names it");
    let page = String::from_utf8(tree(&site.path("public"))["desh/ek/index.html"].clone()).unwrap();
    assert!(
        page.contains("type=\"image/webp\"") && page.contains("class=\"f-2-0\""),
        "{page}"
    );
    assert!(page.contains("fetchpriority=\"high\""), "the hero is fetched first");
}

#[test]
fn a_build_after_a_change_is_a_clean_build_and_the_store_is_not_needed() {
    let site = site();
    site.run(&["build"]).ok();
    site.put("content/desh/ek/haat.jpg", &photo(1400, 1050, 41));
    site.run(&["build", "--verify"]).ok();
    // A store that is gone, or cut, is made again.
    std::fs::remove_dir_all(site.path(".khobor/pictures")).unwrap();
    site.put("content/desh/dui/ghat.jpg", &photo(700, 500, 91));
    site.run(&["build", "--verify"]).ok();
}

#[test]
fn a_card_is_drawn_in_every_shape() {
    let site = site();
    for (shape, size) in [("wide", (1200, 630)), ("square", (1080, 1080)), ("tall", (1080, 1350))] {
        let out = site.path(&format!("{shape}.jpg"));
        site.run(&["card", "desh/ek", "--shape", shape, "-o", out.to_str().unwrap()])
            .ok();
        let card = image::open(Path::new(&out)).unwrap();
        assert_eq!((card.width(), card.height()), size);
    }
}

#[test]
fn a_card_is_written_in_the_format_that_its_name_says() {
    let site = site();
    for (name, format) in [
        ("কার্ড.png", image::ImageFormat::Png),
        ("b.JPEG", image::ImageFormat::Jpeg),
    ] {
        let out = site.path(name);
        site.run(&["card", "desh/ek", "-o", out.to_str().unwrap()]).ok();
        assert_eq!(image::guess_format(&std::fs::read(out).unwrap()).unwrap(), format);
    }
    let out = site.path("c.webp");
    site.run(&["card", "desh/ek", "-o", out.to_str().unwrap()]).fails();
    assert!(!out.exists());
}

#[test]
fn pages_that_are_no_stories_have_a_card_with_their_name() {
    let site = site();
    site.run(&["build"]).ok();
    let image = |page: &str| {
        let html = String::from_utf8(tree(&site.path("public"))[page].clone()).unwrap();
        let found = html.split("property=\"og:image\" content=\"").nth(1);
        found
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .unwrap_or_default()
    };
    let (front, section) = (image("index.html"), image("desh/index.html"));
    assert!(
        front.contains("/assets/p/") && section.contains("/assets/p/") && front != section,
        "{front} {section}"
    );
    assert_eq!(
        image("archive/index.html"),
        front,
        "a page without a card has that of the page above it"
    );
    // Another name is another card, and pages of the list are printed again for it.
    site.put("content/desh/_index.md", "+++\ntitle = \"সারা দেশ\"\n+++\n".as_bytes());
    site.run(&["build", "--verify"]).ok();
    assert_ne!(image("desh/index.html"), section);
}

/// The keys of the sets of a store, from their names.
fn keys(store: &Path) -> Vec<[u8; 16]> {
    let folders = std::fs::read_dir(store).unwrap().map(|entry| entry.unwrap().path());
    let inside = folders
        .filter(|path| path.is_dir())
        .flat_map(|path| std::fs::read_dir(path).unwrap());
    let names = inside.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let key = |name: &str| {
        let digit = |at: usize| u8::from_str_radix(&name[at..at + 2], 16).unwrap();
        std::array::from_fn(|n| digit(2 * n))
    };
    names
        .filter(|name| name.ends_with(".set"))
        .map(|name| key(&name))
        .collect()
}

#[test]
fn verifying_pictures_finds_one_that_is_not_what_its_source_makes() {
    let site = site();
    site.run(&["build", "--verify", "--pictures"]).ok();
    let folder = site.path(".khobor/pictures");
    let store = khobor::media::PictureStore::open(folder.clone());
    for key in keys(&folder) {
        let set = store.get(&key).unwrap();
        let read = |file| std::fs::read(store.path(&key, file)).unwrap();
        let mut files: Vec<Vec<u8>> = set.files.iter().map(read).collect();
        files.iter_mut().for_each(|bytes| *bytes.last_mut().unwrap() ^= 1);
        store.put(&key, &khobor::media::MadePicture { set, files }).unwrap();
    }
    let run = site.run(&["build", "--verify", "--pictures"]);
    assert!(
        run.stderr.contains("KH0512") && run.stderr.contains("haat.jpg"),
        "{}",
        run.stderr
    );
}

fn square(side: u32) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(side, side, image::Rgb([0, 86, 63]));
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn with_icon(icon: &str) -> Site {
    let config = format!("[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\nicon = \"{icon}\"\n");
    Site::new().file("khobor.toml", &config).story("ek", "খবর", "লেখা।")
}

#[test]
fn icons_of_all_sizes_are_made_of_one_picture() {
    let site = with_icon("/chihno.png").bytes("static/chihno.png", &square(600));
    site.build().ok();
    let front = site.read("public/index.html");
    assert!(
        front.contains(r#"<link rel="icon" href="/favicon.ico" sizes="32x32">"#),
        "{front}"
    );
    assert!(front.contains(r#"<link rel="icon" sizes="600x600" href="/chihno.png">"#));
    assert!(front.contains(r#"<link rel="apple-touch-icon" href="/assets/icon-180."#));
    assert_eq!(tree(&site.path("public"))["favicon.ico"][..4], [0, 0, 1, 0]);
    let manifest = site.read("public/manifest.webmanifest");
    for part in [
        "/assets/icon-192.",
        "/assets/icon-512.",
        "\"image/png\"",
        "\"600x600\"",
        "\"maskable\"",
    ] {
        assert!(manifest.contains(part), "{part}: {manifest}");
    }
    assert!(!manifest.contains("svg"), "{manifest}");
}

#[test]
fn a_drawn_icon_has_its_sizes_from_the_picture_beside_it_and_own_files_win() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>"#;
    let site = with_icon("/chihno.svg").file("static/chihno.svg", svg);
    site.build().ok();
    assert!(names(&site, "icon-").is_empty(), "a drawing alone makes none");
    site.put("static/chihno.png", &square(512));
    site.put("static/favicon.ico", b"\0\0\x01\0own");
    site.build().ok();
    assert_eq!(names(&site, "assets/icon-").len(), 3);
    assert_eq!(tree(&site.path("public"))["favicon.ico"], b"\0\0\x01\0own");
}

#[test]
fn a_picture_that_is_too_small_for_icons_is_reported_with_its_size() {
    let site = with_icon("/chihno.png").bytes("static/chihno.png", &square(200));
    let diagnostics = site.build().ok().diagnostics();
    assert!(diagnostics.iter().any(|d| d.code == "KH0110"), "{diagnostics:?}");
    assert!(!site.exists("public/favicon.ico"));
}

/// A JPEG of four inks, as the print desk saves it.
fn of_four_inks() -> Vec<u8> {
    let planes: Vec<Vec<u8>> = (0..4u8).map(|ink| vec![60 * ink; 640 * 400]).collect();
    let picture = jpeg::Jpeg {
        width: 640,
        height: 400,
        planes: &planes,
        adobe: Some(0),
        apart: false,
    };
    picture.bytes()
}

/// Every kind of trouble in one site: each is reported with what to do, in one run, and all that can be published is.
#[test]
fn odd_pictures_are_reported_and_never_vanish() {
    let site = site();
    let put = |name: &str, bytes: &[u8]| {
        story(&site, name, "chhobi.jpg", "");
        site.put(&format!("content/desh/{name}/chhobi.jpg"), bytes);
    };
    let whole = photo(1600, 1200, 10);
    put("kata", &whole[..whole.len() * 2 / 3]);
    put("chhapa", &of_four_inks());
    // Twelve bits a sample: no decoder here knows them.
    let mut deep = photo(900, 700, 20);
    let frame = memchr::memmem::find(&deep, b"\xFF\xC0").unwrap();
    deep[frame + 4] = 12;
    put("gobhir", &deep);
    put("shoru", &photo(500, 400, 30));
    let run = site.run(&["build"]).ok();
    for (code, name) in [("KH0504", "kata"), ("KH0505", "chhapa"), ("KH0506", "gobhir")] {
        let told = run.diagnostics();
        let found = told
            .iter()
            .find(|told| told.code == code)
            .unwrap_or_else(|| panic!("{code}: {}", run.stderr));
        assert!(
            found.place.contains(&format!("/{name}/chhobi.jpg")),
            "{code} at {}",
            found.place
        );
    }
    for name in ["kata", "chhapa", "gobhir", "shoru"] {
        let page = String::from_utf8(tree(&site.path("public"))[&format!("desh/{name}/index.html")].clone()).unwrap();
        assert!(page.contains("<img"), "{name} has lost its picture");
    }
    assert_eq!(
        names(&site, "desh/gobhir/chhobi.jpg").len(),
        1,
        "as it is, where it was"
    );
    let checked = site.run(&["check"]);
    let narrow = checked
        .diagnostics()
        .into_iter()
        .find(|told| told.code == "KH0507" && told.place.contains("/shoru"));
    assert!(narrow.is_some(), "{}", checked.stderr);
    // What browsers do not show stops the build, and says what to do.
    site.put("content/desh/shoru/chhobi.jpg", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1");
    site.run(&["build"]).fails().says("KH0501").says("HEIC").says("JPEG");
}

#[test]
fn a_headline_that_no_card_can_hold_or_write_is_reported() {
    let site = Site::new();
    site.put("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n".as_bytes());
    let title = "মন্ত্রিপরিষদের দীর্ঘ বৈঠকে অনুমোদিত প্রস্তাবগুলোর পূর্ণাঙ্গ তালিকা ".repeat(5);
    let site = site
        .story("dirgho", title.trim(), "লেখা।")
        .story("onno", "শান্তি سلام", "লেখা।");
    let told: Vec<String> = site
        .run(&["check"])
        .diagnostics()
        .into_iter()
        .map(|told| told.code)
        .collect();
    for code in ["KH0510", "KH0511"] {
        assert!(told.iter().any(|found| found == code), "{code} is not among {told:?}");
    }
    site.build().ok();
    let pictures = names(&site, "assets/p/");
    assert!(
        pictures.iter().any(|name| name.contains("dirgho-1200x630")),
        "cut with an ellipsis: {pictures:?}"
    );
    assert!(
        !pictures.iter().any(|name| name.contains("onno-")),
        "no card with boxes: {pictures:?}"
    );
}
