//! Views: from the script's beacon to the list of the most popular stories, and what is not counted.

use crate::harness::{self, Site};
use crate::server::{Answer, Inbox, ORIGIN, TOKEN, percent};

const BROWSER: &str = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36";

/// A beacon from a page of the portal; `from` is what the proxy in front has seen.
fn beacon(inbox: &Inbox, from: &str, agent: &str, story: &str) -> Answer {
    let head = format!(
        "Origin: {ORIGIN}\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nUser-Agent: {agent}\r\n\
         X-Forwarded-For: {from}\r\n"
    );
    inbox.ask("POST /view", &head, &format!("p={}", percent(story)))
}

fn pixel(inbox: &Inbox, head: &str, story: &str) -> Answer {
    inbox.ask(&format!("GET /view?p={}", percent(story)), head, "")
}

fn inbox(more: &[&str]) -> Inbox {
    let mut options = vec!["--behind-proxy", "1"];
    options.extend(more);
    Inbox::with(&options, Some(TOKEN))
}

/// A site whose pages count.
fn site() -> Site {
    let config = format!(
        "{}[popular]\nendpoint = \"https://montobbo.kagoj.example/view\"\n",
        harness::CONFIG
    );
    let stories = ["ক", "খ", "গ", "ঘ"];
    let site = Site::new().file("khobor.toml", &config);
    stories
        .iter()
        .fold(site, |site, name| site.story(name, &format!("খবর {name}"), "লেখা।"))
}

