//! What a host asks of programs (robots.txt, RFC 9309).

/// The rules for this program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    /// Pattern, and whether it allows.
    rules: Vec<(String, bool)>,
}

impl Robots {
    /// Reads a robots.txt: the group for `khobor`, else that for all.
    ///
    /// ```
    /// use khobor::import::fetch::robots::Robots;
    /// let robots = Robots::read("User-agent: *\nDisallow: /private/\nAllow: /private/open*.jpg$\n\nUser-agent: other\nDisallow: /");
    /// assert!(robots.allows("/wp-content/a.jpg") && !robots.allows("/private/a.jpg") && robots.allows("/private/open1.jpg"));
    /// ```
    pub fn read(text: &str) -> Robots {
        let (mut own, mut all) = (Vec::new(), Vec::new());
        let (mut names, mut in_rules): (Vec<String>, bool) = (Vec::new(), false);
        let mut has_own = false;
        for line in text.lines().take(10_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if std::mem::take(&mut in_rules) {
                        names.clear();
                    }
                    names.push(value.to_ascii_lowercase());
                    has_own |= value.eq_ignore_ascii_case("khobor");
                }
                "allow" | "disallow" => {
                    in_rules = true;
                    let rule = (value.to_owned(), key == "allow");
                    if names.iter().any(|n| n == "khobor") {
                        own.push(rule.clone());
                    }
                    if names.iter().any(|n| n == "*") {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        let mut rules = if has_own { own } else { all };
        rules.retain(|(pattern, _)| !pattern.is_empty());
        Robots { rules }
    }

    /// Whether a path may be asked for: the longest rule that fits decides, and allowing wins.
    pub fn allows(&self, path: &str) -> bool {
        let fits = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fits.max_by_key(|(pattern, allows)| (pattern.len(), *allows))
            .is_none_or(|(_, allows)| *allows)
    }
}

/// Whether a pattern with `*` and `$` fits the beginning of a path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut rest = path;
    for (at, part) in pattern.split('*').enumerate() {
        let found = if at == 0 {
            rest.starts_with(part).then_some(0)
        } else {
            rest.find(part)
        };
        let Some(found) = found else { return false };
        rest = rest.get(found + part.len()..).unwrap_or_default();
    }
    !whole
        || rest.is_empty()
        || pattern.ends_with('*')
        || pattern
            .rsplit('*')
            .next()
            .is_some_and(|last| path.ends_with(last) && pattern.contains('*'))
}
