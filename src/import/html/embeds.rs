//! Films and posts of others, by their addresses.

use crate::portal::url;

/// What an address shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Embed {
    /// A film of YouTube, by its id.
    Youtube(String),
    /// A post or film of Facebook.
    Facebook(String),
    /// Anything else that another site shows: its address.
    Card(String),
    /// An own or other film file.
    Video(String),
    /// A sound file.
    Audio(String),
}

impl Embed {
    /// The kind, for reports.
    pub fn kind(&self) -> &'static str {
        match self {
            Embed::Youtube(_) => "youtube",
            Embed::Facebook(_) => "facebook",
            Embed::Card(_) => "embed",
            Embed::Video(_) => "video",
            Embed::Audio(_) => "audio",
        }
    }
}

/// Hosts whose addresses, alone on a line, WordPress shows as an embed.
const SHOWN: [&str; 34] = [
    "x.com",
    "twitter.com",
    "instagram.com",
    "instagr.am",
    "tiktok.com",
    "vimeo.com",
    "player.vimeo.com",
    "dailymotion.com",
    "dai.ly",
    "spotify.com",
    "open.spotify.com",
    "soundcloud.com",
    "flickr.com",
    "flic.kr",
    "ted.com",
    "reddit.com",
    "imgur.com",
    "issuu.com",
    "scribd.com",
    "slideshare.net",
    "speakerdeck.com",
    "tumblr.com",
    "mixcloud.com",
    "kickstarter.com",
    "crowdsignal.com",
    "screencast.com",
    "wordpress.tv",
    "videopress.com",
    "pinterest.com",
    "wolframcloud.com",
    "pca.st",
    "anghami.com",
    "bsky.app",
    "threads.net",
];

/// The parts of a web address: host without `www.` and `m.`, path, query.
fn parts(address: &str) -> Option<(String, &str, &str)> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.strip_prefix("//"))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest.get(..end)?.to_ascii_lowercase();
    let host = ["www.", "m.", "mobile."]
        .iter()
        .fold(host.as_str(), |h, p| h.strip_prefix(p).unwrap_or(h));
    let tail = rest.get(end..)?;
    let tail = tail.split('#').next().unwrap_or_default();
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    Some((host.to_owned(), path, query))
}

/// A value of a query.
fn value(query: &str, key: &str) -> Option<String> {
    let pairs = query.split(['&', ';']).map(|p| p.strip_prefix("amp;").unwrap_or(p));
    let found = pairs.filter_map(|p| p.split_once('=')).find(|(k, _)| *k == key)?;
    url::decode(found.1)
}

fn is_film(id: &str) -> bool {
    id.len() == 11
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The id of a film in an address of YouTube, in any of its forms.
///
/// ```
/// use khobor::import::html::embeds::youtube;
/// for form in ["https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=3", "https://youtu.be/aqz-KE-bpKQ?si=x", "//www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
///     "http://m.youtube.com/shorts/aqz-KE-bpKQ", "http://www.youtube.com/v/aqz-KE-bpKQ&hl=en"] {
///     assert_eq!(youtube(form).as_deref(), Some("aqz-KE-bpKQ"), "{form}");
/// }
/// assert_eq!(youtube("https://www.youtube.com/@prothomalo"), None);
/// ```
pub fn youtube(address: &str) -> Option<String> {
    let (host, path, query) = parts(address)?;
    if !matches!(
        host.as_str(),
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" | "music.youtube.com"
    ) {
        return None;
    }
    let mut segments = path.split('/').filter(|s| !s.is_empty());
    let first = segments.next().unwrap_or_default();
    let id = match (host.as_str(), first) {
        ("youtu.be", id) => id.to_owned(),
        (_, "embed" | "v" | "shorts" | "live" | "e") => segments.next().unwrap_or_default().to_owned(),
        _ => value(query, "v").or_else(|| value(query, "vi"))?,
    };
    let id = id.split(['&', '?', '"']).next().unwrap_or_default();
    is_film(id).then(|| id.to_owned())
}

/// The post that an address of Facebook shows, or that its plugin shows.
fn facebook(address: &str) -> Option<String> {
    let (host, path, query) = parts(address)?;
    if path.starts_with("/plugins/") {
        let href = value(query, "href").filter(|_| host == "facebook.com")?;
        return href.starts_with("http").then_some(href);
    }
    let shows = [
        "/videos/",
        "/posts/",
        "/photo",
        "/watch",
        "/reel/",
        "/story.php",
        "/permalink.php",
        "/share/",
    ];
    let post = matches!(host.as_str(), "facebook.com" | "web.facebook.com") && shows.iter().any(|s| path.contains(s));
    (post || host == "fb.watch").then(|| address.to_owned())
}

/// The end of a file's name, in lower case: `mp4`.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default()
}

/// Whether an address is a film file, by its name.
pub fn is_video(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    matches!(
        ending(path).as_str(),
        "mp4" | "m4v" | "webm" | "ogv" | "mov" | "flv" | "wmv" | "avi" | "3gp"
    )
}

/// Whether an address is a sound file, by its name.
pub fn is_audio(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    matches!(
        ending(path).as_str(),
        "mp3" | "m4a" | "ogg" | "oga" | "wav" | "aac" | "flac" | "opus" | "wma"
    )
}

/// What an address alone on a line shows; `None` for one that stays an address.
pub fn of_line(address: &str) -> Option<Embed> {
    if let Some(id) = youtube(address) {
        return Some(Embed::Youtube(id));
    }
    if let Some(post) = facebook(address) {
        return Some(Embed::Facebook(post));
    }
    let (host, path, _) = parts(address)?;
    if is_video(address) {
        return Some(Embed::Video(address.to_owned()));
    }
    if is_audio(address) {
        return Some(Embed::Audio(address.to_owned()));
    }
    let shown = SHOWN.contains(&host.as_str()) && path.len() > 1;
    shown.then(|| Embed::Card(address.to_owned()))
}

/// What a frame or an embed block shows: always something, when its address is one of the web.
pub fn of_frame(address: &str) -> Option<Embed> {
    let address = address.trim();
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let web = address.starts_with("https://") || address.starts_with("http://");
    of_line(&address).or_else(|| web.then_some(Embed::Card(address)))
}

/// The host of an address, for the words of a link.
pub fn host(address: &str) -> Option<String> {
    parts(address).map(|(host, ..)| host).filter(|h| !h.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Embed, of_frame, of_line};

    #[test]
    fn lines_and_frames() {
        let facebook = "https://www.facebook.com/kagoj/videos/9988/";
        assert_eq!(of_line(facebook), Some(Embed::Facebook(facebook.to_owned())));
        let plugin = "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fk%2Fvideos%2F1%2F&show_text=0";
        assert_eq!(
            of_frame(plugin),
            Some(Embed::Facebook("https://www.facebook.com/k/videos/1/".to_owned()))
        );
        assert_eq!(of_line("https://example.org/khobor/"), None);
        assert_eq!(
            of_line("https://twitter.com/nodi/status/1").map(|e| e.kind()),
            Some("embed")
        );
        assert_eq!(of_frame("javascript:alert(1)"), None);
        assert!(matches!(of_frame("//player.vimeo.com/video/1"), Some(Embed::Card(a)) if a.starts_with("https://")));
    }
}
