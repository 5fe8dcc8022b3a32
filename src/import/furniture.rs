//! What stands on a portal's article page and is no part of the story: headings of boxes, form messages, share buttons,
//! advertisement labels; and, in [`sections`], the usual names of sections with their addresses.

mod sections;

use crate::bengali::gate;
pub(super) use sections::{usual_names, usual_slug, usual_title};

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
    "প্রথম পাতা",
    "প্রথমপাতা",
    "প্রধান পাতা",
    "হোম পেজ",
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
    "related stories",
    "more stories",
    "more from",
    "popular post",
    "trending news",
    "trending",
    "top news",
    "comments",
    "comment",
    "leave a comment",
    "your email address will not be published",
    "সম্পর্কিত আরও খবর",
    "সম্পর্কিত পোস্ট",
    "সংশ্লিষ্ট সংবাদ",
    "লেখক থেকে আরও",
    "লেখকের আরও লেখা",
    "উত্তর বাতিল করুন",
    "মন্তব্য",
    "মন্তব্যসমূহ",
    "মতামত লিখুন",
    "কমেন্ট বক্স",
    "কমেন্ট করুন",
    "আলোচিত সংবাদ",
    "আলোচিত খবর",
    "আপনার এলাকার খবর",
    "প্রতিবেদকের তথ্য",
    "লেখকের তথ্য",
    "এ জাতীয় আরো সংবাদ",
    "এ জাতীয় আরও সংবাদ",
    "এই রকম আরও খবর",
    "একই রকম সংবাদ",
    "আরও সংবাদ",
    "আরো সংবাদ",
    "আরও দেখুন",
    "অন্যান্য সংবাদ",
    "অন্যান্য খবর",
    "জনপ্রিয়",
    "সর্বাধিক পঠিত সংবাদ",
    "সর্বশেষ সব খবর",
    "পাঠকের মতামত",
    "পাঠকের মন্তব্য",
    "ভিডিও সংবাদ",
    "ফেসবুকে আমরা",
    "আমাদের ফেসবুক পাতা",
    "আর্কাইভ",
];

/// Headings of boxes that may stand between paragraphs: what follows belongs to them, up to the next sentence.
const BOXES: &[&str] = &[
    "আরও পড়ুন",
    "আরো পড়ুন",
    "আরও পড়তে পারেন",
    "আরো পড়তে পারেন",
    "এ সম্পর্কিত আরও পড়ুন",
    "এ সম্পর্কিত আরো পড়ুন",
    "আরও পড়ুন ও দেখুন",
    "প্রাসঙ্গিক",
    "বিষয়",
    "বিষয়সমূহ",
    "অন্য বিষয়গুলি",
    "অন্য বিষয়গুলো",
    "ট্যাগ",
    "ট্যাগস",
    "ট্যাগসমূহ",
    "tags",
    "tag",
    "topics",
    "read more",
    "also read",
    "read also",
    "see also",
];

/// Ends of lines that are headings of boxes behind the story.
const FOOTER_ENDS: &[&str] = &[
    "আরও খবর",
    "আরো খবর",
    "আরও সংবাদ",
    "আরো সংবাদ",
    "আরও প্রতিবেদন",
    "আরও লেখা",
    "থেকে আরও পড়ুন",
    "থেকে আরো পড়ুন",
    "থেকে আরও",
    "সকল নিউজ",
    "সকল সংবাদ",
    "সব খবর",
];

/// Beginnings of lines behind which nothing belongs to the story.
const FOOTER_STARTS: &[&str] = &[
    "আপনার মতামত দিন",
    "আপনার মতামত জানান",
    "মন্তব্য (",
    "মন্তব্য করতে",
    "ফেসবুক মন্তব্য",
    "previous article",
    "next article",
    "পূর্ববর্তী খবর",
    "পরবর্তী খবর",
    "আগের খবর",
    "পরের খবর",
    "পূর্ববর্তী নিবন্ধ",
    "পরবর্তী নিবন্ধ",
    "পূর্ববর্তী সংবাদ",
    "পরবর্তী সংবাদ",
    "previous post",
    "next post",
    "leave a reply",
    "related articles",
    "নিউজটি আপডেট করেছেন",
    "প্রতিবেদকের তথ্য",
];

