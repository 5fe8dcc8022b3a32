//! The theme's headline face is cut (`scripts/fonts/headline.py`). It is held to the whole face, which the program has for its cards:
//! the words of this repository look the same in both, and a conjunct that was cut away shows its letters side by side.

use super::{Face, Run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tiny_skia::PathBuilder;
use unicode_normalization::UnicodeNormalization;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cut() -> Face {
    let woff2 = fs::read(root().join("themes/potrika/assets/fonts/noto-serif-bengali-700.woff2")).unwrap();
    assert!(woff2.len() < 56_000, "{} bytes", woff2.len());
    Face::new(wuff::decompress_woff2(&woff2).unwrap().to_vec()).unwrap()
}

/// A word as it is drawn, in units of the face: its width and its outline.
fn drawn(face: &Face, word: &str) -> (i32, String) {
    let run = face.shape(word);
    let mut path = PathBuilder::new();
    face.outline(&run, (0.0, 0.0), face.units(), &mut path);
    (run.advance, format!("{:?}", path.finish()))
}

fn texts(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, endings, found);
        } else if path
            .extension()
            .is_some_and(|e| endings.iter().any(|ending| e == *ending))
        {
            found.push(path);
        }
    }
}

/// All Bengali words of the sample portal, the test vectors, the manual and the interface.
fn words() -> BTreeSet<String> {
    let mut files = vec![root().join("src/media/card/golden.tsv")];
    for folder in ["content", "tests/vectors", "docs/bn", "themes"] {
        texts(&root().join(folder), &["md", "txt", "tsv", "toml"], &mut files);
    }
    let mut words = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap().nfc().collect::<String>();
        let bengali = |c: char| matches!(c, '\u{980}'..='\u{9FE}' | '\u{200C}' | '\u{200D}');
        // A sign without its letter is drawn on a dotted circle, which cards do not have.
        let sign = |c: char| matches!(c, '\u{981}'..='\u{983}' | '\u{9BC}' | '\u{9BE}'..='\u{9CD}' | '\u{9D7}' | '\u{200C}' | '\u{200D}');
        let split = text
            .split(|c: char| !bengali(c))
            .filter(|word| !word.is_empty() && !word.starts_with(sign));
        words.extend(split.map(str::to_owned));
    }
    words
}

#[test]
fn the_words_of_this_repository_are_drawn_as_in_the_whole_face() {
    let (whole, cut) = (Face::built_in().unwrap(), cut());
    let words = words();
    assert!(words.len() > 5_000, "{}", words.len());
    let differ: Vec<&String> = words.iter().filter(|w| drawn(&whole, w) != drawn(&cut, w)).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// Consonants of modern Bengali.
fn consonants() -> impl Iterator<Item = char> + Clone {
    ('ক'..='হ').filter(|c| c.is_alphabetic())
}

#[test]
fn a_conjunct_that_was_cut_away_shows_its_letters() {
    let (whole, cut) = (Face::built_in().unwrap(), cut());
    let blank = |run: &Run| run.glyphs.iter().any(|glyph| glyph.id == 0);
    let mut parted = 0;
    for (first, second) in consonants().flat_map(|first| consonants().map(move |second| (first, second))) {
        let pair = format!("{first}্{second}");
        let run = cut.shape(&pair);
        assert!(!blank(&run) && run.advance > 0, "{pair}");
        if drawn(&whole, &pair) != drawn(&cut, &pair) {
            parted += 1;
            let (letter, shown) = (cut.shape(&first.to_string()), &run.glyphs);
            assert!(shown.len() > 1 && shown[0].id == letter.glyphs[0].id, "{pair}");
        }
    }
    assert!(parted < 40, "{parted} pairs of consonants");
}

#[test]
fn every_letter_and_sign_has_a_glyph() {
    let (whole, cut) = (Face::built_in().unwrap(), cut());
    let bengali = (0x980..=0x9FE).filter_map(char::from_u32);
    for letter in bengali.chain([
        '।', '॥', '‘', '’', '“', '”', '–', '—', '…', '!', '?', ',', ':', '(', ')', '%',
    ]) {
        let text = letter.to_string();
        assert_eq!(whole.writable(&text), cut.writable(&text), "{letter}");
    }
}
