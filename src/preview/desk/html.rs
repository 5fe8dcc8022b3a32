//! Writes pages. Markup is what this program says; everything else goes in as text, by the types of these functions.

use super::super::state::escape;
use crate::bengali::number;
use crate::diag::Lang;

/// A page, or a part of one.
pub(super) struct Html {
    text: String,
    pub(super) lang: Lang,
}

impl Html {
    pub(super) fn new(lang: Lang) -> Self {
        Html {
            text: String::new(),
            lang,
        }
    }

    /// Markup with values in the places of `{}`, each as text.
    pub(super) fn put(&mut self, markup: &'static str, values: &[&str]) -> &mut Self {
        let mut values = values.iter();
        for (at, part) in markup.split("{}").enumerate() {
            if at > 0 {
                self.text.push_str(&escape(values.next().copied().unwrap_or_default()));
            }
            self.text.push_str(part);
        }
        self
    }

    /// Markup alone.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.put(markup, &[])
    }

    /// Words of the interface.
    pub(super) fn say(&mut self, bn: &'static str, en: &'static str) -> &mut Self {
        let words = self.word(bn, en);
        self.put("{}", &[words])
    }

    /// Words of the interface, as a value.
    pub(super) fn word(&self, bn: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Bn { bn } else { en }
    }

    /// A number in the letters of the interface.
    pub(super) fn number(&self, number: usize) -> String {
        count(self.lang, number)
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A number in the letters of a language.
pub(super) fn count(lang: Lang, number: usize) -> String {
    match lang {
        Lang::Bn => number::count(number as u64),
        Lang::En => number.to_string(),
    }
}

/// A value as a part of an address.
pub(super) fn part(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
    let mut out = String::new();
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_text_and_never_markup() {
        let mut html = Html::new(Lang::Bn);
        html.put("<a href=\"{}\">{}</a>", &["\"><script>", "{}<b>&'"])
            .say("খবর", "Stories");
        assert_eq!(
            html.finish(),
            "<a href=\"&quot;&gt;&lt;script&gt;\">{}&lt;b&gt;&amp;&#39;</a>খবর"
        );
        assert_eq!(part("content/ক b.md?x"), "content/%E0%A6%95%20b.md%3Fx");
    }
}
