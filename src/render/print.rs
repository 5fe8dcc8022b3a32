//! Prints views. Nothing but the view and the templates goes in.

use super::context::{Fragments, PrintContext};
use super::report::{self, Report};
use super::{Source, Templates};
use crate::diag::{Diagnostic, Place, codes::template as codes};
use crate::view::{BodyPart, Document, FeedDocument, FeedKind, Fragment, Strings, View};
use std::io::{self, Write};
use tera::{Context, ErrorKind};

/// Largest page in bytes.
const MAX_PAGE: usize = 16 << 20;

/// A writer that stops a page that grows without end. (Tera itself bounds recursion and `range`; see reliability.md T3.)
struct Limited(Vec<u8>);

impl Write for Limited {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_PAGE {
            return Err(io::Error::other("the page is larger than 16 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(drop)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Templates {
    /// The bytes of a view.
    ///
    /// # Errors
    /// A template or shortcode that cannot be printed, with its place.
    pub fn render(&self, view: View, sheet: &PrintContext<'_>) -> Result<Vec<u8>, Diagnostic> {
        match view {
            View::Page(document) => self.document(*document, sheet),
            View::Fragment(fragment, name, value) => self.fragment(fragment, name, &value),
            View::Feed(kind, feed) => self.feed(kind, *feed),
            View::Sitemap(template, entries) => {
                let mut context = Context::new();
                context.insert("entries", &entries);
                self.print(template, &context)
            }
            View::Redirect(to) => {
                let mut context = Context::new();
                context.insert("to", &to);
                self.print("redirect.html", &context)
            }
            View::Text(text) => Ok(text.into_bytes()),
        }
    }

    fn document(&self, mut document: Document, sheet: &PrintContext<'_>) -> Result<Vec<u8>, Diagnostic> {
        self.named(&document.template, sheet.source)?;
        if let Some(parts) = document.body.take() {
            let mut html = String::new();
            self.body(&parts, sheet.source, &mut html)?;
            document.content.set_body(html);
        }
        self.print_list(&mut document.content, sheet)?;
        let mut context = Context::from_serialize(&document.content).map_err(|e| self.fault(&e))?;
        context.insert("page", &document.page);
        context.insert("ads", &document.ads);
        context.insert("queries", &document.queries);
        context.insert_value("fragments", sheet.fragments.0.clone());
        self.print(&document.template, &context)
    }

    fn fragment(
        &self,
        fragment: Fragment,
        name: &'static str,
        value: &serde_json::Value,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = Context::new();
        context.insert(name, value);
        self.print(&format!("fragments/{}.html", fragment.name()), &context)
    }

    fn feed(&self, kind: FeedKind, mut feed: FeedDocument) -> Result<Vec<u8>, Diagnostic> {
        for entry in &mut feed.entries {
            let mut html = String::new();
            self.body(&std::mem::take(&mut entry.body), &entry.source, &mut html)?;
            entry.body_html = crate::view::for_feed(&html, &entry.url);
        }
        let template = match kind {
            FeedKind::Json => return Ok(feed.json().into_bytes()),
            FeedKind::Rss => "rss.xml",
            FeedKind::Atom => "atom.xml",
        };
        let mut context = Context::new();
        context.insert("feed", &feed);
        self.print(template, &context)
    }

    fn print(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Limited(Vec::with_capacity(40 << 10));
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out.0),
            Err(error) if matches!(error.kind(), ErrorKind::Io(_)) => Err(self.too_large(template)),
            Err(error) => Err(self.fault(&error)),
        }
    }

    fn too_large(&self, template: &str) -> Diagnostic {
        let path = |s: &&Source| s.name == template || s.name.split_once('/').is_some_and(|(_, name)| name == template);
        let diagnostic = Diagnostic::new(&codes::LIMIT).arg("page", template).arg_in(
            "reason",
            "পাতাটি ১৬ মেগাবাইটের চেয়ে বড়",
            "the page is larger than 16 MiB",
        );
        match self.sources.iter().rev().find(path) {
            Some(source) => diagnostic.at(Place::file(&*source.path)),
            None => diagnostic,
        }
    }

