//! The theme's assets with hashed names, so that browsers may keep them for ever.

use super::look::{self, FontFile};
use super::theme::Theme;
use crate::config::Look;
use crate::diag::Diagnostic;
use crate::view::AssetsView;
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The asset that a site's look becomes.
const LOOK: &str = "look.css";

/// The icon that browsers ask for by this name.
pub const FAVICON: &str = "favicon.ico";
/// The icon for touch screens.
pub const TOUCH_ICON: &str = "icon-180.png";
/// Icons for the web manifest, with a ground that a mask may cut: 192 and 512 pixels.
pub const APP_ICONS: [&str; 2] = ["icon-192.png", "icon-512.png"];

/// Assets ready to publish: address (from the portal's root) and bytes.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// `/assets/potrika.1a2b3c4d.css` and its bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What pages need to know.
    pub view: AssetsView,
}

/// What a site adds to its theme from below `static/`: files that were found there.
#[derive(Debug, Clone, Default)]
pub struct OwnFiles {
    /// The site's icon, `/icon.svg`.
    pub icon: Option<String>,
    /// Of an icon that is no drawing, its width and height in pixels.
    pub icon_size: Option<(u32, u32)>,
    /// A picture for touch icons.
    pub touch_icon: Option<String>,
    /// The site's own `/favicon.ico`.
    pub favicon: Option<String>,
    /// What is made of the icon: name in `assets/` and bytes.
    pub made_icons: Vec<(String, Vec<u8>)>,
    /// The publisher's logo.
    pub logo: Option<String>,
    /// Its width and height in pixels; 0 where they are not known.
    pub logo_size: (u32, u32),
    /// The logo on dark ground.
    pub logo_dark: Option<String>,
    /// The site's own style sheet, which comes last.
    pub style: Option<String>,
    /// Fonts that its look names.
    pub fonts: Vec<FontFile>,
}

/// Gives the theme's assets their hashed names; `url(…)` in style sheets follows. The site's look becomes a style sheet beside
/// the theme's own.
pub fn assets(theme: &Theme, home: &str, look: &Look, own: &OwnFiles) -> (Assets, Vec<Diagnostic>) {
    let mut out = Assets::default();
    let (sheets, others): (Vec<_>, Vec<_>) = theme.assets.iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, bytes) in others {
        out.add(home, name, Cow::Borrowed(bytes.as_ref()));
    }
    for (name, bytes) in sheets {
        let text = rewrite(&joined(theme, &String::from_utf8_lossy(bytes)), &out.view.files);
        out.add(home, name, Cow::Owned(text.into_bytes()));
    }
    let at = |path: &str| crate::view::href(home, path);
    out.view.scripts = scripts(theme);
    let ground = theme.look.clone().unwrap_or_default();
    let (sheet, diagnostics) = look::sheet(look, &ground, home, &own.fonts);
    let replaced = |name: &String| (0..2).any(|n| sheet.replaced[n] && ground.fonts[n] == *name);
    let kept = theme.preload.iter().filter(|name| !replaced(name));
    out.view.preload = kept.filter_map(|name| out.view.files.get(name).cloned()).collect();
    out.view.preload.extend(sheet.preload);
    if !sheet.css.is_empty() {
        out.add(home, LOOK, Cow::Owned(sheet.css.into_bytes()));
        out.view.styles.extend(out.view.files.get(LOOK).cloned());
    }
    let place = |path: &Option<String>| path.as_deref().map(at);
    out.view.styles.extend(place(&own.style));
    let drawn = || out.view.files.get("icon.svg").cloned();
    out.view.icon = place(&own.icon).or_else(drawn).unwrap_or_default();
    out.icons(home, own);
    out.view.logo = place(&own.logo).unwrap_or_default();
    (out.view.logo_width, out.view.logo_height) = own.logo_size;
    out.view.logo_dark = place(&own.logo_dark).unwrap_or_default();
    (out, diagnostics)
}

