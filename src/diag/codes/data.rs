//! `KH08..`: imports and data files.

codes! {
    /// A data file that cannot be read.
    BAD_DATA = "KH0801" Error {
        en: "{file}: {reason}", "",
            "Data files (popularity, comments) are TOML with fixed keys.";
        bn: "{file}: {reason}", "",
            "তথ্যের ফাইল (পাঠকসংখ্যা, মন্তব্য) নির্দিষ্ট কী-সহ TOML।";
    }
    /// A page text without the parts that an import needs.
    NOT_A_PAGE = "KH0802" Error {
        en: "{file} does not look like an article page: {reason}", "The first line is the breadcrumb (Home, section and headline run together), then comes the headline, then the text.",
            "`khobor import page` reads a text copied from a portal's article page.";
        bn: "{file} প্রতিবেদনের পাতা বলে মনে হয় না: {reason}", "প্রথম লাইনে থাকে পথচিহ্ন (Home, বিভাগ ও শিরোনাম একসঙ্গে), তারপর শিরোনাম, তারপর লেখা।",
            "`khobor import page` পোর্টালের প্রতিবেদন-পাতা থেকে কপি করা লেখা পড়ে।";
    }
    /// A key that a data file does not have.
    UNKNOWN_DATA_KEY = "KH0803" Error {
        en: "unknown key `{key}`", "Known here: {known}. {near}",
            "A data file takes fixed keys, so that a misspelt one cannot be lost in silence. `khobor import log` writes data/popular.toml; `khobor comments` the files of comments.";
        bn: "অচেনা কী `{key}`", "এখানে চলে: {known}। {near}",
            "তথ্যের ফাইলে নির্দিষ্ট কিছু কী চলে, ভুল বানানের কী যেন নীরবে হারিয়ে না যায়। data/popular.toml লেখে `khobor import log`, মন্তব্যের ফাইল লেখে `khobor comments`।";
    }
    /// A value of another kind than its key takes.
    WRONG_DATA_VALUE = "KH0804" Error {
        en: "`{key}` has a value of another kind", "Write it so: {example}",
            "The value of a key in a data file has a fixed form; the help shows an example.";
        bn: "`{key}`-এর মান এভাবে লেখা যায় না", "এভাবে লিখুন: {example}",
            "তথ্যের ফাইলে প্রতিটি কী-র মান নির্দিষ্ট রূপে লিখতে হয়; পরামর্শে উদাহরণ আছে।";
    }
    /// A log that has no line a counter understands.
    NOT_A_LOG = "KH0805" Error {
        en: "{file}: no line of an access log found among {lines}", "Give an access log in the combined format, the W3C format or as JSON lines, plain or gzip.",
            "`khobor import log` reads the combined log format (with or without the virtual host in front), the W3C format of CloudFront and IIS, and JSON lines with the keys of nginx, Caddy, CloudFront and Cloudflare. Nothing is written when a file has no such line.";
        bn: "{file}: {lines} লাইনের মধ্যে অ্যাকসেস লগের কোনো লাইন পাওয়া যায়নি", "combined, W3C বা JSON লাইনের অ্যাকসেস লগ দিন, সাধারণ বা gzip।",
            "`khobor import log` combined ধাঁচের লগ (সামনে ভার্চুয়াল হোস্ট থাকলেও), CloudFront ও IIS-এর W3C ধাঁচ, এবং nginx, Caddy, CloudFront ও Cloudflare-এর কী-সহ JSON লাইন পড়ে। ফাইলে এমন কোনো লাইন না থাকলে কিছুই লেখা হয় না।";
    }
    /// A comment whose text is too long to be read.
    LONG_COMMENT = "KH0806" Warning {
        en: "comment `{id}` is longer than 16 KiB; it was cut", "Shorten it in its file.",
            "Comments are cut at 16 KiB before they are read as markup, so that no comment can hold up a build.";
        bn: "মন্তব্য `{id}` ১৬ কিলোবাইটের চেয়ে বড়; কেটে ছোট করা হয়েছে", "ফাইলে মন্তব্যটি ছোট করুন।",
            "কোনো মন্তব্য যেন পোর্টাল তৈরি আটকে না দেয়, তাই মার্কআপ হিসেবে পড়ার আগে মন্তব্য ১৬ কিলোবাইটে কাটা হয়।";
    }
    /// A page text without a breadcrumb line and a headline.
    NO_BREADCRUMB = "KH0807" Error {
        en: "{file} does not look like an article page: no headline with a section above it", "Name what the page does not show: --section SECTION --title HEADLINE.",
            "`khobor import page` reads a text copied from a portal's article page. It finds the headline by the breadcrumb above it, by its being repeated, or by the date and byline below it, and the section by the breadcrumb or by the usual names of sections.";
        bn: "{file} প্রতিবেদনের পাতা বলে মনে হয় না: শিরোনাম আর তার ওপরে বিভাগ পাওয়া গেল না", "পাতায় যা নেই তা বলে দিন: --section বিভাগ --title শিরোনাম।",
            "`khobor import page` পোর্টালের প্রতিবেদন-পাতা থেকে কপি করা লেখা পড়ে। শিরোনাম আলাদা লাইনে আবার থাকে বলে `Home` আর শিরোনামের মাঝেরটুকুই বিভাগ।";
    }
    /// A page text without paragraphs.
    NO_PAGE_TEXT = "KH0808" Error {
        en: "{file} has a headline, but no text below it", "Copy the paragraphs too.",
            "`khobor import page` takes the lines between the headline and the first heading of a box (RELATED ARTICLES, LEAVE A REPLY, Most Popular, ...).";
        bn: "{file}-এ শিরোনাম আছে, কিন্তু নিচে লেখা নেই", "অনুচ্ছেদগুলোও কপি করুন।",
            "`khobor import page` শিরোনাম থেকে প্রথম পার্শ্ব-শিরোনাম (RELATED ARTICLES, LEAVE A REPLY, Most Popular, …) পর্যন্ত লাইনগুলো নেয়।";
    }
    /// A file that is no export of an analytics service.
    NOT_AN_EXPORT = "KH0809" Error {
        en: "{file}: no table with a column of pages and one of counts; it begins with: {columns}", "Name the columns: --columns path=URL,views=Hits,date=Day",
            "`khobor import views` knows the columns of GoatCounter, Plausible, Umami, Matomo and Google Analytics. Of any other table it must be told which column has the page and which the count; a column of days is wanted for the lists by time. Nothing was written.";
        bn: "{file}: পাতা ও সংখ্যার কলামসহ কোনো সারণি পাওয়া যায়নি; শুরুটা এই: {columns}", "কলামের নাম বলে দিন: --columns path=URL,views=Hits,date=Day",
            "`khobor import views` GoatCounter, Plausible, Umami, Matomo ও Google Analytics-এর কলাম চেনে। অন্য সারণিতে কোন কলামে পাতা আর কোনটিতে সংখ্যা, তা বলে দিতে হয়; সময় ধরে তালিকার জন্য দিনের কলামও লাগে। কিছুই লেখা হয়নি।";
    }
    /// A zip archive in place of an export.
    ZIPPED_EXPORT = "KH0810" Error {
        en: "{file} is a zip archive", "Unpack it and give the file with the pages: imported_pages_….csv (Plausible), website_event.csv (Umami).",
            "Services pack several tables into one archive. `khobor import views` reads the table with the pages, plain or as gzip.";
        bn: "{file} একটি zip ফাইল", "খুলে পাতার ফাইলটি দিন: imported_pages_….csv (Plausible), website_event.csv (Umami)।",
            "সেবাগুলো একটি zip-এ কয়েকটি সারণি দেয়। `khobor import views` পাতার সারণিটি পড়ে, সাধারণ বা gzip।";
    }
    /// A queue of comments that cannot be read.
    INBOX = "KH0820" Error {
        en: "{inbox}: {reason}", "Nothing is lost: what was not taken in waits in the inbox. Run the command again.",
            "`khobor comments pull` reads the queue of a `khobor inbox`: with --db its file, with --from its address and the token that opens it (KHOBOR_INBOX_TOKEN, or TOKEN=… in the file of --secrets). A comment leaves the queue only when it stands in its file. `khobor import views --from` reads the views in the same way; nothing leaves the inbox then.";
        bn: "{inbox}: {reason}", "কিছুই হারায়নি: যা আনা হয়নি তা বাক্সেই আছে। কমান্ডটি আবার চালান।",
            "`khobor comments pull` একটি `khobor inbox`-এর বাক্স খোলে: --db দিলে তার ফাইল, --from দিলে তার ঠিকানা ও টোকেন (KHOBOR_INBOX_TOKEN, অথবা --secrets ফাইলে TOKEN=…)। ফাইলে লেখা হওয়ার পরেই মন্তব্য বাক্স থেকে সরে। `khobor import views --from` একইভাবে পাঠকসংখ্যা আনে; তখন বাক্স থেকে কিছু সরে না।";
    }
}
