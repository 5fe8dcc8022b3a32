//! Runs a target without cargo-fuzz and without a nightly compiler: `drive TARGET SECONDS [SEED]`. Inputs are the seeds below, cut,
//! joined and changed at random; the same seed makes the same inputs. A panic ends the run with the input in a file.

use khobor_fuzz::TARGETS;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Pieces of which inputs are put together: what the parsers look for, and what breaks texts.
const PIECES: &[&str] = &[
    "খবর",
    "শিরোনাম",
    "তারিখ",
    "নিজস্ব প্রতিবেদক",
    "প্রকাশ: ",
    "আপডেট : ",
    "১২ আগস্ট ২০২৪",
    "২৮ শ্রাবণ ১৪৩১",
    "Published on ",
    "By ",
    "Home",
    "হোম",
    "জাতীয়",
    "আরও পড়ুন",
    "RELATED ARTICLES",
    " » ",
    " › ",
    "।",
    "॥",
    "৷",
    "|",
    "?",
    "!",
    "…",
    "...",
    "ঃ",
    ":",
    ";",
    ",",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "`",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "&",
    "#",
    "*",
    "_",
    "~",
    "^",
    "\\",
    "/",
    "-",
    "–",
    "—",
    "ড. ",
    "মো. ",
    "এ. কে. এম. ",
    "১.",
    "২)",
    "ক্ষ",
    "ক্",
    "র্",
    "র‍্য",
    "্য",
    "্",
    "়",
    "য়",
    "ড়",
    "ঢ়",
    "ৎ",
    "ং",
    "ঁ",
    "া",
    "ি",
    "ী",
    "ু",
    "ূ",
    "ৃ",
    "ে",
    "ৈ",
    "ো",
    "ৌ",
    "\u{200c}",
    "\u{200d}",
    "\u{200b}",
    "\u{feff}",
    "\u{a0}",
    "\u{202e}",
    "\u{2060}",
    "\u{0}",
    "\u{1a}",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "    ",
    " ",
    "০",
    "৯",
    "0",
    "9",
    "১২,৩৪,৫৬৭",
    "1e999",
    "-1",
    "99999999999999999999",
    "৳",
    "%",
    "কোটি",
    "লাখ",
    "দেড় ",
    "সাড়ে ",
    "title = ",
    "date = ",
    "tags = [",
    "authors: ",
    "draft: no",
    "= '''",
    "\"\"\"",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!!str ",
    "|-",
    "+++\n",
    "---\n",
    "```\n",
    "~~~\n",
    "$$",
    "{{<",
    "/>}}",
    "{{%",
    "%}}",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<iframe",
    "<![CDATA[",
    "<a href=\"javascript:alert(1)\">",
    "![](",
    "](",
    "http://",
    "https://খবর.বাংলা/ক?খ=গ#ঘ",
    "www.",
    "[^1]",
    "[^1]: ",
    "| --- |",
    "> ",
    "- [ ] ",
    "Avwg evsjvq Mvb MvB",
    "†m",
    "wK",
    "jø",
    "¤ø",
    "Íæ",
    "ÿ",
    "š",
    "¨",
    "©",
    "[[comment]]\n",
    "id = \"c1\"\n",
    "name = ",
    "approved = true\n",
    "C++",
    "é",
    "ﷺ",
    "😀",
    "अ",
    "অ্যা",
    "এ্যা",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{0301}",
    "Ã Â¦",
    // What exports are made of.
    "<item>",
    "</item>",
    "<wp:post_type>post</wp:post_type>",
    "<content:encoded><![CDATA[",
    "]]>",
    "]]]]><![CDATA[>",
    "</content:encoded>",
    "<wp:postmeta><wp:meta_key>td_post_theme_settings</wp:meta_key><wp:meta_value>",
    "</wp:meta_value></wp:postmeta>",
    "<wp:comment><wp:comment_id>1</wp:comment_id>",
    "</wp:comment>",
    "<!-- wp:paragraph -->",
    "<!-- wp:image {\"id\":7} -->",
    "<!-- wp:block {\"ref\":7} /-->",
    "<!-- wp:embed {\"url\":\"",
    "\"} -->",
    "<!-- /wp:",
    "[gallery ids=\"1,2\"]",
    "[caption width=\"1\"]",
    "[/caption]",
    "[vc_row][vc_column_text]",
    "[vc_raw_html]",
    "[et_pb_text title=\"",
    "[su_box",
    "[embed]",
    "[/",
    "[[",
    "a:1:{",
    "s:11:\"td_subtitle\";",
    "s:9:\"",
    "\";",
    "i:0;",
    "O:8:\"stdClass\":1:{",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<em>",
    "</em>",
    "<del>",
    "<sup data-fn=\"a\">",
    "<ul><li>",
    "</li></ul>",
    "<ol start=\"5\"><li>",
    "</ol>",
    "<table><tr><td>",
    "<td rowspan=\"2\">",
    "</td></tr></table>",
    "<blockquote>",
    "</blockquote>",
    "<cite>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<h2 id=\"a\">",
    "</h2>",
    "<a href=\"#a\">",
    "</a>",
    "<figure><img src=\"/a.jpg\" alt=\"",
    "\"><figcaption>",
    "</figcaption></figure>",
    "<details><summary>",
    "</details>",
    "<br>",
    "<hr>",
    "<font face=\"SutonnyMJ\">",
    "</font>",
    "<span style=\"font-weight:700\">",
    "&nbsp;",
    "&lt;b&gt;",
    "<dl><dt>",
    "<dd>",
];

