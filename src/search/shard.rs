//! A term shard: a sorted list of terms, then the coded stories of each.
//!
//! | part | content |
//! |---|---|
//! | head | `k`, version, first story that may be in it, one past the last, number of terms |
//! | a stem or facet | code bytes shared with the term before; the rest; number of stories; Rice parameter; its forms (each: bytes shared with the stem, the rest); bytes of its stories |
//! | a sound (`~…`) | shared bytes; the rest; number of meanings; each a pattern and a stem |
//! | stories | a bit run a stem: distance − 1 (Rice), level (2 bits), marked? (then headline?, tag?); with two or more forms, which ones |
//!
//! Files are untrusted when read: anything odd ends the reading with what was read so far, or `None`.

use super::code::{BitReader, BitWriter, Reader, put_code, put_number, put_text, rice_parameter};
use super::vocabulary::is_sound;
use super::{VERSION, code};

/// A term to be written.
pub(super) struct Entry<'a> {
    pub(super) term: &'a str,
    pub(super) content: Content<'a>,
}

/// What stands with a term.
pub(super) enum Content<'a> {
    /// Forms, and stories ascending.
    Stories(Vec<String>, Stories),
    /// Pattern and stem.
    Sounds(Vec<(&'a str, &'a str)>),
}

/// The stories that hold a term, ascending.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// Number; level with [`super::analyse::TITLE`] and [`super::analyse::TAG`]; how many forms.
    docs: Vec<(u32, u8, u32)>,
    /// Places of all their forms, ascending within a story.
    forms: Vec<u32>,
}

impl Stories {
    /// Adds a story.
    pub(super) fn add(&mut self, doc: u32, mark: u8, forms: &[u32]) {
        self.docs.push((doc, mark, forms.len() as u32));
        self.forms.extend_from_slice(forms);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.docs.len()
    }

    /// The places of all forms.
    pub(super) fn forms(&self) -> &[u32] {
        &self.forms
    }

    /// Forgets the forms.
    pub(super) fn drop_forms(&mut self) {
        self.forms.clear();
        self.docs.iter_mut().for_each(|doc| doc.2 = 0);
    }

    /// Gives the forms other places.
    pub(super) fn rename(&mut self, places: &[u32]) {
        let mut forms = self.forms.as_mut_slice();
        for (_, _, count) in &self.docs {
            let Some((own, rest)) = std::mem::take(&mut forms).split_at_mut_checked(*count as usize) else {
                return;
            };
            own.iter_mut()
                .for_each(|form| *form = places.get(*form as usize).copied().unwrap_or(0));
            own.sort_unstable();
            forms = rest;
        }
    }
}

/// Writes a shard. `entries` sorted by term; the stories of all are in `from..to`.
pub(super) fn write(from: u32, to: u32, entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = vec![b'k', VERSION];
    let mut stories = Vec::new();
    put_number(&mut out, u64::from(from));
    put_number(&mut out, u64::from(to));
    put_number(&mut out, entries.len() as u64);
    let (mut before, mut term, mut coded) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        term.clear();
        put_code(entry.term, &mut term);
        put_shared(&mut out, &before, &term);
        match &entry.content {
            Content::Sounds(sounds) => {
                put_number(&mut out, sounds.len() as u64);
                for (pattern, stem) in sounds {
                    put_text(&mut out, pattern);
                    put_text(&mut out, stem);
                }
            }
            Content::Stories(forms, postings) => {
                let k = rice_parameter(to - from, postings.docs.len() as u32);
                put_number(&mut out, postings.docs.len() as u64);
                out.push(k as u8);
                put_number(&mut out, forms.len() as u64);
                for form in forms {
                    coded.clear();
                    put_code(form, &mut coded);
                    put_shared(&mut out, &term, &coded);
                }
                let start = stories.len();
                let bits = BitWriter::behind(stories);
                stories = write_postings(bits, (from, k), forms.len() > 1, postings);
                put_number(&mut out, (stories.len() - start) as u64);
            }
        }
        std::mem::swap(&mut before, &mut term);
    }
    code::pack_before(&out, &stories)
}

