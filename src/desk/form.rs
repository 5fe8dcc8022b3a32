//! The form of a text on the disk: encoding, byte order mark, line ends. A browser's field knows only line feeds.

/// The bytes of a file as they were when it was opened; what is kept has their form.
///
/// ```
/// use khobor::desk::TextForm;
/// let form = TextForm::of("শিরোনাম: নদী\r\n\r\nএক।\r\nদুই।\r\n".as_bytes());
/// let kept = form.bytes("শিরোনাম: নদী\n\nএক।\nতিন।\n");
/// assert_eq!(kept, "শিরোনাম: নদী\r\n\r\nএক।\r\nতিন।\r\n".as_bytes());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextForm {
    encoding: Encoding,
    mark: bool,
    /// The lines as they were, with their ends.
    lines: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
}

impl TextForm {
    /// The form of a file's bytes. Bytes that are no text have the form of what can be read of them.
    pub fn of(bytes: &[u8]) -> Self {
        let narrow = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
            let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            let letters = char::decode_utf16(units).map(|l| l.unwrap_or(char::REPLACEMENT_CHARACTER));
            letters.collect::<String>()
        };
        let (encoding, mark, text) = match bytes {
            [0xFF, 0xFE, rest @ ..] => (Encoding::Utf16Little, true, narrow(rest, u16::from_le_bytes)),
            [0xFE, 0xFF, rest @ ..] => (Encoding::Utf16Big, true, narrow(rest, u16::from_be_bytes)),
            [0xEF, 0xBB, 0xBF, rest @ ..] => (Encoding::Utf8, true, String::from_utf8_lossy(rest).into_owned()),
            _ => (Encoding::Utf8, false, String::from_utf8_lossy(bytes).into_owned()),
        };
        let lines = lines(&text).map(str::to_owned).collect();
        TextForm { encoding, mark, lines }
    }

    /// The bytes of a text of line feeds. Lines at both ends that are as they were keep their ends; what stands between gets
    /// the end that most lines have.
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        let new: Vec<&str> = text.split_inclusive('\n').collect();
        let same = |(old, new): &(&String, &&str)| words(old) == words(new) && ended(old) == ended(new);
        let head = self.lines.iter().zip(&new).take_while(same).count();
        let most = self.lines.len().min(new.len()) - head;
        let tail = self
            .lines
            .iter()
            .rev()
            .zip(new.iter().rev())
            .take(most)
            .take_while(same)
            .count();
        let middle = new.get(head..new.len() - tail).unwrap_or_default();
        let ending = self.ending();
        let written = |line: &&str| format!("{}{}", words(line), if ended(line) { ending } else { "" });
        let mut out: String = self.lines.iter().take(head).map(String::as_str).collect();
        out.extend(middle.iter().map(written));
        out.extend(self.lines.iter().skip(self.lines.len() - tail).map(String::as_str));
        // Of a CR and a line feed behind it, each the end of a line, one end would become.
        if !lines(&out).map(words).eq(new.iter().map(|line| words(line))) {
            out = new.iter().map(written).collect();
        }
        self.encoded(&out)
    }

    /// The end that most lines have.
    fn ending(&self) -> &'static str {
        let count = |end: fn(&String) -> bool| self.lines.iter().filter(|line| end(line)).count();
        let pairs = count(|line| line.ends_with("\r\n"));
        let feeds = count(|line| line.ends_with('\n')) - pairs;
        let returns = count(|line| line.ends_with('\r'));
        match (feeds, pairs, returns) {
            (feeds, pairs, returns) if feeds >= pairs && feeds >= returns => "\n",
            (_, pairs, returns) if pairs >= returns => "\r\n",
            _ => "\r",
        }
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 if self.mark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Little => wide(text).flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Big => wide(text).flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// The units of a text in UTF-16, its mark first.
fn wide(text: &str) -> impl Iterator<Item = u16> {
    std::iter::once(0xFEFF).chain(text.encode_utf16())
}

/// Lines with their ends: CRLF, LF or CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = match rest.find(['\r', '\n']) {
            Some(at) if rest.get(at..).is_some_and(|tail| tail.starts_with("\r\n")) => at + 2,
            Some(at) => at + 1,
            None if rest.is_empty() => return None,
            None => rest.len(),
        };
        let (line, after) = rest.split_at_checked(at)?;
        rest = after;
        Some(line)
    })
}

/// A line without its end.
fn words(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

fn ended(line: &str) -> bool {
    line.ends_with(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::decode;
    use proptest::prelude::*;

    #[test]
    fn each_line_keeps_its_end() {
        let form = TextForm::of("ক\r\nখ\nগ\r\nঘ".as_bytes());
        assert_eq!(form.bytes("ক\nখ\nনতুন\nঘ"), "ক\r\nখ\nনতুন\r\nঘ".as_bytes());
        assert_eq!(form.bytes("ক\nখ\nগ\nঘ\nঙ"), "ক\r\nখ\nগ\r\nঘ\r\nঙ".as_bytes());
        assert_eq!(TextForm::of(b"").bytes("ক\n"), "ক\n".as_bytes());
    }

    fn file() -> impl Strategy<Value = Vec<u8>> {
        let line = prop_oneof!["[ক-ঙ]{0,3}", Just("+++".to_owned())];
        let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
        let text = prop::collection::vec((line, end), 0..8)
            .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect::<String>());
        (text, 0..4_u8).prop_map(|(text, form)| match form {
            0 => text.into_bytes(),
            1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            2 => std::iter::once(0xFEFF)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            _ => std::iter::once(0xFEFF)
                .chain(text.encode_utf16())
                .flat_map(u16::to_be_bytes)
                .collect(),
        })
    }

    proptest! {
        #[test]
        fn what_nobody_changed_is_byte_for_byte_the_same(bytes in file()) {
            let text = decode("a.md", &bytes).unwrap();
            prop_assert_eq!(TextForm::of(&bytes).bytes(&text), bytes);
        }

        #[test]
        fn what_is_kept_reads_as_it_was_written(bytes in file(), text in "[ক-ঙ\n]{0,12}") {
            let kept = TextForm::of(&bytes).bytes(&text);
            prop_assert_eq!(decode("a.md", &kept).unwrap(), text);
        }
    }
}
