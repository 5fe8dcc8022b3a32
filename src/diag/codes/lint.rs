//! `KH09..`: the newsroom lint of `khobor check`.

codes! {
    /// `|` where a dari belongs.
    PIPE_AS_DARI = "KH0901" Warning {
        en: "`|` stands where a dari (।) belongs", "Write ।. The page shows it mended already.",
            "Some keyboards put the vertical bar where the dari is meant. It breaks sentence ends, search and line breaks.";
        bn: "দাঁড়ির (।) জায়গায় `|` আছে", "। লিখুন। পাতায় তা শুধরেই দেখানো হচ্ছে।",
            "কোনো কোনো কিবোর্ডে দাঁড়ির জায়গায় খাড়া দাগ পড়ে। তাতে বাক্যের শেষ, অনুসন্ধান ও লাইন ভাঙায় ভুল হয়।";
    }
    /// Bengali and ASCII digits in one story.
    MIXED_DIGITS = "KH0902" Warning {
        en: "Bengali and Latin digits are mixed: “{example}”", "Write all numbers of running text in one script.",
            "A story keeps the digits that its author wrote; mixing the two scripts in one text looks careless.";
        bn: "বাংলা ও ইংরেজি অঙ্ক মিশে গেছে: “{example}”", "লেখার সব সংখ্যা এক হরফে লিখুন।",
            "প্রতিবেদনে লেখকের অঙ্কই থাকে; এক লেখায় দুই হরফ মিশলে অযত্ন চোখে পড়ে।";
    }
    /// Two stories with one headline.
    SAME_HEADLINE = "KH0903" Warning {
        en: "the headline is used twice, also in {other}", "Give one of them another headline.",
            "Two stories with one headline are usually one story sent in twice.";
        bn: "একই শিরোনাম দুবার আছে, {other} ফাইলেও", "একটির শিরোনাম বদলান।",
            "একই শিরোনামের দুটি প্রতিবেদন সাধারণত একই খবর দুবার।";
    }
    /// A picture without an alternative text.
    NO_ALT = "KH0904" Warning {
        en: "the picture {picture} has no alternative text", "Say in a sentence what it shows: image_alt, or ![text](picture).",
            "Readers who cannot see the picture, and search engines, read the alternative text.";
        bn: "{picture} ছবির বিকল্প বর্ণনা নেই", "ছবিতে কী আছে এক বাক্যে লিখুন: image_alt, অথবা ![বর্ণনা](ছবি)।",
            "যে পাঠক ছবি দেখতে পান না, তাঁকে বিকল্প বর্ণনা পড়ে শোনানো হয়; সার্চ ইঞ্জিনও তা পড়ে।";
    }
    /// A lead picture without a credit.
    NO_CREDIT = "KH0905" Warning {
        en: "the picture {picture} has no credit", "Add image_credit.",
            "A newspaper names who took or drew a picture.";
        bn: "{picture} ছবির উৎস নেই", "image_credit যোগ করুন।",
            "ছবি কার তোলা বা আঁকা, সংবাদপত্র তা জানায়।";
    }
    /// A summary that is too long for cards.
    LONG_SUMMARY = "KH0906" Warning {
        en: "the summary has {length} letters; cards and search results show about {limit}", "Shorten it.",
            "Search results, share cards and the front page cut longer summaries.";
        bn: "সারাংশে {length}টি অক্ষর; কার্ড ও অনুসন্ধানের ফলে প্রায় {limit}টি দেখায়", "ছোট করুন।",
            "অনুসন্ধানের ফল, শেয়ার কার্ড ও প্রচ্ছদ এর বেশি কেটে দেয়।";
    }
    /// Assamese letters or letters of another script inside a Bengali word.
    MIXED_SCRIPT = "KH0907" Warning {
        en: "“{word}” mixes scripts: {letter}", "Type the word again with a Bengali keyboard.",
            "Assamese ৰ and ৱ, Devanagari letters and a Latin o for zero look alike but are others to search.";
        bn: "“{word}” শব্দে অন্য লিপির বর্ণ আছে: {letter}", "বাংলা কিবোর্ডে শব্দটি আবার লিখুন।",
            "অসমিয়া ৰ ও ৱ, দেবনাগরী বর্ণ বা শূন্যের জায়গায় ইংরেজি o দেখতে এক, কিন্তু অনুসন্ধানে আলাদা।";
    }
    /// A vowel sign without a consonant, and the like.
    BROKEN_WORD = "KH0908" Warning {
        en: "“{word}” is broken: {reason}", "Type the word again{suggestion}.",
            "A vowel sign or hasanta stands where none can stand, which shows as a dotted circle.";
        bn: "“{word}” শব্দটি ভাঙা: {reason}", "শব্দটি আবার লিখুন{suggestion}।",
            "কার বা হসন্ত এমন জায়গায় আছে যেখানে বসে না; পাতায় ফাঁকা বৃত্ত দেখা যায়।";
    }
    /// A tag, an author or a series in two spellings.
    TERM_SPELLING = "KH0920" Note {
        en: "“{written}” is shown as “{shown}”", "Write one name in one way, or change enough of it that it is another name.",
            "Names of tags, authors and series are one when only case, punctuation, dashes or blanks differ. The name is shown as its oldest story, or the author's file, has it.";
        bn: "“{written}” দেখানো হয় “{shown}” নামে", "একটি নাম একভাবেই লিখুন; আলাদা নাম হলে শব্দে আলাদা করুন।",
            "ট্যাগ, লেখক ও ধারাবাহিকের নামে শুধু বড়-ছোট হাতের অক্ষর, যতিচিহ্ন, ড্যাশ বা ফাঁকের তফাত থাকলে তা একই নাম। সবচেয়ে পুরোনো প্রতিবেদন বা লেখকের ফাইলে যেমন আছে তেমনই দেখানো হয়।";
    }
    /// A breaking story that the breaking line does not show.
    BREAKING_UNSEEN = "KH0921" Note {
        en: "the story is marked as breaking, and the breaking line does not show it", "Write `breaking = MOMENT`, the moment until which it holds, or take `breaking` out.",
            "`breaking = true` holds for 24 hours from the story's `date`; the line shows the newest three. Stories of the last seven days are looked at.";
        bn: "প্রতিবেদনটি ব্রেকিং চিহ্নিত, কিন্তু ব্রেকিং-পট্টিতে দেখা যায় না", "যে সময় পর্যন্ত থাকবে তা লিখুন, `breaking = সময়`; নয়তো `breaking` তুলে দিন।",
            "`breaking = true` থাকে প্রতিবেদনের `date` থেকে ২৪ ঘণ্টা; পট্টিতে সবচেয়ে নতুন তিনটি দেখায়। গত সাত দিনের প্রতিবেদন দেখা হয়।";
    }
    /// A shortcode of another program.
    FOREIGN_SHORTCODE = "KH0930" Warning {
        en: "{code} is a shortcode of another program: readers see it as it is", "Write khobor's own, e.g. {example}, or delete it.",
            "WordPress writes [caption] and [gallery], Jekyll and Hugo {% … %} and {{% … %}}. khobor calls {{<name key=\"…\" />}}; docs/shortcodes.md lists what there is.";
        bn: "{code} অন্য প্রোগ্রামের শর্টকোড: পাঠক এটি যেমন আছে তেমনই দেখবেন", "নিজের শর্টকোড লিখুন, যেমন {example}, অথবা মুছুন।",
            "WordPress লেখে [caption], [gallery]; Jekyll ও Hugo লেখে {% … %}, {{% … %}}। এখানে লেখা হয় {{<name key=\"…\" />}}; তালিকা আছে docs/shortcodes.md-এ।";
    }
    /// A link to a place that a page does not have.
    DEAD_ANCHOR = "KH0931" Warning {
        en: "the page has no place `#{anchor}`", "Headings there: {known}",
            "A link may end with # and the id of a heading. The id is made of the heading's words, or given in {#…} behind it.";
        bn: "পাতায় `#{anchor}` নামে কোনো জায়গা নেই", "সেখানকার উপশিরোনাম: {known}",
            "লিংকের শেষে # ও উপশিরোনামের আইডি থাকতে পারে। আইডি হয় উপশিরোনামের শব্দ থেকে, অথবা তার পরে {#…} লিখে দেওয়া যায়।";
    }
}