fn put_shared(out: &mut Vec<u8>, before: &[u8], term: &[u8]) {
    let shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
    put_number(out, shared as u64);
    put_number(out, (term.len() - shared) as u64);
    out.extend_from_slice(term.get(shared..).unwrap_or_default());
}

fn write_postings(mut bits: BitWriter, (from, k): (u32, u32), with_forms: bool, stories: &Stories) -> Vec<u8> {
    let mut next = from;
    let mut forms = stories.forms.as_slice();
    for (doc, mark, count) in &stories.docs {
        bits.rice(doc - next, k);
        next = doc + 1;
        // The level, whether there is more to say, what.
        match u32::from(*mark) {
            mark @ 0..4 => bits.bits(mark << 1, 3),
            mark => bits.bits((mark & 3) << 3 | 4 | mark >> 2, 5),
        }
        let (own, rest) = forms.split_at_checked(*count as usize).unwrap_or_default();
        if with_forms {
            write_forms(&mut bits, own);
        }
        forms = rest;
    }
    bits.finish()
}

/// Distances of the forms' places, a set bit before each but the first, a clear one at the end.
fn write_forms(bits: &mut BitWriter, forms: &[u32]) {
    let mut least = 0;
    for (at, form) in forms
        .iter()
        .enumerate()
        .filter(|(at, form)| *at == 0 || forms.get(at - 1) != Some(form))
    {
        if at > 0 {
            bits.bit(true);
        }
        bits.gamma(form - least + 1);
        least = form + 1;
    }
    bits.bit(false);
}

/// A shard that was read.
#[derive(Debug, Default)]
pub(crate) struct Shard {
    from: u32,
    terms: Vec<Read>,
    stories: Vec<u8>,
}

#[derive(Debug)]
struct Read {
    term: String,
    sounds: Vec<(String, String)>,
    forms: Vec<String>,
    count: u32,
    k: u32,
    /// Where its stories are coded.
    start: usize,
    len: usize,
}

impl Shard {
    /// Reads a packed shard.
    pub(super) fn read(packed: &[u8]) -> Option<Self> {
        let bytes = code::unpack(packed)?;
        let mut from = Reader::new(&bytes);
        if from.byte()? != b'k' || from.byte()? != VERSION {
            return None;
        }
        let first = from.count()?;
        from.count()?;
        let mut terms = Vec::new();
        let mut before = Vec::new();
        let mut start = 0;
        for _ in 0..from.count()? {
            let read = read_term(&mut from, &mut before, start)?;
            start += read.len;
            terms.push(read);
        }
        let stories = from.take_rest().to_vec();
        Some(Self {
            from: first,
            terms,
            stories,
        })
    }

    fn find(&self, term: &str) -> Option<&Read> {
        let at = self.terms.binary_search_by(|read| read.term.as_str().cmp(term)).ok()?;
        self.terms.get(at)
    }

    /// How many stories hold a term.
    pub(super) fn count(&self, term: &str) -> u32 {
        self.find(term).map_or(0, |read| read.count)
    }

    /// The stems that a sound may mean: pattern and stem.
    pub(super) fn sounds(&self, term: &str) -> &[(String, String)] {
        self.find(term).map_or(&[], |read| &read.sounds)
    }

    /// Terms that begin with a text, with their numbers of stories.
    pub(super) fn beginning(&self, start: &str) -> impl Iterator<Item = (&str, u32)> {
        let at = self.terms.partition_point(|read| read.term.as_str() < start);
        let rest = self.terms.get(at..).unwrap_or_default().iter();
        rest.take_while(move |read| read.term.starts_with(start))
            .map(|read| (read.term.as_str(), read.count))
    }

    /// Calls for each story of a term: story, mark, and whether it has the form (the stem itself counts as a form).
    pub(super) fn stories(&self, term: &str, form: &str, mut each: impl FnMut(u32, u8, bool)) {
        let Some(read) = self.find(term) else { return };
        let end = read.start.saturating_add(read.len);
        let Some(coded) = self.stories.get(read.start..end) else {
            return;
        };
        let wanted = read.forms.iter().position(|f| f == form).map(|at| at as u32);
        let mut bits = BitReader::new(coded);
        let mut next = self.from;
        for _ in 0..read.count {
            let Some((doc, mark, exact)) = read_posting(&mut bits, next, read, wanted) else {
                return;
            };
            each(doc, mark, exact);
            next = doc.saturating_add(1);
        }
    }
}

