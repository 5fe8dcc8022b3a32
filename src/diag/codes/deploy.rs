//! `KH07..`: deploying.

codes! {}
