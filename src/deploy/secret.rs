//! Secrets: read from the environment or a file that only its owner may read, never from `khobor.toml`, and never shown.

use super::fault::{Fault, Result};
use crate::diag::codes::deploy as codes;
use crate::diag::system::reason;
use crate::diag::{Diagnostic, Lang};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// A secret. It prints as `***`.
///
/// ```
/// let secret = khobor::deploy::Secret::new("গোপন-চাবি");
/// assert_eq!(format!("{secret} {secret:?}"), "*** ***");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text itself, for the one request that needs it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// The secrets of a target by name: `TOKEN`, `PASSWORD`, `USER`, `ACCESS_KEY`, `SECRET_KEY`, `SESSION_TOKEN`.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    by_name: BTreeMap<String, Secret>,
}

/// Names that a target's secrets have, each with what others call it in the environment.
const NAMES: [(&str, &[&str]); 6] = [
    ("TOKEN", &[]),
    ("PASSWORD", &[]),
    ("USER", &[]),
    ("ACCESS_KEY", &["AWS_ACCESS_KEY_ID"]),
    ("SECRET_KEY", &["AWS_SECRET_ACCESS_KEY"]),
    ("SESSION_TOKEN", &["AWS_SESSION_TOKEN"]),
];

impl Secrets {
    /// Reads the secrets of the target `name`: `KHOBOR_<NAME>_TOKEN` and so on, then the file, then what the host's own
    /// tools are used to (`own`: `NETLIFY_AUTH_TOKEN`, …).
    ///
    /// # Errors
    /// A file that others may read, or that cannot be read.
    pub fn read(
        name: &str,
        file: Option<&Path>,
        own: Option<&str>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Secrets> {
        let mut by_name = file.map(from_file).transpose()?.unwrap_or_default();
        for (secret, aliases) in NAMES {
            let given = env(&variable(name, secret)).filter(|v| !v.is_empty());
            if let Some(value) = given {
                by_name.insert(secret.to_owned(), Secret::new(value));
                continue;
            }
            let aliases = aliases.iter().copied().chain(own.filter(|_| secret == "TOKEN"));
            let other = aliases.filter_map(env).find(|v| !v.is_empty());
            if let (Some(value), false) = (other, by_name.contains_key(secret)) {
                by_name.insert(secret.to_owned(), Secret::new(value));
            }
        }
        Ok(Secrets { by_name })
    }

    /// A secret, if it was given.
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.by_name.get(name)
    }

    /// A secret that the kind of host cannot do without.
    ///
    /// # Errors
    /// When it was not given; the message says how to give it.
    pub fn need(&self, target: &str, name: &str) -> Result<&Secret> {
        let missing = || {
            let fault = Diagnostic::new(&codes::SECRET).arg("variable", variable(target, name));
            Box::new(fault.arg_in("reason", format!("{name} নেই"), format!("{name} is missing")))
        };
        self.get(name).ok_or_else(missing)
    }

    /// What hides all of them in texts that come from elsewhere.
    pub fn redactor(&self) -> Redactor {
        let mut hidden: Vec<String> = Vec::new();
        for (name, Secret(text)) in &self.by_name {
            let long_enough = text.len() >= 4 && name != "USER";
            if long_enough {
                hidden.extend(forms(text));
            }
        }
        // The longest first, so that a part never leaves the rest standing.
        hidden.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        hidden.dedup();
        Redactor { hidden }
    }
}

/// The environment variable of a target's secret.
///
/// ```
/// assert_eq!(khobor::deploy::variable("my-host", "TOKEN"), "KHOBOR_MY_HOST_TOKEN");
/// ```
pub fn variable(target: &str, secret: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    format!("KHOBOR_{}_{secret}", target.chars().map(plain).collect::<String>())
}

fn from_file(path: &Path) -> Result<BTreeMap<String, Secret>> {
    let diagnostics = |bn: &str, en: &str| -> Fault {
        let path = path.display();
        let fault = Diagnostic::new(&codes::SECRET).arg("variable", "KHOBOR_<NAME>_TOKEN");
        Box::new(fault.arg_in("reason", format!("{path}: {bn}"), format!("{path}: {en}")))
    };
    let system = |error: std::io::Error| diagnostics(&reason(Lang::Bn, &error), &error.to_string());
    let about = std::fs::metadata(path).map_err(system)?;
    if !about.is_file() {
        return Err(diagnostics("এটি ফাইল নয়", "not a file"));
    }
    if open_to_others(&about) {
        return Err(diagnostics(
            "অন্যরাও পড়তে পারে; `chmod 600` দিন",
            "others may read it; chmod 600",
        ));
    }
    let text = std::fs::read_to_string(path).map_err(system)?;
    let mut found = BTreeMap::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let Some((name, value)) = line.split_once('=') else {
            return Err(diagnostics("প্রতি লাইন হবে `NAME=মান`", "each line is NAME=value"));
        };
        let name = name.trim().to_ascii_uppercase();
        if !NAMES.iter().any(|(known, _)| *known == name) {
            return Err(diagnostics(
                "কোনো একটি নাম এর মধ্যে নেই: `TOKEN`, `PASSWORD`, `USER`, `ACCESS_KEY`, `SECRET_KEY`, `SESSION_TOKEN`",
                "a name is not one of TOKEN, PASSWORD, USER, ACCESS_KEY, SECRET_KEY, SESSION_TOKEN",
            ));
        }
        found.insert(name, Secret::new(value.trim().trim_matches('"')));
    }
    Ok(found)
}

#[cfg(unix)]
fn open_to_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

/// How a secret may come back in a message: as it is, percent-encoded, in JSON, in a header of basic authorisation.
fn forms(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).unwrap_or_default();
    vec![
        text.to_owned(),
        super::encode::query(text),
        json.trim_matches('"').to_owned(),
        super::encode::base64(text.as_bytes()),
        super::encode::base64(format!("x-access-token:{text}").as_bytes()),
    ]
}

/// Replaces secrets by `***`.
#[derive(Clone, Default)]
pub struct Redactor {
    hidden: Vec<String>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} hidden texts", self.hidden.len())
    }
}

impl Redactor {
    /// The text without any secret.
    pub fn clean(&self, text: &str) -> String {
        self.hidden
            .iter()
            .fold(text.to_owned(), |text, hidden| text.replace(hidden, "***"))
    }

    /// The fault without any secret.
    pub fn fault(&self, mut fault: Fault) -> Fault {
        fault.change_values(|value| self.clean(value));
        fault
    }
}
