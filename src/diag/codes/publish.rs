//! `KH06..`: publishing.

codes! {
    /// The output could not be written.
    FAILED = "KH0601" Error {
        en: "nothing was published: {reason}", "The earlier output is untouched. Mend the cause and build again.",
            "Publishing is atomic: when anything fails, the old site stays whole.";
        bn: "কিছুই প্রকাশ হয়নি: {reason}", "আগের সাইট অক্ষত আছে। কারণটি সারিয়ে আবার বানান।",
            "প্রকাশ একবারে হয়: কোথাও কিছু ব্যর্থ হলে পুরোনো সাইট পুরোটাই থেকে যায়।";
    }
    /// A weaker promise holds on this file system.
    WEAKER = "KH0602" Note {
        en: "{reason}", "",
            "Where a file system cannot exchange two folders, the new files are put in place one by one from a journal, assets first.";
        bn: "{reason}", "",
            "যে ফাইল-ব্যবস্থায় ফোল্ডার অদলবদল করা যায় না, সেখানে নতুন ফাইল একে একে বসানো হয়, আগে সম্পদ, পরে পাতা।";
    }
}
