//! What search engines, cards and feed readers find in a page's head, as markup: it is the same for every theme.

use super::types::PageView;
use super::world::World;
use pulldown_cmark_escape::escape_html;

/// Description, canonical address, Open Graph, card, feeds and structured data of a page. Everything in it stands in the rest
/// of the page's view, or in the site's, so a fingerprint does without.
pub(super) fn meta(world: &World<'_>, page: &PageView) -> String {
    if world.traces.is_some() {
        return String::new();
    }
    let site = world.site;
    let mut out = Markup(String::with_capacity(6 << 10));
    out.named("description", &page.description);
    if !page.robots.is_empty() {
        out.named("robots", &page.robots);
    }
    out.link("canonical", &page.canonical);
    for (rel, url) in [("prev", &page.prev), ("next", &page.next)] {
        if !url.is_empty() {
            out.link(rel, url);
        }
    }
    let own = page.breadcrumb.last().filter(|_| page.kind != "front");
    out.property("og:title", own.map_or(&site.nameplate, |crumb| &crumb.title));
    out.property("og:type", &page.og_type);
    out.property("og:url", &page.canonical);
    out.property("og:description", &page.description);
    out.property("og:site_name", &site.title);
    out.property("og:locale", &site.language.replace('-', "_"));
    if let Some(image) = &page.image {
        out.property("og:image", &image.src);
        if image.width > 0 {
            out.property("og:image:width", &image.width.to_string());
            out.property("og:image:height", &image.height.to_string());
        }
        out.property("og:image:type", super::feed::mime(&image.src));
        if !image.alt.is_empty() {
            out.property("og:image:alt", &image.alt);
        }
    }
    let times = [("published_time", &page.published), ("modified_time", &page.modified)];
    for (name, value) in times.into_iter().chain([("section", &page.section)]) {
        if let Some(value) = value {
            out.property(&format!("article:{name}"), value);
        }
    }
    page.authors.iter().for_each(|url| out.property("article:author", url));
    page.tags.iter().for_each(|tag| out.property("article:tag", tag));
    let card = if page.image.is_some() {
        "summary_large_image"
    } else {
        "summary"
    };
    out.named("twitter:card", card);
    for feed in &page.feeds {
        out.raw("<link rel=\"alternate\" type=\"").text(&feed.mime);
        out.raw("\" title=\"").text(&feed.title);
        out.raw("\" href=\"").text(&feed.url).raw("\">");
    }
    if matches!(page.kind.as_str(), "front" | "lost") {
        out.raw(&super::former::element(world));
    }
    out.raw(&super::analytics::needs(world).element);
    if page.kind == "article" {
        out.raw(&super::counting::element(world, &page.url));
    }
    if !page.json_ld.is_empty() {
        out.raw("<script type=\"application/ld+json\">").raw(&page.json_ld);
        out.raw("</script>");
    }
    out.0
}

/// Markup being written.
struct Markup(String);

impl Markup {
    fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// A text, escaped as the template engine does it.
    fn text(&mut self, text: &str) -> &mut Self {
        let _ = escape_html(&mut self.0, text);
        self
    }

    fn named(&mut self, name: &str, content: &str) {
        self.raw("<meta name=\"")
            .raw(name)
            .raw("\" content=\"")
            .text(content)
            .raw("\">");
    }

    fn property(&mut self, name: &str, content: &str) {
        self.raw("<meta property=\"")
            .raw(name)
            .raw("\" content=\"")
            .text(content)
            .raw("\">");
    }

    /// A link to a place of the portal.
    fn link(&mut self, rel: &str, url: &str) {
        self.raw("<link rel=\"").raw(rel).raw("\" href=\"").text(url).raw("\">");
    }
}
