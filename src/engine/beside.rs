//! Work that is done beside other work, where there are threads for it.

use std::panic::resume_unwind;
use std::sync::mpsc::{RecvError, channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// A value that a thread is making, or that was made at once.
pub(super) enum Beside<'s, T> {
    /// It will be there.
    Coming(ScopedJoinHandle<'s, Result<T, RecvError>>),
    /// It is there.
    Made(T),
}

impl<'s, T: Send + 's> Beside<'s, T> {
    /// Has a thread make a value. Where one thread does all work, or the system refuses another, it is made now.
    pub(super) fn start<F: FnOnce() -> T + Send + 's>(scope: &'s Scope<'s, '_>, make: F) -> Self {
        // What waits for the only thread that works must not be waited for by it.
        if rayon::current_num_threads() == 1 {
            return Beside::Made(make());
        }
        // The work is handed over when the thread is there: a refused one takes nothing along.
        let (give, take) = channel::<F>();
        let thread = Builder::new().spawn_scoped(scope, move || take.recv().map(|make| make()));
        match thread {
            Ok(thread) => match give.send(make) {
                Ok(()) => Beside::Coming(thread),
                Err(refused) => Beside::Made((refused.0)()),
            },
            Err(_) => Beside::Made(make()),
        }
    }

    /// The value.
    pub(super) fn value(self) -> T {
        match self {
            Beside::Made(value) => value,
            Beside::Coming(thread) => match thread.join() {
                Ok(Ok(value)) => value,
                Ok(Err(lost)) => resume_unwind(Box::new(lost)),
                Err(panic) => resume_unwind(panic),
            },
        }
    }
}