fn import(inbox: &Inbox, site: &Site) -> String {
    let secrets = site.path("secrets");
    std::fs::write(&secrets, format!("TOKEN={TOKEN}\n")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let secrets = secrets.to_str().unwrap();
    let words = ["import", "views", "--from", &inbox.address(), "--secrets", secrets];
    site.run(&words).ok().stdout
}

/// The headlines of the most popular stories, in order.
fn popular(site: &Site) -> Vec<String> {
    let page = site.read("public/popular/index.html");
    let main = page.split("<main").nth(1).unwrap().split("</main").next().unwrap();
    let mut found: Vec<(usize, String)> = ["ক", "খ", "গ", "ঘ"]
        .iter()
        .filter_map(|name| Some((main.find(&format!("খবর {name}"))?, (*name).to_owned())))
        .collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_view_goes_from_the_page_to_the_most_popular_list() {
    let site = site();
    site.build();
    let page = site.read("public/desh/খ/index.html");
    // What the page sends, read from the page itself.
    let (_, element) = page.split_once("<script defer src=\"/_views/send.js\"").unwrap();
    let attribute = |name: &str| {
        let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
        harness::html::decode(rest.split('"').next().unwrap())
    };
    assert_eq!(attribute("data-to"), "https://montobbo.kagoj.example/view");
    let story = attribute("data-story");
    assert_eq!(story, "/desh/খ/");
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = harness::html::decode(policy.split('"').next().unwrap());
    for directive in ["connect-src", "img-src"] {
        let sources = policy.split(directive).nth(1).unwrap().split(';').next().unwrap();
        assert!(sources.contains("https://montobbo.kagoj.example"), "{policy}");
    }
    assert!(
        !site.read("public/index.html").contains("_views/"),
        "lists are not counted"
    );
    assert!(site.read("public/_views/send.js").contains("sendBeacon"));

    let inbox = inbox(&["--stories", site.path("public").to_str().unwrap()]);
    for n in 0..5 {
        assert_eq!(beacon(&inbox, &format!("198.51.100.{n}"), BROWSER, &story).status, 204);
    }
    for n in 0..3 {
        assert_eq!(
            beacon(&inbox, &format!("198.51.100.{n}"), BROWSER, "/desh/গ/").status,
            204
        );
    }
    let said = import(&inbox, &site);
    assert!(said.contains("8 views counted, of 2 stories"), "{said}");
    site.build();
    assert_eq!(popular(&site)[..2], ["খ", "গ"]);
    // Reading again counts nothing twice; new views count.
    let before = site.read("data/popular.toml");
    import(&inbox, &site);
    assert_eq!(site.read("data/popular.toml"), before);
    for n in 10..20 {
        beacon(&inbox, &format!("198.51.100.{n}"), BROWSER, "/desh/গ/");
    }
    import(&inbox, &site);
    site.build();
    assert_eq!(popular(&site)[..2], ["গ", "খ"]);
    // Nothing of a visitor is on any disk.
    for trace in ["198.51.100", "Android 13"] {
        assert_eq!(inbox.files_with(&site, trace), Vec::<String>::new(), "{trace}");
    }
}

#[test]
fn without_an_endpoint_pages_say_nothing_to_anybody() {
    let site = Site::new().story("a", "খবর", "লেখা।");
    site.build();
    assert!(!site.exists("public/_views/send.js"));
    assert!(!site.read("public/desh/a/index.html").contains("_views"));
    let odd = format!("{}[popular]\nendpoint = \"ftp://x.example/view\"\n", harness::CONFIG);
    let site = site.file("khobor.toml", &odd);
    assert!(site.run(&["build"]).fails().stderr.contains("popular.endpoint"));
    let none = Site::new().story("a", "খবর", "লেখা।").run(&["import", "views"]).fails();
    assert!(none.stderr.contains("--from"), "{}", none.stderr);
}

#[test]
fn what_is_no_reader_is_not_counted() {
    let site = site();
    let inbox = inbox(&[]);
    let from = |n: u32| format!("X-Forwarded-For: 198.51.100.{n}\r\nUser-Agent: {BROWSER}\r\n");
    let own = "Referer: https://kagoj.example/\r\n";
    let answer = pixel(&inbox, &(from(1) + own), "/desh/ক/");
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/gif"));
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
    // The same reader again, a robot, a page fetched in advance, nobody's name, and HEAD: answered, not counted.
    assert_eq!(pixel(&inbox, &(from(1) + own), "/desh/ক/").status, 200);
    let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    assert_eq!(beacon(&inbox, "198.51.100.2", robot, "/desh/ক/").status, 204);
    assert_eq!(beacon(&inbox, "198.51.100.3", "-", "/desh/ক/").status, 204);
    let early = from(4) + own + "Sec-Purpose: prefetch;prerender\r\n";
    assert_eq!(pixel(&inbox, &early, "/desh/ক/").status, 200);
    assert_eq!(
        inbox.ask("HEAD /view?p=/desh/%E0%A6%95/", &(from(5) + own), "").status,
        200
    );
    // Other sites' pages, no story, paths out, and other methods: refused.
    let foreign = from(6) + "Referer: https://evil.example/\r\n";
    assert_eq!(pixel(&inbox, &foreign, "/desh/ক/").status, 403);
    assert_eq!(pixel(&inbox, &from(6), "/desh/ক/").status, 403);
    for odd in ["", "/", "/../etc/", "/a//b/", "/a\nb/", "/a?b/"] {
        assert_eq!(pixel(&inbox, &(from(7) + own), odd).status, 404, "{odd:?}");
    }
    assert_eq!(inbox.ask("DELETE /view", &(from(8) + own), "").status, 405);
    let plain = from(8) + "Origin: https://kagoj.example\r\nContent-Type: text/plain\r\n";
    assert_eq!(inbox.ask("POST /view", &plain, "p=/desh/a/").status, 415);
    let form = from(8) + "Origin: https://kagoj.example\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    assert_eq!(inbox.ask("POST /view", &form, &"x".repeat(5000)).status, 413);
    assert_eq!(inbox.ask("POST /view", &form, "p=%ff").status, 400);
    // A story that is not there is kept, and reported when it is imported.
    assert_eq!(beacon(&inbox, "198.51.100.9", BROWSER, "/desh/nei/").status, 204);
    let said = import(&inbox, &site);
    assert!(
        said.contains("2 rows: 1 view counted, of 1 story") && said.contains("other pages 1"),
        "{said}"
    );
    let counted = inbox.stop();
    assert!(
        counted.contains("views 2") && counted.contains("view-again 1"),
        "{counted}"
    );
}

#[test]
fn views_are_bounded_by_address_and_outlive_a_stop() {
    let inbox = inbox(&["--views-per-address", "4", "--views-per-minute", "1000"]);
    let status: Vec<u16> = (0..6)
        .map(|n| beacon(&inbox, "198.51.100.1", BROWSER, &format!("/desh/{n}/")).status)
        .collect();
    assert_eq!(status, [204, 204, 204, 204, 429, 429]);
    // Views have rates of their own: the reader may still comment.
    assert_eq!(inbox.comment("desh/ক", "রহিমা", "ভালো।").status, 303);
    for path in ["/views", "/views?after=0"] {
        assert_eq!(inbox.ask(&format!("GET {path}"), "", "").status, 401);
    }
    // The file of an inbox on this machine, after it was asked to stop.
    let site = site();
    let copy = site.path("inbox.db");
    beacon(&inbox, "198.51.100.2", BROWSER, "/desh/ক/");
    let db = inbox.db();
    let kept = inbox.stop_and(|| std::fs::copy(&db, &copy).map(drop));
    assert!(kept.is_ok());
    let said = site
        .run(&["import", "views", "--from", copy.to_str().unwrap()])
        .ok()
        .stdout;
    assert!(said.contains("5 rows: 1 view counted"), "{said}");
}
