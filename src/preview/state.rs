//! What all parts of the preview share: the last good site, its printed pages, what is wrong now, the open tabs.

use super::guard::Guard;
use super::tabs::{Message, Tabs};
use super::withheld;
use super::{Event, OWN, Options, Surroundings};
use crate::diag::{Diagnostic, Lang, Severity};
use crate::engine::{Destination, PageRenderer, Request};
use crate::view::{self, PageId};
use axum::body::Bytes;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Printed pages kept for the next request, in bytes.
const KEPT: usize = 32 << 20;
/// Pages that are printed at a time, each once however many ask for it.
const TURNS: usize = 8;
/// Former states of an open page that are kept, so that its tabs need not load it again.
const FORMER: usize = 4;
/// Faults that are shown at most.
const SHOWN: usize = 50;

/// A page as it goes out.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) status: u16,
    pub(super) mime: &'static str,
    pub(super) bytes: Bytes,
    /// Tells two versions of a page apart; a page whose style sheet alone has changed keeps its mark.
    pub(super) mark: String,
    /// Hash of the fragments that it fetches by itself.
    fetched: Vec<u8>,
}

/// What there is at an address.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A printed page, feed or text.
    Printed(Arc<Printed>),
    /// A file: its type, its bytes, whether its name changes with its bytes.
    File(&'static str, Bytes, bool),
    /// Another address.
    Elsewhere(String),
    /// Nothing can be shown yet, or this page cannot be printed; the errors come over the live connection.
    Nothing(u16),
}

#[derive(Default)]
struct Kept {
    pages: FxHashMap<String, PrintedPage>,
    bytes: usize,
}

/// A page that was printed: for which state, and what it was before, the newest last.
struct PrintedPage {
    version: u64,
    page: Arc<Printed>,
    former: Vec<Arc<Printed>>,
}

impl PrintedPage {
    fn bytes(&self) -> usize {
        self.page.bytes.len() + self.former.iter().map(|p| p.bytes.len()).sum::<usize>()
    }
}

/// What is wrong now.
#[derive(Default)]
struct Faults {
    /// Of the last try to make a new state.
    load: Vec<Diagnostic>,
    /// Of pages of the state that stands.
    pages: Vec<Diagnostic>,
    /// Of the server itself.
    broke: Option<String>,
}

/// The shared state.
pub(super) struct PreviewState {
    pub(super) request: Request,
    pub(super) options: Options,
    pub(super) guard: Guard,
    pub(super) tabs: Tabs,
    surroundings: Surroundings,
    renderer: RwLock<Option<PageRenderer>>,
    version: AtomicU64,
    /// Hash of the preview's own script and style sheet: browsers keep them by it.
    pub(super) edition: String,
    kept: Mutex<Kept>,
    turns: [Mutex<()>; TURNS],
    faults: Mutex<Faults>,
    /// The errors that the tabs know of.
    sent_errors: Mutex<Message>,
    /// One reply at a time.
    pub(super) replies: Mutex<()>,
}

impl PreviewState {
    pub(super) fn new(request: Request, options: Options, guard: Guard, surroundings: Surroundings) -> Self {
        PreviewState {
            request,
            options,
            guard,
            tabs: Tabs::default(),
            surroundings,
            renderer: RwLock::default(),
            version: AtomicU64::new(0),
            edition: super::files::edition(),
            kept: Mutex::default(),
            turns: Default::default(),
            faults: Mutex::default(),
            sent_errors: Mutex::new("".into()),
            replies: Mutex::default(),
        }
    }

    /// Publishes the site; see [`super::Publish`].
    #[cfg(feature = "desk")]
    pub(super) fn publish(
        &self,
        target: Option<&str>,
        tell: &(dyn Fn(super::PublishStep) + Sync),
    ) -> Result<(), Vec<Diagnostic>> {
        (self.surroundings.publish)(target, tell)
    }

    /// Whether comments can be pulled.
    #[cfg(feature = "desk")]
    pub(super) fn pulls(&self) -> bool {
        self.surroundings.pull.is_some()
    }

    /// Pulls comments; see [`super::Pull`].
    #[cfg(feature = "desk")]
    pub(super) fn pull(&self, takes: &dyn Fn(&str) -> bool) -> Option<Result<usize, Diagnostic>> {
        self.surroundings.pull.as_ref().map(|pull| pull(takes))
    }

    pub(super) fn report(&self, event: Event<'_>) {
        (self.surroundings.tell)(event);
    }

