//! Fenced code, followed line by line.

/// Whether the line is inside of fenced code.
#[derive(Default)]
pub(super) struct Fence {
    open: Option<(u8, usize)>,
}

impl Fence {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line; whether it belongs to fenced code.
    pub(super) fn holds(&mut self, line: &str) -> bool {
        let mark = line.as_bytes().first().copied().unwrap_or_default();
        let run = line.bytes().take_while(|b| *b == mark).count();
        let is_fence = matches!(mark, b'`' | b'~') && run >= 3;
        match self.open {
            None if is_fence => {
                self.open = Some((mark, run));
                true
            }
            None => false,
            Some((open, length)) => {
                if is_fence && mark == open && run >= length && line.get(run..).unwrap_or_default().trim().is_empty() {
                    self.open = None;
                }
                true
            }
        }
    }
}
