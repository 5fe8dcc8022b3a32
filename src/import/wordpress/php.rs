//! Values that PHP serialised: strings and numbers of arrays by their keys. Objects are never made, no number that the
//! text claims is believed, depth is bounded and nothing recurses.

/// Arrays within arrays that are read.
const DEEPEST: usize = 16;
/// Values that are read.
const MOST: usize = 10_000;

/// The texts and numbers of a serialised array and of arrays inside: the key and the value, in order. Nothing when the text
/// is no serialised array; what comes before a fault is kept.
///
/// ```
/// use khobor::import::wordpress::php::values;
/// let found = values(r#"a:2:{s:11:"td_subtitle";s:9:"নদী";i:0;a:1:{i:0;b:1;}}"#);
/// assert_eq!(found, [("td_subtitle".to_owned(), "নদী".to_owned()), ("0".to_owned(), "1".to_owned())]);
/// assert!(values(r#"O:8:"stdClass":1:{s:1:"a";i:1;}"#).is_empty());
/// ```
pub fn values(text: &str) -> Vec<(String, String)> {
    let mut reader = Reader {
        rest: text.trim(),
        found: Vec::new(),
    };
    let _ = reader.read();
    reader.found
}

/// Whether a text is no whole serialised array of texts and numbers, though it begins as one.
///
/// ```
/// use khobor::import::wordpress::php::is_broken;
/// assert!(is_broken(r#"a:1:{s:1:"a";O:8:"stdClass":0:{}}"#) && !is_broken("নদী") && !is_broken("a:0:{}"));
/// ```
pub fn is_broken(text: &str) -> bool {
    let rest = text.trim();
    let mut reader = Reader {
        rest,
        found: Vec::new(),
    };
    rest.starts_with("a:") && reader.read().is_none()
}

/// The value of a key.
pub fn value(text: &str, key: &str) -> Option<String> {
    let found = values(text).into_iter().find(|(k, _)| k == key)?;
    Some(found.1.trim().to_owned()).filter(|v| !v.is_empty())
}

struct Reader<'a> {
    rest: &'a str,
    found: Vec<(String, String)>,
}

/// One value.
enum Value {
    Text(String),
    Array,
}

impl<'a> Reader<'a> {
    /// Reads an array and all arrays inside, without recursion.
    fn read(&mut self) -> Option<()> {
        let Value::Array = self.value()? else { return None };
        let mut depth = 1usize;
        while depth > 0 && self.found.len() < MOST {
            if let Some(rest) = self.rest.strip_prefix('}') {
                self.rest = rest.strip_prefix(';').unwrap_or(rest);
                depth -= 1;
                continue;
            }
            let Value::Text(key) = self.value()? else { return None };
            match self.value()? {
                Value::Text(value) => self.found.push((key, value)),
                Value::Array => depth += 1,
            }
            if depth > DEEPEST {
                return None;
            }
        }
        Some(())
    }

    fn value(&mut self) -> Option<Value> {
        let kind = self.rest.as_bytes().first().copied()?;
        match kind {
            b'N' => {
                self.rest = self.rest.strip_prefix("N;")?;
                Some(Value::Text(String::new()))
            }
            b'i' | b'd' | b'b' => {
                let (number, rest) = self.rest.get(2..)?.split_once(';')?;
                self.rest = rest;
                Some(Value::Text(number.chars().take(40).collect()))
            }
            b's' => self.string().map(Value::Text),
            b'a' => {
                let (_, rest) = self.rest.split_once(":{")?;
                self.rest = rest;
                Some(Value::Array)
            }
            // Objects, references and anything else end the reading.
            _ => None,
        }
    }

    /// `s:LENGTH:"…";`: the length counts bytes; one that lies is put right by the end mark.
    fn string(&mut self) -> Option<String> {
        let (length, rest) = self.rest.strip_prefix("s:")?.split_once(":\"")?;
        let stated: Option<usize> = length.parse().ok();
        let fits = |n: &usize| rest.get(*n..).is_some_and(|tail| tail.starts_with("\";"));
        let end = stated.filter(fits).or_else(|| rest.find("\";"))?;
        let text = rest.get(..end)?;
        self.rest = rest.get(end + 2..)?;
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{value, values};

    #[test]
    fn lengths_that_lie_and_numbers_that_claim() {
        assert_eq!(value(r#"a:1:{s:1:"key";s:999:"মান";}"#, "key").as_deref(), Some("মান"));
        assert_eq!(values(&format!("a:999999999999:{{{}", "i:0;a:1:{".repeat(50_000))), []);
        assert_eq!(values("a:1:{s:1:\"a\";O:3:\"X\":0:{}}"), []);
        assert_eq!(values("s:3:\"abc\";"), []);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[aiObNsd:;{}\"0-9ক]{0,60}") {
            let _ = values(&text);
        }
    }
}
