//! Pages of many portals, and texts that are none.

use super::*;

const COPIED: &str = include_str!("../../../tests/vectors/pages/copied-from-a-portal.txt");

fn read(text: &str) -> ImportedPage {
    read_page(text, &[("bangladesh/dhaka", "ঢাকা মহানগর")], PageOptions::default()).unwrap()
}

fn names(page: &ImportedPage) -> Vec<&str> {
    page.sections.iter().map(|s| s.name.as_str()).collect()
}

/// A whole page with the breadcrumb glued to the headline, sentences without their space, and the theme's furniture below.
#[test]
fn a_page_copied_from_a_portal() {
    let page = read(COPIED);
    assert_eq!(page.title, "মেঘালয়ের পাহাড়ি নদীতে নতুন ঝুলন্ত সেতু খুলে দিল রাজ্য সরকার");
    assert_eq!(
        (names(&page), page.section_path().as_str()),
        (vec!["আন্তর্জাতিক"], "international")
    );
    assert_eq!(page.paragraphs.len(), 2);
    assert!(
        !page
            .paragraphs
            .iter()
            .any(|p| p.contains("  ") || p.contains("।ব") || p.contains("।এ") || p.contains("RELATED"))
    );
    assert!(page.paragraphs[1].ends_with("মনে করিয়ে দিয়েছে তারা।"));
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
    let taken = COPIED.lines().filter(|l| !l.trim().is_empty()).count();
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

/// Pages as portals show them: the shape, and what of it must come out.
#[test]
fn pages_of_many_portals() {
    let shapes = [
        // tagDiv, English and Bengali.
        "Home  জাতীয়  ঘাটে ভিড় কমেছে\nজাতীয়\nঘাটে ভিড় কমেছে\nBy রফিক আহমেদ\n-\nAugust 12, 2024\n0\n215\nShare\nFacebook\nWhatsApp\n\n{}\n\nTAGS\nনদী\nঘাট\nShare\nPrevious articleঅন্য লেখা\nNext articleআরেক লেখা\nরফিক আহমেদ\nRELATED ARTICLESMORE FROM AUTHOR\nঅন্য লেখা\nLEAVE A REPLY Cancel reply",
        "হোম  জাতীয়  ঘাটে ভিড় কমেছে\n\nজাতীয়শীর্ষ খবর\n\nঘাটে ভিড় কমেছে\n\nদ্বারা রফিক আহমেদ - আগস্ট ১২, ২০২৪\n\n৪৫\n\nফেসবুকে শেয়ার করুন\n\n{}\n\nপূর্ববর্তী নিবন্ধঅন্য লেখা\nপরবর্তী নিবন্ধআরেক লেখা\n\nসম্পর্কিত নিবন্ধলেখক থেকে আরও\n\nঅন্য লেখা\n\nউত্তর দিন উত্তর বাতিল করুন",
        // A part a line, a ticker above the headline, a name without a label.
        "প্রচ্ছদ\nজাতীয়\n\nঅন্য একটি বড় খবরের শিরোনাম\n\nঘাটে ভিড় কমেছে, নৌকা চলছে\n\nরফিক আহমেদ\nআপলোড সময় : ১২-০৮-২০২৪ ০২:০৭:৩০ অপরাহ্ন\nআপডেট সময় : ১৩-০৮-২০২৪ ০৮:৫১:৩০ অপরাহ্ন\nছবির ক্যাপশন\n\n{}\n\nনিউজটি আপডেট করেছেন : Admin\n\nকমেন্ট বক্স\n\nএ জাতীয় আরো খবর\nঅন্য লেখা",
        // The headline twice, credits between.
        "হোম\nজাতীয়\n\nঘাটে ভিড় কমেছে\n\nIcon\nরফিক আহমেদ\n\nপ্রকাশ: ১২ আগস্ট ২০২৪, ১২:০০ এএম\n\nপ্রিন্ট সংস্করণ\n\nfacebook sharing button\n\nঘাটে ভিড় কমেছে\n\nছবি: সংগৃহীত\n\n{}\n\nJamuna Electronics\n\nঘটনাপ্রবাহ: নদীর কথা\n\nআরও পড়ুন\n\nঅন্য লেখা\n\nসম্পর্কিত খবর\nআরেক লেখা",
        "প্রচ্ছদ\nজাতীয়\nঘাটে ভিড় কমেছে\nরফিক আহমেদ রফিক আহমেদ\nপ্রকাশিত: ০৬:৩৪ পিএম, ১২ আগস্ট ২০২৪\nঘাটে ভিড় কমেছে\n\n{}\n\nআরএ/এমএস\n\nআরও পড়ুন\nঅন্য লেখা",
        "হোম\nজাতীয়\nঘাটে ভিড় কমেছে\nরফিক আহমেদ\n১২ আগস্ট ২০২৪, ১৮:৩৪\nঅ+\nঅ-\nঘাটে ভিড় কমেছে\n{}\n\nআরএ/এমজে\n\nআলোচিত সংবাদ\nঅন্য লেখা",
        // Signs on lines of their own; tags behind the story.
        "Home\n>\nজাতীয়\n\nঘাটে ভিড় কমেছে\n\nরফিক আহমেদ\n\nPublished : 12 Aug 2024, 06:34 PM\n\nUpdated : 12 Aug 2024, 07:34 PM\n\n{}\n\nবাংলাদেশ\nনদী\n\nRelated Stories\nঅন্য লেখা",
        "আপনি এখানে: প্রচ্ছদ › জাতীয় › ঘাটে ভিড় কমেছে\n\nঘাটে ভিড় কমেছে\n\nরফিক আহমেদ\nআপডেট: ০৬:৩৪:১১ অপরাহ্ন, সোমবার, ১২ আগস্ট ২০২৪\n১২৩ বার পঠিত\n\n{}\n\nনিউজটি শেয়ার করুন\n\nট্যাগস :\n\nআপনার মতামত লিখুন\n\nনাম *",
        // No Home at all: usual sections, then the headline above its credits.
        "জাতীয়\nঘাটে ভিড় কমেছে\nরফিক আহমেদ\nআপডেট: ১২ আগস্ট ২০২৪, ১৭: ৪৬\nপ্রকাশ: ১২ আগস্ট ২০২৪, ১৫: ১২\nফলো করুন\n\nছবি: প্রতীকী\n\n{}\n\nজাতীয় থেকে আরও পড়ুন\nঘাট\nমন্তব্য করুন",
        "মূলপাতা > জাতীয় > ঘাটে ভিড় কমেছে\n\nঘাটে ভিড় কমেছে\n\nরফিক আহমেদ\n১২ আগস্ট, ২০২৪ ১৮:৩৪\nশেয়ার\n\n{}\n\nপ্রাসঙ্গিক\n\nমন্তব্য\n\nসম্পর্কিত খবর\nঅন্য লেখা",
    ];
    let body = [
        "পারাপারের ঘাটে আজ ভিড় কমেছে বলে জানিয়েছেন ইজারাদার।",
        "মাঝিরা বলছেন, ‘ভোরে কুয়াশা ছিল।’ দুপুরে নৌকা চলেছে।",
    ];
    for shape in shapes {
        let page = read(&shape.replace("{}", &body.join("\n\n")));
        assert_eq!(page.paragraphs, body, "{shape}");
        assert!(page.title.starts_with("ঘাটে ভিড় কমেছে"), "{shape}");
        assert_eq!(page.section_path(), "national", "{shape}");
        assert_eq!(page.byline.as_deref(), Some("রফিক আহমেদ"), "{shape}");
        let day = page.date.map(|found| found.date.to_string());
        assert_eq!(day.as_deref(), Some("2024-08-12"), "{shape}");
    }
}

#[test]
fn what_a_page_does_not_show_is_given() {
    let text = "ঘাটে ভিড় কমেছে\nছবির উৎস,Getty Images\n\nArticle information\nAuthor,রফিক আহমেদ\nRole,প্রতিবেদক, ঢাকা\n৩ ঘন্টা আগে\nপড়ার সময়: ৫ মিনিট\nপারাপারের ঘাটে আজ ভিড় কমেছে।\n\nআরও পড়তে পারেন:\n\nঅন্য লেখা\n১০ জানুয়ারি ২০২৪\n";
    assert!(read_page(text, &[], PageOptions::default()).is_err());
    let options = PageOptions {
        section: Some("bangladesh/dhaka"),
        ..PageOptions::default()
    };
    let page = read_page(text, &[("bangladesh/dhaka", "ঢাকা মহানগর")], options).unwrap();
    assert_eq!(
        (page.title.as_str(), page.section_path().as_str()),
        ("ঘাটে ভিড় কমেছে", "bangladesh/dhaka")
    );
    assert_eq!(names(&page)[1], "ঢাকা মহানগর");
    assert_eq!(page.byline.as_deref(), Some("রফিক আহমেদ"));
    assert_eq!(page.paragraphs, ["পারাপারের ঘাটে আজ ভিড় কমেছে।"]);
    let options = PageOptions {
        title: Some("নতুন শিরোনাম"),
        section: Some("খেলা"),
        ..PageOptions::default()
    };
    let page = read_page("এক লাইন লেখা এখানে আছে।", &[], options).unwrap();
    assert_eq!(
        (page.title.as_str(), page.section_path().as_str()),
        ("নতুন শিরোনাম", "sports")
    );
}

#[test]
fn menus_at_the_top_end_no_story_and_parts_keep_their_numbers() {
    let page = read("Home  খেলা  মাঠে ফেরা\n\nমাঠে ফেরা\n\nসর্বশেষ\n\nচোট কাটিয়ে মাঠে ফিরলেন তিনি।\n\nকোচ খুশি।");
    assert_eq!(page.paragraphs.len(), 2);
    let page = read("Home  মতামত  জলের হিসাব\n\nজলের হিসাব\n\n১\n\nপ্রথম ভাগের কথা এখানে।\n\n২\n\nদ্বিতীয় ভাগের কথা।");
    assert_eq!(page.paragraphs, ["১", "প্রথম ভাগের কথা এখানে।", "২", "দ্বিতীয় ভাগের কথা।"]);
    assert_eq!(page.summary, "প্রথম ভাগের কথা এখানে। দ্বিতীয় ভাগের কথা।");
    let page = read("Home  খেলা  মাঠে ফেরা\n\nমাঠে ফেরা\n\nপ্রথম কথা এখানে আছে।\n\nআরও পড়ুন\nঅন্য লেখা\n\nশেষ কথা এখানে আছে।");
    assert_eq!(page.paragraphs, ["প্রথম কথা এখানে আছে।", "শেষ কথা এখানে আছে।"]);
}

#[test]
fn nothing_is_dropped_unsaid() {
    let text = "Home  খেলা  মাঠে ফেরা\n\nমাঠে ফেরা\nনিজস্ব সংবাদদাতা, কুমিল্লা\n১২ আগস্ট ২০২৪\n৮৫০ বার\n\nপ্রথম কথা এখানে আছে।\n\nদল\nRELATED ARTICLES\nঅন্য";
    let page = read(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!(page.dropped.len() + page.paragraphs.len(), lines);
    assert_eq!(
        (page.byline.as_deref(), page.place.as_deref()),
        (Some("নিজস্ব সংবাদদাতা"), Some("কুমিল্লা"))
    );
}

const TEXT: &str = "নদীর বাঁধের একাংশ রাতে ভেঙে গেছে। পানি ঢুকেছে পাঁচ গ্রামে।\n\nআশ্রয়কেন্দ্রে উঠেছেন তিন শতাধিক মানুষ।";

/// Pages of other portals: title, section, byline, date; and the two paragraphs of [`TEXT`], nothing else.
#[test]
fn shapes_of_many_portals() {
    let title = "বাঁধ ভেঙে পাঁচ গ্রাম প্লাবিত";
    let pages = [
        // The breadcrumb in English, buttons in one line.
        (
            "Home / National / T\n\nT\nStaff Correspondent\n12 August 2024, 6:34 PM\nShare on Facebook Share on X\nShare|Send\n\nB\n\nYou may also like\nঅন্য",
            "national",
            "Staff Correspondent",
        ),
        // A menu above, the headline twice below the breadcrumb, counts of shares.
        (
            "সর্বশেষ\nখেলা\nপ্রচ্ছদ › বাংলাদেশ › জেলা\nT\nT\n১.২কে শেয়ার\nফেসবুক টুইটার হোয়াটসঅ্যাপ\nনিজস্ব প্রতিবেদক\nপ্রকাশিত: ১২ আগস্ট ২০২৪\nB",
            "bangladesh/districts",
            "নিজস্ব প্রতিবেদক",
        ),
        // The date above the headline.
        (
            "বাংলাদেশ\n\n১২ আগস্ট ২০২৪\n\nT\n\nঅনলাইন ডেস্ক\n\nB",
            "bangladesh",
            "অনলাইন ডেস্ক",
        ),
        // The reporter is named again behind the story, and a ticker stands above the headline.
        (
            "প্রচ্ছদ\nসারাদেশ\n\nঅন্য একটি খবরের লম্বা শিরোনাম\n\nT\n\nমো. রফিকুল ইসলাম\nআপলোড সময় : ১২-০৮-২০২৪\n\nB\n\nপ্রতিবেদকের তথ্য\nমো. রফিকুল ইসলাম",
            "country",
            "মো. রফিকুল ইসলাম",
        ),
        (
            "জাতীয়\nT\nমো. রফিকুল ইসলাম\n১২ আগস্ট ২০২৪\nB\n\nলেখক: মো. রফিকুল ইসলাম\nমো. রফিকুল ইসলাম",
            "national",
            "মো. রফিকুল ইসলাম",
        ),
        // Reporter and agency on two lines.
        (
            "Home\n>\nবাংলাদেশ\n\nT\n\nনিজস্ব প্রতিবেদক\nনমুনা নিউজ\n\nPublished : 12 Aug 2024\n\nB",
            "bangladesh",
            "নিজস্ব প্রতিবেদক · নমুনা নিউজ",
        ),
        // Boxes between paragraphs, in one line and in two; labels with their contents.
        (
            "হোম\nজাতীয়\nT\nঅনলাইন ডেস্ক\n১২ আগস্ট ২০২৪\nB\n\nআরও পড়ুন: চরের মানুষ কোথায় যাবে?\n\nআরও পড়ুন\nনদীভাঙনে কার দায় কত?\nবিষয় : বন্যা, নদী\nএই সম্পর্কিত আরও খবর\nঅন্য",
            "national",
            "অনলাইন ডেস্ক",
        ),
        // A first page of another name, and a section that nobody knows.
        (
            "প্রথম পাতা » চরাঞ্চল » T\nT\nসংবাদদাতা, কুমিল্লা\n১২ আগস্ট ২০২৪\n১৪৫ বার পড়া হয়েছে\n\nB\n\nআপনার মতামত দিন",
            "choranchol",
            "সংবাদদাতা",
        ),
        (
            "হোম\nচরাঞ্চল\nT\n\nঅনলাইন ডেস্ক\n১২ আগস্ট ২০২৪\n\nB",
            "choranchol",
            "অনলাইন ডেস্ক",
        ),
        // Marks of Markdown, the category below the headline.
        (
            "বাংলাদেশ / জেলা\n\n# T\n\n**নিজস্ব প্রতিবেদক**\n\n১২ আগস্ট ২০২৪\nin জেলার খবর\n\nB",
            "bangladesh/districts",
            "নিজস্ব প্রতিবেদক",
        ),
    ];
    for (shape, section, byline) in pages {
        let text = shape.replace('T', title).replace('B', TEXT);
        let page = read(&text);
        let found = (
            page.title.as_str(),
            page.section_path(),
            page.byline.as_deref().unwrap_or_default(),
        );
        assert_eq!(found, (title, section.to_owned(), byline), "{shape}");
        assert_eq!(page.paragraphs.join("\n\n"), TEXT, "{shape}");
        assert!(
            page.date.is_some_and(|d| d.to_string().starts_with("2024-08-12")),
            "{shape}"
        );
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        assert_eq!(page.dropped.len() + page.paragraphs.len(), lines, "{shape}");
    }
}

#[test]
fn a_place_on_the_front_page_is_no_section() {
    let of = |top: &str| read(&format!("প্রচ্ছদ / {top}\nবাঁধ ভেঙে পাঁচ গ্রাম প্লাবিত\n১২ আগস্ট ২০২৪\n{TEXT}"));
    assert!(!of("লিড নিউজ").is_placed() && of("জাতীয়").is_placed());
}
