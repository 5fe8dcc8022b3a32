//! Stretches in a Bijoy font (SutonnyMJ and its kin): their letters are ASCII and become Unicode.

use super::tree::{Kind, NodeId, Tree};
use crate::bengali::{bijoy, gate};

/// Whether a list of fonts names one of the Bijoy kind. `SutonnyOMJ` is a Unicode font.
///
/// ```
/// use khobor::import::html::bijoy::is_bijoy_font;
/// assert!(is_bijoy_font("'SutonnyMJ', serif") && !is_bijoy_font("SutonnyOMJ"));
/// ```
pub fn is_bijoy_font(fonts: &str) -> bool {
    let first = fonts.split(',').next().unwrap_or_default();
    let name: String = first.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    name.ends_with("mj") && !name.ends_with("omj") && name.len() > 3
}

/// The fonts that an element asks for.
fn fonts(tree: &Tree, id: NodeId) -> Option<String> {
    let face = tree.attribute(id, "face");
    if !face.is_empty() && tree.name(id) == "font" {
        return Some(face.to_owned());
    }
    style(tree.attribute(id, "style"), "font-family")
}

/// A property of a style attribute.
pub(super) fn style(style: &str, property: &str) -> Option<String> {
    let pairs = style.split(';').filter_map(|p| p.split_once(':'));
    let mut named = pairs.filter(|(k, _)| k.trim().eq_ignore_ascii_case(property));
    named.next_back().map(|(_, v)| v.trim().to_ascii_lowercase())
}

/// Converts all stretches in a Bijoy font; gives what they were and became.
pub(super) fn convert(tree: &mut Tree) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    collect(tree, tree.root(), false, &mut texts);
    if !texts.iter().any(|(_, _, bijoy)| *bijoy) {
        return Vec::new();
    }
    join_words(tree, &texts);
    let mut changed = Vec::new();
    for (id, _, _) in texts.iter().filter(|(_, _, bijoy)| *bijoy) {
        let Kind::Text(old) = tree.kind(*id) else { continue };
        let old = old.clone();
        // Words that are Bengali already stand in such a font by mistake.
        if old.trim().is_empty() || old.chars().any(gate::is_bengali) {
            continue;
        }
        let new = bijoy::to_unicode(&old);
        tree.set_text(*id, new.clone());
        changed.push((old, new));
    }
    changed
}

/// Text nodes in order: the node, the block that it stands in, whether its font is of the Bijoy kind.
fn collect(tree: &Tree, id: NodeId, bijoy: bool, texts: &mut Vec<(NodeId, NodeId, bool)>) {
    for child in tree.children(id) {
        match tree.kind(*child) {
            Kind::Text(_) => texts.push((*child, block_of(tree, *child, id), bijoy)),
            Kind::Element(name, _) if !matches!(name.as_str(), "script" | "style" | "pre" | "code") => {
                let here = fonts(tree, *child).map_or(bijoy, |f| is_bijoy_font(&f));
                collect(tree, *child, here, texts);
            }
            _ => {}
        }
    }
}

/// What tells whether two texts stand in one run: the parent of inline marks.
fn block_of(tree: &Tree, _: NodeId, parent: NodeId) -> NodeId {
    tree.outer_block(parent)
}

/// A word that marks cut in two goes to its first part: signs before a letter are written after it in Unicode.
fn join_words(tree: &mut Tree, texts: &[(NodeId, NodeId, bool)]) {
    for pair in texts.windows(2) {
        let [(first, block, true), (second, other, true)] = pair else {
            continue;
        };
        let (Kind::Text(a), Kind::Text(b)) = (tree.kind(*first), tree.kind(*second)) else {
            continue;
        };
        let whole = a.ends_with(char::is_whitespace) || b.starts_with(char::is_whitespace) || a.is_empty();
        if block != other || whole {
            continue;
        }
        let cut = b.find(char::is_whitespace).unwrap_or(b.len());
        let (head, tail) = b.split_at(cut);
        let (joined, rest) = (format!("{a}{head}"), tail.to_owned());
        tree.set_text(*first, joined);
        tree.set_text(*second, rest);
    }
}

/// Whether a text without any font mark is in Bijoy: more than 60 % of its words have signs of it and fewer than 5 % of its
/// letters are Bengali.
///
/// ```
/// use khobor::import::html::bijoy::looks_bijoy;
/// assert!(looks_bijoy("b`xi cvwb evo‡Q, MÖvg Wy‡e †M‡Q| Avgvi †mvbvi evsjv"));
/// assert!(!looks_bijoy("We won the last over, she said.") && !looks_bijoy("নদীর পানি বাড়ছে"));
/// ```
pub fn looks_bijoy(text: &str) -> bool {
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    let bengali = text.chars().filter(|c| gate::is_bengali(*c)).count();
    if letters < 8 || bengali * 20 >= letters {
        return false;
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|w| w.chars().any(|c| c.is_ascii_alphabetic() || !c.is_ascii()))
        .collect();
    let marked = words.iter().filter(|w| has_signs(w)).count();
    !words.is_empty() && marked * 10 > words.len() * 6
}

/// Signs that Bijoy text has and English has not.
fn has_signs(word: &str) -> bool {
    const SIGNS: &str =
        "©†‡ˆ‰Š¨ª«²³®¯°±´µ¶·¸¹º»¼½¾¿×÷ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ`|¤¥¦§¡¢£";
    let odd_case = word
        .as_bytes()
        .windows(2)
        .any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
    let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphabetic).collect();
    // Every second letter of Bengali is a vowel sign, v or w or x in Bijoy; English has them seldom.
    let vowels = letters
        .iter()
        .filter(|b| matches!(b, b'v' | b'w' | b'x' | b'z'))
        .count();
    word.chars().any(|c| SIGNS.contains(c)) || odd_case || (letters.len() > 1 && vowels * 3 >= letters.len())
}