    /// The moment now.
    pub(super) fn now(&self) -> Timestamp {
        (self.surroundings.clock)()
    }

    /// The state's number; it grows with every new state.
    pub(super) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The last good state, if there was one. Held for one page at a time, so that a new state need not wait.
    pub(super) fn renderer(&self) -> RwLockReadGuard<'_, Option<PageRenderer>> {
        self.renderer.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a new state up and hands back the old one.
    pub(super) fn replace(&self, renderer: PageRenderer) -> Option<PageRenderer> {
        let mut slot = self.renderer.write().unwrap_or_else(PoisonError::into_inner);
        let old = slot.replace(renderer);
        self.version.fetch_add(1, Ordering::AcqRel);
        old
    }

    /// Changes the state in place; `None` when there is none.
    pub(super) fn amend<T>(&self, change: impl FnOnce(&mut PageRenderer) -> T) -> Option<T> {
        let mut slot = self.renderer.write().unwrap_or_else(PoisonError::into_inner);
        let done = slot.as_mut().map(change);
        self.version.fetch_add(1, Ordering::AcqRel);
        done
    }

    /// Changes the state in place, unless it is newer than `version`; its version then.
    pub(super) fn amend_if(&self, version: u64, change: impl FnOnce(&mut PageRenderer)) -> Option<u64> {
        let mut slot = self.renderer.write().unwrap_or_else(PoisonError::into_inner);
        let renderer = slot.as_mut().filter(|_| self.version() == version)?;
        change(renderer);
        Some(self.version.fetch_add(1, Ordering::AcqRel) + 1)
    }

    /// A page of the state that stands, when it has been printed already.
    pub(super) fn kept(&self, path: &str) -> Option<Arc<Printed>> {
        let kept = lock(&self.kept);
        kept.pages
            .get(path)
            .filter(|page| page.version == self.version())
            .map(|page| Arc::clone(&page.page))
    }

    /// What a page was when it had the mark `from`, and what it is now; none when that is not known any more, or when it
    /// must be reloaded all the same.
    pub(super) fn change(&self, path: &str, from: &str) -> Option<Value> {
        let Answer::Printed(is) = self.answer(path) else {
            return None;
        };
        let kept = lock(&self.kept);
        let was = kept.pages.get(path)?.former.iter().find(|p| p.mark == from)?;
        let text = |page: &Printed| String::from_utf8(page.bytes.to_vec()).ok();
        let alike = is.mime == HTML && was.mime == HTML && was.status == is.status && was.fetched == is.fetched;
        alike.then_some(())?;
        Some(json!({ "was": text(was)?, "is": text(&is)?, "mark": is.mark }))
    }

    /// What there is at a decoded path of a request. Prints the page when it has not been printed.
    pub(super) fn answer(&self, path: &str) -> Answer {
        if let Some(page) = self.kept(path) {
            return Answer::Printed(page);
        }
        let _turn = lock(&self.turns[turn(path)]);
        if let Some(page) = self.kept(path) {
            return Answer::Printed(page);
        }
        let renderer = self.renderer();
        let version = self.version();
        let Some(renderer) = renderer.as_ref() else {
            return Answer::Nothing(503);
        };
        let home = renderer.loaded().site.home.as_str();
        let Some(inner) = path
            .strip_prefix(home.trim_end_matches('/'))
            .filter(|p| p.starts_with('/'))
        else {
            return if path == "/" || path == home.trim_end_matches('/') {
                Answer::Elsewhere(home.to_owned())
            } else {
                self.lost(renderer, path, version)
            };
        };
        match renderer.find(inner) {
            None => self.lost(renderer, path, version),
            Some(Destination::Elsewhere(to)) if to.starts_with('/') => Answer::Elsewhere(view_href(home, &to)),
            Some(Destination::Elsewhere(to)) => Answer::Elsewhere(to),
            Some(Destination::Asset(name)) => {
                let bytes = renderer.loaded().assets.files.get(&name).cloned().unwrap_or_default();
                Answer::File(mime(&name), bytes.into(), true)
            }
            Some(Destination::Picture(address)) => match renderer.picture(&address) {
                Some((mime, bytes)) => Answer::File(mime, bytes.into(), true),
                None => self.lost(renderer, path, version),
            },
            Some(Destination::File(source)) => match renderer.file(&source) {
                Ok(bytes) => Answer::File(mime(inner), bytes.into(), false),
                Err(_) => self.lost(renderer, path, version),
            },
            Some(Destination::Page(id)) => self.page(renderer, (path, &id, 200), version),
        }
    }

