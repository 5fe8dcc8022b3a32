//! `KH06..`: publishing.

codes! {
    /// The output could not be written.
    FAILED = "KH0601" Error {
        en: "nothing was published: {reason}", "The earlier output is untouched. Mend the cause and build again.",
            "Publishing is atomic: when anything fails, the old site stays whole.";
        bn: "কিছুই প্রকাশিত হয়নি: {reason}", "আগের সাইট অক্ষত আছে। কারণটি সারিয়ে আবার তৈরি করুন।",
            "প্রকাশ একবারে হয়: কোথাও কিছু ব্যর্থ হলে পুরোনো সাইট পুরোটাই থেকে যায়।";
    }
    /// A weaker promise holds on this file system.
    WEAKER = "KH0602" Note {
        en: "{reason}", "",
            "Where a file system cannot exchange two folders, the new files are put in place one by one from a journal, assets first.";
        bn: "{reason}", "",
            "যে ফাইল সিস্টেমে ফোল্ডার অদলবদল করা যায় না, সেখানে নতুন ফাইল একে একে বসানো হয়, আগে ছবি, স্টাইল ও স্ক্রিপ্ট, পরে পাতা।";
    }
    /// The manifest was lost.
    MANIFEST_LOST = "KH0603" Note {
        en: "the list of khobor's own files was lost or damaged; files that equal the new site are taken over, others stay untouched", "",
            "The output folder keeps .khobor-manifest, the list of files that khobor wrote. Without it khobor cannot know which files it may replace.";
        bn: "khobor-এর নিজের ফাইলের তালিকা হারিয়ে গেছে বা নষ্ট; নতুন সাইটের সঙ্গে হুবহু মিললে ফাইল নেওয়া হলো, বাকিগুলো ছোঁয়া হলো না", "",
            "আউটপুট ফোল্ডারে .khobor-manifest থাকে: khobor যেসব ফাইল লিখেছে তার তালিকা। তালিকা না থাকলে কোন ফাইল বদলানো যাবে তা জানা যায় না।";
    }
    /// An interrupted publication was finished first.
    RECOVERED = "KH0604" Note {
        en: "an interrupted publication was finished first", "",
            "The last run was stopped while it put files in place. Its journal was replayed.";
        bn: "মাঝপথে থেমে যাওয়া আগের প্রকাশ আগে শেষ করা হলো", "",
            "আগের বার ফাইল বসানোর সময় কাজ থেমে গিয়েছিল। খাতা দেখে তা শেষ করা হয়েছে।";
    }
    /// A published file was edited by hand.
    EDITED = "KH0605" Note {
        en: "{path} was changed by hand in the output; it is written anew", "Change the source instead: the output is made from it.",
            "Files in the output folder are made from the sources. Changes by hand do not last.";
        bn: "আউটপুটে {path} হাতে বদলানো হয়েছিল; আবার লেখা হচ্ছে", "উৎস ফাইল বদলান: আউটপুট তা থেকেই হয়।",
            "আউটপুট ফোল্ডারের ফাইল উৎস থেকে তৈরি হয়। হাতে করা বদল থাকে না।";
    }
    /// A published file was removed by hand.
    MISSING = "KH0606" Note {
        en: "{path} was missing in the output; it is written anew", "",
            "A file that khobor wrote was removed by something else.";
        bn: "আউটপুটে {path} ছিল না; আবার লেখা হচ্ছে", "",
            "khobor-এর লেখা একটি ফাইল অন্য কেউ সরিয়ে ফেলেছিল।";
    }
    /// The cache was ignored.
    CACHE_IGNORED = "KH0607" Note {
        en: "{reason}", "",
            "The folder .khobor/ remembers what was read, to make the next build quick. A cache that is odd in any way is ignored and made anew.";
        bn: "{reason}", "",
            ".khobor/ ফোল্ডারে আগের পড়া মনে রাখা হয়, যাতে পরের বার দ্রুত হয়। কোনো গোলমাল থাকলে তা বাদ দিয়ে নতুন করে পড়া হয়।";
    }
    /// A file that differs from that of a clean build.
    DIFFERS = "KH0608" Error {
        en: "{path} differs from a clean build", "Run `khobor clean`, build again, and please report this: it is a fault of khobor.",
            "`khobor build --verify` builds the site once more without any memory and compares every file. There must be no difference.";
        bn: "{path} একেবারে নতুন করে তৈরি ফাইলের সঙ্গে মেলে না", "`khobor clean` দিয়ে আবার তৈরি করুন, এবং জানান: এটি khobor-এরই ত্রুটি।",
            "`khobor build --verify` কিছু মনে না রেখে সাইটটি আরেকবার তৈরি করে ও প্রতিটি ফাইল মেলায়। কোনো তফাত থাকার কথা নয়।";
    }
    /// More faults of a kind than are kept.
    MORE_OF_A_KIND = "KH0610" Note {
        en: "{count} more of {code}", "Mend the first ones; the others often have the same cause.",
            "Of each kind of fault a run keeps the first thousand and counts the others, so that a site on which everything is wrong does not fill the memory.";
        bn: "{code} আরও {count}টি", "প্রথমগুলো ঠিক করুন; বাকিগুলোর কারণ প্রায়ই একই।",
            "প্রতি ধরনের ভুলের প্রথম এক হাজারটি রাখা হয়, বাকিগুলো শুধু গোনা হয়; সাইটে সবকিছু ভুল হলেও যেন মেমোরি ভরে না যায়।";
    }
}
