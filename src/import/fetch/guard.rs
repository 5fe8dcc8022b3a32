//! Which addresses a program may ask that an export names: the site's own hosts, on the open internet, whatever the export says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address lies on the open internet: not this machine, not a private or local network, not a provider's own, not the
/// metadata service of a cloud (RFC 6890 and its successors).
///
/// ```
/// use khobor::import::fetch::guard::is_public;
/// for private in ["127.0.0.1", "10.0.0.8", "172.20.1.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1",
///     "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"] {
///     assert!(!is_public(private.parse().unwrap()), "{private}");
/// }
/// assert!(is_public("93.184.216.34".parse().unwrap()) && is_public("2606:2800:220:1::1".parse().unwrap()));
/// ```
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let measuring = a == 198 && (b == 18 || b == 19);
    let local = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || a == 0;
    let no_host = v4.is_broadcast() || v4.is_multicast() || v4.is_documentation() || a >= 240;
    !(local || shared || protocol || measuring || no_host)
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let parts = v6.segments();
    let last = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    // An IPv4 address in one of IPv6's dresses is judged as itself.
    match parts {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => return v6 != Ipv6Addr::UNSPECIFIED && is_public_v4(last(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => return is_public_v4(last(high, low)),
        _ => {}
    }
    // Only 2000::/3 is given away; parts of it are not.
    let open = parts[0] & 0xe000 == 0x2000;
    let special = parts[0] == 0x2001 && (parts[1] < 0x200 || parts[1] == 0xdb8);
    open && !special
}

/// An address that may be asked, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it is asked for.
    pub url: String,
    /// With its scheme: `https://kagoj.example`.
    pub origin: String,
    /// With its query.
    pub path: String,
}

/// Whether an address is one of the old site: `http(s)`, the usual port, no name or password, its own host or WordPress's
/// picture server for it. `hosts` are in lower case, without `www.`.
///
/// ```
/// use khobor::import::fetch::guard::target;
/// let own = ["kagoj.example".to_owned()];
/// assert!(target("https://www.kagoj.example/wp-content/uploads/a.jpg", &own).is_some());
/// assert!(target("https://i0.wp.com/kagoj.example/wp-content/uploads/a.jpg", &own).is_some());
/// for bad in ["ftp://kagoj.example/a.jpg", "https://kagoj.example:8443/a.jpg", "https://u:p@kagoj.example/a.jpg", "https://other.example/a.jpg",
///     "http://169.254.169.254/latest", "https://kagoj.example.other.example/a.jpg", "file:///etc/passwd", "https://i0.wp.com/other.example/a.jpg"] {
///     assert_eq!(target(bad, &own), None, "{bad}");
/// }
/// ```
pub fn target(url: &str, hosts: &[String]) -> Option<Target> {
    let lower = url.to_ascii_lowercase();
    let scheme = ["https", "http"]
        .into_iter()
        .find(|s| lower.starts_with(&format!("{s}://")))?;
    let rest = url.get(scheme.len() + 3..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(usual).unwrap_or(authority).to_ascii_lowercase();
    let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')) || c.is_control();
    if host.is_empty() || host.contains(odd) || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    let own = |name: &str| hosts.iter().any(|h| h == name);
    let proxy = bare
        .strip_suffix(".wp.com")
        .is_some_and(|h| h.len() == 2 && h.starts_with('i'));
    let behind = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let allowed = own(bare) || proxy && own(behind.strip_prefix("www.").unwrap_or(&behind));
    let path = path.split('#').next().unwrap_or_default();
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let origin = format!("{scheme}://{host}");
    allowed.then(|| Target {
        url: format!("{origin}{path}"),
        origin,
        path,
    })
}
