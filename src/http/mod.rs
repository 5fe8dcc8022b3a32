//! The door of the program's servers: connections within limits, requests and answers in their simplest parts, forms. It
//! knows no site and no room; the preview and the inbox stand behind it.
//!
//! | module | what it does |
//! |---|---|
//! | `serve` | accepts connections: a slow, greedy or broken client costs little and ends alone |
//! | `parts` | headers that stand once, bodies of bounded size and time, plain answers |
//! | `form` | reads a posted form |

#![cfg_attr(
    not(all(feature = "serve", feature = "inbox")),
    allow(dead_code, unused_imports, reason = "what only the other server uses")
)]

mod form;
mod parts;
mod serve;

pub(crate) use form::{Fields, form};
pub(crate) use parts::{body, elsewhere, is_form, one, plain};
pub(crate) use serve::{Limits, Peer, Place, listener, more_files, serve};

/// Why a request is turned away: a status and a line of plain English (developers' tools show it).
pub(crate) type Refusal = (u16, &'static str);
