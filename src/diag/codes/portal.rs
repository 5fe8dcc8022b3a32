//! `KH03..`: arranging the portal.

codes! {
    /// There is not a single story.
    NO_CONTENT = "KH0301" Error {
        en: "there are no stories in content/", "Write the first one with `khobor new article \"শিরোনাম\" --section SECTION`.",
            "A portal needs at least one published story. Drafts, scheduled and expired stories do not count; `--drafts` and `--future` include them.";
        bn: "content/ ফোল্ডারে কোনো প্রতিবেদন নেই", "`khobor new article \"শিরোনাম\" --section বিভাগ` দিয়ে প্রথমটি লিখুন।",
            "পোর্টাল তৈরিতে অন্তত একটি প্রকাশিত প্রতিবেদন লাগে। খসড়া, নির্ধারিত সময়ের বা মেয়াদ পেরোনো প্রতিবেদন গোনা হয় না; `--drafts` ও `--future` দিলে হয়।";
    }
    /// A story in a folder that no section declares, or a section named that does not exist.
    UNKNOWN_SECTION = "KH0302" Error {
        en: "unknown section `{section}`", "{suggestion}",
            "A folder below content/ is a section when it has an _index.md with a title. A story must stand in a section, and whatever names a section must name one that exists.";
        bn: "অচেনা বিভাগ `{section}`", "{suggestion}",
            "content/-এর ভেতরের ফোল্ডারে শিরোনামসহ _index.md থাকলে তবেই তা বিভাগ। প্রতিবেদন কোনো বিভাগে থাকতে হবে, আর যেখানে বিভাগের নাম লেখা হয় সেটি থাকা চাই।";
    }
    /// Two sources claim one address.
    SAME_ADDRESS = "KH0303" Error {
        en: "{first} and {second} both claim the address {url}", "Rename one of the files, or give it a `slug`.",
            "Two outputs may not have one address, also not when they differ only in case or in the way that a Bengali letter is encoded. khobor never lets the last one win.";
        bn: "{first} ও {second} দুটিই {url} ঠিকানা দাবি করছে", "একটি ফাইলের নাম বদলান, অথবা তাতে `slug` দিন।",
            "এক ঠিকানায় দুটি পাতা হতে পারে না; বড়-ছোট হাতের অক্ষর বা একই বাংলা বর্ণ দুভাবে লেখা হলেও নয়। khobor কখনো শেষেরটিকে নীরবে জিতিয়ে দেয় না।";
    }
    /// `related` names a story that does not exist.
    UNKNOWN_RELATED = "KH0304" Error {
        en: "`{key}` names a story that does not exist: {story}", "{suggestion}",
            "`related`, the related box and popularity name stories by address (/section/slug/), by section/slug, or by source file.";
        bn: "`{key}` এমন প্রতিবেদনের নাম বলছে যা নেই: {story}", "{suggestion}",
            "`related`, সম্পর্কিত বাক্স ও পাঠকসংখ্যার তালিকায় প্রতিবেদনের নাম দেওয়া যায় ঠিকানায় (/section/slug/), section/slug-এ, অথবা উৎস ফাইলের নামে।";
    }
    /// A date is missing.
    NO_DATE = "KH0305" Error {
        en: "the story has no date", "Add `date = 2026-11-22T07:30:00+06:00`, or begin the file's name with the date: 2026-11-22-name.md.",
            "Every story has a date: in its front matter, or at the beginning of its file name.";
        bn: "প্রতিবেদনে তারিখ নেই", "`date = 2026-11-22T07:30:00+06:00` যোগ করুন, অথবা ফাইলের নাম তারিখ দিয়ে শুরু করুন: 2026-11-22-name.md।",
            "প্রতিটি প্রতিবেদনে তারিখ লাগে: শিরোভাগে, অথবা ফাইলের নামের শুরুতে।";
    }
    /// A picture is missing.
    MISSING_PICTURE = "KH0306" Error {
        en: "missing picture {picture}", "Put the file beside the story, or below static/ and write its path from the root: /name.jpg.",
            "A picture is looked for beside the story's file, and when its path begins with / below static/.";
        bn: "ছবি পাওয়া গেল না: {picture}", "ফাইলটি প্রতিবেদনের পাশে রাখুন, অথবা static/-এর ভেতরে রেখে / দিয়ে শুরু করে পথ লিখুন: /name.jpg।",
            "ছবি খোঁজা হয় প্রতিবেদনের ফাইলের পাশে; পথ / দিয়ে শুরু হলে static/-এর ভেতরে।";
    }
    /// A link to a page that does not exist.
    DEAD_LINK = "KH0307" Warning {
        en: "dead link: {href}", "{suggestion}",
            "An internal link must lead to a page, file or address that the build writes. `khobor check` lists them all.";
        bn: "অচল লিংক: {href}", "{suggestion}",
            "ভেতরের লিংক এমন পাতা বা ফাইলে যেতে হবে যা তৈরি হয়। `khobor check` সব কটির তালিকা দেয়।";
    }
    /// A comment answers one that does not exist.
    UNKNOWN_PARENT = "KH0308" Warning {
        en: "comment {id} answers {parent}, which is not there", "It is shown at the top level. Correct `parent`, or approve the comment that it answers.",
            "A comment's `parent` is the id of an approved comment of the same story.";
        bn: "মন্তব্য {id} যার উত্তর ({parent}), সেটি নেই", "মন্তব্যটি মূল স্তরে দেখানো হবে। `parent` ঠিক করুন, অথবা আগের মন্তব্যটি অনুমোদন করুন।",
            "মন্তব্যের `parent` হলো একই প্রতিবেদনের অনুমোদিত কোনো মন্তব্যের id।";
    }
    /// A comment file for a story that does not exist.
    COMMENTS_WITHOUT_STORY = "KH0309" Warning {
        en: "comments for a story that does not exist: {story}", "{suggestion}",
            "A comment file lies at data/comments/SECTION/SLUG.toml, where SECTION/SLUG is the story's address.";
        bn: "যে প্রতিবেদন নেই তার মন্তব্য: {story}", "{suggestion}",
            "মন্তব্যের ফাইল থাকে data/comments/SECTION/SLUG.toml-এ; SECTION/SLUG হলো প্রতিবেদনের ঠিকানা।";
    }
    /// A page name that cannot be written.
    BAD_ADDRESS = "KH0310" Error {
        en: "the address {url} cannot be written: {reason}", "Give the story another file name or `slug`.",
            "An address becomes a folder: a part of it may have at most 255 bytes (85 Bengali letters), and some names are reserved on some systems.";
        bn: "{url} ঠিকানাটি লেখা যায় না: {reason}", "ফাইলের অন্য নাম বা অন্য `slug` দিন।",
            "ঠিকানা থেকে ফোল্ডার হয়: তার কোনো অংশ ২৫৫ বাইটের (৮৫টি বাংলা বর্ণ) বেশি হতে পারে না, আর কিছু নাম কোনো কোনো অপারেটিং সিস্টেমে সংরক্ষিত।";
    }
    /// The portal is large and sidebars are inline.
    INLINE_LARGE = "KH0311" Note {
        en: "{stories} stories with inline sidebars: every new story rewrites every page", "Set `sidebars = \"fetch\"` (or \"ssi\") under [site].",
            "Inline sidebars are baked into every page. Beyond a few thousand stories fragments are better: a new story then touches a few dozen files.";
        bn: "{stories}টি প্রতিবেদন, পার্শ্বতালিকা পাতার ভেতরে: নতুন একটি খবরে সব পাতা আবার লেখা হয়", "[site]-এর নিচে `sidebars = \"fetch\"` (বা \"ssi\") দিন।",
            "পার্শ্বতালিকা প্রতিটি পাতায় বসানো থাকে। কয়েক হাজারের বেশি প্রতিবেদন হলে আলাদা খণ্ড রাখা ভালো: তখন নতুন খবরে মাত্র কয়েক ডজন ফাইল বদলায়।";
    }
    /// Views of a story that does not exist.
    UNKNOWN_POPULAR = "KH0312" Note {
        en: "data/popular.toml counts views of {story}, which is not a story of this site", "If the story was moved, add its former address to `aliases`.",
            "Views are joined with stories by their address, former addresses included. Views of unknown stories are left out.";
        bn: "data/popular.toml-এ {story} ঠিকানার পাঠকসংখ্যা আছে, কিন্তু সাইটে এমন প্রতিবেদন নেই", "প্রতিবেদনটি সরে গিয়ে থাকলে আগের ঠিকানা `aliases`-এ যোগ করুন।",
            "পাঠকসংখ্যা ঠিকানা ধরে মেলানো হয়, আগের ঠিকানাও চলে। অচেনা ঠিকানার পাঠকসংখ্যা বাদ থাকে।";
    }
    /// A plain page named in the settings that does not exist.
    UNKNOWN_PAGE = "KH0313" Error {
        en: "[menu] names a page that does not exist: {page}", "{suggestion}",
            "The menu and the footer name plain pages of content/pages/ by their file: about is content/pages/about.md.";
        bn: "[menu]-তে এমন পাতার নাম আছে যা নেই: {page}", "{suggestion}",
            "মেনু ও ফুটারে content/pages/-এর পাতার নাম লেখা হয় ফাইলের নামে: `about` মানে content/pages/about.md।";
    }
    /// Two author files for one author.
    SAME_AUTHOR = "KH0314" Warning {
        en: "{author} has an author file already: {first}", "Join the two files, or give this author another name.",
            "Authors are known by the words of their name: case, punctuation and blanks do not count. The file whose path comes first is used.";
        bn: "{author}-এর লেখক-ফাইল আগেই আছে: {first}", "দুটি ফাইল এক করুন, অথবা এই লেখকের অন্য নাম দিন।",
            "লেখককে চেনা হয় নামের শব্দ দিয়ে; বড়-ছোট হাতের অক্ষর, যতিচিহ্ন ও ফাঁক ধরা হয় না। যে ফাইলের পথ আগে আসে সেটিই নেওয়া হয়।";
    }
    /// Former addresses that lead round.
    REDIRECT_LOOP = "KH0315" Error {
        en: "the former address {from} leads back to itself, by way of {to}", "Let one of the addresses of the circle lead to a page.",
            "A reader who follows such an address is sent round for ever.";
        bn: "আগের ঠিকানা {from} ঘুরে নিজের কাছেই ফেরে, {to} হয়ে", "চক্রের একটি ঠিকানাকে কোনো পাতায় পাঠান।",
            "এমন ঠিকানায় গেলে পাঠক ঘুরতেই থাকেন।";
    }
    /// A former address that leads to nothing.
    DEAD_REDIRECT = "KH0316" Warning {
        en: "the former address {from} leads to {to}, which is not there", "Name a page that is published.",
            "A redirect should lead to a page, a file or another site.";
        bn: "আগের ঠিকানা {from} পাঠায় {to}-তে, যা নেই", "প্রকাশিত কোনো পাতার ঠিকানা দিন।",
            "আগের ঠিকানা থেকে পাঠক কোনো পাতা, ফাইল বা অন্য সাইটে পৌঁছাবেন।";
    }
    /// A former address that cannot be kept.
    BAD_FORMER = "KH0317" Warning {
        en: "the former address {from} is left out: {reason}", "Take it out of the list.",
            "A former address becomes a small page and a rule of the host. Some names have a meaning of their own to hosts, and some cannot be written.";
        bn: "আগের ঠিকানা {from} বাদ গেল: {reason}", "তালিকা থেকে সরিয়ে দিন।",
            "আগের ঠিকানা থেকে একটি ছোট পাতা ও হোস্টের একটি নিয়ম হয়। কিছু নাম হোস্টের কাছে আলাদা অর্থ রাখে, কিছু নাম লেখাই যায় না।";
    }
    /// A target that is no address.
    BAD_TARGET = "KH0318" Error {
        en: "{to} is no address that a reader can be sent to", "Write a path that begins with /, or an address that begins with https://.",
            "The new address of a redirect is a page of this portal, `/section/name/`, or of another site, `https://…`, without spaces.";
        bn: "{to} এমন ঠিকানা নয় যেখানে পাঠককে পাঠানো যায়", "/ দিয়ে শুরু পথ, অথবা https:// দিয়ে শুরু ঠিকানা লিখুন।",
            "নতুন ঠিকানা হবে এই পোর্টালের পাতা, `/section/name/`, অথবা অন্য সাইটের, `https://…`; ভেতরে ফাঁক থাকবে না।";
    }
    /// A section's order under its former name.
    SECTION_WEIGHT = "KH0319" Warning {
        en: "a section's `weight` is called `order` now", "Write `order`: the smaller, the earlier.",
            "Sections are ordered by `order`; those without stand last. (A story's `weight` is another thing: the greater, the earlier.)";
        bn: "বিভাগের `weight`-এর নাম এখন `order`", "`order` লিখুন: ছোট সংখ্যা আগে।",
            "বিভাগ সাজানো হয় `order` ধরে; যার নেই সে সবার শেষে। (প্রতিবেদনের `weight` আলাদা: বড় সংখ্যা আগে।)";
    }
    /// A mark that ends before it begins.
    EMPTY_MARK = "KH0320" Warning {
        en: "`{key}` ends before the story is published: it shows nowhere", "Write a later moment, or `true`.",
            "`breaking` and `featured` are true, or the moment until which they hold. Breaking holds for 24 hours from the story's date, featured for `[front] featured_hours`.";
        bn: "`{key}` প্রতিবেদন প্রকাশের আগেই শেষ: কোথাও দেখাবে না", "পরের কোনো সময় লিখুন, অথবা `true`।",
            "`breaking` ও `featured` হয় true, নয়তো যে সময় পর্যন্ত থাকবে। breaking থাকে প্রতিবেদনের তারিখ থেকে ২৪ ঘণ্টা, featured থাকে `[front] featured_hours` ঘণ্টা।";
    }
    /// There are stories, and none is published.
    NONE_PUBLISHED = "KH0321" Error {
        en: "none of the stories is published ({total}): drafts {drafts}, to come {scheduled}, expired {expired}", "`--drafts` shows drafts, `--future` shows stories to come; or take `draft = true` out of one.",
            "A portal needs at least one published story. A draft waits for its editor, a story to come for its date.";
        bn: "একটি প্রতিবেদনও প্রকাশিত নয় (মোট {total}): খসড়া {drafts}, সময় হয়নি {scheduled}, মেয়াদ শেষ {expired}", "`--drafts` খসড়া দেখায়, `--future` যেগুলোর সময় হয়নি সেগুলো দেখায়; অথবা একটি থেকে `draft = true` তুলে দিন।",
            "পোর্টাল বানাতে অন্তত একটি প্রকাশিত প্রতিবেদন লাগে। খসড়া সম্পাদকের অপেক্ষায় থাকে, নির্ধারিত প্রতিবেদন তার তারিখের।";
    }
    /// A page of the site's own where all corrections would be listed.
    OWN_CORRECTIONS = "KH0322" Note {
        en: "the site has a page of its own at {url}: the list of all corrections is not written", "Give the page another name if readers should find the list there.",
            "khobor lists the corrections of all stories at /corrections/, with a feed. A page of the site's own at that address wins.";
        bn: "{url} ঠিকানায় সাইটের নিজের পাতা আছে: সব সংশোধনীর তালিকা লেখা হবে না", "তালিকাটি চাইলে পাতার অন্য নাম দিন।",
            "সব প্রতিবেদনের সংশোধনী এক জায়গায় থাকে /corrections/ পাতায়, সঙ্গে একটি ফিড। সেখানে সাইটের নিজের পাতা থাকলে সেটিই থাকে।";
    }
    /// An address that the last output had and this one has not.
    GONE_ADDRESS = "KH0323" Note {
        en: "{url} was published and is not any more: who follows a link there finds nothing", "{suggestion}",
            "A page that moves should leave its former address behind in `aliases`. khobor knows of the last output only, and a memory never makes a redirect: the same sources always give the same site. `khobor check` goes on to tell of such an address for 30 days.";
        bn: "{url} ঠিকানায় পাতা ছিল, এখন নেই: সেখানকার লিংকে গেলে কিছু পাওয়া যাবে না", "{suggestion}",
            "পাতা সরালে আগের ঠিকানা `aliases`-এ রেখে যেতে হয়। khobor শুধু আগেরবারের সাইটটি চেনে, আর স্মৃতি থেকে কখনো নিজে রিডাইরেক্ট বানায় না: একই লেখা থেকে সব সময় একই সাইট হয়। `khobor check` এমন ঠিকানার কথা ৩০ দিন বলে যায়।";
    }
    /// More addresses that are gone.
    GONE_MORE = "KH0324" Note {
        en: "{count} more addresses were published and are not any more", "`khobor check` lists all of them; with `--write-aliases` it writes those that have moved into their sources.",
            "When a section or many stories move, all their addresses change.";
        bn: "আরও {count}টি ঠিকানায় পাতা ছিল, এখন নেই", "`khobor check` সব কটির তালিকা দেয়; যেগুলো সরেছে সেগুলো `--write-aliases` দিলে উৎসে লিখে দেয়।",
            "বিভাগ বা অনেক প্রতিবেদন সরালে সব কটির ঠিকানা বদলায়।";
    }
    /// A former address that could not be written into its source.
    ALIAS_UNWRITTEN = "KH0325" Warning {
        en: "`aliases` could not be written: {reason} ({url})", "Write the address into the file by hand.",
            "`khobor check --write-aliases` changes one key of a file and nothing else. Where it cannot prove that, it leaves the file as it is.";
        bn: "`aliases` লেখা গেল না: {reason} ({url})", "ঠিকানাটি হাতে লিখে দিন।",
            "`khobor check --write-aliases` ফাইলের একটি কি বদলায়, আর কিছু নয়। তা নিশ্চিত করতে না পারলে ফাইল যেমন আছে তেমনই রাখে।";
    }
    /// A last change in the future.
    UPDATED_IN_FUTURE = "KH0326" Warning {
        en: "`updated` lies in the future: {date}", "Write the day of the last change.",
            "Feeds and sitemaps tell readers and search engines when a page was last changed. A day to come makes them distrust all dates of the site.";
        bn: "`updated` ভবিষ্যতের তারিখ: {date}", "শেষ বদলের দিনটি লিখুন।",
            "ফিড ও সাইটম্যাপ থেকে পাঠক ও সার্চ ইঞ্জিন জানে পাতাটি শেষ কবে বদলেছে। ভবিষ্যতের তারিখ থাকলে তারা সাইটের কোনো তারিখই বিশ্বাস করে না।";
    }
    /// `index.md` where a section's `_index.md` would stand.
    INDEX_IN_SECTION = "KH0327" Error {
        en: "index.md makes a folder a story; the file of a section is _index.md", "Name it _index.md if it is about the section; a story in a folder of its own lies one folder further down.",
            "content/SECTION/_index.md is a section, content/SECTION/STORY/index.md a story with its pictures beside it.";
        bn: "index.md থাকলে ফোল্ডারটি একটি প্রতিবেদন হয়; বিভাগের ফাইল _index.md", "বিভাগের কথা হলে নাম দিন _index.md; নিজের ফোল্ডারে থাকা প্রতিবেদন আরও এক ফোল্ডার ভেতরে থাকে।",
            "content/বিভাগ/_index.md হলো বিভাগ, content/বিভাগ/প্রতিবেদন/index.md হলো ছবিসহ প্রতিবেদন।";
    }
    /// A story right below `content/`.
    STORY_AT_ROOT = "KH0328" Error {
        en: "a story must lie in the folder of a section", "Move it to content/SECTION/. A plain page lies in content/pages/.",
            "The folder of a story is its section. Right below content/ there is none.";
        bn: "প্রতিবেদন কোনো বিভাগের ফোল্ডারে থাকতে হবে", "content/বিভাগ/ ফোল্ডারে সরান। সাধারণ পাতা থাকে content/pages/-এ।",
            "প্রতিবেদনের ফোল্ডারই তার বিভাগ। content/-এর ঠিক নিচে কোনো বিভাগ নেই।";
    }
    /// A second text in the folder of a story.
    STORY_IN_STORY = "KH0329" Error {
        en: "{name} lies in the folder of a story, which holds one text only: index.md", "Move notes out of content/; a second story goes into the folder of the section.",
            "Texts (.md, .txt) are stories. A story's folder holds its text and its pictures; what else is a text would be published without a place.";
        bn: "{name} একটি প্রতিবেদনের ফোল্ডারে আছে; সেখানে লেখা একটিই: index.md", "টোকা content/-এর বাইরে রাখুন; আরেকটি প্রতিবেদন হলে বিভাগের ফোল্ডারে নিন।",
            "লেখার ফাইল (.md, .txt) মানেই প্রতিবেদন। প্রতিবেদনের ফোল্ডারে থাকে তার লেখা ও ছবি; অন্য লেখা থাকলে তার জায়গা থাকে না।";
    }    /// A folder above a section whose name differs from a section's in capitals only.
    FOLDER_CASE = "KH0330" Warning {
        en: "the folder `{folder}` differs from the section `{section}` in capital letters only", "Move what is in it to content/{section}/, or give it another name.",
            "On Windows and macOS both names are one folder, on most servers they are two: readers would find one of the two addresses empty.";
        bn: "`{folder}` ফোল্ডারের নাম `{section}` বিভাগের নাম থেকে শুধু ছোট-বড় হাতের অক্ষরে আলাদা", "ভেতরের সব content/{section}/-এ সরান, অথবা অন্য নাম দিন।",
            "উইন্ডোজ ও ম্যাকে দুটি নাম একই ফোল্ডার, বেশির ভাগ সার্ভারে দুটি আলাদা: পাঠক একটি ঠিকানায় কিছুই পেতেন না।";
    }
    /// A folder above a section that is no section.
    FOLDER_WITHOUT_INDEX = "KH0331" Note {
        en: "the folder `{folder}` above this section is no section: its address shows nothing", "Give it an `_index.md` with a title if readers shall see it.",
            "A section is a folder of content/ with an `_index.md`. One inside of a folder without it stands at the top of the tree of sections.";
        bn: "এই বিভাগের ওপরের `{folder}` ফোল্ডারটি বিভাগ নয়: তার ঠিকানায় কিছু দেখা যাবে না", "পাঠককে দেখাতে হলে শিরোনামসহ একটি `_index.md` দিন।",
            "content/-এর যে ফোল্ডারে `_index.md` আছে সেটিই বিভাগ। তা নেই এমন ফোল্ডারের ভেতরের বিভাগ সবার ওপরের সারিতে থাকে।";
    }
}
