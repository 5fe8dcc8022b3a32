//! `--help` in Bengali: the definition that parses the command line, with Bengali texts put in the place of the English.

use clap::{Arg, ArgAction, Command};

/// Names of commands and arguments (`build`, `build --out`, `search QUERY`) with their Bengali texts. A test holds the
/// table to the definition: no text is missing and none is left over.
const TEXTS: &[(&str, &str)] = &[
    ("", "খবর: প্রতিবেদনের ফোল্ডার থেকে পূর্ণাঙ্গ বাংলা সংবাদপত্রের ওয়েবসাইট তৈরি করে।"),
    ("--root", "সাইটের ফোল্ডার"),
    (
        "--now",
        "যে মুহূর্তের জন্য সাইট তৈরি হবে, RFC 3339 (না দিলে SOURCE_DATE_EPOCH, তা-ও না থাকলে ঘড়ি)",
    ),
    ("--jobs", "থ্রেডের সংখ্যা"),
    (
        "--lang",
        "বার্তার ভাষা: bn বা en (না দিলে KHOBOR_LANG, তারপর khobor.toml-এর [site] messages, তারপর LANG)",
    ),
    ("--quiet", "শুধু ভুল দেখানো হবে"),
    (
        "--verbose",
        "ধাপে ধাপে কী হচ্ছে এবং কোন প্রতিবেদন কেন প্রকাশিত হয়নি, তা-ও দেখানো হবে",
    ),
    ("--json", "লেখার বদলে একটি JSON অবজেক্ট"),
    ("build", "public/ ফোল্ডারে সাইট তৈরি করে"),
    ("build --out", "আউটপুট ফোল্ডার (না দিলে সাইটের public/)"),
    ("build --theme", "সাইট অন্য থিমে"),
    ("build --drafts", "খসড়াসহ"),
    ("build --future", "যেসব প্রতিবেদনের তারিখ এখনো আসেনি, সেগুলোসহ"),
    ("build --strict", "সতর্কতাকেও ভুল ধরা হবে"),
    ("build --timings", "কোন ধাপে কত সময় লেগেছে"),
    ("build --why-changed", "কোন ফাইল বদলেছে"),
    ("build --pictures", "--verify-এর সঙ্গে: রাখা ছবির দশটি আবার তৈরি করে মেলানো"),
    ("build --verify", "পাশে নতুন করে তৈরি সাইটের সঙ্গে প্রতিটি ফাইল মিলিয়ে দেখা"),
    ("clean", "ক্যাশ (.khobor/) মুছে ফেলে; আউটপুট থাকে"),
    ("check", "সাইট তৈরি না করে লিংক, ছবি, শিরোনাম ও লেখা যাচাই করে"),
    ("check --strict", "সতর্কতাকেও ভুল ধরা হবে"),
    ("check --drafts", "খসড়াসহ"),
    ("check --future", "যেসব প্রতিবেদনের তারিখ এখনো আসেনি, সেগুলোসহ"),
    (
        "check --write-aliases",
        "যেসব পাতা সরেছে, তাদের আগের ঠিকানা উৎসের `aliases`-এ লিখে দেওয়া হবে",
    ),
    ("serve", "লেখার সময় ব্রাউজারে সাইট দেখায়"),
    ("serve --port", "প্রথম যে পোর্ট চেষ্টা করা হবে; ব্যস্ত থাকলে পরেরটি"),
    ("serve --open", "ব্রাউজার খুলবে"),
    ("serve --follow", "যে প্রতিবেদন লেখা হচ্ছে, ব্রাউজার সেটিতে যাবে"),
    ("serve --drafts", "খসড়া দেখানো হবে (--bind ছাড়া এমনিতেই দেখানো হয়)"),
    (
        "serve --future",
        "যেসব প্রতিবেদনের তারিখ আসেনি, সেগুলো দেখানো হবে (--bind ছাড়া এমনিতেই দেখানো হয়)",
    ),
    (
        "serve --expired",
        "মেয়াদ ফুরানো প্রতিবেদন দেখানো হবে (--bind ছাড়া এমনিতেই দেখানো হয়)",
    ),
    ("serve --no-desk", "লেখার টেবিল ছাড়া"),
    ("serve --published", "শুধু প্রকাশিত প্রতিবেদন: পাঠকেরা যা দেখেন"),
    ("serve --bind", "শুধু এই কম্পিউটারের বদলে এই ঠিকানায় শোনা হবে"),
    ("serve --allow-host", "এই হোস্টের নামেও সাড়া দেওয়া হবে"),
    (
        "serve --editor",
        "উৎস ফাইলের লিংক যা খুলবে: vscode, vscodium, zed, sublime, none, অথবা {path} ও {line}-সহ লিংক",
    ),
    ("comments", "পাঠকের মন্তব্য দেখা, অনুমোদন বা বাদ দেওয়া"),
    ("comments list", "যেসব মন্তব্য সিদ্ধান্তের অপেক্ষায়"),
    ("comments list --all", "অনুমোদিত মন্তব্যসহ"),
    ("comments list --story", "শুধু এই প্রতিবেদনের: বিভাগ/নাম"),
    ("comments show", "একটি মন্তব্য পুরো দেখায়"),
    ("comments show ID", "মন্তব্যটি"),
    (
        "comments pull",
        "মন্তব্যের বাক্সে যা জমেছে, তা অপেক্ষমাণ হিসেবে মন্তব্যের ফাইলে আনে",
    ),
    (
        "comments pull --from",
        "বাক্সের ঠিকানা (না দিলে khobor.toml যেখানে ফর্ম পাঠায়, /comment ছাড়া)",
    ),
    ("comments pull --db", "এই কম্পিউটারের বাক্সের ফাইল"),
    (
        "comments pull --secrets",
        "TOKEN=… লেখা ফাইল, যা শুধু মালিক পড়তে পারেন (না দিলে পরিবেশ চলক KHOBOR_INBOX_TOKEN)",
    ),
    (
        "comments pull --drop-homeless",
        "যে প্রতিবেদন নেই বা মন্তব্য নেয় না, তার মন্তব্য ফেলে দেওয়া হবে; নইলে বাক্সে থাকে",
    ),
    ("comments approve", "মন্তব্য পাঠকদের দেখানোর অনুমতি দেয়"),
    ("comments approve IDS", "মন্তব্যগুলো"),
    ("comments reject", "মন্তব্য সরিয়ে দেয়"),
    ("comments reject IDS", "মন্তব্যগুলো"),
    ("comments spam", "অবাঞ্ছিত বিজ্ঞাপন হিসেবে সরিয়ে দেয়"),
    ("comments spam IDS", "মন্তব্যগুলো"),
    ("comments undo", "শেষ সিদ্ধান্ত ফিরিয়ে নেয়"),
    (
        "inbox",
        "ছোট একটি সার্ভারে পাঠকের মন্তব্য নেয় ও প্রতিবেদনের পাঠ গোনে; পরে `khobor comments pull` ও `khobor import views` দিয়ে আনা যায়",
    ),
    ("inbox --port", "পোর্ট"),
    ("inbox --bind", "যে ঠিকানায় শোনা হবে"),
    ("inbox --db", "অপেক্ষমাণ মন্তব্যের ফাইল; না থাকলে তৈরি হয়"),
    (
        "inbox --portal",
        "যে সাইটের ফর্ম নেওয়া হবে: তার base_url; একাধিকবার দেওয়া যায় (না দিলে khobor.toml-এরটি)",
    ),
    (
        "inbox --behind-proxy",
        "সামনে কয়টি প্রক্সি X-Forwarded-For-এ পাঠকের ঠিকানা যোগ করে",
    ),
    ("inbox --stories", "এই কম্পিউটারে তৈরি সাইট: যার পাতা নেই, তার মন্তব্য নেওয়া হয় না"),
    (
        "inbox --secrets",
        "TOKEN=… লেখা ফাইল, যা শুধু মালিক পড়তে পারেন (না দিলে পরিবেশ চলক KHOBOR_INBOX_TOKEN)",
    ),
    ("inbox --per-address", "দশ মিনিটে এক ঠিকানা থেকে কয়টি"),
    ("inbox --per-minute", "মিনিটে সব ঠিকানা থেকে মোট কয়টি"),
    ("inbox --views-per-address", "দশ মিনিটে এক ঠিকানা থেকে কয়টি পাঠ গোনা হবে"),
    ("inbox --views-per-minute", "মিনিটে সব ঠিকানা থেকে মোট কয়টি পাঠ গোনা হবে"),
    ("inbox --links", "একটি মন্তব্যে কয়টি লিংক"),
    ("inbox --foreign-links", "বাংলা অক্ষর নেই এমন মন্তব্যে কয়টি লিংক"),
    ("new", "নতুন সাইট, প্রতিবেদন, পাতা বা বিভাগ তৈরি করে"),
    ("new site", "প্রথম প্রতিবেদনসহ নতুন সাইট"),
    (
        "new site DIR",
        "সাইটের ফোল্ডার; খালি হতে হবে, অথবা শুধু ডট-ফাইল (যেমন .git), README ও LICENSE থাকতে পারে",
    ),
    ("new article", "নতুন প্রতিবেদন; ফাইলের নাম হয় শিরোনামের রোমান বানানে"),
    ("new article TITLE", "শিরোনাম"),
    (
        "new article --section",
        "বিভাগের পথ, যেমন bangladesh/dhaka (না দিলে মেনুর প্রথম বিভাগ)",
    ),
    ("new article --folder", "ছবিসহ প্রতিবেদনের জন্য index.md-সহ ফোল্ডার"),
    ("new page", "নতুন পাতা, যেমন যোগাযোগ; মেনু বা নিচের অংশ থেকে যার লিংক দেওয়া যায়"),
    ("new page TITLE", "পাতার শিরোনাম"),
    ("new page --slug", "ঠিকানা, যেমন contact (না দিলে শিরোনামের রোমান বানান)"),
    (
        "new cms",
        "GitHub বা GitLab-এর ভান্ডারে রাখা সাইটের জন্য ব্রাউজারে লেখার ব্যবস্থা, static/admin/-এ",
    ),
    ("new cms KIND", "sveltia"),
    ("new cms --repo", "ভান্ডার: মালিক/নাম"),
    ("new cms --host", "ভান্ডার কোথায়: github বা gitlab"),
    ("new cms --branch", "যে শাখা প্রকাশিত হয়"),
    ("new cms --review", "সম্পাদক না নেওয়া পর্যন্ত লেখা পুল রিকোয়েস্টে থাকে"),
    ("new workflow", "যে সময়সূচি সাইট তৈরি করে হোস্টে পাঠায়"),
    ("new workflow KIND", "github, gitlab বা cron"),
    ("new workflow --target", "গন্তব্য: [deploy.NAME]-এর NAME (না দিলে একমাত্রটি)"),
    (
        "new workflow --from",
        "khobor যেখান থেকে নামানো হবে: .tar.gz-এর https ঠিকানা (না দিলে khobor.toml-এর [workflow] khobor)",
    ),
    ("new workflow --sha256", "আর্কাইভের SHA-256 (না দিলে [workflow] sha256)"),
    ("new theme", "সাইটের নিজের থিম, themes/-এর ভেতরে"),
    ("new theme NAME", "থিমের নাম: ইংরেজি অক্ষর, অঙ্ক ও হাইফেন"),
    ("new theme --from", "যে থিম বদলানো হবে; না দিলে থিমটি খালি থেকে শুরু"),
    ("theme", "ভেতরের থিমের ফাইল দেখায়"),
    ("theme show", "ভেতরের থিমের একটি ফাইল ছাপে; ফাইলের নাম না দিলে সব ফাইলের তালিকা"),
    (
        "theme show FILE",
        "যেমন potrika/templates/article.html, article.html, বা পাতার কোনো শব্দের নাম: home",
    ),
    ("guide", "বাংলা সহায়িকা"),
    ("guide TOPIC", "বিষয়, বাংলায় বা ইংরেজিতে; না দিলে বিষয়গুলোর তালিকা"),
    ("new section", "নতুন বিভাগ"),
    ("new section PATH", "বিভাগের পথ, যেমন bangladesh/khulna"),
    ("new section --title", "বিভাগের নাম; না দিলে পথের শেষ অংশ"),
    ("related", "একটি প্রতিবেদনের সম্পর্কিত প্রতিবেদন দেখায়"),
    ("related PATH", "প্রতিবেদন: তার ঠিকানা, বিভাগ/নাম, বা উৎস ফাইল"),
    ("related --why", "কোনটি কেন বাছাই হয়েছে"),
    ("related --all", "সব প্রতিবেদন, প্রতি লাইনে একটি JSON অবজেক্ট"),
    ("related --limit", "প্রতি তালিকায় কয়টি"),
    ("search", "তৈরি সাইটে অনুসন্ধান করে, অনুসন্ধানের পাতা যেমন করে"),
    ("search QUERY", "শব্দ, বাংলা বা রোমান হরফে; উদ্ধৃতিচিহ্নে বাক্যাংশ"),
    ("search --out", "তৈরি সাইট (না দিলে সাইটের public/)"),
    ("search --section", "শুধু এই বিভাগ, পথ দিয়ে"),
    ("search --author", "শুধু এই লেখক"),
    ("search --limit", "সর্বোচ্চ কয়টি; ১০"),
    ("import", "অন্য সাইটের পাতা, সার্ভারের লগ বা পাঠকসংখ্যার রপ্তানি আনে"),
    ("import page", "অন্য সাইটের প্রতিবেদনের পাতা থেকে কপি করা লেখা"),
    ("import page FILES", "টেক্সট ফাইলগুলো"),
    ("import page --to", "প্রতিবেদন যেখানে যাবে (না দিলে সাইটের content/SECTION/)"),
    (
        "import page --date",
        "প্রতিবেদনের তারিখ, RFC 3339 বা বাংলা পত্রিকায় যেভাবে লেখা হয় (না দিলে এই মুহূর্ত)",
    ),
    ("import page --section", "বিভাগ, পাতায় লেখা না থাকলে: তার পথ বা নাম"),
    ("import page --title", "শিরোনাম, পাতায় কোন লাইনটি তা বোঝা না গেলে"),
    ("import page --bijoy", "লেখা বিজয়/সুতন্বী এমজে (ANSI) বিন্যাসে"),
    ("import log", "ওয়েবসার্ভারের লগ, সাধারণ বা gzip, data/popular.toml ফাইলে"),
    ("import log FILES", "লগ ফাইলগুলো"),
    (
        "import views",
        "khobor inbox-এর পাঠকসংখ্যা, কিংবা GoatCounter, Plausible, Umami, Matomo, Google Analytics-এর রপ্তানি, যেকোনো CSV বা JSON সারণি, data/popular.toml ফাইলে",
    ),
    (
        "import views FILES",
        "রপ্তানি করা ফাইল: CSV, TSV বা JSON, সাধারণ বা gzip; না দিলে বাক্স থেকে",
    ),
    (
        "import views --from",
        "যে khobor inbox পাঠ গোনে: তার ঠিকানা, অথবা এই কম্পিউটারে তার ফাইল (না দিলে [popular] endpoint)",
    ),
    (
        "import views --secrets",
        "TOKEN=… লেখা ফাইল, যা শুধু মালিক পড়তে পারেন (না দিলে পরিবেশ চলক KHOBOR_INBOX_TOKEN)",
    ),
    (
        "import views --columns",
        "কলামের নাম থেকে বোঝা না গেলে কোনটি কী: path=URL,views=Hits,date=Day,hour=Hour,visitor=ID",
    ),
    (
        "import views --days",
        "তারিখ ছাড়া সারির দিন: 2026-11-01..2026-11-30, বা একটি দিন",
    ),
    ("deploy", "সাইট তৈরি করে khobor.toml-এর হোস্টে ([deploy.NAME]) পাঠায়"),
    ("deploy NAME", "গন্তব্য: [deploy.NAME]-এর NAME (না দিলে একমাত্রটি)"),
    ("deploy --dry-run", "কিছু না করে শুধু কী কী করা হবে, তা দেখায়"),
    ("deploy --from", "নতুন করে তৈরি না করে এই তৈরি ফোল্ডারটি পাঠায়"),
    (
        "deploy --allow-deletes",
        "সর্বোচ্চ কয়টি ফাইল মোছা যাবে (না দিলে ২৫৬ বা ১০ শতাংশ, যেটি বেশি)",
    ),
    ("deploy --adopt", "হোস্টে khobor-এর রাখা নয় এমন ফাইলও বদলানো যাবে"),
    ("deploy --profile", "এই হোস্টের সীমা মানা ও তার ফাইল লেখা (না দিলে ধরন অনুযায়ী)"),
    ("deploy --rollback", "আগের সংস্করণে ফেরে"),
    (
        "deploy --watch",
        "চালু থাকে: নির্ধারিত প্রতিটি মুহূর্তে ও প্রতিটি পরিবর্তনের পর পাঠায়",
    ),
    ("due", "যেসব মুহূর্তে সাইট নিজে থেকে বদলায়"),
    ("due --next", "শুধু পরের মুহূর্তটি"),
    ("due --days", "সামনের কয় দিন"),
    ("build --theme", "khobor.toml-এর থিমের বদলে এই থিম"),
    ("card", "প্রতিবেদনের শিরোনাম ছবির ওপর বসিয়ে ফটোকার্ড আঁকে: লিংক, বর্গাকার, লম্বা"),
    ("card PATH", "প্রতিবেদন: ঠিকানা, section/slug বা উৎস ফাইল"),
    ("card --shape", "wide (1200x630), square (1080x1080) বা tall (1080x1350)"),
    ("card --out", "যে ফাইলে লেখা হবে, .jpg বা .png; না দিলে প্রতিবেদনের নামে"),
    ("card --drafts", "খসড়াও ধরে"),
    ("clean --pictures", "ছবির তৈরি মাপগুলোও মোছে: পরের বার সব নতুন করে তৈরি হবে"),
    ("guide", "বাংলা নির্দেশিকা দেখায়"),
    ("guide TOPIC", "বিষয়, বাংলায় বা ইংরেজিতে; না দিলে বিষয়ের তালিকা"),
    ("new theme", "সাইটের নিজের থিম, themes/ ফোল্ডারে"),
    ("new theme NAME", "নাম: ইংরেজি অক্ষর, অঙ্ক ও হাইফেন"),
    ("new theme --from", "যে থিম বদলানো হবে; না দিলে থিম শুরু হয় খালি"),
    (
        "pictures",
        "সাইট তৈরির আগেই সব ছবির সব মাপ তৈরি করে; যা আছে থাকে, থেমে যাওয়া কাজ আবার চলে",
    ),
    ("pictures --dry-run", "কয়টি তৈরি হবে শুধু তা গোনে ও সময়ের আন্দাজ দেয়"),
    ("theme", "সঙ্গে দেওয়া থিমের ফাইল"),
    ("theme show", "সঙ্গে দেওয়া থিমের একটি ফাইল দেখায়; FILE না দিলে সব ফাইলের তালিকা"),
    (
        "theme show FILE",
        "যেমন potrika/templates/article.html, article.html বা লেখার চাবি: home",
    ),
    (
        "import wordpress",
        "ওয়ার্ডপ্রেসের পুরো সাইট: প্রতিবেদন, পাতা, লেখক, বিভাগ, মন্তব্য, ছবি, ঠিকানা",
    ),
    (
        "import wordpress FILES",
        "রপ্তানি করা ফাইল: .xml, .xml.gz, .zip, এগুলোর ফোল্ডার, কিংবা আদর্শ ইনপুটের জন্য -",
    ),
    ("import wordpress --uploads", "পুরোনো সাইটের uploads: ফোল্ডার, zip বা tar"),
    (
        "import wordpress --fetch",
        "আপলোডে যে ছবি ও ফাইল নেই, তা পুরোনো সাইট থেকেই চেয়ে আনে",
    ),
    ("import wordpress --rate", "--fetch সেকেন্ডে কতবার চাইবে"),
    ("import wordpress --dry-run", "সব পড়ে, কিছু লেখে না, প্রতিবেদন দেখায়"),
    (
        "import wordpress --pictures",
        "কোন ছবি আসবে ও কোথায় থাকবে: পুরোনো ঠিকানায়, প্রতিবেদনের পাশে, নাকি uploads-এর সব",
    ),
    (
        "import wordpress --types",
        "সাইটের নিজস্ব যেসব ধরন আসবে, প্রতিটি নিজের নামের বিভাগে: video,epaper",
    ),
    (
        "import wordpress --hidden",
        "খসড়া, ব্যক্তিগত ও পাসওয়ার্ড দেওয়া প্রতিবেদনের কী হবে",
    ),
    (
        "import wordpress --map",
        "বিভাগ কোথায় যাবে, লেখকের নাম কী হবে, meta, ধরন ও শর্টকোডের কী হবে; --dry-run-এ ফাইলটি না থাকলে আমদানি যা করত তা লিখে দেয়",
    ),
    ("import wordpress --bijoy", "ফন্টের চিহ্ন ছাড়া বিজয়ের লেখা ইউনিকোড হবে কি না"),
    ("import wordpress --partial", "কাটা পড়া রপ্তানি থেকে যা পুরো আছে তা আনে"),
    (
        "import wordpress --report",
        "প্রতিবেদন যে ফাইলে যাবে (না দিলে সাইটের import-report.md)",
    ),
    (
        "import wordpress --again",
        "ওয়ার্ডপ্রেসে না বদলালেও আবার লেখে, কারণ khobor এখন ভালো পড়ে",
    ),
    ("import wordpress --withdraw", "রপ্তানিতে আর নেই এমন প্রতিবেদন খসড়া করে"),
    (
        "import disqus",
        "Disqus-এর মন্তব্য এই সাইটের প্রতিবেদনে, এখনকার ও আগের ঠিকানা ধরে",
    ),
    ("import disqus FILES", "রপ্তানি করা XML, সাধারণ বা gzip"),
    ("import disqus --dry-run", "সব পড়ে, কিছু লেখে না"),
    (
        "import blogger",
        "Blogger-এর ব্লগ: নিজের রপ্তানি বা Google Takeout-এর feed.atom",
    ),
    ("import blogger FILES", "রপ্তানি করা ফাইল"),
    ("import blogger --section", "যেসব প্রতিবেদনের বিভাগ নেই তাদের বিভাগ"),
    ("import blogger --dry-run", "সব পড়ে, কিছু লেখে না"),
    (
        "import blogger --report",
        "প্রতিবেদন যে ফাইলে যাবে (না দিলে সাইটের import-report.md)",
    ),
    (
        "import blogger --again",
        "রপ্তানিতে না বদলালেও আবার লেখে, কারণ khobor এখন ভালো পড়ে",
    ),
    ("import ghost", "Ghost-এর সাইট: JSON রপ্তানি"),
    ("import ghost FILES", "রপ্তানি করা ফাইল"),
    ("import ghost --section", "যেসব প্রতিবেদনের বিভাগ নেই তাদের বিভাগ"),
    ("import ghost --dry-run", "সব পড়ে, কিছু লেখে না"),
    (
        "import ghost --report",
        "প্রতিবেদন যে ফাইলে যাবে (না দিলে সাইটের import-report.md)",
    ),
    (
        "import ghost --again",
        "রপ্তানিতে না বদলালেও আবার লেখে, কারণ khobor এখন ভালো পড়ে",
    ),
    ("import hugo", "Hugo-র সাইট: তার ফোল্ডার"),
    ("import hugo FILES", "সাইটের ফোল্ডার"),
    ("import hugo --section", "যেসব প্রতিবেদনের বিভাগ নেই তাদের বিভাগ"),
    ("import hugo --dry-run", "সব পড়ে, কিছু লেখে না"),
    (
        "import hugo --report",
        "প্রতিবেদন যে ফাইলে যাবে (না দিলে সাইটের import-report.md)",
    ),
    ("import hugo --again", "সেখানে না বদলালেও আবার লেখে, কারণ khobor এখন ভালো পড়ে"),
    ("import jekyll", "Jekyll-এর সাইট: তার ফোল্ডার"),
    ("import jekyll FILES", "সাইটের ফোল্ডার"),
    ("import jekyll --section", "যেসব প্রতিবেদনের বিভাগ নেই তাদের বিভাগ"),
    ("import jekyll --dry-run", "সব পড়ে, কিছু লেখে না"),
    (
        "import jekyll --report",
        "প্রতিবেদন যে ফাইলে যাবে (না দিলে সাইটের import-report.md)",
    ),
    (
        "import jekyll --again",
        "সেখানে না বদলালেও আবার লেখে, কারণ khobor এখন ভালো পড়ে",
    ),
    ("explain", "বার্তার কোড ব্যাখ্যা করে, যেমন KH0201"),
    ("explain CODE", "কোড; না দিলে সব কোড"),
    ("bn", "বাংলা ভাষার ফাংশন পরখ করা: প্রতি লাইনে একটি ইনপুট, প্রতি লাইনে একটি ফল"),
    ("bn OP", "প্রতি লাইন নিয়ে যা করা হবে"),
    (
        "bn --escaped",
        "`\\uXXXX` পড়া ও লেখা, যাতে অদৃশ্য অক্ষর দেওয়া ও দেখা যায় (nfc, canonical, clean, key)",
    ),
    ("bn --edition", "কোন দেশের রীতি: bd (বাংলাদেশ) বা wb (পশ্চিমবঙ্গ)"),
    (
        "bn --form",
        "টাকার অঙ্ক যেভাবে লেখা হবে: cldr (৫০০.০০৳), prefix (৳৫০০), word (৫০০ টাকা)",
    ),
    (
        "bn --style",
        "তারিখ যেভাবে লেখা হবে: date_news, date_weekday, datetime_news, time_words, time_24, month_year, date_short, cldr_long",
    ),
    ("bn --tz", "যে সময় অঞ্চলে মুহূর্ত লেখা হবে"),
    ("bn --place", "তারিখের লাইনের শুরুতে স্থান; না দিলে সংস্করণ অনুযায়ী ঢাকা বা কলকাতা"),
    (
        "bn --calendar",
        "পঞ্জিকার নাম না থাকলে: gregorian, bangla-bd, bangla-wb বা hijri-bd",
    ),
    ("bn --clusters", "ছাঁটা লেখায় সর্বোচ্চ কয়টি অক্ষর (পাঠক যেভাবে গোনেন)"),
    ("bn --wpm", "মিনিটে কয়টি শব্দ, reading-time-এর জন্য"),
    ("completions", "শেলের জন্য স্বয়ংক্রিয় পূরণের স্ক্রিপ্ট"),
    ("completions SHELL", "bash, zsh, fish, elvish বা powershell"),
];