    /// The template of a page; one that an author or a section names must be there.
    fn named(&self, template: &str, source: &str) -> Result<(), Diagnostic> {
        let there = |s: &Source| {
            s.name == template
                || (s.name.starts_with('@') && s.name.split_once('/').is_some_and(|(_, name)| name == template))
        };
        if source.is_empty() || self.sources.iter().any(there) {
            return Ok(());
        }
        let mut at = Place::file(source);
        template.clone_into(&mut at.word);
        Err(Diagnostic::new(&codes::BROKEN)
            .arg("template", template)
            .arg("suggestion", "")
            .reason(("there is no such template", "এমন টেমপ্লেট নেই"))
            .at(at))
    }

    /// The faults of every shortcode of a page's body.
    pub fn shortcode_faults(&self, view: &View, source: &str) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        if let View::Page(document) = view {
            self.try_parts(document.body.as_deref().unwrap_or_default(), source, &mut diagnostics);
        }
        diagnostics
    }

    fn try_parts(&self, parts: &[BodyPart], source: &str, diagnostics: &mut Vec<Diagnostic>) {
        for part in parts {
            let BodyPart::Call { name, args, body, line } = part else {
                continue;
            };
            self.try_parts(body.as_deref().unwrap_or_default(), source, diagnostics);
            diagnostics.extend(
                self.component(name, args, body.as_ref().map(|_| ""), (source, *line))
                    .err(),
            );
        }
    }

    /// Prints the parts of a body, each call through its component.
    fn body(&self, parts: &[BodyPart], source: &str, out: &mut String) -> Result<(), Diagnostic> {
        for part in parts {
            match part {
                BodyPart::Html(html) => out.push_str(html),
                BodyPart::Call { name, args, body, line } => {
                    let inner = match body {
                        Some(parts) => {
                            let mut inner = String::new();
                            self.body(parts, source, &mut inner)?;
                            Some(inner)
                        }
                        None => None,
                    };
                    out.push_str(&self.component(name, args, inner.as_deref(), (source, *line))?);
                }
            }
        }
        Ok(())
    }

