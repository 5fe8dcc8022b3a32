//! Pictures and other files: measures them, writes drawings again, leaves out what photographs and films say about their makers, and
//! makes the sizes that pages show.

#[cfg(feature = "pictures")]
mod card;
#[cfg(feature = "pictures")]
mod crop;
#[cfg(feature = "pictures")]
mod decode;
#[cfg(feature = "pictures")]
mod encode;
mod entity;
#[cfg(feature = "pictures")]
mod icon;
mod kind;
#[cfg(feature = "pictures")]
mod lines;
#[cfg(feature = "pictures")]
mod made;
#[cfg(feature = "pictures")]
mod make;
mod metadata;
mod picture;
#[cfg(feature = "pictures")]
mod pixels;
mod recipe;
mod rendition;
#[cfg(feature = "pictures")]
mod scale;
#[cfg(feature = "pictures")]
mod shape;
mod sniff;
#[cfg(feature = "pictures")]
mod store;
mod svg;
#[cfg(test)]
#[cfg(feature = "pictures")]
mod tests;

#[cfg(feature = "pictures")]
pub use card::{CARD, CardLook, CardShape, CardText, draw_card};
#[cfg(feature = "pictures")]
pub use crop::{Crop, CropWish, crop_size};
#[cfg(feature = "pictures")]
pub use icon::{ICON, IconFiles, icon_files};
pub use kind::is_moving;
#[cfg(feature = "pictures")]
pub use made::MadePicture;
#[cfg(feature = "pictures")]
pub use make::{encode_size, encode_sizes, make};
pub use metadata::Rights;
pub use picture::{Fault, PictureInfo, anonymous, clean, inspect, orientation, probe, publishable, rights};
pub use recipe::{PictureFile, PictureSet, Recipe, SetKey, file_address, picture_file};
pub use rendition::{Rendition, Renditions};
#[cfg(feature = "pictures")]
pub use scale::{ScaledPicture, crops, scale};
#[cfg(feature = "pictures")]
pub use shape::Face;
pub use sniff::PictureFormat;
#[cfg(feature = "pictures")]
pub use store::PictureStore;
