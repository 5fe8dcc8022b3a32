//! Pictures and other files: measures them, checks drawings, strips what photographs tell about their makers.

mod picture;
mod svg;

pub use picture::{Fault, PictureFormat, PictureInfo, clean, probe};
