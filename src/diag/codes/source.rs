//! `KH02..`: reading sources.

codes! {
    /// A key that the front matter does not have.
    UNKNOWN_KEY = "KH0201" Error {
        en: "unknown key `{key}`", "{suggestion}",
            "The front matter of a story, a section, an author or a page takes a fixed set of keys, so that a misspelt one cannot be lost in silence. Put values of your own under `extra`.";
        bn: "অচেনা কী `{key}`", "{suggestion}",
            "প্রতিবেদন, বিভাগ, লেখক বা পাতার শিরোভাগে নির্দিষ্ট কিছু কী চলে; ভুল বানানের কী যেন নীরবে হারিয়ে না যায়। নিজের মতো মান রাখতে হলে `extra`-এর নিচে রাখুন।";
    }
}
