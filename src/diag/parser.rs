//! What parsers of TOML and YAML say, in Bengali: their own words are English, and an editor should not need them.

/// Words of a parser, and what they mean. The first that is found counts.
const MEANINGS: [(&str, &str); 35] = [
    ("duplicate", "একই কী দুবার আছে"),
    ("missing field", "একটি আবশ্যক কী নেই"),
    ("expected a string", "এখানে উদ্ধৃতিচিহ্নের ভেতরে লেখা লাগে"),
    ("expected a boolean", "এখানে `true` বা `false` লাগে"),
    ("expected a sequence", "এখানে তালিকা লাগে: [ … ]"),
    ("expected a map", "এখানে টেবিল লাগে"),
    ("expected struct", "এখানে টেবিল লাগে"),
    ("expected f", "এখানে সংখ্যা লাগে"),
    ("expected i", "এখানে পূর্ণসংখ্যা লাগে"),
    ("expected u", "এখানে পূর্ণসংখ্যা লাগে"),
    ("must be quoted", "লেখা উদ্ধৃতিচিহ্নের ভেতরে দিতে হবে"),
    ("alias", "নামে ডাকা মান (`*নাম`) পড়া হয় না"),
    ("anchor", "নাম দেওয়া মান (`&নাম`) পড়া হয় না"),
    ("merge", "জোড়া লাগানো কী (`<<`) পড়া হয় না"),
    ("budget", "শিরোভাগ বেশি বড় বা বেশি গভীর"),
    ("depth", "শিরোভাগ বেশি গভীর"),
    ("unclosed table", "টেবিলের নামের পরে `]` নেই"),
    ("table", "এখানে টেবিল লাগে, নয়তো তার নাম ঠিক নেই"),
    ("tab", "ট্যাব দিয়ে সরানো চলে না"),
    ("indent", "লাইনের আগের ফাঁকা জায়গা ঠিক নেই"),
    ("quoted scalar", "উদ্ধৃতিচিহ্ন বন্ধ হয়নি"),
    ("mapping values", "মানের ভেতরে কোলন আছে, উদ্ধৃতিচিহ্ন নেই"),
    ("simple key", "কী-এর পরে কোলন নেই"),
    ("keys with values", "`কী: মান` লাগে"),
    ("document", "শিরোভাগে একটিই অংশ থাকে"),
    ("no value", "কী-এর মান নেই"),
    ("missing value", "কী-এর মান নেই"),
    ("invalid key", "কী-এর নাম ঠিক নেই"),
    ("escape", "উল্টো দাগের পরে এই অক্ষর চলে না"),
    ("string", "উদ্ধৃতিচিহ্ন ঠিক নেই"),
    ("date", "তারিখের গঠন ঠিক নেই"),
    ("unclosed", "বন্ধনী বন্ধ হয়নি"),
    ("expected newline", "এক লাইনে একটিই কী ও মান থাকে"),
    ("unexpected end", "লেখাটি মাঝপথে শেষ"),
    ("number", "সংখ্যার গঠন ঠিক নেই"),
];

/// What a parser's words mean, in Bengali.
///
/// ```
/// use khobor::diag::parser_reason;
/// assert_eq!(parser_reason("string values must be quoted, expected literal string"), "লেখা উদ্ধৃতিচিহ্নের ভেতরে দিতে হবে");
/// assert_eq!(parser_reason("something new"), "লেখাটির গঠন ঠিক নেই");
/// ```
pub fn parser_reason(english: &str) -> &'static str {
    let known = MEANINGS.iter().find(|(words, _)| english.contains(words));
    known.map_or("লেখাটির গঠন ঠিক নেই", |(_, meaning)| {
        *meaning
    })
}