fn read_posting(bits: &mut BitReader<'_>, next: u32, read: &Read, wanted: Option<u32>) -> Option<(u32, u8, bool)> {
    let doc = next.checked_add(bits.rice(read.k)?)?;
    let mut mark = bits.bits(2)? as u8;
    if bits.bit()? {
        mark |= (bits.bits(2)? as u8) << 2;
    }
    let mut exact = wanted.is_some() && read.forms.len() == 1;
    if read.forms.len() > 1 {
        let mut least = 0u32;
        loop {
            let form = least.checked_add(bits.gamma()? - 1)?;
            exact |= wanted == Some(form);
            least = form.checked_add(1)?;
            if !bits.bit()? {
                break;
            }
        }
    }
    Some((doc, mark, exact))
}

fn read_term(from: &mut Reader<'_>, before: &mut Vec<u8>, start: usize) -> Option<Read> {
    read_shared(from, before)?;
    let mut read = Read {
        term: code::decode_text(before)?,
        sounds: Vec::new(),
        forms: Vec::new(),
        count: 0,
        k: 0,
        start,
        len: 0,
    };
    let count = from.count()?;
    if is_sound(&read.term) {
        for _ in 0..count {
            read.sounds.push((from.text()?, from.text()?));
        }
        return Some(read);
    }
    read.count = count;
    read.k = u32::from(from.byte()?).min(31);
    for _ in 0..from.count()? {
        let mut form = before.clone();
        read_shared(from, &mut form)?;
        read.forms.push(code::decode_text(&form)?);
    }
    read.len = from.count()? as usize;
    Some(read)
}

fn read_shared(from: &mut Reader<'_>, before: &mut Vec<u8>) -> Option<()> {
    let shared = from.count()? as usize;
    let len = from.count()? as usize;
    if shared > before.len() {
        return None;
    }
    before.truncate(shared);
    before.extend_from_slice(from.take(len)?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut khela = Stories::default();
        khela.add(7, 1, &[]);
        let mut putin = Stories::default();
        putin.add(5, 3 | 4, &[0, 1]);
        putin.add(900, 1, &[1]);
        let entries = [
            Entry {
                term: "@khela",
                content: Content::Stories(vec![], khela),
            },
            Entry {
                term: "~putin",
                content: Content::Sounds(vec![("putin", "পুতিন")]),
            },
            Entry {
                term: "পুতিন",
                content: Content::Stories(vec!["পুতিন".into(), "পুতিনের".into()], putin),
            },
        ];
        write(5, 1000, &entries)
    }

    fn stories(shard: &Shard, term: &str, form: &str) -> Vec<(u32, u8, bool)> {
        let mut found = Vec::new();
        shard.stories(term, form, |doc, mark, exact| found.push((doc, mark, exact)));
        found
    }

    #[test]
    fn a_shard_comes_back() {
        let shard = Shard::read(&sample()).unwrap();
        assert_eq!(stories(&shard, "পুতিন", "পুতিন"), [(5, 7, true), (900, 1, false)]);
        assert_eq!(stories(&shard, "পুতিন", "পুতিনের"), [(5, 7, true), (900, 1, true)]);
        assert_eq!(stories(&shard, "@khela", ""), [(7, 1, false)]);
        assert_eq!(shard.sounds("~putin"), [("putin".to_owned(), "পুতিন".to_owned())]);
        assert_eq!(shard.beginning("পু").collect::<Vec<_>>(), [("পুতিন", 2)]);
        assert_eq!(shard.count("নেই"), 0);
    }

    #[test]
    fn damage_is_survived() {
        let bytes = code::unpack(&sample()).unwrap();
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut bad = bytes.clone();
                bad[at] = value;
                if let Some(shard) = Shard::read(&code::pack(&bad)) {
                    stories(&shard, "পুতিন", "পুতিন");
                }
                bad.truncate(at);
                assert!(Shard::read(&code::pack(&bad)).is_none_or(|s| stories(&s, "পুতিন", "").len() <= 2));
            }
        }
    }
}
