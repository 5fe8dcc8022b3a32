//! Bijoy (SutonnyMJ and its kin, "ANSI") to Unicode, for old archives.
//!
//! The font draws Bengali with the codes of Windows-1252, in the order of the eye: the vowel sign in front, the reph behind.
//! Here each cluster is gathered first and written in Unicode's order after. Rule: `bengali.md` section 1.

mod table;

use super::gate::{HASANTA, ZWNJ, canonical, is_bengali, is_bengali_letter, is_vowel_sign};
use table::{Kind, WINDOWS_1252, lookup};

/// Bijoy text, given as Windows-1252 characters, in Unicode: canonical, ready to publish.
///
/// Characters that the font does not redraw stay. English text comes out as nonsense: see [`looks_like`]. Never fails.
///
/// ```
/// use khobor::bengali::bijoy::to_unicode;
/// assert_eq!(to_unicode("Avgvi †mvbvi evsjv"), "আমার সোনার বাংলা");
/// assert_eq!(to_unicode("AvšÍwiK"), "আন্তরিক");
/// ```
pub fn to_unicode(text: &str) -> String {
    let mut writer = Writer::default();
    let mut codes = text.chars().map(as_windows_1252).peekable();
    let mut before = ' ';
    while let Some(code) = codes.next() {
        writer.take(code, before, codes.peek().copied().unwrap_or(' '));
        before = code;
    }
    writer.flush();
    canonical(&writer.out).into_owned()
}

/// [`to_unicode`] of the bytes of a file.
///
/// ```
/// assert_eq!(khobor::bengali::bijoy::from_bytes(b"\x86`k"), "দেশ");
/// ```
pub fn from_bytes(bytes: &[u8]) -> String {
    to_unicode(
        &bytes
            .iter()
            .map(|byte| as_windows_1252(char::from(*byte)))
            .collect::<String>(),
    )
}

fn as_windows_1252(code: char) -> char {
    let place = u32::from(code).wrapping_sub(0x80) as usize;
    WINDOWS_1252.get(place).copied().unwrap_or(code)
}

/// The cluster being gathered, and what is already written.
#[derive(Default)]
struct Writer {
    out: String,
    pre: Option<&'static str>,
    consonants: String,
    /// A hasanta waits for the next letter.
    open: bool,
    reph: bool,
    post: Option<&'static str>,
    signs: String,
}

impl Writer {
    fn take(&mut self, code: char, before: char, next: char) {
        let Some((kind, text)) = self.read(code, before, next) else {
            self.flush();
            return self.out.push(code);
        };
        match kind {
            Kind::Plain => {
                self.flush();
                self.out.push_str(text);
            }
            Kind::Pre => {
                self.flush();
                self.pre = Some(text);
            }
            Kind::Base | Kind::Half => self.letter(text, kind == Kind::Half),
            Kind::Phala => self.phala(text, next),
            Kind::Reph => self.reph = true,
            Kind::Post => self.post = self.post.or(Some(text)),
            Kind::Sign => self.signs.push_str(text),
        }
    }

    /// The code's part here: some depend on their neighbours, and what needs a letter beside it may have none.
    fn read(&self, code: char, before: char, next: char) -> Option<(Kind, &'static str)> {
        let found = match code {
            'Ð' if before == ' ' && next == ' ' => (Kind::Plain, "—"),
            // An ellipsis, unless a word ends in ৃ as পিতৃ and মাতৃ do.
            '…' if !is_letter(next) && before != 'Z' => return None,
            '‘' | '’' | '—' if !self.open => return None,
            _ if self.is_typographic(code, before, next) => return None,
            _ => self.by_neighbours(code, before).or_else(|| lookup(code))?,
        };
        let needs_letter = matches!(found.0, Kind::Phala | Kind::Reph | Kind::Post);
        let alone = !code.is_ascii() || (before == ' ' && next == ' ');
        // Punctuation whose code is also a vowel sign: a cluster has one vowel.
        let second = found.0 == Kind::Post && self.has_vowel() && matches!(code, '–' | '“' | '‚' | '„' | '…');
        if second || (needs_letter && self.consonants.is_empty() && alone) {
            None
        } else {
            Some(found)
        }
    }

    /// What the codes draw that stand for two things, as the letter in front of them has it.
    fn by_neighbours(&self, code: char, before: char) -> Option<(Kind, &'static str)> {
        let bare = self.consonants.is_empty() || self.post.is_some();
        let below = matches!(lookup(before), Some((Kind::Phala, _)));
        match code {
            'æ' if !bare && (below || TAKES_LOW_U.contains(before)) => Some((Kind::Post, "\u{09C1}")),
            'ø' if !bare && TAKES_LA.contains(before) => Some((Kind::Phala, "্ল")),
            'è' if !bare && matches!(before, 'Y' | '¶' | 'ÿ' | 'l') => Some((Kind::Phala, "্ণ")),
            'Í' if !self.open => Some((Kind::Base, "ত্ম")),
            '²' if !self.out.ends_with("তী") && !self.consonants.ends_with('ত') => Some((Kind::Base, "ক্ষ্ম")),
            _ => None,
        }
    }

