//! Pieces: components whose markup many pages share, printed once for each set of arguments. A component sees its
//! arguments, `site` and `t`, and nothing else, so that what is remembered is what would be printed.

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

/// Markup that is remembered at most; what comes later is printed each time.
const MOST_BYTES: usize = 8 << 20;

/// What an error of a piece begins with; the number of the failure follows.
const FAILED: &str = "piece that cannot be printed: ";

/// Components that have been printed.
pub(super) struct Pieces {
    tera: Tera,
    globals: Context,
    printed: RwLock<Printed>,
    failures: Mutex<Vec<Arc<Error>>>,
}

#[derive(Default)]
struct Printed {
    by_call: FxHashMap<String, Value>,
    bytes: usize,
}

impl Pieces {
    /// No pieces yet, of the components of these templates; `globals` are `site` and `t`. The filter `piece` of `tera`
    /// prints them from now on, as long as the pieces live.
    pub(super) fn new(tera: &mut Tera, globals: &Context) -> Arc<Self> {
        let pieces = Arc::new_cyclic(|me: &Weak<Pieces>| {
            let mut inner = tera.clone();
            register(&mut inner, me.clone());
            Pieces {
                tera: inner,
                globals: globals.clone(),
                printed: RwLock::default(),
                failures: Mutex::default(),
            }
        });
        register(tera, Arc::downgrade(&pieces));
        pieces
    }

    fn print(&self, name: &str, kwargs: &Kwargs) -> TeraResult<Value> {
        let call = call(name, kwargs)?;
        let known = self.printed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(markup) = known.by_call.get(&*call) {
            return Ok(markup.clone());
        }
        drop(known);
        let mut arguments = Context::new();
        for (key, value) in kwargs.iter() {
            let key = key.as_str().unwrap_or_default();
            arguments.insert_value(key.to_owned(), value.clone());
        }
        let markup = self
            .tera
            .render_component_with_implicits(name, &arguments, &self.globals, None, true)
            .map_err(|error| self.failed(error))?;
        let markup = Value::safe_string(&markup);
        let mut known = self.printed.write().unwrap_or_else(PoisonError::into_inner);
        known.bytes += call.len() + markup.as_str().map_or(0, str::len);
        if known.bytes <= MOST_BYTES {
            known.by_call.insert(call.into_owned(), markup.clone());
        }
        Ok(markup)
    }

    /// Keeps the error with its place in the component: the engine passes on the text of a filter's error only.
    fn failed(&self, error: Error) -> Error {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.push(Arc::new(error));
        Error::message(format!("{FAILED}{}", failures.len() - 1))
    }

    /// The error behind an error of the filter `piece`.
    pub(super) fn failure(&self, reason: &str) -> Option<Arc<Error>> {
        let number: usize = reason.rsplit_once(FAILED)?.1.trim().parse().ok()?;
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(number).cloned()
    }
}

/// Lets templates call `piece`; before there are pieces, they can only be compiled.
pub(super) fn register(tera: &mut Tera, pieces: Weak<Pieces>) {
    let print = move |name: &str, kwargs: Kwargs, _: &State<'_>| match pieces.upgrade() {
        Some(pieces) => pieces.print(name, &kwargs),
        None => Err(Error::message("piece: the site is not known yet")),
    };
    tera.register_filter("piece", print);
}

/// A call as text: the component, the names and values of its arguments. Texts, numbers and truth values only: a list or a map is what
/// differs from page to page, and takes longer to compare than to print.
fn call<'n>(name: &'n str, kwargs: &Kwargs) -> TeraResult<Cow<'n, str>> {
    let mut call = Cow::Borrowed(name);
    for (key, value) in kwargs.iter() {
        let key = key.as_str().unwrap_or_default();
        let call = call.to_mut();
        call.extend(["\0", key]);
        match (value.as_str(), value.as_bool()) {
            // The length stands before the text, so that no text can look like two arguments.
            (Some(text), _) => {
                let kind = if value.is_safe() { "m" } else { "t" };
                call.extend(["\0", kind, &text.len().to_string(), " ", text]);
            }
            (_, Some(truth)) => call.push_str(if truth { "\0y" } else { "\0n" }),
            _ if value.is_none() => call.push_str("\0-"),
            _ if value.is_number() => call.extend(["\0d", &value.to_string()]),
            _ => {
                let kind = value.name();
                return Err(Error::message(format!(
                    "piece: the argument `{key}` is of the kind {kind}; a piece takes texts, numbers, true and false"
                )));
            }
        }
    }
    Ok(call)
}
