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
