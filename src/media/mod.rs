//! Pictures and other files: measures them, writes drawings anew, leaves out what photographs and films say about their makers.

mod entity;
mod metadata;
mod picture;
mod sniff;
mod svg;

pub use metadata::Rights;
pub use picture::{Fault, PictureInfo, clean, inspect, orientation, probe, publishable, rights};
pub use sniff::PictureFormat;
