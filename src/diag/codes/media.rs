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
        en: "large picture {picture}: {size}", "Save it at most 2,000 pixels wide and 500 KB.",
            "Readers on slow lines pay for every kilobyte. Pictures over 500 KB or 2,600 pixels a side are told of.";
        bn: "ভারী ছবি {picture}: {size}", "সর্বোচ্চ ২,০০০ পিক্সেল চওড়া ও ৫০০ কিলোবাইটে সংরক্ষণ করুন।",
            "ধীর সংযোগের পাঠক প্রতিটি কিলোবাইটের দাম দেন। ৫০০ কিলোবাইট বা ২,৬০০ পিক্সেলের বড় ছবি জানিয়ে দেওয়া হয়।";
    }
    /// A script in an SVG picture.
    ACTIVE_SVG = "KH0503" Error {
        en: "the drawing {picture} holds {what}", "Remove scripts, event handlers and outside references from the SVG.",
            "An SVG file can carry scripts and fetch other files. khobor publishes only still drawings.";
        bn: "{picture} ছবিতে আছে {what}", "SVG থেকে স্ক্রিপ্ট, ইভেন্ট ও বাইরের সূত্র সরান।",
            "SVG ফাইলে স্ক্রিপ্ট থাকতে পারে, বাইরের ফাইলও আনতে পারে। খবর শুধু স্থির ছবি প্রকাশ করে।";
    }
    /// A film that cannot be read.
    BAD_FILM = "KH0521" Error {
        en: "the film or sound {picture} is cut off or damaged", "Export it again, or copy it from the camera once more.",
            "Films carry the place where they were taken. khobor takes it out before publishing, and cannot where the file's parts do not add up.";
        bn: "ভিডিও বা অডিও {picture} অসম্পূর্ণ বা নষ্ট", "আবার এক্সপোর্ট করুন, বা ক্যামেরা থেকে আবার কপি করুন।",
            "ভিডিওর ভেতরে তোলার জায়গা লেখা থাকে। প্রকাশের আগে খবর তা মুছে দেয়; ফাইলের অংশ না মিললে মোছা যায় না।";
    }
}
