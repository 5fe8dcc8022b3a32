//! The themes that are compiled in.

include!(concat!(env!("OUT_DIR"), "/themes.rs"));