/// The generator xorshift64*.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// A new input: from pieces, or from one before with a few changes.
fn input(chance: &mut Chance, before: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = match chance.below(4) {
        0 => Vec::new(),
        _ => before.get(chance.below(before.len())).cloned().unwrap_or_default(),
    };
    for _ in 0..=chance.below(24) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(10) {
            0 if !bytes.is_empty() => drop(bytes.remove(at.min(bytes.len() - 1))),
            1 if !bytes.is_empty() => {
                let end = (at + chance.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => bytes.insert(at, chance.next() as u8),
            3 => {
                let end = (at + chance.below(40)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                let times = 1 + chance.below(4);
                (0..times).for_each(|_| drop(bytes.splice(at..at, again.iter().copied())));
            }
            4 if chance.below(50) == 0 => {
                let piece = PIECES[chance.below(PIECES.len())].repeat(1 + chance.below(300));
                bytes.splice(at..at, piece.bytes());
            }
            _ => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
        }
    }
    bytes.truncate(8 << 10);
    bytes
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let name = args.first().map(String::as_str).unwrap_or_default();
    let Some((_, target)) = TARGETS.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: drive TARGET [SECONDS [SEED]]; targets: {}", known.join(" "));
        std::process::exit(2);
    };
    let seconds = args.get(1).and_then(|s| s.parse().ok()).unwrap_or(300);
    let seed: u64 = args.get(2).and_then(|s| s.parse().ok()).unwrap_or(20_261_122);
    let mut chance = Chance(seed | 1);
    let mut before: Vec<Vec<u8>> = PIECES.iter().map(|piece| piece.as_bytes().to_vec()).collect();
    let (end, mut runs, mut slowest) = (Instant::now() + Duration::from_secs(seconds), 0u64, Duration::ZERO);
    while Instant::now() < end {
        let bytes = input(&mut chance, &before);
        let began = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_err() {
            let file = std::env::temp_dir().join(format!("khobor-fuzz-{name}-{runs}"));
            let _ = std::fs::write(&file, &bytes);
            eprintln!(
                "{name}: crash after {runs} runs: {}\n{}",
                file.display(),
                String::from_utf8_lossy(&bytes).escape_debug()
            );
            std::process::exit(1);
        }
        slowest = slowest.max(began.elapsed());
        runs += 1;
        // A few are kept to be changed further.
        if chance.below(8) == 0 {
            let at = chance.below(4096);
            if before.len() < 4096 {
                before.push(bytes);
            } else if let Some(place) = before.get_mut(at).filter(|_| at >= PIECES.len()) {
                *place = bytes;
            }
        }
    }
    println!(
        "{name}: {runs} runs, 0 crashes, slowest {} ms, seed {seed}",
        slowest.as_millis()
    );
}
