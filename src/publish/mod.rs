//! Publishing: the output folder is exactly the old site or exactly the new one, never a mixture.
//!
//! This room knows bytes and names only. [`Publisher::open`] locks an output folder and says what stands there;
//! [`Transaction::write`] stages an output, [`Transaction::keep`] keeps one; [`Transaction::commit`] makes all of it
//! live at once and durable. [`store`] keeps what the engine wants to remember between builds.
//!
//! On the disk, beside the output `public/`:
//!
//! | place | what |
//! |---|---|
//! | `public/.khobor-manifest` | the files khobor owns, with digest and fingerprint; equal for equal sites; never deployed |
//! | `.public.khobor/lock` | the lock; the kernel frees it when its holder dies |
//! | `.public.khobor/stage/` | outputs of the publication under way (of a first one they stand in `standby/`) |
//! | `.public.khobor/standby/` | the standby tree: the tree that was live before, made of hard links |
//! | `.public.khobor/second/` | the standby tree of a large first publication, until that is live |
//! | `.public.khobor/standby-record` | says that the standby tree is at rest; removed, durably, before the standby tree is touched |
//! | `.public.khobor/stamps-*` | inodes and times, so that an unchanged site is looked at and not read |
//! | `.public.khobor/journal` | only where folders cannot be exchanged: what is left to do |
//!
//! Everything in the working folder may be deleted while no khobor runs. A published file is never opened for writing:
//! it is replaced by another file, so trees may share files.

mod collision;
mod disk;
mod error;
mod exchange;
mod journal;
mod layout;
mod live;
mod lock;
mod manifest;
mod name;
mod next;
mod open;
mod place;
mod publisher;
mod report;
mod stamps;
mod standby;
pub mod store;
mod survey;
mod transaction;
mod tree_update;

pub use disk::Faults;
pub use error::{Danger, Operation, PublishError};
pub use live::Note;
pub use manifest::{Entry, Fingerprint, Manifest, Mark, published};
pub use name::{MANIFEST, WORKING_FOLDER, check_name, is_private};
pub use publisher::{PublishOptions, Publisher};
pub use report::{Change, ChangeKind, Report, Weaker};
pub use transaction::{Transaction, Written};
