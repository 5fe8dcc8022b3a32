//! `KH01..`: the configuration, `khobor.toml`.

codes! {
    /// There is no khobor.toml.
    MISSING = "KH0101" Error {
        en: "no khobor.toml in {folder}", "Run khobor in the site's folder, name it with `--root DIR`, or make a site with `khobor new site DIR`.",
            "Every site has a khobor.toml in its root. The least it says is [site] with title and base_url.";
        bn: "{folder} ফোল্ডারে khobor.toml নেই", "সাইটের ফোল্ডারে গিয়ে চালান, `--root DIR` দিয়ে ফোল্ডারের নাম বলুন, অথবা `khobor new site DIR` দিয়ে নতুন সাইট বানান।",
            "প্রতিটি সাইটের মূল ফোল্ডারে khobor.toml থাকে। তাতে অন্তত [site]-এর title ও base_url লাগে।";
    }
    /// The file is not valid TOML, or a value has the wrong type.
    INVALID = "KH0102" Error {
        en: "khobor.toml: {reason}", "",
            "The configuration is not valid TOML, or a value has another type than its key takes. docs/config.md lists every key.";
        bn: "khobor.toml পড়া গেল না: {reason}", "",
            "বিন্যাস ফাইলটি শুদ্ধ TOML নয়, অথবা কোনো কী-তে অন্য ধরনের মান বসেছে। সব কী docs/config.md-এ আছে।";
    }
    /// A key that the configuration does not have.
    UNKNOWN_KEY = "KH0103" Error {
        en: "unknown key `{key}` in khobor.toml", "{suggestion}",
            "The configuration takes a fixed set of keys, so that a misspelt one cannot be lost in silence. docs/config.md lists them.";
        bn: "khobor.toml-এ অচেনা কী `{key}`", "{suggestion}",
            "বিন্যাস ফাইলে নির্দিষ্ট কিছু কী চলে; ভুল বানানের কী যেন নীরবে হারিয়ে না যায়। তালিকা docs/config.md-এ।";
    }
    /// A value that cannot be used.
    BAD_VALUE = "KH0104" Error {
        en: "`{key}` cannot be {value}: {reason}", "{help}",
            "The value has the right type but cannot be used, such as an address without a scheme or an unknown time zone.";
        bn: "`{key}`-এর মান {value} হতে পারে না: {reason}", "{help}",
            "মানটির ধরন ঠিক আছে, কিন্তু ব্যবহার করা যায় না; যেমন http ছাড়া ঠিকানা বা অজানা সময় অঞ্চল।";
    }
    /// Raw HTML passes unchecked.
    UNSAFE_HTML = "KH0105" Note {
        en: "unsafe_html is on: raw HTML in stories is published unchecked", "Turn it off unless every author is trusted like an administrator.",
            "With [site] unsafe_html = true, scripts in stories reach readers. It is said in every build.";
        bn: "unsafe_html চালু: প্রতিবেদনের কাঁচা HTML যাচাই ছাড়াই প্রকাশ হচ্ছে", "সব লেখক প্রশাসকের মতো বিশ্বস্ত না হলে বন্ধ করুন।",
            "[site] unsafe_html = true থাকলে প্রতিবেদনের স্ক্রিপ্ট পাঠকের কাছে পৌঁছায়। প্রতিবার তা জানানো হয়।";
    }
}
