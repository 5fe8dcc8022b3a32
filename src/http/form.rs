//! Forms as browsers post them.

use std::collections::BTreeMap;

/// Fields that a form may have.
const FIELDS: usize = 32;

/// The fields of a form by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// A field without space around it; empty when it is absent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map(|v| v.trim()).unwrap_or_default()
    }

    /// A field as it was sent; `None` when it is absent.
    #[cfg(feature = "desk")]
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Reads `application/x-www-form-urlencoded`; `None` when it is no text or has too many fields. The first of equal names
/// counts.
pub(crate) fn form(body: &[u8]) -> Option<Fields> {
    let text = std::str::from_utf8(body).ok()?;
    let mut fields = BTreeMap::new();
    for pair in text.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |part: &str| crate::portal::url::decode(&part.replace('+', " "));
        fields.entry(decode(name)?).or_insert(decode(value)?);
        if fields.len() > FIELDS {
            return None;
        }
    }
    Some(Fields(fields))
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn forms() {
        let fields = form("name=%E0%A6%B0%E0%A6%B9%E0%A6%BF%E0%A6%AE&comment=+a+b%0Ac%26&x&name=2".as_bytes()).unwrap();
        assert_eq!(
            ["name", "comment", "x", "absent"].map(|n| fields.get(n)),
            ["রহিম", "a b\nc&", "", ""]
        );
        assert!(form(b"a=%ff").is_none() && form(b"\xff").is_none());
        assert!(form((0..40).map(|n| format!("f{n}=1&")).collect::<String>().as_bytes()).is_none());
    }
}
