//! `KH04..`: templates and themes.

codes! {
    /// A template that cannot be read or rendered.
    BROKEN = "KH0401" Error {
        en: "template {template}: {reason}", "{suggestion}",
            "A template has a syntax error, or names a variable, filter or component that does not exist. Templates never query: what they may print is listed in docs/themes.md.";
        bn: "টেমপ্লেট {template}: {reason}", "{suggestion}",
            "টেমপ্লেটের লেখায় ভুল আছে, অথবা এমন চলক, ফিল্টার বা অংশের নাম আছে যা নেই। টেমপ্লেট কী কী ছাপতে পারে তার তালিকা docs/themes.md-এ।";
    }
    /// The theme is not there.
    NO_THEME = "KH0402" Error {
        en: "no theme `{theme}`", "{suggestion}",
            "A theme is a folder below themes/ with a theme.toml, or one of the built-in ones: potrika, shonghoti, base.";
        bn: "`{theme}` নামে কোনো থিম নেই", "{suggestion}",
            "থিম হলো themes/-এর ভেতরে theme.toml-সহ একটি ফোল্ডার, অথবা ভেতরেই থাকা থিম: potrika, shonghoti, base।";
    }
    /// An unknown shortcode, or wrong arguments.
    SHORTCODE = "KH0403" Error {
        en: "shortcode `{name}`: {reason}", "{suggestion}",
            "A shortcode calls a component of the theme or of templates/shortcodes/. Its arguments are those that the component declares.";
        bn: "শর্টকোড `{name}`: {reason}", "{suggestion}",
            "শর্টকোড থিমের বা templates/shortcodes/-এর কোনো অংশ ব্যবহার করে। তাতে সেই অংশের ঘোষিত মানগুলোই দেওয়া যায়।";
    }
    /// A value printed where escaping cannot make it safe.
    UNSAFE_CONTEXT = "KH0404" Error {
        en: "template {template}: a value is printed {context}", "Quote the attribute, use `safe_url` for addresses, or pass data through `json`.",
            "Tera escapes for text and quoted attributes only. Values in scripts, styles, comments, unquoted attributes, event handlers and unchecked addresses are refused.";
        bn: "টেমপ্লেট {template}: অনিরাপদ জায়গায় মান ছাপা হয়েছে ({context})", "অ্যাট্রিবিউট উদ্ধৃতিচিহ্নে রাখুন, ঠিকানায় `safe_url` দিন, অথবা তথ্য `json` দিয়ে পাঠান।",
            "Tera শুধু লেখা ও উদ্ধৃত অ্যাট্রিবিউটের জন্য নিরাপদ করে। স্ক্রিপ্ট, স্টাইল, মন্তব্য, উদ্ধৃতিহীন অ্যাট্রিবিউট ও অপরীক্ষিত ঠিকানায় মান ছাপা যায় না।";
    }
    /// theme.toml is wrong.
    BAD_THEME = "KH0405" Error {
        en: "theme `{theme}`: {reason}", "",
            "A theme.toml names its theme and what it extends.";
        bn: "থিম `{theme}`: {reason}", "",
            "theme.toml-এ থিমের নাম ও সে কোন থিমের ওপর দাঁড়িয়ে তা থাকে।";
    }
    /// A page that took too long or became too large.
    LIMIT = "KH0406" Error {
        en: "rendering {page}: {reason}", "Look for a loop in the template that its data makes very long.",
            "A page may have 16 MiB, so that a template that never ends cannot fill the disk.";
        bn: "{page} ছাপতে গিয়ে: {reason}", "টেমপ্লেটে অতি দীর্ঘ কোনো চক্র আছে কি না দেখুন।",
            "একটি পাতা সর্বোচ্চ ১৬ মেগাবাইট হতে পারে, যাতে অন্তহীন টেমপ্লেট ডিস্ক ভরে না ফেলে।";
    }
    /// A word of the interface that nobody prints.
    UNKNOWN_WORD = "KH0407" Error {
        en: "no template prints the word `{key}`", "{suggestion}",
            "templates/strings.toml changes words of the interface by their key. A key that neither the theme nor a template of the site knows would change nothing. The keys are listed in docs/themes.md, and `khobor theme show KEY` prints one.";
        bn: "`{key}` নামের কথাটি কোনো টেমপ্লেট ছাপে না", "{suggestion}",
            "templates/strings.toml-এ পাতার কথাগুলো কী ধরে বদলানো যায়। যে কী থিম বা সাইটের কোনো টেমপ্লেট চেনে না, তা লিখলে কিছুই বদলাত না। সব কী docs/themes.md-এ আছে; `khobor theme show KEY` একটি দেখায়।";
    }
    /// A template that nothing prints.
    UNUSED_TEMPLATE = "KH0408" Warning {
        en: "{template} prints nothing: no page has a template of this name", "{suggestion}",
            "A template of the site takes the place of its theme's by its name: templates/article.html prints stories. Another name is used when a story, section or page asks for it (`template = \"…\"`), when a template includes or extends it, or when it holds a component.";
        bn: "{template} কিছুই ছাপে না: এই নামের টেমপ্লেট কোনো পাতার নেই", "{suggestion}",
            "সাইটের টেমপ্লেট থিমেরটির জায়গা নেয় নাম ধরে: templates/article.html প্রতিবেদন ছাপে। অন্য নামের টেমপ্লেট লাগে তখনই, যখন কোনো প্রতিবেদন, বিভাগ বা পাতায় তার নাম থাকে (`template = \"…\"`), অন্য টেমপ্লেট তাকে নেয়, অথবা তাতে কোনো অংশ (`component`) থাকে।";
    }
    /// A part of a value that there is not.
    UNKNOWN_VALUE = "KH0409" Error {
        en: "template {template}: there is no `{value}`", "{suggestion}",
            "`site`, `t`, `ads` and `fragments` have fixed parts, listed in docs/themes.md. What is not among them would print nothing, and `{% if %}` would never hold.";
        bn: "টেমপ্লেট {template}: `{value}` বলে কিছু নেই", "{suggestion}",
            "`site`, `t`, `ads` ও `fragments`-এর অংশগুলো নির্দিষ্ট; তালিকা docs/themes.md-এ। তার বাইরের নাম কিছুই ছাপে না, `{% if %}`-ও কখনো সত্য হয় না।";
    }
}
