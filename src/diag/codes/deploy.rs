//! `KH07..`: deploying.

codes! {
    /// No such target.
    UNKNOWN_TARGET = "KH0701" Error {
        en: "no [deploy.{name}] in khobor.toml", "{suggestion}",
            "`khobor deploy NAME` takes the name of a [deploy.NAME] table.";
        bn: "khobor.toml-এ [deploy.{name}] নেই", "{suggestion}",
            "`khobor deploy NAME` একটি [deploy.NAME] অংশের নাম নেয়।";
    }
    /// Which target is not said.
    NO_TARGET = "KH0702" Error {
        en: "where to deploy is not said", "{advice}",
            "A target is a [deploy.NAME] table, for example kind = \"rsync\", host = \"example.org\", path = \"/var/www/site\". With exactly one table its name may be left out.";
        bn: "কোথায় আপলোড করতে হবে, তা বলা হয়নি", "{advice}",
            "গন্তব্য হলো একটি [deploy.NAME] অংশ, যেমন kind = \"rsync\", host = \"example.org\", path = \"/var/www/site\"। একটিই থাকলে নাম না বললেও চলে।";
    }
    /// A target's table is not right.
    INVALID = "KH0703" Error {
        en: "khobor.toml: {reason}", "",
            "A [deploy.NAME] table lacks a key that its kind needs, or a value has another type or is not one of the known words.";
        bn: "khobor.toml পড়া গেল না: {reason}", "",
            "[deploy.NAME] অংশে দরকারি কোনো কী নেই, অথবা কোনো মানের ধরন ভুল বা অজানা।";
    }
    /// A key that a target does not take.
    UNKNOWN_KEY = "KH0704" Error {
        en: "a deploy target of this kind takes no key `{key}`", "{suggestion}",
            "Each kind of host takes its own keys, so that a misspelt one cannot be lost in silence.";
        bn: "এ ধরনের গন্তব্যে `{key}` কী চলে না", "{suggestion}",
            "প্রতিটি ধরনের হোস্টের নির্দিষ্ট কী আছে; ভুল বানানের কী যেন নীরবে হারিয়ে না যায়।";
    }
    /// A value that could be taken for an option or a command.
    REFUSED = "KH0705" Error {
        en: "`{key}` = {value} is refused: {reason}", "",
            "Values for hosts, paths, branches and buckets go to programs and services. What could be taken for an option, a command or two things at once is refused, and secrets never stand in khobor.toml.";
        bn: "`{key}` = {value} নেওয়া হলো না: {reason}", "",
            "হোস্ট, পথ, শাখা ও বাকেটের মান অন্য প্রোগ্রামের কাছে যায়। যা বিকল্প বা আদেশ বলে ভুল হতে পারে তা নেওয়া হয় না; গোপন তথ্যও khobor.toml-এ থাকে না।";
    }
    /// A secret is missing or open to others.
    SECRET = "KH0706" Error {
        en: "secrets: {reason}", "Set the environment variable {variable}, or name a file with `secrets = \"…\"` that only you may read (chmod 600).",
            "Passwords and tokens come from the environment (KHOBOR_<NAME>_TOKEN, _PASSWORD, _USER, _ACCESS_KEY, _SECRET_KEY, _SESSION_TOKEN) or from a file with NAME=value lines and mode 0600. They are never printed.";
        bn: "গোপন তথ্য: {reason}", "পরিবেশ চলক {variable} বসান, অথবা `secrets = \"…\"` দিয়ে এমন ফাইলের নাম বলুন যা শুধু আপনি পড়তে পারেন (chmod 600)।",
            "পাসওয়ার্ড ও টোকেন আসে পরিবেশ চলক (KHOBOR_<NAME>_TOKEN, _PASSWORD, _USER, _ACCESS_KEY, _SECRET_KEY, _SESSION_TOKEN) বা 0600 ফাইল থেকে। এগুলো কখনো ছাপা হয় না।";
    }
    /// There is nothing to deploy.
    NOTHING = "KH0707" Error {
        en: "{folder} holds no front page (index.html): nothing was deployed", "Build the site first; look at what the build told.",
            "An empty or failed build is never deployed: it would take the site away.";
        bn: "{folder} ফোল্ডারে প্রথম পাতা (index.html) নেই: কিছুই আপলোড হয়নি", "আগে সাইট তৈরি করুন; তখন কী বলা হলো দেখুন।",
            "খালি বা ব্যর্থ সাইট কখনো আপলোড হয় না: তাতে চালু সাইট মুছে যেত।";
    }
    /// More than the host takes.
    LIMIT = "KH0708" Error {
        en: "{host} takes at most {limit} ({what}); the site has {found} {path}", "Nothing was sent. Choose a larger plan or another host, or make the site smaller.",
            "Hosts limit files, sizes and redirects. The limits are checked before anything is sent. `paid = true` tells khobor of a larger plan.";
        bn: "{host} সর্বোচ্চ {limit} নেয় ({what}); সাইটে আছে {found} {path}", "কিছুই পাঠানো হয়নি। বড় প্ল্যান বা অন্য হোস্ট নিন, অথবা সাইট ছোট করুন।",
            "হোস্টের ফাইল, আকার ও রিডাইরেক্টের সীমা থাকে; পাঠানোর আগেই তা যাচাই হয়। বড় প্ল্যান থাকলে `paid = true` লিখুন।";
    }
    /// A file that is never published.
    LEFT_OUT = "KH0709" Warning {
        en: "{path} was left out: keys, hidden files and links are never published", "Take it out of `static/`.",
            "`.env`, `.git`, private keys and symbolic links in the output are not sent to any host.";
        bn: "{path} বাদ দেওয়া হলো: চাবি, লুকানো ফাইল ও লিংক কখনো প্রকাশিত হয় না", "`static/` থেকে সরিয়ে ফেলুন।",
            "আউটপুটে থাকা `.env`, `.git`, ব্যক্তিগত চাবি ও সিমলিংক কোনো হোস্টে পাঠানো হয় না।";
    }
    /// Too many deletes.
    MASS_DELETE = "KH0710" Error {
        en: "the deploy would delete {count} of {held} files, more than {limit}: nothing was sent", "Look with --dry-run. If it is meant, allow it: --allow-deletes {count}.",
            "A wrong folder or a lost section would take much of the site away. Above max(256, 10 %) a deploy stops until it is told how many deletes are meant.";
        bn: "{held}টির মধ্যে {count}টি ফাইল মুছে যেত, সীমা {limit}: কিছুই পাঠানো হয়নি", "--dry-run দিয়ে দেখুন। ইচ্ছাকৃত হলে --allow-deletes {count} দিন।",
            "ভুল ফোল্ডার বা হারানো বিভাগে সাইটের বড় অংশ মুছে যেতে পারে। ২৫৬ ও ১০ শতাংশের মধ্যে যেটি বড়, তার বেশি মুছতে হলে স্পষ্ট করে বলতে হয়।";
    }
    /// Files of others are in the way.
    FOREIGN = "KH0711" Error {
        en: "{count} files at the host are not khobor's, for example {path}: nothing was sent", "If they may be replaced, run once with --adopt.",
            "khobor changes and deletes only files that it put there. Where another file stands in the place of a page, it must be told that it may take it over.";
        bn: "হোস্টে {count}টি ফাইল khobor-এর নয়, যেমন {path}: কিছুই পাঠানো হয়নি", "বদলানো চলে এমন হলে একবার --adopt দিয়ে চালান।",
            "khobor শুধু নিজের রাখা ফাইল বদলায় ও মোছে। পাতার জায়গায় অন্য ফাইল থাকলে নেওয়ার অনুমতি লাগে।";
    }
    /// The host or the line failed.
    FAILED = "KH0712" Error {
        en: "the deploy did not end: {reason}", "Readers see a whole site. Run the deploy again: it goes on where it was cut.",
            "The host, the line to it or this machine failed. Assets go first and deletes last, so that no page lacks its parts at any moment.";
        bn: "আপলোড শেষ হয়নি: {reason}", "পাঠক পূর্ণ সাইটই দেখছেন। আবার চালান: যেখানে থেমেছিল সেখান থেকে এগোবে।",
            "হোস্ট, সংযোগ বা এই কম্পিউটারে সমস্যা হয়েছে। আগে ছবি, স্টাইল ও স্ক্রিপ্ট, শেষে মোছা; তাই কোনো মুহূর্তেই পাতার অংশ কম পড়ে না।";
    }
    /// There is no release to go back to.
    NO_ROLLBACK = "KH0713" Error {
        en: "cannot go back: {reason}", "Build the earlier sources and deploy them.",
            "Releases are kept where `path` is a link or absent (kinds rsync and sftp): the last five.";
        bn: "আগের সংস্করণে ফেরা গেল না: {reason}", "আগের উৎস থেকে সাইট তৈরি করে আপলোড করুন।",
            "`path` লিংক হলে বা না থাকলে (rsync ও sftp) শেষ পাঁচটি সংস্করণ থাকে।";
    }
    /// Someone could not be reported the deploy.
    NOT_TOLD = "KH0714" Warning {
        en: "the site is deployed, but {whom} could not be told: {reason}", "",
            "WebSub hubs, IndexNow and purge programs are told after a deploy. When that fails the site is live all the same.";
        bn: "সাইট আপলোড হয়েছে, তবে {whom}-কে জানানো যায়নি: {reason}", "",
            "আপলোডের পরে WebSub, IndexNow ও ক্যাশ মোছার প্রোগ্রামকে জানানো হয়। ব্যর্থ হলেও সাইট চালু থাকে।";
    }
    /// A program is missing.
    TOOL = "KH0715" Error {
        en: "the program `{program}` is not installed", "Install it: rsync and sftp (OpenSSH) or git.",
            "rsync, sftp and git targets use the user's own programs, with the user's keys and configuration.";
        bn: "`{program}` প্রোগ্রামটি ইনস্টল করা নেই", "ইনস্টল করুন: rsync ও sftp (OpenSSH) বা git।",
            "rsync, sftp ও git গন্তব্যে ব্যবহারকারীর নিজের প্রোগ্রাম, চাবি ও সেটিংস কাজে লাগে।";
    }
    /// Another deploy is under way.
    BUSY = "KH0716" Error {
        en: "another deploy to {name} is under way on this machine", "Wait for it to end.",
            "Two deploys to one target at once would undo each other.";
        bn: "এই কম্পিউটারে {name}-এ আরেকটি আপলোড চলছে", "শেষ হতে দিন।",
            "এক গন্তব্যে একসঙ্গে দুটি আপলোড চললে একটি আরেকটিকে নষ্ট করে।";
    }
}