/// A style sheet in which `@import "potrika.css";`, at its beginning, is the theme's own sheet of that name: readers fetch one
/// file, which is also smaller than two.
fn joined(theme: &Theme, css: &str) -> String {
    let named = css
        .trim_start()
        .strip_prefix("@import \"")
        .and_then(|rest| rest.split_once("\";"));
    let imported = named.and_then(|(name, rest)| Some((theme.assets.get(name)?, rest)));
    match imported {
        Some((sheet, rest)) => String::from_utf8_lossy(sheet).into_owned() + rest,
        None => css.to_owned(),
    }
}

/// The scripts that stand in templates, as a Content-Security-Policy names them. One with anything of the template language
/// in it is not among them (the lint refuses values there), and browsers do not run it.
fn scripts(theme: &Theme) -> Vec<String> {
    let mut found = BTreeSet::new();
    for source in &theme.templates {
        for rest in source.text.split("<script>").skip(1) {
            let script = rest.split("</script>").next().unwrap_or_default();
            if !["{{", "{%", "{#"].iter().any(|mark| script.contains(mark)) {
                let digest = Sha256::digest(script.as_bytes());
                found.insert(format!("'sha256-{}'", BASE64_STANDARD.encode(digest)));
            }
        }
    }
    found.into_iter().collect()
}

impl Assets {
    /// The files of the site's icon. What the site has itself below `static/` is not made anew.
    fn icons(&mut self, home: &str, own: &OwnFiles) {
        let place = |path: &Option<String>| path.as_deref().map(|path| crate::view::href(home, path));
        for (name, bytes) in &own.made_icons {
            match name.as_str() {
                FAVICON if own.favicon.is_none() => drop(self.files.insert(format!("/{FAVICON}"), bytes.clone())),
                FAVICON => {}
                name => self.add(home, name, Cow::Borrowed(bytes)),
            }
        }
        let made = |name: &str| self.view.files.get(name).cloned();
        let favicon = self.files.contains_key("/favicon.ico");
        let made_favicon = favicon.then(|| crate::view::href(home, "/favicon.ico"));
        self.view.favicon = place(&own.favicon).or(made_favicon).unwrap_or_default();
        self.view.touch_icon = place(&own.touch_icon).or_else(|| made(TOUCH_ICON)).unwrap_or_default();
        self.view.app_icons = APP_ICONS.iter().filter_map(|name| made(name)).collect();
        self.view.icon_size = own.icon_size.map(|(w, h)| format!("{w}x{h}")).unwrap_or_default();
    }

    fn add(&mut self, home: &str, name: &str, bytes: Cow<'_, [u8]>) {
        let bytes = match name.rsplit_once('.') {
            Some((_, "css")) => tighten(&bytes),
            Some((_, "js")) => tighten_script(&bytes).unwrap_or_else(|| bytes.into_owned()),
            _ => bytes.into_owned(),
        };
        let hash = blake3::hash(&bytes).to_hex();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let path = format!("/assets/{stem}.{}.{ending}", &hash[..8]);
        self.view.files.insert(name.to_owned(), crate::view::href(home, &path));
        self.files.insert(path, bytes);
    }
}

/// `url(fonts/a.woff2)` becomes the hashed address.
fn rewrite(css: &str, files: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let Some(len) = rest[at..].find(')') else { break };
        let written = rest[at + 4..at + len].trim_matches(['"', '\'', ' ']);
        out.push_str(&rest[..at]);
        match files.get(written.trim_start_matches("./")) {
            Some(address) => out.push_str(&format!("url({address})")),
            None => out.push_str(&rest[at..=at + len]),
        }
        rest = &rest[at + len + 1..];
    }
    out.push_str(rest);
    out
}

/// A script without lines of comment, indentation, and line feeds behind a bracket, comma or semicolon. `None` for a script
/// in which a text or comment may run over several lines: it stays as it is.
fn tighten_script(script: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(script).ok()?;
    let mut short = String::with_capacity(text.len());
    for line in text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"))
    {
        let nested = line
            .split("${")
            .skip(1)
            .any(|rest| rest.split('}').next().is_some_and(|r| r.contains('`')));
        if line.matches('`').count() % 2 == 1 || nested || line.ends_with('\\') || line.contains("/*") {
            return None;
        }
        short.push_str(line);
        if line.contains("//") || !line.ends_with(['{', ';', ',', '(']) {
            short.push('\n');
        }
    }
    Some(short.into_bytes())
}

