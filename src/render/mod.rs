//! Prints views through a theme's templates. The only room that knows the template engine; never queries the portal.

mod assets;
mod builtin;
mod context;
mod filters;
mod lint;
mod lists;
mod look;
mod names;
mod piece;
mod print;
mod report;
mod rows;
mod source;
mod theme;

pub use assets::{APP_ICONS, Assets, FAVICON, OwnFiles, TOUCH_ICON, assets};
pub use context::{Fragments, PlacedFragments, PrintContext};
pub use look::FontFile;
pub use print::placeholders;
pub use rows::Rows;
pub use source::Source;
pub use theme::{Printed, SiteFiles, SlotSize, Theme, ThemeLook, resolve};

use crate::bengali::Edition;
use crate::diag::Diagnostic;
use crate::view::{PrintedLists, SiteView, Strings};
use jiff::tz::TimeZone;
use piece::Pieces;
use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use tera::{Context, Tera};

/// The templates of a site, ready to print.
pub struct Templates {
    tera: Tera,
    globals: Context,
    sources: Vec<Source>,
    /// The theme and what it extends, nearest first.
    chain: Vec<String>,
    pieces: Option<Arc<Pieces>>,
    rows: Vec<rows::Row>,
    printed: PrintedLists,
}

impl Templates {
    /// Compiles the templates of a theme. Faults of all templates are reported.
    ///
    /// # Errors
    /// Templates with syntax errors, unknown filters or components, or values printed where escaping cannot help.
    pub fn new(theme: &Theme, zone: &TimeZone, edition: Edition) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        let prefixes: Vec<String> = theme.chain.iter().map(|name| format!("@{name}/")).collect();
        let _ = tera.set_fallback_prefixes(prefixes);
        filters::register(&mut tera, zone, edition);
        piece::register(&mut tera, Weak::new());
        let sources = theme.templates.clone();
        let mut diagnostics: Vec<Diagnostic> = sources.iter().flat_map(lint::lint).collect();
        let parts = names::parts(&theme.strings);
        diagnostics.extend(sources.iter().flat_map(|source| names::unknown(source, &parts)));
        let rows = rows::rows(theme);
        let mut templates = Templates {
            tera,
            globals: Context::new(),
            sources,
            chain: theme.chain.clone(),
            pieces: None,
            printed: rows.iter().map(|row| row.list).collect(),
            rows,
        };
        diagnostics.extend(templates.compile());
        if diagnostics.is_empty() {
            diagnostics.extend(templates.rowless(theme));
        }
        if diagnostics.is_empty() {
            Ok(templates)
        } else {
            Err(diagnostics)
        }
    }

    /// Adds all templates at once, so that their order does not matter; one by one when something is wrong, to tell all.
    fn compile(&mut self) -> Vec<Diagnostic> {
        let sources: Vec<(String, String)> = self.sources.iter().map(|s| (s.name.clone(), s.text.clone())).collect();
        let Err(error) = self
            .tera
            .add_raw_templates(sources.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        else {
            return Vec::new();
        };
        let alone = sources.iter().filter_map(|(name, text)| {
            let mut tera = Tera::new();
            let fault = tera.add_raw_template(name, text).err()?;
            matches!(fault.kind(), tera::ErrorKind::SyntaxError(_)).then_some(fault)
        });
        let syntax: Vec<Diagnostic> = alone.flat_map(|e| self.faults(&e)).collect();
        if syntax.is_empty() { self.faults(&error) } else { syntax }
    }

    /// Sets what every page shares. Pieces printed before are forgotten.
    pub fn set_site(&mut self, site: &SiteView, strings: &Strings) {
        for context in [self.tera.global_context(), &mut self.globals] {
            context.insert("site", site);
            context.insert("t", strings);
        }
        self.pieces = Some(Pieces::new(&mut self.tera, &self.globals));
    }

    /// Templates of the site that print nothing; `named` are those that stories, sections and pages ask for.
    pub fn unused(&self, named: &BTreeSet<&str>) -> Vec<Diagnostic> {
        names::unused(&self.sources, named)
    }

    fn tera_globals(&self) -> &Context {
        &self.globals
    }

    /// Names of the components that a body may call.
    fn shortcodes(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.tera.get_component_names().collect();
        names.sort_unstable();
        names
    }

    /// A hash of everything that printing depends on beside the view and what every page shares: templates, and which lists are
    /// printed by which component.
    pub fn fingerprint(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for source in &self.sources {
            hasher
                .update(source.name.as_bytes())
                .update(&[0])
                .update(source.text.as_bytes())
                .update(&[0]);
        }
        for row in &self.rows {
            hasher
                .update(row.list.as_bytes())
                .update(row.component.as_bytes())
                .update(&[0]);
        }
        hasher.finalize()
    }
}

/// The files of the built-in themes: `potrika/templates/article.html` and its bytes.
pub fn builtin_files() -> &'static [(&'static str, &'static [u8])] {
    builtin::FILES
}

/// The hash of the themes that are compiled in.
pub fn builtin_fingerprint() -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in builtin::FILES {
        hasher.update(path.as_bytes()).update(&[0]).update(bytes);
    }
    hasher.finalize()
}