    /// Whether the code is the sign that Windows-1252 has there: a bullet or trademark, not half a conjunct, because no
    /// letter follows; a fraction, degree or product of numbers, not a conjunct, because none begins a word.
    fn is_typographic(&self, code: char, before: char, next: char) -> bool {
        let follows = lookup(next).is_some_and(|(kind, _)| matches!(kind, Kind::Base | Kind::Phala));
        match lookup(code) {
            Some((Kind::Half, _)) => !follows,
            Some((Kind::Base, _)) if NUMERIC.contains(code) => {
                before.is_ascii_digit() || (code != '÷' && !is_letter(before) && self.pre.is_none())
            }
            _ => false,
        }
    }

    fn has_vowel(&self) -> bool {
        self.post.is_some() || matches!(self.pre, Some(pre) if pre != "ে")
    }

    fn letter(&mut self, text: &str, half: bool) {
        if !self.consonants.is_empty() && !self.open {
            self.flush();
        }
        self.consonants.push_str(text);
        self.open = half;
    }

    fn phala(&mut self, text: &str, next: char) {
        if self.consonants == "র" && text == "্য" {
            // র with ya-phala, not reph on য: র‍্যাব.
            self.consonants.push(super::gate::ZWJ);
        }
        if self.consonants.ends_with(HASANTA) {
            self.consonants.pop();
        }
        self.consonants.push_str(text);
        self.open = text == "্";
        if self.open && next == 'h' {
            // A hasanta typed in front of য is one that shows: উদ্‌যাপন.
            self.consonants.push(ZWNJ);
        }
    }

    fn flush(&mut self) {
        if self.reph {
            self.out.push_str("র্");
        }
        self.out.push_str(&self.consonants);
        let vowel = match (self.pre, self.post) {
            (Some("ে"), Some("া")) => "ো",
            (Some("ে"), Some("ৗ")) => "ৌ",
            (Some(pre), _) => pre,
            (None, post) => post.unwrap_or_default(),
        };
        self.out.push_str(vowel);
        self.out.push_str(&self.signs);
        let out = std::mem::take(&mut self.out);
        *self = Self { out, ..Self::default() };
    }
}

/// Codes after which ø draws the ল below them; elsewhere it is স্ন.
const TAKES_LA: &str = "KLMNPcdefgjklmn¯®¤í";

/// Codes whose letter has র in or under it, so that ু is drawn at its side (æ); elsewhere æ is ম্ন. The second parts of
/// conjuncts take it there as well.
const TAKES_LOW_U: &str = "iµÎå";

/// Codes of conjuncts that are signs of numbers in Windows-1252, and begin no word.
const NUMERIC: &str = "°±²³¼½¾×÷·";

/// Whether a code draws a letter or a part of one.
fn is_letter(code: char) -> bool {
    lookup(code).is_some_and(|(kind, _)| kind != Kind::Plain)
}

/// Codes that Bengali text in Bijoy is full of, always beside a letter, and other text of Windows-1252 lacks.
const SIGNATURE: &str = "†‡ˆ‰©¨ªÖ¯¶š¿";

/// Words no Bijoy text has and no English text lacks.
const ENGLISH: [&str; 12] = [
    "the", "of", "and", "to", "in", "is", "for", "was", "with", "on", "by", "The",
];

/// Whether a text reads like Bijoy: Windows-1252 without Bengali letters, with the font's signs among its letters, and nine
/// words of ten sound once converted. A guess: convert only on `encoding: bijoy` or an editor's word. Text without one of
/// the font's signs (a word or two of plain letters) is not recognised.
///
/// ```
/// use khobor::bengali::bijoy::looks_like;
/// assert!(looks_like("XvKvi iv¯Ívq e„wó ‡b‡g‡Q|"));
/// assert!(!looks_like("Rain in Dhaka’s streets — again…"));
/// assert!(!looks_like("ঢাকার রাস্তায় বৃষ্টি"));
/// ```
pub fn looks_like(text: &str) -> bool {
    let (mut letters, mut signs, mut foreign) = (0_usize, 0_usize, 0_usize);
    let mut codes = text.chars().map(as_windows_1252).peekable();
    let mut before = ' ';
    while let Some(code) = codes.next() {
        let beside = before.is_ascii_alphabetic() || codes.peek().is_some_and(char::is_ascii_alphabetic);
        letters += usize::from(lookup(code).is_some_and(|(kind, _)| kind != Kind::Plain));
        signs += usize::from(beside && SIGNATURE.contains(code));
        foreign += usize::from(is_bengali(code) || (code > '\u{2200}'));
        before = code;
    }
    foreign * 20 <= letters && signs > 0 && signs * 50 >= letters && !is_english(text) && mostly_sound(text)
}

