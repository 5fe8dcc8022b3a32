//! Former addresses with a query (`/?p=123`) as rules of hosts that can match one.

use super::encode;
use crate::portal::url::decode;
use std::collections::BTreeSet;

/// A former address with a query, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryRedirect {
    /// The path, decoded.
    pub(super) path: String,
    /// Names and values, decoded.
    pub(super) params: Vec<(String, String)>,
    /// Percent-encoded.
    pub(super) to: String,
}

/// Whether a line of `_redirects` asks for a query: `/ p=123 /section/name/ 301`, as Netlify writes it.
pub(super) fn asks_query(line: &str) -> bool {
    line.split_whitespace().nth(1).is_some_and(is_pair)
}

fn is_pair(word: &str) -> bool {
    word.contains('=') && !word.starts_with('/') && !word.contains("://")
}

/// The rules of a `_redirects` text that ask for a query.
pub(super) fn query_redirects(text: &str) -> Vec<QueryRedirect> {
    let rule = |line: &str| {
        let mut words = line.split_whitespace().peekable();
        let path = decode(words.next()?)?;
        let mut params = Vec::new();
        while let Some(pair) = words.next_if(|word| is_pair(word)) {
            let (name, value) = pair.split_once('=')?;
            params.push((decode(name)?, decode(value)?));
        }
        let to = encode::ascii(words.next()?);
        Some(QueryRedirect { path, params, to })
    };
    text.lines().filter(|line| asks_query(line)).filter_map(rule).collect()
}

/// The text without rules that ask for a query, for hosts that do not know them.
pub(super) fn without_queries(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !asks_query(line)).collect()
}

/// The value that nginx looks up, and the lines of its map: `"$uri?p=$arg_p"`. Arguments are as they were sent, encoded.
/// What else stands in a query, as trackers add it, does not count.
pub(super) fn nginx(list: &[QueryRedirect]) -> Option<(String, String)> {
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let sound = |r: &&QueryRedirect| r.params.iter().all(|(name, _)| plain(name));
    let list: Vec<&QueryRedirect> = list.iter().filter(sound).collect();
    let names: BTreeSet<&str> = list.iter().flat_map(|r| &r.params).map(|(n, _)| n.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let asked: Vec<String> = names.iter().map(|name| format!("{name}=$arg_{name}")).collect();
    let value = |r: &QueryRedirect, name: &str| {
        let found = r.params.iter().find(|(n, _)| n == name);
        found.map_or_else(String::new, |(_, value)| encode::query(value))
    };
    let line = |r: &&QueryRedirect| {
        let pairs: Vec<String> = names.iter().map(|name| format!("{name}={}", value(r, name))).collect();
        let key = format!("{}?{}", r.path, pairs.join("&")).replace('$', "\\$");
        format!("\"{key}\" \"{}\";\n", r.to.replace('$', "%24"))
    };
    Some((format!("$uri?{}", asked.join("&")), list.iter().map(line).collect()))
}

/// Rules of Apache: each pair anywhere in the query, which the target does not keep.
pub(super) fn apache(list: &[QueryRedirect]) -> String {
    use super::encode::pattern;
    let mut out = String::new();
    for r in list {
        for (name, value) in &r.params {
            let pair = format!("{}={}", encode::query(name), encode::query(value));
            out.push_str(&format!(
                "RewriteCond \"%{{QUERY_STRING}}\" \"(^|&){}(&|$)\"\n",
                pattern(&pair)
            ));
        }
        let from = pattern(r.path.trim_start_matches('/'));
        let to = r.to.replace('%', "\\%").replace('$', "\\$");
        // A `?` at the end takes the query away, where the target has none of its own.
        let end = if to.contains('?') { "" } else { "?" };
        out.push_str(&format!("RewriteRule \"^{from}$\" \"{to}{end}\" [R=301,L,NE]\n"));
    }
    out
}

/// Matchers of Caddy, which compares decoded paths and values.
pub(super) fn caddy(list: &[QueryRedirect]) -> String {
    let mut out = String::new();
    for (number, r) in list.iter().enumerate() {
        let pairs: Vec<String> = r
            .params
            .iter()
            .map(|(n, v)| format!("\"{n}={}\"", v.replace('*', "\\*")))
            .collect();
        // Pairs in one line would be alternatives.
        let queries: String = pairs.iter().map(|pair| format!("\tquery {pair}\n")).collect();
        out.push_str(&format!(
            "@khobor_query_{number} {{\n\tpath \"{}\"\n{queries}}}\nredir @khobor_query_{number} \"{}\" 301\n",
            r.path, r.to
        ));
    }
    out
}

/// Redirects of vercel.json with their queries.
pub(super) fn vercel(r: &QueryRedirect, source: &str) -> serde_json::Value {
    let special = |c: char| "\\.^$|?*+()[]{}".contains(c);
    let literal = |text: &str| {
        text.chars().fold(String::new(), |mut out, c| {
            if special(c) {
                out.push('\\');
            }
            out.push(c);
            out
        })
    };
    let asked: Vec<_> = r
        .params
        .iter()
        .map(|(name, value)| serde_json::json!({ "type": "query", "key": name, "value": literal(value) }))
        .collect();
    serde_json::json!({ "source": source, "has": asked, "destination": r.to, "permanent": true })
}

#[cfg(test)]
mod tests {
    use super::{apache, asks_query, caddy, nginx, query_redirects, without_queries};

    const TEXT: &str =
        "/a/ /b/ 301\n/ p=123 /desh/%E0%A6%A8/ 301\n/index.php cat=%E0%A6%95%20x id=5 /khela/ 301\n/x /y?a=b 301\n";

    #[test]
    fn rules_with_a_query_are_told_from_plain_ones() {
        let list = query_redirects(TEXT);
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].path.as_str(), list[0].to.as_str()), ("/", "/desh/%E0%A6%A8/"));
        assert_eq!(
            list[1].params,
            [("cat".to_owned(), "ক x".to_owned()), ("id".to_owned(), "5".to_owned())]
        );
        assert_eq!(without_queries(TEXT), "/a/ /b/ 301\n/x /y?a=b 301\n");
        assert!(!asks_query("/x https://a.example/?b=1 301"));
    }

    #[test]
    fn each_host_matches_the_query_in_its_own_way() {
        let list = query_redirects(TEXT);
        let (asked, map) = nginx(&list).unwrap();
        assert_eq!(asked, "$uri?cat=$arg_cat&id=$arg_id&p=$arg_p");
        assert!(map.starts_with("\"/?cat=&id=&p=123\" \"/desh/%E0%A6%A8/\";\n"), "{map}");
        assert!(
            map.contains("\"/index.php?cat=%E0%A6%95%20x&id=5&p=\" \"/khela/\";\n"),
            "{map}"
        );
        let rules = apache(&list);
        assert!(rules.contains("RewriteCond \"%{QUERY_STRING}\" \"(^|&)p\\=123(&|$)\"\nRewriteRule \"^$\" \"/desh/\\%E0\\%A6\\%A8/?\" [R=301,L,NE]\n"), "{rules}");
        assert!(rules.contains("RewriteRule \"^index\\.php$\" \"/khela/?\""), "{rules}");
        assert!(caddy(&list).contains("path \"/index.php\"\n\tquery \"cat=ক x\"\n\tquery \"id=5\"\n"));
    }
}
