//! What all pages share: the portal, its menu and addresses, pictures and bylines.

use serde::Serialize;
use std::collections::BTreeMap;

/// What every page shares: set once a build.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteView {
    /// The name in the masthead.
    pub title: String,
    /// The portal's full name, as search engines and feeds know it.
    pub name: String,
    /// A line under the nameplate; may be empty.
    pub tagline: String,
    /// What the portal is, for search engines.
    pub description: String,
    /// Absolute address without a trailing slash: `https://example.org/paper`.
    pub base_url: String,
    /// Path of the front page: `/`, or `/paper/` where the portal lives below a path.
    pub home: String,
    /// BCP 47: `bn-BD`.
    pub language: String,
    /// `bn_BD`.
    pub locale: String,
    /// `bd` or `wb`.
    pub edition: String,
    /// The menu: sections, nested, or the items of `[menu]`.
    pub menu: Vec<MenuItem>,
    /// Plain pages of the footer.
    pub pages: Vec<LinkView>,
    /// Addresses of the portal's own places.
    pub urls: PlacesView,
    /// Publisher's imprint.
    pub publisher: PublisherView,
    /// The portal's accounts elsewhere.
    pub social: Vec<LinkView>,
    /// Addresses of style sheets, scripts, fonts.
    pub assets: AssetsView,
    /// `inline`, `fetch` or `ssi`.
    pub sidebars: String,
    /// Which share links to show, in order: `whatsapp facebook x telegram copy`.
    pub share: Vec<String>,
    /// Content-Security-Policy for the meta element.
    pub csp: String,
    /// `<colour>` of the browser's frame.
    pub theme_color: String,
    /// `[extra]` of khobor.toml.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Addresses of the portal's own places (paths with the site's prefix).
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlacesView {
    /// Search page.
    pub search: String,
    /// Newest stories.
    pub latest: String,
    /// Most popular.
    pub popular: String,
    /// Archive by date.
    pub archive: String,
    /// All tags.
    pub tags: String,
    /// All authors.
    pub authors: String,
    /// All corrections; empty where the site has a page of its own at that address.
    pub corrections: String,
    /// The RSS feed.
    pub rss: String,
    /// The Atom feed.
    pub atom: String,
    /// The JSON feed.
    pub json_feed: String,
    /// The web manifest.
    pub manifest: String,
    /// The OpenSearch description.
    pub opensearch: String,
    /// The newest headlines as a light page; empty without `[lite]`.
    pub lite: String,
}

/// Style sheets, scripts and fonts with hashed names.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AssetsView {
    /// The theme's assets: file name in the theme's `assets/` (`potrika.css`) to address (`/assets/potrika.1a2b3c4d.css`).
    pub files: BTreeMap<String, String>,
    /// Fonts to preload.
    pub preload: Vec<String>,
    /// Inline scripts that stand word for word in templates, as the policy names them: `'sha256-…'`.
    pub scripts: Vec<String>,
    /// The site's icon, or the theme's.
    pub icon: String,
    /// Of an icon that is no drawing, its size: `512x512`; else empty.
    pub icon_size: String,
    /// `/favicon.ico`; may be empty.
    pub favicon: String,
    /// Style sheets beside the theme's own, in order: the site's look, its `static/custom.css`.
    pub styles: Vec<String>,
    /// A 180x180 PNG for touch icons; may be empty.
    pub touch_icon: String,
    /// Icons for the web manifest, maskable, of 192 and 512 pixels; may be empty.
    pub app_icons: Vec<String>,
    /// The publisher's logo; may be empty.
    pub logo: String,
    /// Its width in pixels; 0 where it is not known.
    pub logo_width: u32,
    /// Its height.
    pub logo_height: u32,
    /// The logo on dark ground; may be empty.
    pub logo_dark: String,
}

/// The imprint that Bangladeshi papers must print.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PublisherView {
    /// The publishing house.
    pub name: String,
    /// The publisher.
    pub publisher: String,
    /// The editor.
    pub editor: String,
    /// The address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// A link with its text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LinkView {
    /// Text.
    pub title: String,
    /// Address.
    pub url: String,
    /// The text's language where it is not the site's, `en`; else empty.
    pub lang: String,
}

impl LinkView {
    /// A link whose text is in the site's language.
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        let lang = String::new();
        LinkView {
            title: title.into(),
            url: url.into(),
            lang,
        }
    }
}

/// An item of the menu.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MenuItem {
    /// Its text.
    pub title: String,
    /// Its address; empty for a group that leads nowhere itself.
    pub url: String,
    /// Of a section its path, `bangladesh/dhaka`; a page's `page.active` begins with it when the page stands in the section. Else empty.
    pub path: String,
    /// Items below: those of a group, or the sections inside.
    pub children: Vec<MenuItem>,
}
