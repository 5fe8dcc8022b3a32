//! What stands on a portal's article page and is no part of the story: headings of boxes, form messages, share buttons,
//! advertisement labels; and the usual names of sections with their addresses.

/// Words that begin a breadcrumb line.
pub(super) const HOME: &[&str] = &[
    "Home",
    "HOME",
    "home",
    "প্রচ্ছদ",
    "হোমপেজ",
    "হোম",
    "মূলপাতা",
    "মূল পাতা",
    "নীড়পাতা",
    "নীড়",
];

/// Signs between the parts of a breadcrumb.
pub(super) const SEPARATORS: &[char] = &[
    '›', '»', '/', '>', '|', '→', '\\', '•', '·', '।', '«', '‹', '-', '–', '—', ':',
];

/// Headings behind which nothing belongs to the story.
const FOOTER: &[&str] = &[
    "related articles",
    "related article",
    "related news",
    "related posts",
    "related stories",
    "more from author",
    "more news",
    "you may also like",
    "read next",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "cancel reply",
    "log in to leave a comment",
    "please enter your comment",
    "please enter your name here",
    "save my name email and website in this browser for the next time i comment",
    "most popular",
    "most read",
    "popular news",
    "popular posts",
    "recent comments",
    "recent posts",
    "latest news",
    "editor picks",
    "সম্পর্কিত",
    "সম্পর্কিত খবর",
    "সম্পর্কিত সংবাদ",
    "সম্পর্কিত নিবন্ধ",
    "সম্পর্কিত প্রতিবেদন",
    "সংশ্লিষ্ট খবর",
    "আরও খবর",
    "আরো খবর",
    "এই বিভাগের আরও খবর",
    "এ বিভাগের আরও খবর",
    "এই বিভাগের আরো খবর",
    "এ বিভাগের আরো খবর",
    "এ জাতীয় আরও খবর",
    "এ জাতীয় আরো খবর",
    "আপনার জন্য নির্বাচিত",
    "মন্তব্য করুন",
    "মন্তব্য লিখুন",
    "মন্তব্য দিন",
    "একটি মন্তব্য করুন",
    "আপনার মন্তব্য লিখুন",
    "আপনার মতামত লিখুন",
    "মতামত দিন",
    "উত্তর দিন",
    "একটি উত্তর ত্যাগ",
    "মন্তব্য বাতিল করুন",
    "আপনার নাম লিখুন",
    "নাম লিখুন",
    "সর্বাধিক পঠিত",
    "সর্বাধিক জনপ্রিয়",
    "সবচেয়ে পঠিত",
    "সাম্প্রতিক মন্তব্য",
    "সর্বশেষ খবর",
    "সর্বশেষ সংবাদ",
    "সর্বশেষ",
    "জনপ্রিয় সংবাদ",
    "জনপ্রিয় খবর",
    "পাঠকপ্রিয় খবর",
];

/// Beginnings of lines behind which nothing belongs to the story.
const FOOTER_STARTS: &[&str] = &[
    "previous article",
    "next article",
    "পূর্ববর্তী খবর",
    "পরবর্তী খবর",
    "আগের খবর",
    "পরের খবর",
];

/// Lines that may stand anywhere and are no part of the story.
const STRAY: &[&str] = &[
    "advertisment",
    "advertisement",
    "advertisements",
    "ads",
    "ad",
    "বিজ্ঞাপন",
    "স্পন্সরড",
    "share",
    "shares",
    "share this",
    "share on",
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "pinterest",
    "linkedin",
    "email",
    "e-mail",
    "print",
    "telegram",
    "viber",
    "messenger",
    "copy link",
    "copy url",
    "reddit",
    "tumblr",
    "reddit it",
    "like",
    "tweet",
    "follow us",
    "subscribe",
    "google news",
    "follow on google news",
    "শেয়ার",
    "শেয়ার করুন",
    "ফেসবুক",
    "ফেইসবুক",
    "টুইটার",
    "হোয়াটসঅ্যাপ",
    "হোয়াটসঅ্যাপ",
    "টেলিগ্রাম",
    "লিংকডইন",
    "ইমেইল",
    "ই-মেইল",
    "প্রিন্ট",
    "প্রিন্ট করুন",
    "লিংক কপি",
    "লিংক কপি করুন",
    "কপি লিংক",
    "গুগল নিউজ",
    "ফলো করুন",
    "অনুসরণ করুন",
    "ফন্ট সাইজ",
    "tags",
    "tag",
    "ট্যাগ",
    "ট্যাগস",
    "views",
    "view",
    "ছবি সংগৃহীত",
    "ছবি: সংগৃহীত",
    "ছবিঃ সংগৃহীত",
    "photo: collected",
    "আরও পড়ুন",
    "আরো পড়ুন",
    "read more",
    "listen",
    "শুনুন",
];

/// What a line of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// The heading of a box behind the story.
    Footer,
    /// A label, a button, a number of views.
    Stray,
}

