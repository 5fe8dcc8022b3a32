//! `KH01..`: the configuration, `khobor.toml`.

codes! {
    /// There is no khobor.toml.
    MISSING = "KH0101" Error {
        en: "no khobor.toml in {folder}", "Run khobor in the site's folder, name it with `--root DIR`, or make a site with `khobor new site DIR`.",
            "Every site has a khobor.toml in its root. The least it says is [site] with title and base_url.";
        bn: "{folder} ফোল্ডারে khobor.toml নেই", "সাইটের ফোল্ডারে গিয়ে চালান, `--root DIR` দিয়ে ফোল্ডারের নাম বলুন, অথবা `khobor new site DIR` দিয়ে নতুন সাইট তৈরি করুন।",
            "প্রতিটি সাইটের মূল ফোল্ডারে khobor.toml থাকে। তাতে অন্তত [site]-এর title ও base_url লাগে।";
    }
    /// The file is not valid TOML, or a value has the wrong type.
    INVALID = "KH0102" Error {
        en: "khobor.toml: {reason}", "",
            "The configuration is not valid TOML, or a value has another type than its key takes. docs/config.md lists every key.";
        bn: "khobor.toml পড়া গেল না: {reason}", "",
            "সেটিংস ফাইলটি শুদ্ধ TOML নয়, অথবা কোনো কী-তে অন্য ধরনের মান বসেছে। সব কী docs/config.md-এ আছে।";
    }
    /// A key that the configuration does not have.
    UNKNOWN_KEY = "KH0103" Error {
        en: "unknown key `{key}` in khobor.toml", "{suggestion}",
            "The configuration takes a fixed set of keys, so that a misspelt one cannot be lost in silence. docs/config.md lists them.";
        bn: "khobor.toml-এ অচেনা কী `{key}`", "{suggestion}",
            "সেটিংস ফাইলে নির্দিষ্ট কিছু কী চলে; ভুল বানানের কী যেন নীরবে হারিয়ে না যায়। তালিকা docs/config.md-এ।";
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
        bn: "unsafe_html চালু: প্রতিবেদনের কাঁচা HTML যাচাই ছাড়াই প্রকাশিত হচ্ছে", "সব লেখক প্রশাসকের মতো বিশ্বস্ত না হলে বন্ধ করুন।",
            "[site] unsafe_html = true থাকলে প্রতিবেদনের স্ক্রিপ্ট পাঠকের কাছে পৌঁছায়। প্রতিবার তা জানানো হয়।";
    }
    /// Two colours of which one is hard to read on the other.
    CONTRAST = "KH0106" Error {
        en: "{key} {colour} on {ground}: a contrast of {ratio}, and 4.5 is needed", "Take a {direction} colour.",
            "Letters in this colour would be hard to read for many. WCAG 2.2 (AA) asks for a contrast of 4.5 between letters and their ground. For dark ground khobor makes a lighter colour from `accent` itself; `accent_dark` names another.";
        bn: "{ground} রঙের ওপর {key} {colour}: রঙের তফাত {ratio}, লাগে অন্তত ৪.৫", "আরও {direction} রং নিন।",
            "এই রঙের অক্ষর অনেকে পড়তে পারবেন না। WCAG 2.2 (AA) অনুযায়ী অক্ষর ও পেছনের রঙের তফাত অন্তত ৪.৫ হতে হয়। গাঢ় পটভূমির জন্য khobor নিজেই `accent` থেকে হালকা রং তৈরি করে; অন্য রং চাইলে `accent_dark` দিন।";
    }
    /// A file below static/ that khobor.toml names and that is not there.
    NO_FILE = "KH0107" Error {
        en: "{key} names {path}, and there is no such file below static/", "{suggestion}",
            "Logos, icons and fonts lie below static/ and are named by their address: static/logo.svg is /logo.svg.";
        bn: "{key}-এ {path} লেখা আছে, কিন্তু static/-এর ভেতরে সেই ফাইল নেই", "{suggestion}",
            "লোগো, আইকন ও ফন্ট static/-এর ভেতরে থাকে, নাম দিতে হয় ঠিকানা হিসেবে: static/logo.svg হলো /logo.svg।";
    }
    /// A font that cannot be read, or that has no Bengali letters.
    BAD_FONT = "KH0108" Error {
        en: "{path} cannot be the font of {use}: {reason}", "",
            "khobor reads the measures of a font to choose a stand-in of the same size, so that nothing moves when the font comes. It takes TTF and OTF files with Bengali letters in Unicode; a Bijoy font (SutonnyMJ) has none.";
        bn: "{path} ফাইলটি {use} ফন্ট হতে পারে না: {reason}", "",
            "ফন্ট আসার সময় লেখা যেন না নড়ে, সে জন্য khobor ফন্টের মাপ পড়ে একই মাপের বিকল্প ঠিক করে। TTF ও OTF ফাইল চলে, তাতে ইউনিকোডের বাংলা অক্ষর থাকতে হবে; বিজয়ের ফন্টে (SutonnyMJ) তা নেই।";
    }
    /// A tag that the menu or the front page names and that no story has.
    UNUSED_TAG = "KH0109" Warning {
        en: "no published story has the tag {tag}: what names it is left out", "{suggestion}",
            "The menu and blocks of the front page may name tags. Such an item or block is shown as soon as a published story has the tag.";
        bn: "{tag} ট্যাগ প্রকাশিত কোনো প্রতিবেদনে নেই: যেখানে এর নাম আছে তা বাদ থাকল", "{suggestion}",
            "মেনু ও প্রথম পাতার ব্লকে ট্যাগের নাম লেখা যায়। প্রকাশিত কোনো প্রতিবেদনে ট্যাগটি থাকলেই তা দেখা যাবে।";
    }
    /// A picture that no icons can be made of.
    BAD_ICON = "KH0110" Warning {
        en: "no icons are made of {path}: {reason}", "Put a square PNG of 512 pixels or more there.",
            "Of a square PNG, JPEG or WebP picture of at least 512 pixels khobor makes favicon.ico, an icon of 180 pixels for touch screens and two of 192 and 512 pixels for the web manifest. If `icon` is an SVG, they are made of the PNG of the same name beside it; without one browsers get the SVG alone.";
        bn: "{path} থেকে আইকন তৈরি হয়নি: {reason}", "৫১২ পিক্সেল বা তার বড় বর্গাকার PNG দিন।",
            "অন্তত ৫১২ পিক্সেলের বর্গাকার PNG, JPEG বা WebP ছবি থেকে khobor favicon.ico, মোবাইলের পর্দার জন্য ১৮০ পিক্সেলের আইকন এবং ওয়েব ম্যানিফেস্টের জন্য ১৯২ ও ৫১২ পিক্সেলের দুটি আইকন তৈরি করে। `icon` SVG হলে পাশে থাকা একই নামের PNG থেকে এগুলো তৈরি হয়; সেটি না থাকলে ব্রাউজার শুধু SVG পায়।";
    }
    /// `modified = "git"` in a clone without its history.
    SHALLOW_CLONE = "KH0113" Error {
        en: "`modified = \"git\"` needs the whole history, and this clone has only the end of it", "In a GitHub workflow give actions/checkout `fetch-depth: 0` (GitLab: `GIT_DEPTH: 0`); by hand: `git fetch --unshallow`.",
            "A clone that begins somewhere says that all older files were changed there. `khobor new workflow` writes workflows that fetch everything.";
        bn: "`modified = \"git\"` হলে পুরো ইতিহাস লাগে, কিন্তু এই ক্লোনে আছে শুধু শেষটুকু", "GitHub-এর কাজে actions/checkout-এ `fetch-depth: 0` দিন (GitLab: `GIT_DEPTH: 0`); হাতে: `git fetch --unshallow`।",
            "মাঝপথ থেকে শুরু হওয়া ক্লোন বলে, আগের সব ফাইল সেখানেই বদলেছে। `khobor new workflow` যে কাজের ফাইল লেখে তা পুরো ইতিহাস আনে।";
    }
    /// `modified = "git"` without a repository.
    NO_HISTORY = "KH0114" Error {
        en: "`modified = \"git\"`, and git cannot be asked when files were changed: `{reason}`", "Build inside of a clone, with git installed; or take `modified` out of khobor.toml and write `updated` in stories.",
            "With `[site] modified = \"git\"` khobor asks `git log` when each story was last committed.";
        bn: "`modified = \"git\"` লেখা আছে, কিন্তু ফাইল কবে বদলেছে তা git থেকে জানা গেল না: `{reason}`", "git আছে এমন যন্ত্রে, ক্লোনের ভেতরে তৈরি করুন; অথবা khobor.toml থেকে `modified` তুলে দিয়ে প্রতিবেদনে `updated` লিখুন।",
            "`[site] modified = \"git\"` থাকলে khobor প্রতিটি প্রতিবেদনের শেষ কমিটের সময় `git log` থেকে নেয়।";
    }
    /// An advertisement that is larger than its place.
    LARGE_AD = "KH0115" Warning {
        en: "the advertisement `{ad}` is larger ({size}) than its slot `{slot}`, which takes {most}", "Give it a smaller picture, or choose a larger slot.",
            "A theme says in its theme.toml how large the advertisements of each slot may be ([slots.NAME]), in pixels. A larger one is shrunk or pushes the text aside.";
        bn: "`{ad}` বিজ্ঞাপনটি ({size}) তার জায়গা `{slot}`-এর চেয়ে বড়; সেখানে ধরে {most}", "ছোট ছবি দিন, অথবা বড় জায়গা বেছে নিন।",
            "কোন জায়গায় কত পিক্সেলের বিজ্ঞাপন ধরে, তা থিম তার theme.toml-এ বলে ([slots.নাম])। তার চেয়ে বড় হলে বিজ্ঞাপন ছোট হয়ে যায়, অথবা লেখাকে ঠেলে সরায়।";
    }
    /// An advertisement of a place that the theme does not have.
    NO_AD_SLOT = "KH0116" Warning {
        en: "the theme `{theme}` has no slot `{slot}`: the advertisement `{ad}` is shown nowhere", "Slots of the theme: {known}",
            "A theme lists the slots that its templates print in its theme.toml ([slots.NAME]).";
        bn: "`{theme}` থিমে `{slot}` নামে বিজ্ঞাপনের জায়গা নেই: `{ad}` বিজ্ঞাপনটি কোথাও দেখা যাবে না", "থিমে যেসব জায়গা আছে: {known}",
            "থিমের টেমপ্লেট কোন কোন জায়গায় বিজ্ঞাপন ছাপে, তা তার theme.toml-এ লেখা থাকে ([slots.নাম])।";
    }
}
