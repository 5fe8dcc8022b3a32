//! What a configured value may be before it reaches a program or a host. Nothing here is ever given to a shell, and all
//! the same: a value that looks like an option, or like more than one thing, is refused.

/// Why a value is refused, if it is, in English and Bengali.
pub(super) type Flaw = Option<(&'static str, &'static str)>;

/// What holds for every value.
pub(super) fn plain(value: &str) -> Flaw {
    match value {
        "" => Some(("it is empty", "এটি ফাঁকা")),
        _ if value.starts_with('-') => Some(("it begins with -", "এটি - দিয়ে শুরু")),
        _ if value.trim() != value => Some(("it begins or ends with a space", "শুরুতে বা শেষে ফাঁকা জায়গা আছে")),
        _ if value.chars().any(char::is_control) => Some(("it holds a control character", "এতে নিয়ন্ত্রণ-চিহ্ন আছে")),
        _ => None,
    }
}

/// `host` or `user@host`.
pub(super) fn host(value: &str) -> Flaw {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let sound = |part: &str| !part.is_empty() && !part.starts_with('-') && part.chars().all(letter);
    let (user, host) = value.split_once('@').unwrap_or(("u", value));
    plain(value).or_else(|| {
        (!sound(user) || !sound(host)).then_some(("a host is a name, or user@name", "হোস্ট হয় একটি নাম, অথবা user@name"))
    })
}

/// The parts of a path that mean something: `//`, `/.` and `./` have none.
pub(super) fn parts(value: &str) -> Vec<&str> {
    value.split('/').filter(|part| !matches!(*part, "" | ".")).collect()
}

/// A folder of an FTP account. Its root, however written, is where shared hosting keeps the site.
pub(super) fn account_path(value: &str) -> Flaw {
    if !value.contains(char::is_whitespace) && parts(value).is_empty() {
        return None;
    }
    remote_path(value)
}

/// A folder on another machine.
pub(super) fn remote_path(value: &str) -> Flaw {
    let leaves = value.split('/').any(|part| part == "..");
    plain(value).or_else(|| match value {
        _ if leaves => Some(("it holds ..", "এতে .. আছে")),
        _ if matches!(parts(value).as_slice(), [] | ["~"]) => Some((
            "it is the whole machine or home",
            "এটি পুরো কম্পিউটার বা ব্যবহারকারীর পুরো ফোল্ডার",
        )),
        _ if value.starts_with('~') => Some((
            "~ is not understood; a path without / in front starts at home",
            "~ বোঝা যায় না; শুরুতে / না থাকলে পথ ব্যবহারকারীর ফোল্ডার থেকেই শুরু",
        )),
        _ if value.split('/').any(|part| part.starts_with('-')) => Some(("a part begins with -", "একটি অংশ - দিয়ে শুরু")),
        _ => None,
    })
}

/// A prefix of keys or names; may be empty.
pub(super) fn prefix(value: &str) -> Flaw {
    if value.is_empty() {
        None
    } else {
        remote_path(value).or_else(|| value.starts_with('/').then_some(("it begins with /", "এটি / দিয়ে শুরু")))
    }
}

/// A branch, by the rules of git-check-ref-format, and without the rarer signs that those allow.
pub(super) fn branch(value: &str) -> Flaw {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    let odd =
        value.contains("..") || value.contains("//") || value.starts_with(['/', '.']) || value.ends_with(['/', '.']);
    let odd = odd || value.ends_with(".lock") || value.split('/').any(|part| part.starts_with(['.', '-']));
    plain(value).or_else(|| {
        (odd || !value.chars().all(letter)).then_some(("it is not the name of a branch", "এটি শাখার নাম হতে পারে না"))
    })
}

/// A bucket, a site, an account, a project: letters, digits, `.`, `-`, `_`.
pub(super) fn name(value: &str) -> Flaw {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let sound = value.chars().all(letter) && !value.contains("..") && !value.starts_with('.') && value.len() <= 128;
    plain(value).or_else(|| {
        (!sound).then_some((
            "it takes letters, digits, dots and dashes only",
            "এতে শুধু ইংরেজি অক্ষর, অঙ্ক, ফোঁটা ও ড্যাশ চলে",
        ))
    })
}

/// An https address of a service; http on this machine or for `lan` services only. No names or passwords inside.
pub(super) fn service(value: &str, lan: bool) -> Flaw {
    let (scheme, rest) = value.split_once("://").unwrap_or(("", value));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let near = lan || matches!(host, "127.0.0.1" | "localhost" | "[::1]");
    plain(value).or_else(|| match scheme {
        _ if authority.contains('@') => Some((
            "no name or password may stand in an address; they come from the environment",
            "ঠিকানায় নাম বা পাসওয়ার্ড চলে না; সেগুলো পরিবেশ চলক থেকে আসে",
        )),
        _ if authority.is_empty() || authority.starts_with('-') || value.contains([' ', '"', '\\', '<', '>']) => {
            Some(("it is not an address", "এটি ঠিকানা নয়"))
        }
        "https" => None,
        "http" if near => None,
        "http" => Some(("it must be https", "https হতে হবে")),
        _ => Some(("it is not an https address", "এটি https ঠিকানা নয়")),
    })
}

