//! Pages of many portals, and texts that are none.

use super::*;

const SEED: &str = "../shared/seed/article-page.txt";

fn read(text: &str) -> ImportedPage {
    read_page(text, &[("bangladesh/dhaka", "ঢাকা মহানগর")], PageOptions::default()).unwrap()
}

fn names(page: &ImportedPage) -> Vec<&str> {
    page.sections.iter().map(|s| s.name.as_str()).collect()
}

/// The page that the program was begun for, where it lies beside the repository.
#[test]
fn the_seed() {
    let Ok(text) = std::fs::read_to_string(SEED) else {
        return;
    };
    let page = read(&text);
    assert_eq!(page.title, "হামাসকে মস্কোয় আমন্ত্রণ জানালেন পুতিন");
    assert_eq!(
        (names(&page), page.section_path().as_str()),
        (vec!["আন্তর্জাতিক"], "international")
    );
    assert_eq!(page.paragraphs.len(), 2);
    assert!(
        !page
            .paragraphs
            .iter()
            .any(|p| p.contains("  ") || p.contains("।র") || p.contains("।এ") || p.contains("RELATED"))
    );
    assert!(page.paragraphs[1].ends_with("পুনর্ব্যক্ত করেছেন।"));
    assert!(page.summary.ends_with('।'));
    let dropped: Vec<&str> = page
        .dropped
        .iter()
        .filter(|d| d.why == Why::Footer)
        .map(|d| d.text.as_str())
        .collect();
    assert_eq!(
        dropped,
        [
            "RELATED ARTICLES",
            "LEAVE A REPLY",
            "Please enter your comment!",
            "Please enter your name here",
            "- Advertisment -",
            "Most Popular",
            "Recent Comments"
        ]
    );
    let taken = text.lines().filter(|l| !l.trim().is_empty()).count();
    assert_eq!(page.dropped.len() + page.paragraphs.len(), taken);
}

#[test]
fn breadcrumbs_of_many_portals() {
    let body = "\n\nলেখা এখানে।";
    let of = |top: &str| {
        let page = read(&format!("{top}{body}"));
        (
            page.sections
                .iter()
                .map(|s| s.slug.clone())
                .collect::<Vec<_>>()
                .join("/"),
            page.title,
        )
    };
    let want = |path: &str| (path.to_owned(), "বাজেট ঘোষণা আজ".to_owned());
    assert_eq!(of("Homeঅর্থনীতিবাজেট ঘোষণা আজ\n\nবাজেট ঘোষণা আজ"), want("economy"));
    assert_eq!(of("প্রচ্ছদ › অর্থনীতি › বাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ"), want("economy"));
    assert_eq!(
        of("হোম / বাংলাদেশ / ঢাকা মহানগর / বাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ"),
        want("bangladesh/dhaka")
    );
    assert_eq!(
        of("Home » অর্থ-বাণিজ্য » বাজেট ঘোষ...\nবাজেট ঘোষণা আজ"),
        ("business".to_owned(), "বাজেট ঘোষণা আজ".to_owned())
    );
    assert_eq!(of("মেনু\nHome\nঅর্থনীতি\nবাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ"), want("economy"));
    assert_eq!(of("Home > অর্থনীতি\nবাজেট ঘোষণা আজ"), want("economy"));
    assert_eq!(
        of("Homeবাংলাদেশসিলেটবাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ"),
        want("bangladesh/sylhet")
    );
    assert_eq!(of("Homeবাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ"), want(""));
    assert_eq!(of("Homeচরাঞ্চলবাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ").0, slug::latin("চরাঞ্চল"));
    let decomposed = "Homeজাতী\u{09DF}বাজেট ঘোষণা আজ\nবাজেট ঘোষণা আজ";
    assert_eq!(of(decomposed), want("national"));
}

#[test]
fn date_byline_and_strays_are_taken_off() {
    let page = read(
        "Homeখেলাশেষ ওভারে জয়\nশেষ ওভারে জয়\nক্রীড়া প্রতিবেদক\nপ্রকাশ: ১৬ ফেব্রুয়ারি ২০২৪, ২১:৩০\nFacebook\nTwitter\n০\n\nশেষ ওভারে দরকার ছিল নয় রান।সেটাই হলো!দারুণ।\n\nবিজ্ঞাপন\n\nতিনি বলেন, ‘আমরা খুশি।’ এরপর ৩.৫ ওভার বাকি ছিল।\n\nআরও খবর\nঅন্য কিছু।",
    );
    assert_eq!(page.byline.as_deref(), Some("ক্রীড়া প্রতিবেদক"));
    assert_eq!(page.date.map(|d| d.to_string()).as_deref(), Some("2024-02-16T21:30"));
    assert_eq!(
        page.paragraphs,
        [
            "শেষ ওভারে দরকার ছিল নয় রান। সেটাই হলো! দারুণ।",
            "তিনি বলেন, ‘আমরা খুশি।’ এরপর ৩.৫ ওভার বাকি ছিল।"
        ]
    );
    let strays: Vec<&str> = page
        .dropped
        .iter()
        .filter(|d| d.why == Why::Stray)
        .map(|d| d.text.as_str())
        .collect();
    assert_eq!(strays, ["Facebook", "Twitter", "০", "বিজ্ঞাপন"]);
}

#[test]
fn lines_broken_in_mid_sentence_are_joined() {
    let page = read(
        "Homeখেলাক খ\nক খ\nএই লাইনটি মাঝপথে ভেঙে গেছে, কারণ লেখাটি চওড়া করে সাজানো ছিল আর\nপরের লাইনে শেষ হয়েছে।\nনতুন অনুচ্ছেদ।",
    );
    assert_eq!(page.paragraphs.len(), 2);
}

#[test]
fn what_is_no_page_is_refused() {
    let code = |text: &str| {
        read_page(
            text,
            &[],
            PageOptions {
                path: "a.txt",
                ..PageOptions::default()
            },
        )
        .map_err(|d| d.code.id)
        .err()
    };
    assert_eq!(code(""), Some("KH0807"));
    assert_eq!(code("শুধু লেখা।\nআরও লেখা।"), Some("KH0807"));
    assert_eq!(code("Homeless people"), Some("KH0807"));
    assert_eq!(code("Homeখেলাক খ\nক খ\nRELATED ARTICLES"), Some("KH0808"));
}

#[test]
fn hostile_texts_end_soon() {
    let texts = [
        "Home\n".repeat(50_000),
        "Homeক".repeat(50_000),
        format!("Home{}\n{}", "ক".repeat(200_000), "ক\n".repeat(50_000)),
        "।".repeat(300_000),
        "Home…\n".repeat(30_000),
    ];
    for text in texts {
        let _ = read_page(&text, &[], PageOptions::default());
    }
}
