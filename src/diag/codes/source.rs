//! `KH02..`: reading sources.

codes! {
    /// A key that the front matter does not have.
    UNKNOWN_KEY = "KH0201" Error {
        en: "unknown key `{key}`", "{suggestion}",
            "The front matter of a story, a section, an author or a page takes a fixed set of keys, so that a misspelt one cannot be lost in silence. Put values of your own under `extra`.";
        bn: "অচেনা কী `{key}`", "{suggestion}",
            "প্রতিবেদন, বিভাগ, লেখক বা পাতার শিরোভাগে নির্দিষ্ট কিছু কী চলে; ভুল বানানের কী যেন নীরবে হারিয়ে না যায়। নিজের মতো মান রাখতে হলে `extra`-এর নিচে রাখুন।";
    }
    /// A value of another type than its key takes.
    WRONG_TYPE = "KH0202" Error {
        en: "`{key}` takes another kind of value", "Write it like this: {example}",
            "Each key of the front matter takes one kind of value: text in quotes, true or false, a whole number, a date, or a list in brackets.";
        bn: "`{key}`-এর মান অন্য ধরনের হতে হবে", "এভাবে লিখুন: {example}",
            "শিরোভাগের প্রতিটি কী-র মানের ধরন নির্দিষ্ট: উদ্ধৃতিচিহ্নে লেখা, true বা false, পূর্ণ সংখ্যা, তারিখ, অথবা বন্ধনীতে তালিকা।";
    }
    /// A date that cannot be read.
    BAD_DATE = "KH0203" Error {
        en: "`{key}`: the date “{value}” cannot be read", "Write it like this: {example}",
            "Dates are read as 2026-11-22T07:30:00+06:00, 2026-11-22 07:30, 2026-11-22, or in Bengali: ২২ নভেম্বর ২০২৬. Without an offset the site's zone holds; a date alone means midnight at its beginning.";
        bn: "`{key}`: “{value}” তারিখটি বোঝা গেল না", "এভাবে লিখুন: {example}",
            "তারিখ লেখা যায় 2026-11-22T07:30:00+06:00, 2026-11-22 07:30, 2026-11-22 অথবা বাংলায়: ২২ নভেম্বর ২০২৬। সময়ের ব্যবধান না থাকলে সাইটের সময় অঞ্চল ধরা হয়; শুধু তারিখ মানে সেদিনের শুরু।";
    }
    /// The headline is missing.
    NO_TITLE = "KH0204" Error {
        en: "`{key}` is missing", "Add it: {example}",
            "A story, a section and a page need a `title`, an author a `name`. In plain text the first line is the headline.";
        bn: "`{key}` নেই", "যোগ করুন: {example}",
            "প্রতিবেদন, বিভাগ ও পাতায় `title` লাগে, লেখকের ফাইলে `name`। সাধারণ লেখায় (.txt) প্রথম লাইনই শিরোনাম।";
    }
    /// Front matter or a data file that is not valid TOML or YAML.
    BAD_FRONT_MATTER = "KH0205" Error {
        en: "the front matter cannot be read: {reason}", "Look at the quotes, brackets and equal signs of this line.",
            "Front matter is TOML between +++ lines or YAML between --- lines. Text stands in quotes; keys with Bengali letters too. Aliases and anchors of YAML are not read.";
        bn: "শিরোভাগ পড়া গেল না: {reason}", "এই লাইনের উদ্ধৃতিচিহ্ন, বন্ধনী ও সমান চিহ্ন দেখুন।",
            "শিরোভাগ হলো +++ লাইনের মাঝে TOML অথবা --- লাইনের মাঝে YAML। লেখা উদ্ধৃতিচিহ্নে থাকে; কী-তে বাংলা বর্ণ থাকলে তা-ও। YAML-এর alias ও anchor পড়া হয় না।";
    }
    /// Front matter without an end.
    UNCLOSED_FRONT_MATTER = "KH0206" Error {
        en: "the front matter that begins here never ends", "Put a line {mark} after its last key.",
            "Front matter begins with a line +++ or --- and ends with the same line.";
        bn: "এখানে শুরু হওয়া শিরোভাগ শেষ হয়নি", "শেষ কী-র পরে একটি {mark} লাইন দিন।",
            "শিরোভাগ +++ বা --- লাইনে শুরু হয়, ঠিক সেই লাইনেই শেষ হয়।";
    }
    /// Front matter of more than 64 KiB.
    LARGE_FRONT_MATTER = "KH0207" Error {
        en: "the front matter is larger than {limit}", "Move long text into the body.",
            "Front matter may have 64 KiB; longer text belongs into the body or into a data file.";
        bn: "শিরোভাগ {limit}-এর চেয়ে বড়", "লম্বা লেখা মূল লেখায় নিয়ে যান।",
            "শিরোভাগ সর্বোচ্চ ৬৪ কিলোবাইট; এর বেশি লেখার জায়গা মূল লেখা বা তথ্যের ফাইল।";
    }
    /// A key that is given twice.
    DUPLICATE_KEY = "KH0208" Error {
        en: "`{key}` is given twice", "Remove one of the two.",
            "A key may stand once, so that it is never a guess which of two values holds.";
        bn: "`{key}` দুবার দেওয়া আছে", "দুটির একটি মুছুন।",
            "একটি কী একবারই থাকতে পারে, যাতে কোন মানটি চলবে তা আন্দাজ করতে না হয়।";
    }
    /// A value that cannot be used.
    BAD_VALUE = "KH0209" Error {
        en: "`{key}` cannot be “{value}”", "Write it like this: {example}",
            "The value has the right type but cannot be used, such as a slug with a slash or a template path that leaves its folder.";
        bn: "`{key}`-এর মান “{value}” হতে পারে না", "এভাবে লিখুন: {example}",
            "মানের ধরন ঠিক আছে, কিন্তু ব্যবহার করা যায় না; যেমন slug-এ / চিহ্ন, বা নিজের ফোল্ডারের বাইরের টেমপ্লেট।";
    }
    /// Bytes that are no text.
    NOT_UTF8 = "KH0210" Error {
        en: "the file is not UTF-8 text: byte {byte}", "Save it as UTF-8. Text in Bijoy (SutonnyMJ) must be converted first: `khobor bn bijoy`.",
            "Sources are UTF-8, with or without a byte order mark, or UTF-16 with one. Other encodings cannot be told apart safely.";
        bn: "ফাইলটি UTF-8 লেখা নয়: বাইট {byte}", "UTF-8 হিসেবে সংরক্ষণ করুন। বিজয়ে (SutonnyMJ) লেখা হলে আগে রূপান্তর করুন: `khobor bn bijoy`।",
            "উৎস ফাইল UTF-8 (শুরুতে BOM থাকলেও চলে), অথবা BOM-সহ UTF-16। অন্য কোনো সংকেত নিরাপদে চেনা যায় না।";
    }
    /// A NUL in a text.
    NUL_BYTE = "KH0211" Error {
        en: "the file holds a NUL byte", "Save it as text. Is it a picture or a document with a wrong name?",
            "A text never holds a NUL byte. A file with one is a picture, a word processor's document, or damaged.";
        bn: "ফাইলে NUL বাইট আছে", "সাধারণ লেখা হিসেবে সংরক্ষণ করুন। ভুল নামের ছবি বা ডকুমেন্ট কি?",
            "লেখায় কখনো NUL বাইট থাকে না। থাকলে ফাইলটি ছবি, ওয়ার্ডের ডকুমেন্ট, অথবা নষ্ট।";
    }
    /// A source file that is too large.
    TOO_LARGE = "KH0212" Error {
        en: "the file has {size}, more than {limit}", "Split it, or move pictures and tables out of it.",
            "One story may have 4 MiB of text unless the site sets another limit. Nothing that a reader can finish is larger.";
        bn: "ফাইলের আকার {size}, সীমা {limit}", "ভাগ করুন, অথবা ছবি ও সারণি আলাদা ফাইলে নিন।",
            "একটি প্রতিবেদন সর্বোচ্চ ৪ মেগাবাইট, যদি সাইটে অন্য সীমা দেওয়া না থাকে।";
    }
    /// A file or folder that cannot be read.
    UNREADABLE = "KH0213" Error {
        en: "cannot be read: {reason}", "Look at the permissions of the file and of its folders.",
            "The system refused to read a file or a folder. khobor never skips one in silence.";
        bn: "পড়া গেল না: {reason}", "ফাইল ও ফোল্ডারের অনুমতি দেখুন।",
            "অপারেটিং সিস্টেম একটি ফাইল বা ফোল্ডার পড়তে দেয়নি। khobor কোনো ফাইল নীরবে বাদ দেয় না।";
    }
    /// A file that kept changing while it was read.
    CHANGED_WHILE_READ = "KH0214" Error {
        en: "the file kept changing while it was read", "Wait until the program that writes it has finished, and build again.",
            "A page is made from one whole version of its source. The file was read three times and changed each time.";
        bn: "পড়ার সময় ফাইলটি বারবার বদলাচ্ছিল", "যে প্রোগ্রাম লিখছে তার কাজ শেষ হলে আবার তৈরি করুন।",
            "একটি পাতা তার উৎসের একটি অখণ্ড রূপ থেকেই হয়। ফাইলটি তিনবার পড়া হয়েছে, প্রতিবারই বদলেছে।";
    }
    /// A symbolic link that leaves the site.
    LINK_OUTSIDE = "KH0215" Error {
        en: "the link leads out of the site: {target}", "Copy the file into the site instead of linking it.",
            "Whatever a build publishes lies inside the site's folder. A link that leaves it could publish any file of the computer.";
        bn: "লিংকটি সাইটের বাইরে গেছে: {target}", "লিংক না করে ফাইলটি সাইটের ভেতরে কপি করুন।",
            "যা প্রকাশিত হয় তার সবই সাইটের ফোল্ডারে থাকে। বাইরের লিংকে কম্পিউটারের যেকোনো ফাইল প্রকাশিত হয়ে যেতে পারে।";
    }
    /// A symbolic link that leads back to itself.
    LINK_LOOP = "KH0216" Error {
        en: "the link leads back to a folder above it: {target}", "Remove the link.",
            "A link to one of its own parent folders would never end.";
        bn: "লিংকটি ঘুরে নিজের ওপরের ফোল্ডারেই গেছে: {target}", "লিংকটি মুছুন।",
            "নিজেরই ওপরের ফোল্ডারের লিংক কখনো শেষ হয় না।";
    }
    /// Folders nested too deep.
    DEEP_FOLDER = "KH0217" Error {
        en: "folders are nested more than {limit} deep", "Move the folder further up.",
            "Folders may be nested 64 deep.";
        bn: "ফোল্ডারের ভেতরে ফোল্ডার {limit} স্তরের বেশি", "ফোল্ডারটি ওপরের দিকে সরান।",
            "ফোল্ডার সর্বোচ্চ ৬৪ স্তর গভীর হতে পারে।";
    }
    /// A file name that is no text.
    BAD_NAME = "KH0218" Error {
        en: "the file's name cannot be used: {name}", "Rename it with letters, digits and hyphens.",
            "A file's name becomes a part of an address, so it must be UTF-8 without control characters.";
        bn: "ফাইলের নামটি চলে না: {name}", "বর্ণ, অঙ্ক ও হাইফেন দিয়ে নতুন নাম দিন।",
            "ফাইলের নাম থেকে ঠিকানা হয়; তাই নামটি UTF-8 হতে হবে, নিয়ন্ত্রণ-অক্ষর থাকা চলবে না।";
    }
    /// Two files whose names differ in encoding only.
    SAME_NAME = "KH0219" Error {
        en: "two files have one name, encoded in two ways: {other}", "Rename or remove one of them.",
            "Bengali letters like য় and ো can be encoded in two ways. Two files that differ only in that would claim one address.";
        bn: "দুটি ফাইলের নাম একই, শুধু সংকেতায়ন আলাদা: {other}", "একটির নাম বদলান বা মুছুন।",
            "য়, ো এমন বর্ণ দুভাবে সংকেত করা যায়। শুধু তাতেই আলাদা দুটি ফাইল একই ঠিকানা দাবি করবে।";
    }
    /// A shortcode that is opened and not closed.
    SHORTCODE_UNCLOSED = "KH0220" Error {
        en: "shortcode `{name}` is never closed", "Write {example} after what it encloses.",
            "A shortcode around text is opened with {% <name> %} and closed with {% </name> %}.";
        bn: "শর্টকোড `{name}` বন্ধ করা হয়নি", "যা ঘিরে আছে তার পরে {example} লিখুন।",
            "লেখা ঘিরে থাকা শর্টকোড {% <name> %} দিয়ে খোলে, {% </name> %} দিয়ে বন্ধ হয়।";
    }
    /// A closing that fits no open shortcode.
    SHORTCODE_CLOSING = "KH0221" Error {
        en: "`{name}` is closed here but not open", "{suggestion}",
            "Shortcodes close in the reverse order of their opening.";
        bn: "`{name}` এখানে বন্ধ হচ্ছে, কিন্তু খোলা নেই", "{suggestion}",
            "শর্টকোড যে ক্রমে খোলে, তার উল্টো ক্রমে বন্ধ হয়।";
    }
    /// A shortcode call that cannot be read.
    SHORTCODE_SYNTAX = "KH0222" Error {
        en: "the call of shortcode `{name}` cannot be read", "Write it like this: {example}",
            "Arguments are key=\"text\", key=12, key=true or key=[\"a\", \"b\"]; a call ends with />}} or, around text, with > %}.";
        bn: "শর্টকোড `{name}`-এর লেখার ধরন বোঝা গেল না", "এভাবে লিখুন: {example}",
            "মান লেখা যায় key=\"লেখা\", key=12, key=true বা key=[\"ক\", \"খ\"] রূপে; শর্টকোড শেষ হয় />}} দিয়ে, লেখা ঘিরে থাকলে > %} দিয়ে।";
    }
    /// Shortcodes nested too deep.
    TOO_DEEP = "KH0223" Error {
        en: "shortcodes are nested more than {limit} deep", "Nest less.",
            "Nobody can read boxes that are nested so deep; it is a mistake or an attack.";
        bn: "শর্টকোড {limit} স্তরের বেশি ভেতরে গেছে", "স্তর কমান।",
            "এত স্তরের বাক্স কেউ পড়তে পারে না; এটি ভুল, নয়তো আক্রমণ।";
    }
    /// A body that grows too much.
    TOO_LONG = "KH0224" Error {
        en: "the body becomes more than twenty times its source", "Look for a reference or footnote that is used very often.",
            "A body may become 20 times its source and 1 MiB at most.";
        bn: "লেখাটি উৎসের বিশ গুণের বেশি বড় হয়ে যাচ্ছে", "খুব বেশিবার ব্যবহৃত কোনো সূত্র বা পাদটীকা আছে কি না দেখুন।",
            "মূল লেখা উৎসের সর্বোচ্চ ২০ গুণ ও ১ মেগাবাইট হতে পারে।";
    }
    /// A link whose scheme is not published.
    BAD_LINK = "KH0225" Warning {
        en: "the link “{href}” is not published, only its text", "Use https:, mailto: or tel:, or a path inside the site.",
            "Links may use http, https, mailto and tel, or lead inside the site. Others (javascript:, data:, file:) can harm readers or lead nowhere.";
        bn: "“{href}” লিংকটি প্রকাশিত হবে না, শুধু লেখাটুকু থাকবে", "https:, mailto: বা tel: দিন, অথবা সাইটের ভেতরের পথ।",
            "লিংকে http, https, mailto ও tel চলে, অথবা সাইটের ভেতরের পথ। অন্যগুলো (javascript:, data:, file:) পাঠকের ক্ষতি করতে পারে, নয়তো কোথাও যায় না।";
    }
    /// Raw HTML that is not published.
    HTML_DROPPED = "KH0226" Warning {
        en: "the HTML `{what}` is not published", "Use Markdown or a shortcode; for videos `{{<youtube id=\"…\" />}}`.",
            "Raw HTML in a story is cleaned: figures, tables, boxes and text marks stay; scripts, frames, forms, styles and event handlers go.";
        bn: "`{what}` HTML প্রকাশিত হবে না", "Markdown বা শর্টকোড ব্যবহার করুন; ভিডিওর জন্য `{{<youtube id=\"…\" />}}`।",
            "প্রতিবেদনের HTML পরিষ্কার করা হয়: ছবি, সারণি, বাক্স ও লেখার চিহ্ন থাকে; স্ক্রিপ্ট, ফ্রেম, ফর্ম, স্টাইল ও ইভেন্ট থাকে না।";
    }
    /// A required key of a table is missing.
    MISSING_KEY = "KH0227" Error {
        en: "`{table}` lacks `{key}`", "Add it: {example}",
            "A correction needs date and text; a comment needs id, name, date and body.";
        bn: "`{table}`-এ `{key}` নেই", "যোগ করুন: {example}",
            "সংশোধনীতে date ও text লাগে; মন্তব্যে id, name, date ও body।";
    }
    /// A comment with too long a value.
    LONG_COMMENT = "KH0228" Error {
        en: "`{key}` of the comment is longer than {limit}", "Shorten it.",
            "A comment has at most 16 KiB, its name at most 80 letters.";
        bn: "মন্তব্যের `{key}` {limit}-এর বেশি লম্বা", "ছোট করুন।",
            "মন্তব্য সর্বোচ্চ ১৬ কিলোবাইট, নাম সর্বোচ্চ ৮০ অক্ষর।";
    }
    /// Two comments with one id.
    SAME_COMMENT = "KH0229" Error {
        en: "two comments have the id `{id}`", "Give one of them another id.",
            "A comment's id is unique among the comments of its story; answers name it.";
        bn: "দুটি মন্তব্যের id একই: `{id}`", "একটির অন্য id দিন।",
            "একটি প্রতিবেদনের মন্তব্যগুলোর মধ্যে id একক; উত্তরগুলো id দিয়েই চেনে।";
    }
    /// More faults in a file than are shown.
    MORE = "KH0230" Error {
        en: "{count} more faults in this file are not shown", "Mend those above first, then build again.",
            "Of one file 200 faults are shown.";
        bn: "এই ফাইলের আরও {count}টি ভুল দেখানো হলো না", "আগে ওপরেরগুলো ঠিক করুন, তারপর আবার তৈরি করুন।",
            "এক ফাইলের ২০০টি পর্যন্ত ভুল দেখানো হয়।";
    }
    /// The address in an embed's shortcode is not of its host.
    BAD_EMBED = "KH0231" Error {
        en: "`{name}`: “{value}” is no film or post of that host", "Give the film's 11-letter id or its address on YouTube, the post's address on Facebook. For other hosts write a link.",
            "`youtube` takes an id or any form of a YouTube address (watch, youtu.be, shorts, embed, live); `facebook` takes an address of facebook.com or fb.watch. A page of another host is never loaded by them.";
        bn: "`{name}`: “{value}” সেখানকার কোনো ভিডিও বা পোস্ট নয়", "ইউটিউবে ভিডিওর ১১ অক্ষরের আইডি বা ঠিকানা, ফেসবুকে পোস্টের ঠিকানা দিন। অন্য সাইট হলে লিংক দিন।",
            "`youtube` নেয় আইডি বা ইউটিউবের যেকোনো রূপের ঠিকানা (watch, youtu.be, shorts, embed, live); `facebook` নেয় facebook.com বা fb.watch-এর ঠিকানা। এগুলো দিয়ে অন্য কোনো সাইটের পাতা দেখানো হয় না।";
    }
    /// A picture that lies at another host.
    FOREIGN_PICTURE = "KH0232" Error {
        en: "pictures of other hosts are not shown: {picture}", "Save the picture beside the story and write its name; mind its rights.",
            "A picture of another host would tell that host who reads the page, and it can change or vanish. Every picture lies beside its story or below static/.";
        bn: "অন্য সাইটের ছবি দেখানো হয় না: {picture}", "ছবিটি প্রতিবেদনের পাশে রেখে তার নাম লিখুন; স্বত্বের কথা মনে রাখুন।",
            "অন্য সাইটের ছবি থাকলে পাঠকের খবর সেখানে চলে যায়, ছবিটি বদলেও যেতে পারে। সব ছবি থাকে প্রতিবেদনের পাশে বা static/-এ।";
    }
    /// A shortcode with links of its own inside of a link.
    SHORTCODE_IN_LINK = "KH0233" Warning {
        en: "`{name}` cannot stand inside of a link: the link is left off", "Write the link before or after it.",
            "Galleries, embeds, boxes and related stories hold links of their own, and a link cannot hold another.";
        bn: "`{name}` লিংকের ভেতরে থাকতে পারে না: লিংকটি বাদ গেল", "লিংকটি এর আগে বা পরে লিখুন।",
            "গ্যালারি, ভিডিও, বাক্স ও সংশ্লিষ্ট খবরের নিজের লিংক থাকে; এক লিংকের ভেতরে আরেক লিংক থাকতে পারে না।";
    }
    /// Raw HTML that is never closed and would take the rest of the story with it.
    UNCLOSED_HTML = "KH0234" Error {
        en: "`{what}` is never closed; lost would be: “{lost}”", "Close it, or write the sign as `&lt;`.",
            "A comment, an instruction, a script or a tag that is opened in raw HTML and never closed hides everything after it from readers.";
        bn: "`{what}` বন্ধ করা হয়নি; হারিয়ে যেত: “{lost}”", "বন্ধ করুন, অথবা চিহ্নটি `&lt;` লিখুন।",
            "HTML-এ খোলা মন্তব্য, নির্দেশ, স্ক্রিপ্ট বা ট্যাগ বন্ধ না করলে তার পরের সব লেখা পাঠকের কাছ থেকে আড়াল হয়ে যায়।";
    }
    /// A footnote that the text refers to and that is not there.
    UNDEFINED_NOTE = "KH0235" Warning {
        en: "there is no footnote `{name}`", "Write it below: [^{name}]: text. Inside of a box a note is written in the box.",
            "A reference [^name] needs a line that begins with [^name]: in the same text. Without it the signs are printed as they are.";
        bn: "`{name}` নামে কোনো পাদটীকা নেই", "নিচে লিখুন: [^{name}]: লেখা। বাক্সের ভেতরের টীকা বাক্সেই লিখতে হয়।",
            "[^নাম] লিখলে একই লেখায় [^নাম]: দিয়ে শুরু একটি লাইন লাগে। না থাকলে চিহ্নগুলো যেমন আছে তেমনই ছাপা হয়।";
    }
    /// A footnote that the text does not refer to.
    UNUSED_NOTE = "KH0236" Warning {
        en: "nothing refers to the footnote `{name}`: left out is “{lost}”", "Refer to it with [^{name}], or delete it. Text of the story needs an empty line before it.",
            "Footnotes are numbered by their first reference; one without a reference has no number and no place.";
        bn: "`{name}` পাদটীকার কোনো উল্লেখ নেই: বাদ গেল “{lost}”", "[^{name}] দিয়ে উল্লেখ করুন, অথবা মুছুন। মূল লেখার আগে একটি ফাঁকা লাইন দিন।",
            "পাদটীকার ক্রম হয় লেখায় প্রথম উল্লেখ থেকে; উল্লেখ না থাকলে তার ক্রমও থাকে না, জায়গাও না।";
    }
    /// Quotations, lists or tags nested too deep are read as text.
    DEEP_AS_TEXT = "KH0237" Warning {
        en: "nested more than {limit} deep: read as text", "Nest less; for a divider write ---.",
            "Quotations, lists, emphasis and tags may be nested 64 deep. What goes deeper is a typed divider, a mistake or an attack; its text stays, its marks do not count.";
        bn: "{limit} স্তরের বেশি ভেতরে: সাধারণ লেখা হিসেবে ধরা হলো", "স্তর কমান; বিভাজক দরকার হলে --- লিখুন।",
            "উদ্ধৃতি, তালিকা, জোর ও ট্যাগ ৬৪ স্তর পর্যন্ত চলে। এর বেশি হলে সেটি টাইপ করা বিভাজক, ভুল, নয়তো আক্রমণ; লেখাটুকু থাকে, চিহ্ন গোনা হয় না।";
    }
    /// More warnings in a file than are shown.
    MORE_WARNINGS = "KH0238" Warning {
        en: "{count} more warnings in this file are not shown", "Mend those above first, then look again.",
            "Of one file 200 faults are shown.";
        bn: "এই ফাইলের আরও {count}টি সতর্কতা দেখানো হলো না", "আগে ওপরেরগুলো ঠিক করুন, তারপর আবার দেখুন।",
            "এক ফাইলের ২০০টি পর্যন্ত ভুল দেখানো হয়।";
    }
    /// A line among the headers of a plain text whose name is not known.
    UNKNOWN_HEADER = "KH0239" Warning {
        en: "unknown header line `{name}:`", "{suggestion}",
            "A plain text may begin with header lines (শিরোনাম, তারিখ, লেখক, ট্যাগ, সারাংশ …). A name that is nearly one of them is read as that; one without a value is left out.";
        bn: "অচেনা শিরোলাইন `{name}:`", "{suggestion}",
            "সাধারণ লেখার শুরুতে শিরোলাইন থাকতে পারে (শিরোনাম, তারিখ, লেখক, ট্যাগ, সারাংশ …)। বানান কাছাকাছি হলে সেটিই ধরা হয়; মান না থাকলে লাইনটি বাদ যায়।";
    }
    /// A key that says what the folder says.
    FOLDER_IS_SECTION = "KH0240" Warning {
        en: "`{key}` is not read: a story's folder is its section", "Move the file to content/SECTION/ if it belongs elsewhere, or write the name among the `tags`; then delete this line.",
            "The section of a story is the folder that it lies in, so that its address and its place never disagree.";
        bn: "`{key}` পড়া হয় না: ফোল্ডারই প্রতিবেদনের বিভাগ", "অন্য বিভাগের হলে ফাইলটি content/বিভাগ/ ফোল্ডারে সরান, অথবা নামটি `tags`-এ লিখুন; তারপর এই লাইন মুছুন।",
            "প্রতিবেদন যে ফোল্ডারে থাকে সেটিই তার বিভাগ; তাই ঠিকানা ও জায়গা কখনো আলাদা হয় না।";
    }
    /// A key of another generator that means nothing here.
    FOREIGN_KEY = "KH0241" Warning {
        en: "`{key}` means nothing to khobor and is not read", "Delete the line; values for your own templates go under `extra`.",
            "Hugo, Jekyll, Zola and others write keys that say how a page is made. In khobor the file's place and its theme say that.";
        bn: "`{key}`-এর এখানে কোনো কাজ নেই, পড়া হয় না", "লাইনটি মুছুন; নিজের টেমপ্লেটের মান `extra`-এর নিচে রাখুন।",
            "অন্য সাইট-নির্মাতারা (Hugo, Jekyll, Zola) পাতা কীভাবে তৈরি হবে তার কী লেখে। এখানে তা ঠিক হয় ফাইলের জায়গা ও থিম থেকে।";
    }
    /// YAML that cannot be read.
    BAD_YAML = "KH0242" Error {
        en: "the front matter cannot be read: {reason}", "Put a value that holds a colon, a # or a quotation mark into quotes; indent with spaces, never with tabs.",
            "Front matter between --- lines is YAML: `key: value` a line. Aliases and anchors are not read.";
        bn: "শিরোভাগ পড়া গেল না: {reason}", "মানে কোলন, # বা উদ্ধৃতিচিহ্ন থাকলে পুরোটা উদ্ধৃতিচিহ্নে দিন; ট্যাব নয়, স্পেস দিয়ে সরান।",
            "--- লাইনের মাঝের শিরোভাগ YAML: প্রতি লাইনে `কী: মান`। alias ও anchor পড়া হয় না।";
    }
    /// A date that no newspaper has.
    ODD_DATE = "KH0243" Warning {
        en: "`{key}`: no paper is as old as {value}", "Write the real date; some programs write year 1 where there is none.",
            "A year before 1700 makes archive pages and sitemaps of its own. It is nearly always a missing date that a program filled in.";
        bn: "`{key}`: {value} সালের কোনো কাগজ নেই", "আসল তারিখ লিখুন; তারিখ না থাকলে কোনো কোনো প্রোগ্রাম প্রথম সাল বসায়।",
            "১৭০০ সালের আগের তারিখ আর্কাইভে আলাদা পাতা বানায়। প্রায় সব সময়ই তা হারানো তারিখের জায়গায় বসানো।";
    }
    /// A copy that a program for sharing files made beside the file.
    CONFLICT_COPY = "KH0244" Warning {
        en: "a copy of {original} is not published", "Compare the two, keep one, delete the other. If it is a story of its own, give it another name.",
            "Syncthing, Dropbox, Google Drive and file managers put a copy beside a file when two people changed it or when it was pasted twice. Beside its original it is left out; alone such a name is a story like any other.";
        bn: "{original}-এর নকল প্রকাশ হলো না", "দুটি মিলিয়ে একটি রাখুন, অন্যটি মুছুন। আলাদা প্রতিবেদন হলে অন্য নাম দিন।",
            "একই ফাইল দুজন বদলালে বা দুবার পেস্ট হলে ফাইল ভাগাভাগির প্রোগ্রাম (Syncthing, Dropbox, Google Drive) পাশে একটি নকল রাখে। মূল ফাইলের পাশে থাকলে নকলটি বাদ যায়; একা থাকলে সেটি অন্য যেকোনো প্রতিবেদনের মতোই।";
    }
}
