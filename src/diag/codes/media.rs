//! `KH05..`: pictures and other files.

codes! {
    /// A picture that cannot be read.
    BAD_PICTURE = "KH0501" Error {
        en: "the picture {picture} cannot be used: {reason}", "Save it again as JPEG, PNG, WebP or SVG.",
            "Pictures are checked by their first bytes, not by their names. Size limit: 12,000 pixels a side.";
        bn: "ছবিটি ব্যবহার করা যায় না: {picture}: {reason}", "JPEG, PNG, WebP বা SVG হিসেবে আবার সংরক্ষণ করুন।",
            "ছবি চেনা হয় ভেতরের বাইট দেখে, নাম দেখে নয়। প্রতি পাশে সর্বোচ্চ ১২,০০০ পিক্সেল।";
    }
    /// An oversized picture.
    LARGE_PICTURE = "KH0502" Warning {
        en: "large picture {picture}: {size}", "Save it at most 2,000 pixels wide and 500 KB; what moves is far lighter as a film.",
            "Readers on slow lines pay for every kilobyte. khobor makes photographs smaller by itself. What it publishes as it is, is reported above 500 KB or 2,600 pixels a side; a moving picture above 1 MB.";
        bn: "ভারী ছবি {picture}: {size}", "সর্বোচ্চ ২,০০০ পিক্সেল চওড়া ও ৫০০ কিলোবাইটে সংরক্ষণ করুন; চলমান ছবি ভিডিও করলে অনেক হালকা হয়।",
            "ধীর সংযোগের পাঠক প্রতিটি কিলোবাইটের দাম দেন। khobor ছবি নিজেই ছোট করে। যা যেমন আছে তেমনই প্রকাশ করে, তা ৫০০ কিলোবাইট বা ২,৬০০ পিক্সেলের বেশি হলে জানায়; চলমান ছবি ১ মেগাবাইটের বেশি হলে।";
    }
    /// A script in an SVG picture.
    ACTIVE_SVG = "KH0503" Error {
        en: "the drawing {picture} holds {what}", "Remove scripts, event handlers and outside references from the SVG.",
            "An SVG file can carry scripts and fetch other files. khobor publishes only still drawings.";
        bn: "{picture} ছবিতে আছে {what}", "SVG থেকে স্ক্রিপ্ট, ইভেন্ট ও বাইরের সূত্র সরান।",
            "SVG ফাইলে স্ক্রিপ্ট থাকতে পারে, বাইরের ফাইলও আনতে পারে। khobor শুধু স্থির ছবি প্রকাশ করে।";
    }
    /// A JPEG that ends too early.
    DAMAGED_PICTURE = "KH0504" Warning {
        en: "the picture {picture} is damaged: grey from {percent} % on", "Copy it again from the camera or the agency.",
            "The file ends before the picture does. What is there of it is published.";
        bn: "ছবিটি ক্ষতিগ্রস্ত: {picture}; {percent} %-এর পর ধূসর", "ক্যামেরা বা সংস্থা থেকে আবার কপি করুন।",
            "ছবি শেষ হওয়ার আগেই ফাইলটি শেষ। যতটুকু আছে, প্রকাশিত হয়।";
    }
    /// A picture for printing.
    PRINT_PICTURE = "KH0505" Note {
        en: "the picture {picture} has four inks (CMYK)", "Save it as RGB for true colours.",
            "Pictures from the print desk hold four inks. Screens have three colours; without the printer's profile they can only be guessed.";
        bn: "ছবিটিতে চার কালির রং (CMYK): {picture}", "রং ঠিক রাখতে RGB হিসেবে সংরক্ষণ করুন।",
            "ছাপার জন্য তৈরি ছবিতে চারটি কালি থাকে, পর্দায় তিনটি রং। ছাপাখানার প্রোফাইল ছাড়া রং আন্দাজে বসে।";
    }
    /// A picture that cannot be decoded.
    OPAQUE_PICTURE = "KH0506" Warning {
        en: "the picture {picture} cannot be made smaller", "Save it again as JPEG or PNG, and look at it in a browser.",
            "It begins like a picture, but cannot be decoded, or only with more memory than [pictures] max_pixels stands for, as a very large progressive JPEG. It is published as it is, in one size; browsers may or may not show it.";
        bn: "ছবিটি ছোট করা যায় না: {picture}", "JPEG বা PNG হিসেবে আবার সংরক্ষণ করুন, আর ব্রাউজারে দেখে নিন।",
            "শুরুটা ছবির মতো, কিন্তু ভেতরটা পড়া যায় না, কিংবা পড়তে গেলে [pictures] max_pixels যতটা মেমোরি ধরে রাখে তার বেশি লাগে, যেমন খুব বড় প্রোগ্রেসিভ JPEG। যেমন আছে তেমনই এক মাপে প্রকাশিত হয়; ব্রাউজারে দেখা যেতে পারে, না-ও পারে।";
    }
    /// A lead picture that is too narrow.
    NARROW_LEAD = "KH0507" Note {
        en: "the lead picture {picture} is {width} pixels wide", "Give it at least 1,200 pixels.",
            "Google shows large cards only for pictures that are at least 1,200 pixels wide. Pictures are never enlarged.";
        bn: "প্রধান ছবি {picture} চওড়ায় {width} পিক্সেল", "অন্তত ১,২০০ পিক্সেলের ছবি দিন।",
            "Google বড় কার্ড দেখায় শুধু অন্তত ১,২০০ পিক্সেল চওড়া ছবির জন্য। কোনো ছবি টেনে বড় করা হয় না।";
    }
    /// Pictures that the budget left out.
    PICTURES_WAIT = "KH0508" Note {
        en: "{count} pictures wait for the next build", "`khobor pictures` makes them all.",
            "[pictures] budget limits how long a build makes pictures. The others are published as they are until a later build.";
        bn: "{count}টি ছবি পরের বারের অপেক্ষায়", "`khobor pictures` সব ছবি তৈরি করে।",
            "[pictures] budget বলে দেয় একবারে কতক্ষণ ছবি তৈরি হবে। বাকিগুলো পরে তৈরি হয়, তত দিন যেমন আছে তেমনই প্রকাশিত হয়।";
    }
    /// A store that cannot be written.
    PICTURE_STORE = "KH0509" Error {
        en: "a picture cannot be kept: {reason}", "Look at the disk and at the rights of .khobor/pictures.",
            "The sizes of a picture are made once and kept in .khobor/pictures.";
        bn: "ছবি রাখা গেল না: {reason}", "ডিস্কে জায়গা আর .khobor/pictures-এর অনুমতি দেখুন।",
            "ছবির মাপগুলো একবার তৈরি হয়ে .khobor/pictures-এ থাকে।";
    }
    /// A headline that does not fit its card.
    LONG_CARD = "KH0510" Warning {
        en: "the headline does not fit its share card", "Give a shorter one: card_title.",
            "A share card has room for four lines. A longer headline is cut.";
        bn: "শিরোনামটি শেয়ার কার্ডে আঁটে না", "ছোট একটি লিখুন: card_title।",
            "শেয়ার কার্ডে চার লাইনের জায়গা আছে। বেশি লম্বা শিরোনাম কেটে যায়।";
    }
    /// Letters that a card's typeface lacks.
    CARD_LETTERS = "KH0511" Warning {
        en: "no share card with this headline: the typeface lacks “{letters}”", "Give a headline without them (card_title), or a typeface that has them ([cards] font).",
            "A letter without a shape would print as a box. The portal's own picture for cards stands in.";
        bn: "এই শিরোনামের শেয়ার কার্ড হয় না: হরফে “{letters}” নেই", "এগুলো ছাড়া শিরোনাম দিন (card_title), বা এমন হরফ দিন যাতে আছে ([cards] font)।",
            "যে অক্ষরের আকার নেই, তা বাক্স হয়ে ছাপা হতো। তার বদলে পোর্টালের সাধারণ কার্ড-ছবি থাকে।";
    }
    /// A kept picture that differs from what is made of it now.
    OTHER_PICTURE = "KH0512" Error {
        en: "the kept sizes of {picture} are not what is made of it now", "`khobor clean --pictures` makes all of them anew.",
            "`build --verify --pictures` makes ten pictures once more and compares. A disk that loses bits, or a store that another program wrote to, shows here.";
        bn: "রাখা মাপগুলো এখনকার সঙ্গে মেলে না: {picture}", "`khobor clean --pictures` দিলে সব নতুন করে তৈরি হবে।",
            "`build --verify --pictures` দশটি ছবি আবার তৈরি করে মিলিয়ে দেখে। ডিস্কের ক্ষতি বা অন্য প্রোগ্রামের লেখা এতে ধরা পড়ে।";
    }
    /// A focus that is no place of a picture.
    BAD_FOCUS = "KH0513" Warning {
        en: "“{value}” is no place of a picture", "Write top, left, bottom right, or percents from left and top: focus=\"30% 20%\".",
            "Where a picture is cut to fit, its focus stays in sight. One that cannot be read counts as none.";
        bn: "“{value}” ছবির কোনো জায়গা নয়", "লিখুন উপরে, বামে, নিচে ডানে, অথবা বাঁ দিক ও ওপর থেকে শতাংশ: focus=\"30% 20%\"।",
            "ছবি যেখানে কাটা পড়ে, কেন্দ্রটি সেখানে দেখা যায়। পড়া না গেলে ধরা হয়, কিছু বলা নেই।";
    }
    /// More files than a host takes.
    MANY_FILES = "KH0514" Warning {
        en: "the site has {count} files, and {target} takes {limit}", "[pictures] widths = [560, 1200] makes three files of a picture in place of five.",
            "Hosts limit the number of files. Each picture becomes one file a width, and one for old browsers. `khobor deploy` sends nothing that the host would refuse.";
        bn: "সাইটে {count}টি ফাইল, {target} নেয় {limit}টি", "`[pictures] widths = [560, 1200]` দিলে প্রতি ছবিতে পাঁচটির জায়গায় তিনটি ফাইল হয়।",
            "হোস্টে ফাইলের সংখ্যার সীমা থাকে। প্রতি ছবির জন্য প্রতি মাপে একটি, আর পুরোনো ব্রাউজারের জন্য একটি ফাইল লাগে। হোস্ট যা নেবে না, `khobor deploy` তা পাঠায় না।";
    }
    /// A film that cannot be read.
    BAD_FILM = "KH0521" Error {
        en: "the film or sound {picture} is cut off or damaged", "Export it again, or copy it from the camera once more.",
            "Films carry the place where they were taken. khobor takes it out before publishing, and cannot where the file's parts do not add up.";
        bn: "ভিডিও বা অডিও {picture} অসম্পূর্ণ বা নষ্ট", "আবার এক্সপোর্ট করুন, বা ক্যামেরা থেকে আবার কপি করুন।",
            "ভিডিওর ভেতরে তোলার জায়গা লেখা থাকে। প্রকাশের আগে khobor তা মুছে দেয়; ফাইলের অংশ না মিললে মোছা যায় না।";
    }
    /// A file of `static/` that is not published.
    HIDDEN_FILE = "KH0522" Warning {
        en: "not published: a hidden file or an editor's backup", "Move it out of static/. If readers shall have it, give it another name.",
            "Everything below static/ is published at its address. Of names that begin with a dot only .well-known/, .htaccess, .nojekyll and .domains are, because such files hold passwords (.env) and what programs remember.";
        bn: "প্রকাশ হয়নি: লুকানো ফাইল বা সম্পাদনার ব্যাকআপ", "static/ থেকে সরান। পাঠকের জন্য হলে অন্য নাম দিন।",
            "static/-এর সবকিছু নিজ নিজ ঠিকানায় প্রকাশ হয়। বিন্দু দিয়ে শুরু হওয়া নামের মধ্যে শুধু .well-known/, .htaccess, .nojekyll ও .domains প্রকাশ হয়; কারণ এমন ফাইলে পাসওয়ার্ড (.env) বা প্রোগ্রামের নিজের তথ্য থাকে।";
    }
    /// A file beside a story that the story does not name.
    UNNAMED_FILE = "KH0523" Warning {
        en: "not published: the story does not name this file", "Link it in the story if readers shall have it; else move it out of the story's folder.",
            "Of the files in a story's folder pictures, films, sound and PDF are published, and what a link, a shortcode or the front matter names. Backups, manuscripts and working files stay at home.";
        bn: "প্রকাশ হয়নি: প্রতিবেদনে এই ফাইলের নাম নেই", "পাঠকের জন্য হলে প্রতিবেদনে লিংক দিন; নইলে ফোল্ডার থেকে সরান।",
            "প্রতিবেদনের ফোল্ডার থেকে ছবি, ভিডিও, অডিও ও PDF প্রকাশ হয়, আর যে ফাইলের নাম লিংকে, শর্টকোডে বা শিরোভাগে আছে। ব্যাকআপ, খসড়া ও কাজের ফাইল প্রকাশ হয় না।";
    }
}
