//! Colours as `khobor.toml` writes them, and how well one is read on another (WCAG 2.2, success criterion 1.4.3).

use std::fmt;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// White.
    pub const WHITE: Colour = Colour([255; 3]);

    /// Reads `#a80f1c` or `#a01`.
    ///
    /// ```
    /// use khobor::config::Colour;
    /// assert_eq!(Colour::read("#A01"), Colour::read("#aa0011"));
    /// assert_eq!(Colour::read("লাল"), None);
    /// ```
    pub fn read(written: &str) -> Option<Colour> {
        let digits: Vec<u8> = written
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).map(|d| d as u8))
            .collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Colour([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Some(Colour([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => None,
        }
    }

    /// The contrast with another colour, 1 to 21.
    ///
    /// ```
    /// use khobor::config::Colour;
    /// let red = Colour::read("#a80f1c").unwrap();
    /// assert!((red.contrast(Colour::WHITE) - 7.6).abs() < 0.2);
    /// ```
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Towards white or black by `share` of the way.
    fn towards(self, other: Colour, share: f64) -> Colour {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Colour([0, 1, 2].map(|i| mix(self.0[i], other.0[i])))
    }

    /// A lighter colour of the same hue that reads at least `contrast` on `ground`, as strong as it can be; white where none does.
    #[must_use]
    pub fn lightened(self, ground: Colour, contrast: f64) -> Colour {
        if self.contrast(ground) >= contrast {
            return self;
        }
        let most = self.0.into_iter().max().filter(|most| *most > 0).unwrap_or(255);
        let strong = Colour(self.0.map(|v| (u16::from(v) * 255 / u16::from(most)) as u8));
        let steps = (0..20).map(|n| strong.towards(Colour::WHITE, f64::from(n) / 20.0));
        steps
            .into_iter()
            .find(|c| c.contrast(ground) >= contrast)
            .unwrap_or(Colour::WHITE)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_is_made_light_enough_for_the_dark() {
        let night = Colour::read("#121211").unwrap();
        for accent in ["#a80f1c", "#000080", "#005f3c", "#000"] {
            let light = Colour::read(accent).unwrap().lightened(night, 7.0);
            assert!(light.contrast(night) >= 7.0, "{accent}: {light}");
        }
        assert_eq!(Colour::read("#fff").unwrap().lightened(night, 7.0), Colour::WHITE);
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for odd in ["", "#", "red", "#12345", "#১২৩", "#gggggg", "a80f1c"] {
            assert_eq!(Colour::read(odd), None, "{odd}");
        }
    }
}
