//! Is a log line's reader a person? A list of words that programs put into their user agent.

/// Words (lower case) that no browser's user agent holds.
const PROGRAM_WORDS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrap",
    "fetch",
    "curl",
    "wget",
    "python",
    "go-http-client",
    "java/",
    "okhttp",
    "libwww",
    "lwp-",
    "perl",
    "ruby",
    "php/",
    "guzzle",
    "axios",
    "node",
    "undici",
    "httpie",
    "postman",
    "insomnia",
    "headless",
    "phantomjs",
    "puppeteer",
    "playwright",
    "selenium",
    "cypress",
    "lighthouse",
    "pagespeed",
    "gtmetrix",
    "pingdom",
    "uptime",
    "monitor",
    "statuscake",
    "site24x7",
    "zabbix",
    "nagios",
    "check_http",
    "healthcheck",
    "kube-probe",
    "elb-health",
    "facebookexternalhit",
    "facebookcatalog",
    "meta-external",
    "whatsapp",
    "telegram",
    "skypeuripreview",
    "embedly",
    "preview",
    "prefetch",
    "prerender",
    "validator",
    "archive",
    "wayback",
    "heritrix",
    "nutch",
    "feed",
    "rss",
    "zgrab",
    "masscan",
    "nmap",
    "nikto",
    "sqlmap",
    "nuclei",
    "censys",
    "semrush",
    "ahrefs",
    "mediapartners",
    "adsbot",
    "google-read-aloud",
    "googleother",
    "google-extended",
    "gptbot",
    "chatgpt",
    "claude",
    "anthropic",
    "perplexity",
    "bytespider",
    "yandex.com/bots",
    "baiduspider",
    "duckduckgo-favicons",
    "apache-httpclient",
    "winhttp",
    "dalvik/1",
    "jakarta",
    "reqwest",
    "hyper/",
    "aiohttp",
    "httpx",
    "scrapy",
    "wordpress/",
    "http://",
    "https://",
];

/// Whether a user agent is a program's: empty, `-`, or with a telling word. Case does not matter. An address in it
/// (`+https://…`) tells a program too; browsers have none.
///
/// ```
/// use khobor::relate::agent::is_program;
/// assert!(is_program(b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"));
/// assert!(is_program(b"-"));
/// assert!(!is_program(b"Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"));
/// ```
pub fn is_program(agent: &[u8]) -> bool {
    let agent = agent.trim_ascii();
    if agent.len() < 5 {
        return true;
    }
    let lower = agent.get(..agent.len().min(1024)).unwrap_or(agent).to_ascii_lowercase();
    PROGRAM_WORDS
        .iter()
        .any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some() && !is_phone(&lower, word))
}

/// Cubot makes telephones whose name holds a telling word.
fn is_phone(lower: &[u8], word: &str) -> bool {
    let times = |w: &str| memchr::memmem::find_iter(lower, w).count();
    word == "bot" && times("cubot") == times("bot")
}

#[cfg(test)]
mod tests {
    use super::is_program;

    #[test]
    fn people_and_programs() {
        let people = [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) [FBAN/FBIOS;FBAV/440.0;FBDV/iPhone12,1]",
            "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; bn) Presto/2.12.423 Version/12.16",
            "Mozilla/5.0 (Linux; U; Android 12; bn-bd) UCBrowser/13.4 Mobile Safari/534.30",
        ];
        people.iter().for_each(|a| assert!(!is_program(a.as_bytes()), "{a}"));
        let programs = [
            "",
            "-",
            "curl/8.5.0",
            "WhatsApp/2.23.20.0 A",
            "facebookexternalhit/1.1",
            "python-requests/2.31",
            "Go-http-client/2.0",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
            "Mozilla/5.0 HeadlessChrome/120.0",
        ];
        programs.iter().for_each(|a| assert!(is_program(a.as_bytes()), "{a}"));
    }
}