/// Beginnings of lines that are labels, whatever they say.
const STRAY_STARTS: &[&str] = &[
    "in ",
    "posted in ",
    "filed under",
    "category:",
    "categories:",
    "বিভাগ:",
    "বিভাগ :",
    "ক্যাটাগরি:",
    "ক্যাটাগরি :",
    "source:",
    "সূত্র:",
    "সূত্র :",
    "ঘটনাপ্রবাহ:",
    "ছবির উৎস",
    "ছবির ক্যাপশন",
    "ছবির ক্যাপশান",
    "পড়ার সময়",
    "role,",
    "reading time",
    "image source",
    "image caption",
    "নিউজটি শেয়ার করুন",
    "খবরটি শেয়ার করুন",
    "সংবাদটি শেয়ার করুন",
    "প্রিন্ট করুন",
];

/// What a portal says of itself, anywhere in a line.
const PROMOTIONS: &[&str] = &[
    "আপনার লেখাটি পাঠিয়ে দিন",
    "গুগল নিউজ চ্যানেল",
    "গুগল নিউজে ফলো",
    "ফলো করুন আমাদের",
    "আমাদের মাধ্যমগুলি",
    "ই-মেইল এ্যাড্রেস প্রকাশিত হবে না",
    "ইমেইল ঠিকানা প্রকাশ করা হবে না",
    "email address will not be published",
    "টেলিগ্রাম চ্যানেলে যোগ দিন",
    "হোয়াটসঅ্যাপ চ্যানেল ফলো",
    "sharing button",
];

/// Words of share bars: a line of nothing else is one, also run together (`ShareTweetSend`).
const SHARE_WORDS: &[&str] = &[
    "facebook",
    "twitter",
    "whatsapp",
    "messenger",
    "telegram",
    "linkedin",
    "pinterest",
    "reddit",
    "tumblr",
    "viber",
    "email",
    "print",
    "share",
    "shares",
    "tweet",
    "send",
    "pin",
    "copy",
    "link",
    "url",
    "on",
    "via",
    "to",
    "this",
    "x",
    "threads",
    "by",
    "instagram",
    "youtube",
    "ফেসবুকে",
    "ফেসবুক",
    "ফেইসবুক",
    "টুইটারে",
    "টুইটার",
    "টুইট",
    "এক্স",
    "হোয়াটসঅ্যাপে",
    "হোয়াটসঅ্যাপ",
    "মেসেঞ্জার",
    "মেসেঞ্জারে",
    "টেলিগ্রাম",
    "লিংকডইন",
    "পিন্টারেস্ট",
    "ইনস্টাগ্রাম",
    "ইউটিউব",
    "ইমেইল",
    "ই-মেইল",
    "প্রিন্ট",
    "শেয়ার",
    "করুন",
    "কপি",
    "লিংক",
    "লিঙ্ক",
    "অন",
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
    "views",
    "view",
    "ছবি সংগৃহীত",
    "ছবি: সংগৃহীত",
    "ছবিঃ সংগৃহীত",
    "photo: collected",
    "listen",
    "শুনুন",
    "icon",
    "article information",
    "print edition",
    "প্রিন্ট সংস্করণ",
    "digg",
    "অ+",
    "অ-",
    "অ",
    "a+",
    "a-",
    "a",
    "ফেসবুকে শেয়ার করুন",
    "টুইটারে টুইট করুন",
    "টুইট করুন",
    "ফাইল ছবি",
    "প্রতীকী ছবি",
    "সংগৃহীত ছবি",
    "ছবির ক্যাপশন",
    "লাইভ",
    "live",
    "নাম *",
    "মন্তব্য *",
    "নাম",
    "ইমেইল *",
    "রিপোর্টারের নাম",
    "admin",
    "by admin",
    "whatsapp channel",
    "imo",
    "line",
    "copy",
    "কপি",
    "সেভ",
    "save",
    "bookmark",
    "font size",
    "শেয়ার করুন:",
    "ফলো",
    "মেনু",
    "menu",
    "search",
    "অনুসন্ধান",
];