const AFTER: &str = "প্রস্থান কোড: 0 সব ঠিক আছে, 1 সাইটে কিছু ভুল আছে (কিছু প্রকাশিত হয়নি), 2 নির্দেশটি বোঝা যায়নি।";
const TEMPLATE: &str = "{about-with-newline}\nব্যবহার: {usage}\n\n{all-args}{after-help}";

/// The fixed words that clap itself prints, and what stands in their place.
const WORDS: &[(&str, &str)] = &[
    ("[OPTIONS]", "[বিকল্প]"),
    ("<COMMAND>", "<কমান্ড>"),
    ("[COMMAND]", "[কমান্ড]"),
    ("[default: ", "[না দিলে: "),
    ("[possible values: ", "[সম্ভাব্য মান: "),
    ("Possible values:", "সম্ভাব্য মান:"),
];

/// The same command line with Bengali help.
pub(super) fn translated(command: Command) -> Command {
    let version = command.get_version().map(str::to_owned);
    let command = one(command, "").after_help(AFTER);
    match version {
        None => command,
        Some(_) => {
            let arg = Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version);
            command
                .disable_version_flag(true)
                .arg(arg.help("সংস্করণ").help_heading("বিকল্প"))
        }
    }
}

fn one(command: Command, path: &str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("কমান্ড")
        .subcommand_value_name("কমান্ড");
    if let Some(text) = text(path) {
        command = command.about(text).long_about(None);
    }
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() {
            "আর্গুমেন্ট"
        } else {
            "বিকল্প"
        };
        let named = name(path, &arg);
        let arg = arg.help_heading(heading);
        match text(&named) {
            Some(text) => arg.help(text).long_help(None),
            None => arg,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for below in names {
        let path = if path.is_empty() {
            below.clone()
        } else {
            format!("{path} {below}")
        };
        command = command.mut_subcommand(below, |c| one(c, &path));
    }
    command.arg(help.help("এই সাহায্য").help_heading("বিকল্প"))
}

/// How the table names an argument: `build --out`, `search QUERY`.
fn name(path: &str, arg: &Arg) -> String {
    let own = match arg.get_long() {
        Some(long) => format!("--{long}"),
        None => arg.get_id().as_str().to_ascii_uppercase(),
    };
    if path.is_empty() || arg.is_global_set() {
        own
    } else {
        format!("{path} {own}")
    }
}

fn text(name: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
}

/// Puts Bengali words in the place of clap's own.
pub(super) fn words(help: &str) -> String {
    WORDS
        .iter()
        .fold(help.to_owned(), |text, (en, bn)| text.replace(en, bn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    fn names(command: &Command, path: &str, all: &mut BTreeSet<String>) {
        all.insert(path.to_owned());
        let args = command.get_arguments().filter(|a| !a.is_hide_set());
        all.extend(
            args.filter(|a| !matches!(a.get_id().as_str(), "help" | "version"))
                .map(|a| name(path, a)),
        );
        for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
            names(below, format!("{path} {}", below.get_name()).trim(), all);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_bengali_text() {
        let mut all = BTreeSet::new();
        names(&Cli::command(), "", &mut all);
        let written: BTreeSet<String> = TEXTS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(
            all.difference(&written).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "without a Bengali text"
        );
        assert_eq!(
            written.difference(&all).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "of nothing"
        );
    }

    #[test]
    fn help_is_in_bengali() {
        let mut command = translated(Cli::command());
        let help = words(&command.render_long_help().to_string());
        assert!(
            help.contains("ব্যবহার: khobor [বিকল্প] <কমান্ড>") && help.contains("সাইট তৈরি করে"),
            "{help}"
        );
        for word in ["Usage", "Options", "Commands", "Print", "possible", "default"] {
            assert!(!help.contains(word), "{word} in\n{help}");
        }
    }
}
