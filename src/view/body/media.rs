//! Own films and sound of a body, and cards for what other hosts show.

use super::super::world::World;
use super::Owner;
use crate::portal::url;
use serde_json::{Map, Value};

/// What a host is called; its name where it is not known.
pub(super) fn service(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    let bare = bare.strip_prefix("m.").unwrap_or(bare);
    let known = match bare {
        "x.com" | "twitter.com" | "mobile.twitter.com" => "X",
        "instagram.com" | "instagr.am" => "Instagram",
        "tiktok.com" | "vm.tiktok.com" => "TikTok",
        "vimeo.com" | "player.vimeo.com" => "Vimeo",
        "open.spotify.com" | "spotify.com" => "Spotify",
        "google.com" | "maps.google.com" | "maps.app.goo.gl" if rest.contains("maps") => "Google Maps",
        "openstreetmap.org" => "OpenStreetMap",
        other => other,
    };
    known.to_owned()
}

impl World<'_> {
    /// A film or sound: its files where the site has them, its size by its poster.
    pub(super) fn medium(&self, args: &mut Map<String, Value>, owner: Owner<'_>) {
        let given = |args: &Map<String, Value>, key: &str| args.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(poster) = given(args, "poster") {
            let picture = self.body_picture(&poster, owner);
            args.insert("poster".into(), picture.src.into());
            if picture.width > 0 && !args.contains_key("width") && !args.contains_key("height") {
                args.insert("width".into(), picture.width.into());
                args.insert("height".into(), picture.height.into());
            }
        }
        for key in ["src", "captions_file"] {
            if let Some(file) = given(args, key) {
                args.insert(key.into(), self.reference(&file, owner).into());
            }
        }
        // A reader whose program plays nothing gets an address to take along.
        let src = given(args, "src").unwrap_or_default();
        let address = match src.starts_with('/') {
            true => url::of_href(&self.site.base_url, &src),
            false => src,
        };
        args.insert("address".into(), address.into());
    }
}

#[cfg(test)]
mod tests {
    use super::service;

    #[test]
    fn hosts_have_names() {
        for (url, name) in [
            ("https://twitter.com/nodi/status/1", "X"),
            ("https://www.instagram.com/p/a/", "Instagram"),
            ("https://www.google.com/maps/embed?pb=1", "Google Maps"),
            ("https://datawrapper.dwcdn.net/a/", "datawrapper.dwcdn.net"),
        ] {
            assert_eq!(service(url), name);
        }
    }
}