/// What a line of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// The heading of a box behind the story.
    Footer,
    /// The heading of a box that may stand between paragraphs.
    Box,
    /// A label, a button, a number of views.
    Stray,
}

/// Whether a line is furniture, and which.
///
/// ```
/// use khobor::import::furniture::{Furniture, of_line};
/// assert_eq!(of_line("RELATED ARTICLESMORE FROM AUTHOR"), Some(Furniture::Footer));
/// assert_eq!(of_line("- Advertisment -"), Some(Furniture::Stray));
/// assert_eq!(of_line("আরও পড়ুন:"), Some(Furniture::Box));
/// assert_eq!(of_line("৮৫০ বার পঠিত"), Some(Furniture::Stray));
/// assert_eq!(of_line("বিজ্ঞাপন নিয়ে বিতর্কের পর মামলা হয়েছে।"), None);
/// ```
pub fn of_line(line: &str) -> Option<Furniture> {
    let lower = line.to_ascii_lowercase();
    if PROMOTIONS.iter().any(|words| lower.contains(words)) {
        return Some(Furniture::Stray);
    }
    if line.len() > 240 {
        return None;
    }
    let edge = |c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '+' || "–—।…•·›»«‹“”‘’".contains(c);
    let name = lower.trim_matches(edge).replace(',', "");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Some(Furniture::Stray);
    }
    let is = |list: &[&str]| list.iter().any(|own| **own == *name);
    let starts = |list: &[&str]| list.iter().any(|own| name.starts_with(*own));
    let ends = |list: &[&str]| list.iter().any(|own| name.ends_with(*own));
    let sentence = line.trim_end().ends_with('।');
    if is(BOXES) {
        return Some(Furniture::Box);
    }
    if !sentence && (starts(FOOTER_STARTS) || ends(FOOTER_ENDS)) || is(FOOTER) || is_run_together(&name) {
        return Some(Furniture::Footer);
    }
    let whole = lower.trim();
    if !sentence && is_labelled_box(&name, whole) {
        return Some(Furniture::Box);
    }
    let stray = is(STRAY) || is_share_bar(&name) || is_count(&name) || is_signature(whole) || is_picture_credit(whole);
    let labelled = !sentence && STRAY_STARTS.iter().any(|own| whole.starts_with(*own));
    (stray || labelled).then_some(Furniture::Stray)
}

/// The heading of a box with its contents on the same line: `আরও পড়ুন: …`, `Tags: …`, `বিষয় : বন্যা, নদী`.
fn is_labelled_box(name: &str, line: &str) -> bool {
    let label = line
        .split([':', 'ঃ', '：', '–', '|', '»'])
        .next()
        .unwrap_or_default()
        .trim();
    let label = label.trim_matches(|c: char| c.is_ascii_punctuation() || c == '•');
    label.len() < name.len() && BOXES.contains(&label)
}

/// Buttons of networks in one line, apart or run together.
fn is_share_bar(name: &str) -> bool {
    let word = |word: &str| {
        let mut rest = word;
        while let Some(first) = SHARE_WORDS
            .iter()
            .filter(|own| rest.starts_with(**own))
            .max_by_key(|own| own.len())
        {
            rest = rest.get(first.len()..).unwrap_or_default();
        }
        rest.is_empty()
    };
    let names = |word: &str| {
        SHARE_WORDS
            .iter()
            .take(30)
            .any(|own| own.len() > 3 && word.starts_with(own))
    };
    let words = || {
        name.split([' ', '|', '/', '·', '•', '+'])
            .filter(|word| !word.is_empty())
    };
    let bengali = |word: &str| word.starts_with(|c: char| gate::is_bengali(c)) && word != "করুন" && word != "অন";
    words().count() <= 16 && words().all(word) && words().any(|w| names(w) || bengali(w))
}