/// Whether a line is furniture, and which.
///
/// ```
/// use khobor::import::furniture::{Furniture, of_line};
/// assert_eq!(of_line("RELATED ARTICLES"), Some(Furniture::Footer));
/// assert_eq!(of_line("- Advertisment -"), Some(Furniture::Stray));
/// assert_eq!(of_line("বিজ্ঞাপন"), Some(Furniture::Stray));
/// assert_eq!(of_line("বিজ্ঞাপন নিয়ে বিতর্কের পর মামলা হয়েছে।"), None);
/// ```
pub fn of_line(line: &str) -> Option<Furniture> {
    if line.len() > 240 {
        return None;
    }
    let edge = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || "–—।…•·›»«‹“”‘’".contains(c);
    let name = line.trim_matches(edge).to_ascii_lowercase();
    let name = name.replace(',', "").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Some(Furniture::Stray);
    }
    let starts = FOOTER_STARTS.iter().any(|s| name.starts_with(s));
    if starts || FOOTER.contains(&name.as_str()) {
        return Some(Furniture::Footer);
    }
    let number = name
        .chars()
        .all(|c| crate::bengali::gate::is_digit(c) || c == '.' || c == 'k');
    (number || STRAY.contains(&name.as_str())).then_some(Furniture::Stray)
}

/// The usual sections of a Bengali portal and their addresses.
const SECTIONS: &[(&str, &str)] = &[
    ("আন্তর্জাতিক", "international"),
    ("বিশ্ব", "world"),
    ("সারাবিশ্ব", "world"),
    ("বাংলাদেশ", "bangladesh"),
    ("জাতীয়", "national"),
    ("রাজনীতি", "politics"),
    ("অর্থনীতি", "economy"),
    ("বাণিজ্য", "business"),
    ("ব্যবসা", "business"),
    ("অর্থ-বাণিজ্য", "business"),
    ("অর্থ বাণিজ্য", "business"),
    ("শেয়ারবাজার", "share-market"),
    ("খেলা", "sports"),
    ("খেলাধুলা", "sports"),
    ("খেলার খবর", "sports"),
    ("ক্রিকেট", "cricket"),
    ("ফুটবল", "football"),
    ("বিনোদন", "entertainment"),
    ("প্রযুক্তি", "technology"),
    ("তথ্যপ্রযুক্তি", "technology"),
    ("তথ্য প্রযুক্তি", "technology"),
    ("বিজ্ঞান", "science"),
    ("বিজ্ঞান ও প্রযুক্তি", "science-technology"),
    ("শিক্ষা", "education"),
    ("শিক্ষাঙ্গন", "campus"),
    ("ক্যাম্পাস", "campus"),
    ("স্বাস্থ্য", "health"),
    ("মতামত", "opinion"),
    ("সম্পাদকীয়", "editorial"),
    ("উপসম্পাদকীয়", "op-ed"),
    ("জীবনযাপন", "lifestyle"),
    ("লাইফস্টাইল", "lifestyle"),
    ("জীবনধারা", "lifestyle"),
    ("ভ্রমণ", "travel"),
    ("সারাদেশ", "country"),
    ("সারা দেশ", "country"),
    ("দেশজুড়ে", "country"),
    ("দেশ", "country"),
    ("জেলা", "districts"),
    ("রাজধানী", "capital"),
    ("ঢাকা", "dhaka"),
    ("চট্টগ্রাম", "chattogram"),
    ("রাজশাহী", "rajshahi"),
    ("খুলনা", "khulna"),
    ("বরিশাল", "barishal"),
    ("সিলেট", "sylhet"),
    ("রংপুর", "rangpur"),
    ("ময়মনসিংহ", "mymensingh"),
    ("আইন-আদালত", "law"),
    ("আইন আদালত", "law"),
    ("আইন ও আদালত", "law"),
    ("অপরাধ", "crime"),
    ("ধর্ম", "religion"),
    ("ইসলাম", "islam"),
    ("সাহিত্য", "literature"),
    ("শিল্প-সাহিত্য", "literature"),
    ("সংস্কৃতি", "culture"),
    ("চাকরি", "jobs"),
    ("পরিবেশ", "environment"),
    ("কৃষি", "agriculture"),
    ("প্রবাস", "diaspora"),
    ("নারী", "women"),
    ("শিশু", "children"),
    ("ছবি", "photos"),
    ("ভিডিও", "video"),
    ("গণমাধ্যম", "media"),
    ("সাক্ষাৎকার", "interview"),
    ("ফিচার", "feature"),
    ("বিশেষ প্রতিবেদন", "special-report"),
    ("কলকাতা", "kolkata"),
    ("পশ্চিমবঙ্গ", "west-bengal"),
    ("ভারত", "india"),
];

/// The usual address of a section of this name.
pub(super) fn usual_slug(name: &str) -> Option<&'static str> {
    SECTIONS.iter().find(|(title, _)| *title == name).map(|(_, slug)| *slug)
}

/// The usual names of sections, to part names that were run together.
pub(super) fn usual_names() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|(title, _)| *title)
}
