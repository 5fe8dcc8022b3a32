//! The part of a picture that must be seen when a slot cuts it.

use crate::bengali::number;
use serde::{Deserialize, Serialize};

/// A point of a picture, in percent from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// From the left edge.
    pub x: u8,
    /// From the top edge.
    pub y: u8,
}

impl Default for Focus {
    /// A little above the middle, where faces are.
    fn default() -> Self {
        Focus { x: 50, y: 25 }
    }
}

/// Words for an edge: whether it is a vertical place, and how many percent it is at.
const WORDS: [(&str, bool, u8); 14] = [
    ("left", false, 0),
    ("right", false, 100),
    ("top", true, 0),
    ("bottom", true, 100),
    ("বাঁয়ে", false, 0),
    ("বামে", false, 0),
    ("ডানে", false, 100),
    ("উপরে", true, 0),
    ("ওপরে", true, 0),
    ("নিচে", true, 100),
    ("নীচে", true, 100),
    ("middle", true, 50),
    ("center", false, 50),
    ("মাঝে", false, 50),
];

impl Focus {
    /// Reads `30% 20%`, `৩০% ২০%`, `top`, `bottom right`, `নিচে ডানে`. `None` for anything else.
    ///
    /// ```
    /// use khobor::source::Focus;
    /// assert_eq!(Focus::parse("৩০% ২০%"), Some(Focus { x: 30, y: 20 }));
    /// assert_eq!(Focus::parse("উপরে"), Some(Focus { x: 50, y: 0 }));
    /// assert_eq!(Focus::parse("bottom right"), Some(Focus { x: 100, y: 100 }));
    /// assert_eq!(Focus::parse("somewhere"), None);
    /// ```
    pub fn parse(written: &str) -> Option<Focus> {
        let written = number::ascii_digits(written).to_ascii_lowercase();
        let parts: Vec<&str> = written.split([' ', ',']).filter(|p| !p.is_empty()).collect();
        let percent = |part: &str| {
            let number = part.strip_suffix('%').unwrap_or(part).parse::<u8>().ok();
            number.filter(|n| *n <= 100)
        };
        if let [x, y] = parts[..]
            && let (Some(x), Some(y)) = (percent(x), percent(y))
        {
            return Some(Focus { x, y });
        }
        let named = |part: &&str| {
            let part = crate::bengali::gate::nfc(part).into_owned();
            let found = WORDS.iter().find(|(word, ..)| crate::bengali::gate::nfc(word) == part);
            found.map(|(_, vertical, at)| (*vertical, *at))
        };
        let places: Option<Vec<(bool, u8)>> = parts.iter().map(named).collect();
        let places = places.filter(|p| (1..=2).contains(&p.len()))?;
        let at = |vertical: bool| places.iter().find(|(v, _)| *v == vertical).map(|(_, at)| *at);
        Some(Focus {
            x: at(false).unwrap_or(50),
            y: at(true).unwrap_or(50),
        })
    }

    /// The name of its class in the style sheet, of five by five: `f-1-0`. The place that pictures have anyway has none.
    ///
    /// ```
    /// use khobor::source::Focus;
    /// assert_eq!(Focus { x: 30, y: 0 }.class(), "f-1-0");
    /// assert_eq!(Focus::default().class(), "");
    /// ```
    pub fn class(self) -> String {
        let step = |percent: u8| (u32::from(percent.min(100)) + 12) / 25;
        match (step(self.x), step(self.y)) {
            (2, 1) => String::new(),
            (x, y) => format!("f-{x}-{y}"),
        }
    }
}