/// Several headings in one line: `RELATED ARTICLESMORE FROM AUTHOR`.
fn is_run_together(name: &str) -> bool {
    let mut rest = name;
    let mut parts = 0;
    while !rest.is_empty() && parts < 4 {
        let heading = FOOTER.iter().filter(|own| rest.starts_with(**own));
        let Some(longest) = heading.map(|own| own.len()).max() else {
            return false;
        };
        rest = rest.get(longest..).unwrap_or_default().trim_start();
        parts += 1;
    }
    rest.is_empty() && parts > 1
}

/// A number alone, or one of readers: `215`, `1.2k`, `৮৫০ বার`.
fn is_count(name: &str) -> bool {
    let rest = name.trim_start_matches(|c: char| gate::is_digit(c) || matches!(c, '.' | 'k' | ' '));
    let rest = ["হাজার ", "লাখ ", "কে "]
        .iter()
        .find_map(|unit| rest.strip_prefix(unit))
        .unwrap_or(rest);
    let counted = [
        "",
        "বার",
        "বার পঠিত",
        "বার পড়া হয়েছে",
        "বার দেখা হয়েছে",
        "বার পাঠ",
        "জন পড়েছেন",
        "পাঠক",
        "ভিউ",
        "views",
        "view",
        "মন্তব্য",
        "শেয়ার",
        "shares",
        "comments",
    ];
    let ago = [
        "মিনিট আগে",
        "ঘণ্টা আগে",
        "ঘন্টা আগে",
        "দিন আগে",
        "সপ্তাহ আগে",
        "minutes ago",
        "hours ago",
        "days ago",
    ];
    rest.len() < name.len() && counted.iter().chain(&ago).any(|word| **word == *rest)
}

/// Initials of those who worked on a story: `ওএফএ/এমজে`, `/এসএমএ/`.
fn is_signature(line: &str) -> bool {
    let parts: Vec<&str> = line.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let short = |part: &&str| !part.contains(' ') && part.chars().count() <= 14 && !part.chars().any(gate::is_digit);
    line.contains('/') && (1..=5).contains(&parts.len()) && line.chars().count() <= 40 && parts.iter().all(short)
}

/// Whose picture it is: `ছবি: সংগৃহীত`. Pictures are not in a page's text.
fn is_picture_credit(line: &str) -> bool {
    let labels = ["ছবি:", "ছবি :", "ছবিঃ", "photo:", "ছবি—", "ফাইল ছবি"];
    let short = line.chars().count() <= 60 && line.split_whitespace().count() <= 6;
    short && labels.iter().any(|label| line.starts_with(label))
}

/// What templates show where the reporter's name is missing.
pub(super) fn is_placeholder(name: &str) -> bool {
    let names = ["রিপোর্টারের নাম", "admin", "admin news", "administrator", "user", "author"];
    names.iter().any(|own| gate::key(own) == gate::key(name))
}

/// A place on the front page that a breadcrumb names like a section.
pub(super) fn is_pseudo_section(name: &str) -> bool {
    let names = [
        "লিড নিউজ",
        "লিড",
        "শীর্ষ খবর",
        "শীর্ষ সংবাদ",
        "প্রধান খবর",
        "প্রধান সংবাদ",
        "টপ নিউজ",
        "ব্রেকিং নিউজ",
        "সর্বশেষ",
        "সর্বশেষ খবর",
        "স্লাইডার",
        "lead news",
        "top news",
        "breaking news",
        "featured",
        "uncategorized",
        "slider",
        "latest",
    ];
    names.iter().any(|own| gate::key(own) == gate::key(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_canonical() {
        let tables = [
            FOOTER,
            FOOTER_STARTS,
            FOOTER_ENDS,
            BOXES,
            STRAY,
            STRAY_STARTS,
            PROMOTIONS,
        ];
        for own in tables.into_iter().flatten() {
            assert_eq!(gate::canonical(own), *own);
            assert_eq!(own.to_ascii_lowercase(), *own);
        }
    }
}
