//! How many pictures are decoded at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many pixels a thread are decoded at a time; a larger picture goes alone. Decoding takes a third of the time of a picture, so
/// that two threads need not wait for each other.
const PIXELS_A_THREAD: u64 = 8_000_000;

/// Memory of larger pictures is not kept for the next one: it would stand beside one that cannot use it.
const LARGE: u64 = 16_000_000;

/// Lets through as many pictures as the memory takes.
pub(in crate::engine) struct Gate {
    most: u64,
    inside: Mutex<u64>,
    /// Memory for pixels that no picture needs now.
    spare: Mutex<Vec<Vec<u8>>>,
    left: Condvar,
}

impl Default for Gate {
    fn default() -> Self {
        Gate {
            most: PIXELS_A_THREAD * rayon::current_num_threads() as u64,
            inside: Mutex::default(),
            spare: Mutex::default(),
            left: Condvar::default(),
        }
    }
}

impl Gate {
    /// Runs `work` when there is room for so many pixels, with memory that pixels of another picture were in.
    pub(in crate::engine) fn with<T>(&self, pixels: u64, work: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while *inside > 0 && *inside + pixels > self.most {
            inside = self.left.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        *inside += pixels;
        drop(inside);
        if pixels > LARGE {
            self.spare().clear();
        }
        let mut memory = self.spare().pop().unwrap_or_default();
        let value = work(&mut memory);
        if memory.capacity() as u64 <= 4 * LARGE {
            self.spare().push(memory);
        }
        *self.inside.lock().unwrap_or_else(PoisonError::into_inner) -= pixels;
        self.left.notify_all();
        value
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