/// Takes comments and needless white space out of a style sheet; strings stay as they are.
fn tighten(css: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(css);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), _) => {
                out.push(c);
                if c == '\\' {
                    out.extend(chars.next());
                } else if c == q {
                    quote = None;
                }
            }
            (None, '"' | '\'') => {
                quote = Some(c);
                out.push(c);
            }
            (None, '/') if chars.peek() == Some(&'*') => skip_comment(&mut chars),
            (None, c) if c.is_whitespace() => {
                let tight = out.ends_with(['{', '}', ';', ',', ' ']) || out.is_empty();
                let next_tight = chars
                    .peek()
                    .is_none_or(|n| n.is_whitespace() || matches!(n, '{' | '}' | ';' | ','));
                if !tight && !next_tight {
                    out.push(' ');
                }
            }
            (None, '}') => {
                if out.ends_with(';') {
                    out.pop();
                }
                out.push('}');
            }
            (None, c) => out.push(c),
        }
    }
    out.into_bytes()
}

fn skip_comment(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut last = ' ';
    chars.next();
    for c in chars.by_ref() {
        if last == '*' && c == '/' {
            break;
        }
        last = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_are_tightened_and_follow_fonts() {
        let css =
            "/* কথা */ a , b {\n  color : red;\n  content: \" /* x */ \";\n}\n@font-face { src: url(fonts/a.woff2); }\n";
        let theme = Theme {
            assets: [
                ("x.css".to_owned(), Cow::Borrowed(css.as_bytes())),
                ("fonts/a.woff2".to_owned(), Cow::Borrowed(&b"font"[..])),
            ]
            .into(),
            ..Theme::default()
        };
        let (assets, _) = assets(&theme, "/p/", &Look::default(), &OwnFiles::default());
        let sheet = assets
            .files
            .iter()
            .find(|(n, _)| n.ends_with(".css"))
            .map(|(_, b)| String::from_utf8_lossy(b).into_owned())
            .unwrap();
        assert!(
            sheet.starts_with("a,b{color : red;content: \" /* x */ \"}@font-face{src: url(/p/assets/fonts/a."),
            "{sheet}"
        );
    }

    #[test]
    fn a_style_sheet_begins_with_the_one_that_it_imports() {
        let sheet = |text: &'static str| Cow::Borrowed(text.as_bytes());
        let theme = Theme {
            assets: [
                ("a.css".to_owned(), sheet("p{margin:0}\n")),
                ("b.css".to_owned(), sheet("@import \"a.css\";\nq{margin:0}\n")),
                ("c.css".to_owned(), sheet("@import \"z.css\";\n")),
            ]
            .into(),
            ..Theme::default()
        };
        let (assets, _) = assets(&theme, "/", &Look::default(), &OwnFiles::default());
        let text = |name: &str| {
            let file = assets
                .files
                .iter()
                .find(|(path, _)| path.starts_with(&format!("/assets/{name}.")));
            String::from_utf8(file.unwrap().1.clone()).unwrap()
        };
        assert_eq!(text("b"), "p{margin:0}q{margin:0}");
        assert_eq!(text("c").trim(), "@import \"z.css\";", "no asset of the theme");
    }

    #[test]
    fn scripts_lose_what_no_browser_needs() {
        let short = |text: &str| tighten_script(text.as_bytes()).map(|s| String::from_utf8(s).unwrap());
        assert_eq!(
            short("// খবর\n\tlet a = 1;\n\n\tif (a) {\n\t\tf(`ক ${a}`, // দুই,\n\t\t\ta)\n\t}\n").as_deref(),
            Some("let a = 1;if (a) {f(`ক ${a}`, // দুই,\na)\n}\n")
        );
        for odd in [
            "a = `এক\n  দুই`",
            "a = `${b(`\n  c`)}`",
            "a = 'b\\\n  c'",
            "/* এক\n// */ a",
        ] {
            assert_eq!(short(odd), None, "{odd}");
        }
    }
}
