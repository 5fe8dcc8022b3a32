//! Strings as TOML writes them.

/// A basic string of TOML with its quotes, on one line, so that it can be a key too.
///
/// ```
/// use khobor::source::toml_string;
/// assert_eq!(toml_string("“নদী” ও \"চর\""), r#""“নদী” ও \"চর\"""#);
/// ```
pub fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::toml_string;

    #[test]
    fn hostile_texts_stay_one_string() {
        let hostile = "\"উক্তি\" \\ পিছে\u{7}\n+++\n";
        let table: toml::Table = format!("title = {}", toml_string(hostile)).parse().unwrap();
        assert_eq!(table["title"].as_str(), Some(hostile));
    }
}
