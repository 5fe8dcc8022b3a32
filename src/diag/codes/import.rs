//! `KH0825..`: bringing another system's site in.

codes! {
    /// A file that is no export of the system.
    NOT_AN_IMPORT = "KH0825" Error {
        en: "{file} is no export of {system}: {reason}", "WordPress: Tools → Export → All content. Disqus, Blogger and Ghost have an export in their settings. Hugo and Jekyll: name the site's folder.",
            "`khobor import` reads the export that the old system itself makes. An RSS feed holds only the newest stories, and a saved page of an error holds none.";
        bn: "{file} ফাইলটি {system}-এর এক্সপোর্ট নয়: {reason}", "ওয়ার্ডপ্রেসে: `Tools → Export → All content`। ডিসকাস, ব্লগার ও গোস্টের সেটিংয়ে এক্সপোর্ট আছে। হুগো ও জেকিলে সাইটের ফোল্ডারটি দিন।",
            "`khobor import` পড়ে পুরোনো সিস্টেমের নিজের বানানো এক্সপোর্ট। আরএসএস ফিডে থাকে শুধু শেষ কয়েকটি খবর, আর ভুলের পাতায় কিছুই থাকে না।";
    }
    /// A file that cannot be read.
    UNREADABLE = "KH0826" Error {
        en: "{file} cannot be read: {reason}", "",
            "Nothing of this file was brought over; the others were.";
        bn: "{file} পড়া যাচ্ছে না: {reason}", "",
            "এই ফাইলের কিছুই আনা হয়নি; অন্যগুলো আনা হয়েছে।";
    }
    /// An export that ends in the middle.
    CUT_OFF = "KH0827" Error {
        en: "the export ends in the middle of “{title}”", "Export again, year by year, or on the server with `wp export`. With --partial what is whole is brought over.",
            "A host stops a long export (after 30 or 100 seconds, or at the end of its memory) and the file then ends in the middle of an item. Whole items are read; the cut one is not.";
        bn: "এক্সপোর্টটি “{title}”-এর মাঝখানে শেষ হয়েছে", "আবার এক্সপোর্ট করুন, বছর ধরে ধরে, বা সার্ভারে `wp export` দিয়ে। --partial দিলে যতটুকু আস্ত আছে তা আনা হবে।",
            "লম্বা এক্সপোর্ট হোস্ট মাঝপথে থামিয়ে দেয় (৩০ বা ১০০ সেকেন্ড পরে, বা মেমরি ফুরালে), ফাইলটি তখন মাঝখানে শেষ হয়। আস্ত লেখাগুলো পড়া হয়, কাটা লেখাটি নয়।";
    }
    /// An item that is too large.
    ITEM_TOO_LARGE = "KH0828" Error {
        en: "“{title}” is larger than {limit} and was passed over", "Bring this one over by hand.",
            "An item of an export may have 32 MiB. Larger ones are no articles.";
        bn: "“{title}” {limit}-এর চেয়ে বড়, তাই বাদ গেছে", "এটি হাতে আনুন।",
            "এক্সপোর্টের একটি লেখা ৩২ মেবিবাইট পর্যন্ত হতে পারে। তার চেয়ে বড়গুলো প্রতিবেদন নয়।";
    }
    /// Control signs in an export.
    CONTROL_SIGNS = "KH0829" Note {
        en: "{count} control signs were left out of {items} items", "",
            "WordPress writes control signs that XML does not allow. They say nothing to readers and are dropped.";
        bn: "{items}টি লেখা থেকে {count}টি নিয়ন্ত্রণ-চিহ্ন বাদ দেওয়া হয়েছে", "",
            "ওয়ার্ডপ্রেস এমন নিয়ন্ত্রণ-চিহ্ন লেখে, যা XML-এ চলে না। পাঠকের কাছে এগুলোর অর্থ নেই, তাই বাদ যায়।";
    }
    /// Bytes that are no UTF-8.
    ODD_BYTES = "KH0830" Warning {
        en: "“{title}” has {count} bytes that are no UTF-8; they became �", "Look for � in the story and mend the words.",
            "Exports are UTF-8, whatever they declare. Bytes that are none cannot be told which letter they were.";
        bn: "“{title}”-এ {count}টি বাইট UTF-8 নয়; সেখানে � বসেছে", "লেখায় � খুঁজে শব্দগুলো ঠিক করুন।",
            "এক্সপোর্ট যা-ই ঘোষণা করুক, তা UTF-8। যে বাইট UTF-8 নয়, তা কোন বর্ণ ছিল বলা যায় না।";
    }
    /// Text before the XML.
    TEXT_BEFORE = "KH0831" Note {
        en: "{file}: text before the export was passed over", "",
            "A warning of PHP or of a plugin stands before `<?xml`. It is no part of the export.";
        bn: "{file}: এক্সপোর্টের আগের লেখা বাদ দেওয়া হয়েছে", "",
            "`<?xml`-এর আগে PHP বা কোনো প্লাগইনের সতর্কবার্তা আছে। তা এক্সপোর্টের অংশ নয়।";
    }
    /// A document type in an export.
    DOCTYPE = "KH0832" Note {
        en: "{file}: the DOCTYPE was passed over; no entity of it was expanded", "",
            "Exports of WordPress have none. Entities that a file declares itself can make it grow without end, or read files: they are never expanded.";
        bn: "{file}: DOCTYPE বাদ দেওয়া হয়েছে; এর কোনো এনটিটি খোলা হয়নি", "",
            "ওয়ার্ডপ্রেসের এক্সপোর্টে DOCTYPE থাকে না। ফাইলের নিজের ঘোষিত এনটিটি ফাইলকে অসীম বড় করতে বা অন্য ফাইল পড়তে পারে, তাই কখনো খোলা হয় না।";
    }
    /// An item without a date.
    UNDATED = "KH0833" Warning {
        en: "“{title}” has no date that can be", "It got the date of the export; write the right one into {file}.",
            "Drafts have no date in an export, and broken ones have an impossible one.";
        bn: "“{title}”-এর কোনো সম্ভব তারিখ নেই", "এক্সপোর্টের তারিখ বসানো হয়েছে; {file}-এ ঠিক তারিখটি লিখুন।",
            "এক্সপোর্টে খসড়ার তারিখ থাকে না, আর ভাঙা লেখার থাকে অসম্ভব তারিখ।";
    }
    /// An item without a headline.
    NO_HEADLINE = "KH0834" Warning {
        en: "{file}: the headline was made from the first words: “{title}”", "Write a headline.",
            "khobor needs a headline, WordPress does not.";
        bn: "{file}: শিরোনাম প্রথম কয়েকটি শব্দ থেকে নেওয়া: “{title}”", "শিরোনাম লিখুন।",
            "khobor-এ শিরোনাম লাগে, ওয়ার্ডপ্রেসে লাগে না।";
    }
    /// A file of the uploads that is refused.
    UPLOAD_REFUSED = "KH0835" Warning {
        en: "{name} was not taken from the uploads: {reason}", "",
            "Only plain files below the uploads folder are taken, and only pictures, sound, films, PDFs and captions by their content.";
        bn: "{name} নেওয়া হয়নি: {reason}", "",
            "আপলোড ফোল্ডারের ভেতরের সাধারণ ফাইলই শুধু নেওয়া হয়, আর তা-ও ছবি, শব্দ, ভিডিও, পিডিএফ ও সাবটাইটেল কি না, ভেতর দেখে।";
    }
    /// A file that both an editor and the old site changed.
    CONFLICT = "KH0836" Warning {
        en: "{file} was changed here and in {system}; it was left as it is", "The new version is in {new}. Take from it what you need.",
            "A second import never overwrites what an editor wrote.";
        bn: "{file} এখানেও বদলেছে, {system}-এও বদলেছে; যেমন ছিল তেমনই রাখা হয়েছে", "নতুন সংস্করণটি আছে {new}-এ। যা দরকার সেখান থেকে নিন।",
            "দ্বিতীয়বার আমদানি সম্পাদকের লেখা কখনো মোছে না।";
    }
    /// Something that an export no longer has.
    GONE = "KH0837" Note {
        en: "{file} is no longer in the export; it was left", "With --withdraw such stories become drafts.",
            "A story that was thrown away in the old system, or that this export does not hold.";
        bn: "{file} এক্সপোর্টে আর নেই; রেখে দেওয়া হয়েছে", "--withdraw দিলে এমন লেখা খসড়া হয়ে যায়।",
            "লেখাটি পুরোনো সিস্টেমে ফেলে দেওয়া হয়েছে, অথবা এই এক্সপোর্টে নেই।";
    }
    /// A fault of map.toml.
    BAD_MAP = "KH0838" Error {
        en: "{file}: {reason}", "`khobor import wordpress … --dry-run --map map.toml` writes a new one that fits, to be changed by hand.",
            "map.toml says where sections go, what authors are called, and what becomes of metas, types and shortcodes.";
        bn: "{file}: {reason}", "`khobor import wordpress … --dry-run --map map.toml` মানানসই একটি নতুন ফাইল লেখে, তা হাতে বদলানো যায়।",
            "map.toml বলে দেয় কোন বিভাগ কোথায় যাবে, লেখকের নাম কী হবে, আর মেটা, ধরন ও শর্টকোডের কী হবে।";
    }
    /// A text that is written as HTML or was cut.
    TEXT_CHANGED = "KH0839" Warning {
        en: "{file}: {what}", "Look at the story.",
            "A text that Markdown cannot hold is written as HTML; one that is longer than a source file may be is cut.";
        bn: "{file}: {what}", "লেখাটি দেখে নিন।",
            "যে লেখা মার্কডাউনে ধরে না, তা HTML হিসেবে লেখা হয়; সোর্স ফাইলের সীমার চেয়ে লম্বা লেখা কাটা পড়ে।";
    }
    /// Parts of items that cannot be read.
    PARTS_SKIPPED = "KH0840" Note {
        en: "“{title}”: {count} fields were too long to be read", "",
            "A meta value may have 1 MiB, a comment 64 KiB. Longer ones are passed over or cut.";
        bn: "“{title}”: {count}টি ঘর বেশি লম্বা, পড়া হয়নি", "",
            "একটি মেটা ১ মেবিবাইট, একটি মন্তব্য ৬৪ কিবিবাইট পর্যন্ত হতে পারে। তার চেয়ে লম্বা হলে বাদ যায় বা কাটা পড়ে।";
    }
    /// A file that could not be fetched.
    NOT_FETCHED = "KH0841" Warning {
        en: "{url} was not fetched: {reason}", "Give the uploads with --uploads.",
            "`--fetch` asks the old site only, slowly, and never an address inside of a network.";
        bn: "{url} আনা যায়নি: {reason}", "--uploads দিয়ে আপলোড ফোল্ডার দিন।",
            "`--fetch` শুধু পুরোনো সাইটের কাছেই চায়, ধীরে ধীরে, আর কোনো ভেতরের নেটওয়ার্কের ঠিকানায় কখনো যায় না।";
    }
    /// A comment whose story the site does not have.
    NO_STORY = "KH0842" Warning {
        en: "{count} comments belong to {url}, which is no story of this site", "Add the address to the aliases of the story and import again.",
            "Comments of a service are put to the story with their address, or with a former address.";
        bn: "{url} ঠিকানায় {count}টি মন্তব্য আছে, কিন্তু এই সাইটে সেই লেখা নেই", "ঠিকানাটি লেখার aliases-এ যোগ করে আবার আমদানি করুন।",
            "মন্তব্যগুলো যায় যে লেখার ঠিকানা বা আগের ঠিকানা মেলে, তার কাছে।";
    }
    /// Something of a text that khobor does not know.
    UNKNOWN_MARK = "KH0843" Warning {
        en: "{file}: {count} × `{mark}` is unknown here and was left out", "",
            "Marks that only the old system knows lose their tags; text inside of them stays.";
        bn: "{file}: `{mark}` ({count} বার) এখানে অচেনা, বাদ গেছে", "",
            "যে চিহ্ন শুধু পুরোনো সিস্টেম চেনে, তার ট্যাগ বাদ যায়; ভেতরের লেখা থাকে।";
    }
    /// A name of the old site that is no name of a file.
    NAME_MADE_SAFE = "KH0844" Note {
        en: "{file}: the old name “{name}” cannot be a file's name and was made safe", "",
            "Names with slashes, control signs or points at their beginning lead out of folders. The address of the old site goes on leading here.";
        bn: "{file}: পুরোনো নাম “{name}” ফাইলের নাম হতে পারে না, তাই বদলে নিরাপদ করা হয়েছে", "",
            "স্ল্যাশ, নিয়ন্ত্রণ চিহ্ন বা শুরুতে বিন্দুওয়ালা নাম ফোল্ডারের বাইরে চলে যায়। পুরোনো সাইটের ঠিকানাটি আগের মতোই এখানে আনে।";
    }
    /// A serialised value that is broken or holds an object.
    BAD_VALUE = "KH0845" Note {
        en: "{file}: the value of `{key}` is broken or holds an object; what stands behind the fault was passed over", "",
            "Plugins keep settings as serialised PHP. Texts and numbers are read, objects never.";
        bn: "{file}: `{key}`-এর মান ভাঙা বা তাতে অবজেক্ট আছে; ভুলের পরের অংশ বাদ গেছে", "",
            "প্লাগইন তাদের সেটিং পিএইচপির সিরিয়ালাইজড আকারে রাখে। লেখা ও সংখ্যা পড়া হয়, অবজেক্ট কখনো নয়।";
    }
}