fn is_english(text: &str) -> bool {
    let found = text.split_whitespace().filter(|word| ENGLISH.contains(word)).count();
    found * 20 > text.split_whitespace().count()
}

fn mostly_sound(text: &str) -> bool {
    let converted = to_unicode(text);
    let is_edge = |c: char| !is_bengali_letter(c) && c != ZWNJ && c != super::gate::ZWJ && !c.is_ascii_alphabetic();
    let (mut sound, mut all) = (0_usize, 0_usize);
    for word in converted.split(is_edge).filter(|word| !word.is_empty()) {
        all += 1;
        sound += usize::from(is_sound(word));
    }
    all > 0 && sound * 10 >= all * 9
}

/// Whether a word breaks none of the orphan rules: no sign at its start, none on another sign or a hasanta.
fn is_sound(word: &str) -> bool {
    let mut before = ' ';
    let mut sound = true;
    for letter in word.chars() {
        let sign = is_vowel_sign(letter) || letter == HASANTA;
        let taken = before == ' ' || is_vowel_sign(before) || before == HASANTA;
        sound &= !(letter.is_ascii() || (sign && taken));
        before = letter;
    }
    sound && before != HASANTA && before != ' '
}

#[cfg(test)]
mod tests {
    use super::{looks_like, to_unicode};

    #[test]
    fn hard_clusters() {
        for (from, to) in [
            ("†mŠi", "সৌর"),
            ("¯‹vDU", "স্কাউট"),
            ("i¨vwj", "র‍্যালি"),
            ("euvk", "বাঁশ"),
            ("eÜz‡Z¡", "বন্ধুত্বে"),
            ("Zx²", "তীক্ষ্ণ"),
            ("m~²", "সূক্ষ্ম"),
            ("AiæY", "অরুণ"),
            ("wbæ", "নিম্ন"),
            ("÷zwWI, gvZ…", "স্টুডিও, মাতৃ"),
            ("†cøU", "প্লেট"),
            ("‡øn", "স্নেহ"),
            ("cwi”Qbœ", "পরিচ্ছন্ন"),
            ("wkÿK", "শিক্ষক"),
            ("D`&hvcb", "উদ্‌যাপন"),
            ("ÒkvšÍÓ Ñ 25wU", "“শান্ত” – ২৫টি"),
            ("cwðg", "পশ্চিম"),
            ("eR©¨", "বর্জ্য"),
            ("gnjøv", "মহল্লা"),
            ("‡Kjøv", "কেল্লা"),
            ("wej−y", "বিল্লু"),
            ("A¤øxq", "অম্লীয়"),
            ("K‡jøvj", "কল্লোল"),
            ("kÎæ", "শত্রু"),
            ("åæ", "ভ্রু"),
            ("e¯Íæ", "বস্তু"),
            ("wKš‘ e¯‘", "কিন্তু বস্তু"),
            ("AvÍvi AvwÍK", "আত্মার আত্মিক"),
            ("welYè ¶zYè", "বিষণ্ণ ক্ষুণ্ণ"),
            ("†R¨vrøv", "জ্যোৎস্না"),
            ("i³øvZ", "রক্তস্নাত"),
            ("Dš§y³ c«`y¨æ", "উন্মুক্ত প্রদ্যুম্ন"),
        ] {
            assert_eq!(to_unicode(from), super::canonical(to), "{from}");
        }
    }

    #[test]
    fn stray_codes_stay_what_they_were() {
        assert_eq!(to_unicode("© 2015"), "© ২০১৫");
        assert_eq!(to_unicode(""), "");
        assert_eq!(to_unicode("wK ‡"), "কি ে");
        assert_eq!(to_unicode("• cÖ_g, 30° ZvcgvÎv"), "• প্রথম, ৩০° তাপমাত্রা");
        assert_eq!(to_unicode("2½ NÈv, 3×4 wgUvi™"), "২½ ঘণ্টা, ৩×৪ মিটার™");
        assert_eq!(to_unicode("wZwb ej‡jb… ‘bv’ Avwg—Zywg"), "তিনি বললেন… ‘না’ আমি—তুমি");
        assert_eq!(to_unicode("XvKv–PÆMÖvg"), "ঢাকা–চট্টগ্রাম");
    }

    #[test]
    fn detection() {
        assert!(looks_like("wbe©vPb Kwgkb ZvwiL w`‡q‡Q"));
        assert!(!looks_like("L’été à Paris, « déjà vu »"));
        assert!(!looks_like("© 2015 Daily News, all rights reserved"));
        assert!(!looks_like(""));
    }
}