    fn lost(&self, renderer: &PageRenderer, path: &str, version: u64) -> Answer {
        self.page(renderer, (path, &PageId::Lost, 404), version)
    }

    /// Prints a page; when it cannot be printed, its last good bytes stay.
    fn page(&self, renderer: &PageRenderer, (path, id, status): (&str, &PageId, u16), version: u64) -> Answer {
        match renderer.print(id) {
            Ok(bytes) => {
                let page = Arc::new(self.finish(renderer, (path, id, status), bytes));
                self.keep(path, version, &page);
                Answer::Printed(page)
            }
            Err(fault) => {
                self.page_fault(fault, version);
                let last = lock(&self.kept).pages.get(path).map(|s| Arc::clone(&s.page));
                last.map_or(Answer::Nothing(500), Answer::Printed)
            }
        }
    }

    /// A page with its mark, its type, and the preview's script.
    fn finish(&self, renderer: &PageRenderer, (path, id, status): (&str, &PageId, u16), bytes: Vec<u8>) -> Printed {
        let address = view::address(&renderer.loaded().world(), id);
        let mime = match id {
            PageId::FeedAt(.., kind) => kind.mime(),
            _ => mime(&view::file(id, &address)),
        };
        let (mark, fetched) = (renderer.mark(&bytes), renderer.fetched().to_vec());
        if mime != HTML || matches!(id, PageId::Fragment(_)) {
            return Printed {
                status,
                mime,
                bytes: bytes.into(),
                mark,
                fetched,
            };
        }
        let story = matches!(id, PageId::Article(_));
        let why = matches!(id, PageId::Lost).then(|| withheld::note(&self.options, renderer, path));
        let why = why.flatten().map(|text| self.note(&text));
        let bytes = inject(bytes, &(why.unwrap_or_default() + &self.script(path, &mark, story)));
        Printed {
            status,
            mime,
            bytes: bytes.into(),
            mark,
            fetched,
        }
    }

    /// A line over the lower edge of a page.
    fn note(&self, text: &str) -> String {
        let lang = if self.options.lang == Lang::Bn { "bn" } else { "en" };
        let style = "position:fixed;inset:auto 0 0 0;margin:0;padding:12px 20px;background:#ffcf66;color:#1c1a17;font-size:16px;z-index:2147483645";
        format!(
            "<p role=\"note\" lang=\"{lang}\" style=\"{style}\">{}</p>",
            escape(text)
        )
    }

    /// The elements that bring the preview into a page. All values are put into attributes, escaped.
    pub(super) fn script(&self, path: &str, mark: &str, story: bool) -> String {
        let lang = if self.options.lang == Lang::Bn { "bn" } else { "en" };
        let (token, path) = (escape(self.guard.token()), escape(path));
        format!(
            "<script async src=\"{OWN}preview.js?v={edition}\" data-khobor-token=\"{token}\" data-path=\"{path}\" data-mark=\"{mark}\" \
             data-story=\"{story}\" data-lang=\"{lang}\"{desk}></script>",
            edition = self.edition,
            desk = self
                .guard
                .frames()
                .map_or_else(String::new, |port| format!(" data-desk=\"{port}\"")),
        )
    }

    fn keep(&self, path: &str, version: u64, page: &Arc<Printed>) {
        let open = self.tabs.show(path);
        let mut kept = lock(&self.kept);
        if kept.bytes + page.bytes.len() > KEPT {
            *kept = Kept::default();
        }
        let mut printed = PrintedPage {
            version,
            page: Arc::clone(page),
            former: Vec::new(),
        };
        if let Some(old) = kept.pages.remove(path) {
            kept.bytes -= old.bytes();
            printed.former = old.former;
            if old.page.mark != page.mark {
                printed.former.push(old.page);
            }
            let many = if open { FORMER } else { 0 };
            printed.former.drain(..printed.former.len().saturating_sub(many));
        }
        kept.bytes += printed.bytes();
        kept.pages.insert(path.to_owned(), printed);
    }

