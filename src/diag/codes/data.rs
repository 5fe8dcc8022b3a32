//! `KH08..`: imports and data files.

codes! {
    /// A data file that cannot be read.
    BAD_DATA = "KH0801" Error {
        en: "{file}: {reason}", "",
            "Data files (popularity, comments) are TOML with fixed keys.";
        bn: "{file}: {reason}", "",
            "তথ্যের ফাইল (পঠিত-তালিকা, মন্তব্য) নির্দিষ্ট কী-সহ TOML।";
    }
    /// A page text without the parts that an import needs.
    NOT_A_PAGE = "KH0802" Error {
        en: "{file} does not look like an article page: {reason}", "The first line is the breadcrumb (Home, section and headline run together), then comes the headline, then the text.",
            "`khobor import page` reads a text copied from a portal's article page.";
        bn: "{file} প্রতিবেদনের পাতা বলে মনে হয় না: {reason}", "প্রথম লাইনে থাকে পথচিহ্ন (Home, বিভাগ ও শিরোনাম একসঙ্গে), তারপর শিরোনাম, তারপর লেখা।",
            "`khobor import page` পোর্টালের প্রতিবেদন-পাতা থেকে কপি করা লেখা পড়ে।";
    }
}
