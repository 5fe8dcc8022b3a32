//! Room of its own; see ARCHITECTURE.md.

pub mod bn;
