//! Former addresses as editors and imports write them: a path, or a path with a query (`/?p=123`), which no file can answer.

use super::url;

/// A former address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Former {
    /// A path, decoded byte for byte.
    Path(String),
    /// A path with a query.
    Query(QueryAddress),
}

/// An address that is known by its query: `/?p=123`, `/index.php?page_id=5`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueryAddress {
    /// The path, decoded, without a slash at its end: `/` or `/index.php`.
    pub path: String,
    /// Names and values, decoded, ordered by name.
    pub params: Vec<(String, String)>,
}

impl QueryAddress {
    /// The names, ordered.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.params.iter().map(|(name, _)| name.as_str())
    }

    /// The address in one text, decoded: what the browser's half looks up.
    pub fn key(&self) -> String {
        let pairs: Vec<String> = self.params.iter().map(|(n, v)| format!("{n}={v}")).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }
}

/// Reads a former address: `https://host` in front is dropped, and so is what stands behind a `#`, which no server ever sees.
pub(super) fn read(written: &str) -> Former {
    let rest = match written.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => {
            rest.find(['/', '?', '#']).map_or("", |at| &rest[at..])
        }
        _ => written,
    };
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = tidy(&decoded(path));
    let mut params: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " "))))
        .collect();
    params.sort();
    if params.is_empty() {
        return Former::Path(path);
    }
    let path = match path.trim_end_matches('/') {
        "" => "/".to_owned(),
        path => path.to_owned(),
    };
    Former::Query(QueryAddress { path, params })
}

fn decoded(text: &str) -> String {
    url::decode(text).unwrap_or_else(|| text.to_owned())
}

/// One slash at the beginning, none doubled, one at the end where one was.
fn tidy(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let end = if path.ends_with('/') && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{end}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Former, QueryAddress, read};

    #[test]
    fn a_former_address_is_a_path_or_a_query() {
        let path = |p: &str| Former::Path(p.to_owned());
        assert_eq!(read("https://kagoj.example/%E0%A6%95/#x"), path("/ক/"));
        assert_eq!(read("purono//patar"), path("/purono/patar"));
        assert_eq!(read("/%e0%a7%9f"), path("/\u{9df}"));
        assert_eq!(read("https://kagoj.example"), path("/"));
        assert_eq!(read("/go?"), path("/go"));
        assert_eq!(read("/share://x"), path("/share:/x"));
        let query = |path: &str, params: &[(&str, &str)]| {
            let params = params.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            let path = path.to_owned();
            Former::Query(QueryAddress { path, params })
        };
        assert_eq!(read("?p=123"), query("/", &[("p", "123")]));
        assert_eq!(read("https://kagoj.example?p=1#a"), query("/", &[("p", "1")]));
        assert_eq!(
            read("/news/index.php/?id=5&cat=%E0%A6%95+%E0%A6%96"),
            query("/news/index.php", &[("cat", "ক খ"), ("id", "5")])
        );
    }
}
