//! Pictures and other files: measures them, checks drawings, strips what photographs tell about their makers, and makes the
//! sizes that pages show.

#[cfg(feature = "pictures")]
mod decode;
#[cfg(feature = "pictures")]
mod encode;
mod kind;
#[cfg(feature = "pictures")]
mod make;
mod picture;
#[cfg(feature = "pictures")]
mod pixels;
mod recipe;
mod rendition;
#[cfg(feature = "pictures")]
mod rights;
#[cfg(feature = "pictures")]
mod store;
mod svg;

pub use kind::is_moving;
#[cfg(feature = "pictures")]
pub use make::{MadePicture, make};
pub use picture::{Fault, PictureFormat, PictureInfo, clean, probe};
pub use recipe::{PictureFile, PictureSet, Recipe, SetKey, file_address, picture_file};
pub use rendition::{Rendition, Renditions};
#[cfg(feature = "pictures")]
pub use store::PictureStore;
