//! `KH07..`: deploying.

/// All codes of this room, in order.
pub static ALL: &[&crate::diag::Code] = &[];