/// A repository: https, ssh, `user@host:path` or an absolute local path.
pub(super) fn repository(value: &str) -> Flaw {
    let flaw = plain(value).or_else(|| {
        value.contains("::").then_some((
            "helpers of git's (`ext::`) are refused",
            "git-এর সহায়ক (`ext::`) নেওয়া হয় না",
        ))
    });
    if flaw.is_some() || value.starts_with('/') {
        return flaw;
    }
    match value.split_once("://") {
        Some(("https", _)) => service(value, false),
        Some(("ssh", rest)) => {
            let authority = rest.split('/').next().unwrap_or_default();
            let (name, port) = authority.rsplit_once(':').unwrap_or((authority, "22"));
            host(name).or_else(|| {
                port.parse::<u16>()
                    .is_err()
                    .then_some(("its port is no number", "পোর্টটি সংখ্যা নয়"))
            })
        }
        Some(_) => Some((
            "it must be https, ssh or a local path",
            "https, ssh বা এই কম্পিউটারের পথ হতে হবে",
        )),
        None => match value.split_once(':') {
            Some((name, path)) => host(name).or_else(|| remote_path(path.trim_start_matches('/'))),
            None => Some((
                "it must be https, ssh or an absolute path",
                "https, ssh বা পূর্ণ পথ হতে হবে",
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_judged_by_what_it_means() {
        for root in ["/", "//", "/.", "./", ".", "/./", "././/"] {
            assert!(remote_path(root).is_some(), "{root}");
            assert!(prefix(root).is_some(), "{root}");
            assert_eq!(account_path(root), None, "{root}");
        }
        assert_eq!(account_path(""), None);
        for bad in ["..", "/a/../..", " ", "/-x", "~", "/\n"] {
            assert!(account_path(bad).is_some() && remote_path(bad).is_some(), "{bad}");
        }
        assert_eq!(remote_path("/var/www/খবর"), None);
        assert_eq!(account_path("public_html"), None);
    }

    #[test]
    fn hostile_values_are_refused() {
        for value in [
            "-oProxyCommand=touch pwn",
            "",
            " x",
            "a\nb",
            "h;touch pwn",
            "$(touch pwn)",
            "`touch pwn`",
            "a b",
            "u@-x",
            "h:22",
            "@h",
            "u@",
            "a@b@c",
        ] {
            assert!(host(value).is_some(), "{value:?}");
        }
        for value in [
            "-x",
            "..",
            "../x",
            "a/../../b",
            "/",
            "~",
            "~root/x",
            "a\0b",
            "x/-rf",
            "a\r\nb",
        ] {
            assert!(remote_path(value).is_some(), "{value:?}");
        }
        for value in [
            "-x",
            "--upload-pack=touch pwn",
            "a..b",
            "x.lock",
            "a b",
            "a:b",
            "$(x)",
            "/x",
            "x/",
            "@{1}",
            "a/-b",
            ".x",
        ] {
            assert!(branch(value).is_some(), "{value:?}");
        }
        for value in [
            "--upload-pack=x",
            "ext::sh -c touch% pwn",
            "ssh://-oProxyCommand=x/a",
            "file:///x",
            "http://x.example/a",
            "-x@h:p",
            "h -x:p",
            "https://u:p@h/x",
            "git://h/x",
            "relative",
        ] {
            assert!(repository(value).is_some(), "{value:?}");
        }
        for value in [
            "http://example.org",
            "https://k:s@example.org",
            "ftp://x",
            "https://",
            "https://-x",
        ] {
            assert!(service(value, false).is_some(), "{value:?}");
        }
    }

    #[test]
    fn what_newsrooms_write_is_taken() {
        assert_eq!(host("deploy@nodipoth.example"), None);
        assert_eq!(remote_path("/var/www/খবর site"), None);
        assert_eq!(remote_path("public_html"), None);
        assert_eq!(branch("gh-pages"), None);
        for value in [
            "https://github.com/a/b.git",
            "git@codeberg.org:a/b.git",
            "ssh://git@h.example:2222/a.git",
            "/srv/git/site.git",
        ] {
            assert_eq!(repository(value), None, "{value}");
        }
        assert_eq!(service("http://192.168.1.5:9000", true), None);
    }
}