    /// A page could not be printed: reported once, on the terminal and over all tabs.
    pub(super) fn page_fault(&self, fault: Diagnostic, version: u64) {
        if version != self.version() {
            return;
        }
        let mut faults = lock(&self.faults);
        let known = faults
            .pages
            .iter()
            .any(|f| f.code == fault.code && f.args == fault.args && f.place == fault.place);
        if known {
            return;
        }
        faults.pages.push(fault.clone());
        drop(faults);
        self.report(Event::Diagnostics(std::slice::from_ref(&fault)));
        self.say_errors();
    }

    /// A try to make a new state went wrong: everything it reported.
    pub(super) fn failed(&self, diagnostics: Vec<Diagnostic>) {
        self.report(Event::Diagnostics(&diagnostics));
        let mut faults = lock(&self.faults);
        (faults.load, faults.broke) = (diagnostics, None);
        drop(faults);
        self.say_errors();
    }

    /// Work inside of the server broke.
    pub(super) fn broke(&self, what: &str) {
        self.report(Event::Broke(what));
        lock(&self.faults).broke = Some(what.to_owned());
        self.say_errors();
    }

    /// A new state stands; `diagnostics` are its warnings, `pages` the faults already known of its pages.
    pub(super) fn mended(&self, diagnostics: Vec<Diagnostic>, pages: Vec<Diagnostic>) {
        let mut faults = lock(&self.faults);
        let news = Faults {
            load: diagnostics,
            pages,
            broke: None,
        };
        *faults = news;
    }

    /// Warnings and errors about a file.
    pub(super) fn diagnostics_of(&self, source: &str) -> Vec<Diagnostic> {
        let faults = lock(&self.faults);
        let about = |d: &&Diagnostic| d.place.as_ref().is_some_and(|p| p.path == source);
        faults.load.iter().chain(&faults.pages).filter(about).cloned().collect()
    }

    /// Tells all tabs what is wrong now, unless they know.
    pub(super) fn say_errors(&self) {
        let errors = self.errors();
        let mut sent_errors = lock(&self.sent_errors);
        if *sent_errors != errors {
            self.tabs.all(&errors);
            *sent_errors = errors;
        }
    }

    /// The message with every error that stands now; tabs show them, and take them away when there are none.
    pub(super) fn errors(&self) -> Arc<str> {
        let faults = lock(&self.faults);
        let errors: Vec<&Diagnostic> = faults
            .load
            .iter()
            .chain(&faults.pages)
            .filter(|d| d.severity() == Severity::Error)
            .collect();
        let mut list: Vec<Value> = errors.iter().take(SHOWN).map(|d| shown(d, self.options.lang)).collect();
        list.extend(
            faults
                .broke
                .as_ref()
                .map(|what| json!({ "code": "", "message": what, "help": "" })),
        );
        json!({ "type": "errors", "list": list, "more": errors.len().saturating_sub(SHOWN) })
            .to_string()
            .into()
    }
}

/// A diagnostic as the overlay shows it: text, never markup; paths relative to the site.
pub(super) fn shown(diagnostic: &Diagnostic, lang: Lang) -> Value {
    json!({
        "code": diagnostic.code.id, "severity": diagnostic.severity(), "message": diagnostic.message(lang), "help": diagnostic.help(lang),
        "place": diagnostic.place,
    })
}

fn view_href(home: &str, path: &str) -> String {
    crate::portal::url::absolute(home.trim_end_matches('/'), path)
}

/// The type of HTML pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// The type of a file by its ending.
pub(super) fn mime(name: &str) -> &'static str {
    match name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "txt" | "_headers" | "_redirects" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "ogv" => "video/ogg",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "vtt" => "text/vtt; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "zip" => "application/zip",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Puts `what` before the end of a page's body.
fn inject(mut page: Vec<u8>, what: &str) -> Vec<u8> {
    let end = b"</body>";
    let at = page
        .windows(end.len())
        .rposition(|w| w.eq_ignore_ascii_case(end))
        .unwrap_or(page.len());
    page.splice(at..at, what.bytes());
    page
}

/// Text as an attribute's value.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Which of the turns a page takes: the same page always the same.
fn turn(path: &str) -> usize {
    path.bytes().fold(0, |sum, b| (sum * 31 + usize::from(b)) % TURNS)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_to_the_end_of_the_body() {
        assert_eq!(
            inject(b"<p></body>\n</BODY></html>".to_vec(), "X"),
            b"<p></body>\nX</BODY></html>"
        );
        assert_eq!(inject("ক".into(), "X"), "কX".as_bytes());
        assert_eq!(escape("\"><script>"), "&quot;&gt;&lt;script&gt;");
    }
}
