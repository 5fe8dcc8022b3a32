//! The usual names of sections, in Bengali and English, and their addresses.

use crate::bengali::gate;

/// The usual sections of a Bengali portal and their addresses.
const SECTIONS: &[(&str, &str)] = &[
    ("আন্তর্জাতিক", "international"),
    ("বিশ্ব", "world"),
    ("সারাবিশ্ব", "world"),
    ("বাংলাদেশ", "bangladesh"),
    ("জাতীয়", "national"),
    ("রাজনীতি", "politics"),
    ("অর্থনীতি", "economy"),
    ("বাণিজ্য", "business"),
    ("ব্যবসা", "business"),
    ("অর্থ-বাণিজ্য", "business"),
    ("অর্থ বাণিজ্য", "business"),
    ("শেয়ারবাজার", "share-market"),
    ("খেলা", "sports"),
    ("খেলাধুলা", "sports"),
    ("খেলার খবর", "sports"),
    ("ক্রিকেট", "cricket"),
    ("ফুটবল", "football"),
    ("বিনোদন", "entertainment"),
    ("প্রযুক্তি", "technology"),
    ("তথ্যপ্রযুক্তি", "technology"),
    ("তথ্য প্রযুক্তি", "technology"),
    ("বিজ্ঞান", "science"),
    ("বিজ্ঞান ও প্রযুক্তি", "science-technology"),
    ("শিক্ষা", "education"),
    ("শিক্ষাঙ্গন", "campus"),
    ("ক্যাম্পাস", "campus"),
    ("স্বাস্থ্য", "health"),
    ("মতামত", "opinion"),
    ("সম্পাদকীয়", "editorial"),
    ("উপসম্পাদকীয়", "op-ed"),
    ("জীবনযাপন", "lifestyle"),
    ("লাইফস্টাইল", "lifestyle"),
    ("জীবনধারা", "lifestyle"),
    ("ভ্রমণ", "travel"),
    ("সারাদেশ", "country"),
    ("সারা দেশ", "country"),
    ("দেশজুড়ে", "country"),
    ("দেশ", "country"),
    ("জেলা", "districts"),
    ("রাজধানী", "capital"),
    ("ঢাকা", "dhaka"),
    ("চট্টগ্রাম", "chattogram"),
    ("রাজশাহী", "rajshahi"),
    ("খুলনা", "khulna"),
    ("বরিশাল", "barishal"),
    ("সিলেট", "sylhet"),
    ("রংপুর", "rangpur"),
    ("ময়মনসিংহ", "mymensingh"),
    ("আইন-আদালত", "law"),
    ("আইন আদালত", "law"),
    ("আইন ও আদালত", "law"),
    ("অপরাধ", "crime"),
    ("ধর্ম", "religion"),
    ("ইসলাম", "islam"),
    ("সাহিত্য", "literature"),
    ("শিল্প-সাহিত্য", "literature"),
    ("সংস্কৃতি", "culture"),
    ("চাকরি", "jobs"),
    ("পরিবেশ", "environment"),
    ("কৃষি", "agriculture"),
    ("প্রবাস", "diaspora"),
    ("নারী", "women"),
    ("শিশু", "children"),
    ("ছবি", "photos"),
    ("ভিডিও", "video"),
    ("গণমাধ্যম", "media"),
    ("সাক্ষাৎকার", "interview"),
    ("ফিচার", "feature"),
    ("বিশেষ প্রতিবেদন", "special-report"),
    ("কলকাতা", "kolkata"),
    ("পশ্চিমবঙ্গ", "west-bengal"),
    ("ভারত", "india"),
    ("জেলার খবর", "districts"),
    ("মহানগর", "metropolis"),
    ("রাজ্য", "state"),
    ("বিদেশ", "world"),
    ("ধর্ম ও জীবন", "religion"),
    ("আইন ও অপরাধ", "crime"),
    ("তথ্য ও প্রযুক্তি", "technology"),
    ("লিড নিউজ", "lead-news"),
    ("সারাবাংলা", "country"),
    ("সারা বাংলা", "country"),
    ("গ্রামবাংলা", "country"),
    ("গ্রাম-গঞ্জ", "country"),
    ("মফস্বল", "country"),
    ("কর্পোরেট", "corporate"),
    ("করপোরেট", "corporate"),
    ("ইসলামী জীবন", "islam"),
    ("ইসলাম ও জীবন", "islam"),
    ("ধর্মচিন্তা", "religion"),
    ("সোশ্যাল মিডিয়া", "social-media"),
    ("এক্সক্লুসিভ", "exclusive"),
    ("প্রবাসের খবর", "diaspora"),
    ("বিশ্ব সংবাদ", "world"),
    ("আদালত", "law"),
    ("নির্বাচন", "election"),
    ("কলাম", "column"),
    ("প্রতিবেশী", "neighbours"),
    ("শীর্ষ খবর", "top-news"),
];

/// How portals name sections in English, where that is not the address.
const ENGLISH: &[(&str, &str)] = &[
    ("bangla", "bangladesh"),
    ("country news", "country"),
    ("district", "districts"),
    ("district news", "districts"),
    ("whole country", "country"),
    ("sport", "sports"),
    ("tech", "technology"),
    ("science and technology", "science-technology"),
    ("world news", "world"),
    ("law and court", "law"),
    ("editorial page", "editorial"),
];

/// The usual address of a section of this name.
pub(in crate::import) fn usual_slug(name: &str) -> Option<&'static str> {
    let key = gate::key(name);
    let slug = key.replace(' ', "-");
    let english = || ENGLISH.iter().find(|(title, _)| **title == key).map(|(_, slug)| *slug);
    let bengali = SECTIONS.iter().find(|(title, _)| gate::key(title) == key);
    let address = || SECTIONS.iter().find(|(_, own)| **own == slug);
    bengali.or_else(address).map(|(_, slug)| *slug).or_else(english)
}

/// The usual name of a section with this address.
pub(in crate::import) fn usual_title(slug: &str) -> Option<&'static str> {
    SECTIONS.iter().find(|(_, own)| *own == slug).map(|(title, _)| *title)
}

/// The usual names of sections, to part names that were run together.
pub(in crate::import) fn usual_names() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|(title, _)| *title)
}
