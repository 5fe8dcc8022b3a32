//! One view a page kind: plain data, everything that a template may print. All queries happen here, once, in linear time.

mod types;

pub use types::*;