    fn component(
        &self,
        name: &str,
        args: &serde_json::Map<String, serde_json::Value>,
        body: Option<&str>,
        (source, line): (&str, u32),
    ) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        for (key, value) in args {
            context.insert(key.clone(), value);
        }
        let printed = self
            .tera
            .render_component_with_implicits(name, &context, self.tera_globals(), body, true);
        printed.map_err(|error| match (line, error.kind()) {
            (0, _) | (_, ErrorKind::RenderingError(_)) => self.fault(&error),
            _ => {
                let reason = report::first_line(&error.to_string());
                let diagnostic = Diagnostic::new(&codes::SHORTCODE).arg("name", name).arg_in(
                    "reason",
                    report::bengali(&reason),
                    &reason,
                );
                let known: Vec<&str> = self.shortcodes();
                let near = crate::diag::did_you_mean(name, known.iter().copied()).filter(|n| *n != name);
                let diagnostic = diagnostic.arg("suggestion", near.map_or_else(String::new, |n| format!("`{n}`?")));
                let mut at = Place::file(source);
                at.line = line;
                at.word = name.to_owned();
                diagnostic.at(at)
            }
        })
    }

    /// A template error as a diagnostic: the file and line where it happened. The first where there are more.
    pub(super) fn fault(&self, error: &tera::Error) -> Diagnostic {
        let first = self.faults(error).into_iter().next();
        first.unwrap_or_else(|| Diagnostic::new(&codes::BROKEN))
    }

    /// All faults that an error of the engine stands for, each at its file and line.
    pub(super) fn faults(&self, error: &tera::Error) -> Vec<Diagnostic> {
        if let ErrorKind::Io(_) = error.kind() {
            let fault = Diagnostic::new(&codes::LIMIT).arg("page", "");
            return vec![fault.arg_in("reason", "১৬ মেগাবাইটের বেশি", "more than 16 MiB")];
        }
        let reports = report::reports(error, &self.sources);
        let inner = |r: &Report| self.pieces.as_ref().and_then(|pieces| pieces.failure(&r.message));
        match reports.iter().find_map(inner) {
            Some(error) => self.faults(&error),
            None => reports.iter().map(|report| self.reported(report)).collect(),
        }
    }

    fn reported(&self, report: &Report) -> Diagnostic {
        let message = &report.message;
        let fault = Diagnostic::new(&codes::BROKEN).arg_in("reason", report::bengali(message), message);
        let named = report.at.as_ref();
        let found = named.and_then(|(name, at)| Some((self.sources.iter().find(|s| s.name == *name)?, at.clone())));
        let place = match found {
            Some((source, at)) => self.redefined(source, message, at.clone()).or(Some((source, at))),
            None => self.mention(message),
        };
        let Some((source, at)) = place else {
            let name = named.map_or("", |(name, _)| name);
            return fault.arg("suggestion", "").arg("template", name);
        };
        let (bn, en) = report::suggestion(message, source, &self.sources);
        let fault = fault.arg_in("suggestion", bn, en);
        fault
            .arg("template", &source.path)
            .at(Place::in_text(&source.path, &source.text, at))
    }

    /// The engine names an unknown filter, function or template without saying where: the place is that of its name.
    fn mention(&self, reason: &str) -> Option<(&Source, std::ops::Range<usize>)> {
        // Of a template that extends one that is not there, the last is the name at fault.
        let names: Vec<&str> = reason
            .split(['`', '\''])
            .skip(1)
            .step_by(2)
            .filter(|n| !n.is_empty())
            .collect();
        let place = |name: &&str| {
            let own = self.sources.iter().find(|s| s.name == *name && names.len() > 1);
            let found = self.sources.iter().filter(|s| own.is_none_or(|own| own.name != s.name));
            let found = found.filter_map(|s| Some((s, s.text.find(*name)?)));
            found.map(|(source, at)| (source, at..at + name.len())).next()
        };
        names.iter().rev().find_map(place)
    }

    /// A call that does not suit its component is the fault of the component where that is nearer to the site than the call: the
    /// site's own took the place of the theme's, with other arguments. The place of the component's name.
    fn redefined(
        &self,
        caller: &Source,
        reason: &str,
        call: std::ops::Range<usize>,
    ) -> Option<(&Source, std::ops::Range<usize>)> {
        if !reason.contains("rgument") {
            return None;
        }
        let name = caller
            .text
            .get(call)?
            .split_once('<')?
            .1
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next()?;
        let head = format!("component {name}(");
        // The site's own templates come first, then its theme's, then what that extends.
        let rank = |s: &Source| match s.name.strip_prefix('@').and_then(|n| n.split_once('/')) {
            None => Some(0),
            Some((theme, _)) => self.chain.iter().position(|t| t == theme).map(|at| at + 1),
        };
        let holds = |s: &&Source| s.text.contains(&head) && rank(s) < rank(caller);
        let source = self.sources.iter().filter(holds).min_by_key(|s| rank(s))?;
        let at = source.text.find(&head)? + "component ".len();
        Some((source, at..at + name.len()))
    }
}

/// Fragments as pages print them: their own HTML, a place that a script fills, or a server-side include.
pub fn placeholders(mode: crate::config::Sidebars, rendered: &Fragments, home: &str, strings: &Strings) -> Fragments {
    use crate::config::Sidebars;
    let link = |name: &str| match name {
        "popular" => Some(("popular/", "most_popular")),
        "latest" => Some(("latest/", "latest")),
        _ => None,
    };
    let place = |fragment: Fragment| {
        let name = fragment.name();
        let url = format!("{home}_fragments/{name}.html");
        match mode {
            Sidebars::Inline => rendered.get(name).cloned().unwrap_or_default(),
            Sidebars::Ssi => format!("<!--#include virtual=\"{url}\" -->"),
            Sidebars::Fetch => {
                let inner = link(name).map(|(path, key)| {
                    let word = strings.get(key).map_or(key, String::as_str);
                    format!("<p><a href=\"{home}{path}\">{word}</a></p>")
                });
                format!(
                    "<div class=\"fragment\" data-fragment=\"{url}\">{}</div>",
                    inner.unwrap_or_default()
                )
            }
        }
    };
    Fragment::ALL.map(|f| (f.name(), place(f))).into()
}
