//! Deploying: a finished output folder goes to a host, in an order that never shows a broken page, and may be cut at any
//! moment. This room reads the output and never renders; `cli` joins building and deploying.
//!
//! | file | what |
//! |---|---|
//! | `config` | `[deploy.NAME]`, strictly read; `guard` refuses what could be taken for an option or a command |
//! | `secret` | secrets from the environment or a 0600 file; never shown |
//! | `inventory`, `record`, `plan`, `journal` | what shall be, what khobor knows to be there, the difference, what a cut deploy did |
//! | `profile`, `hostfiles` | what a host takes; its own redirect, header and 404 files |
//! | `context` | what every kind of host works with: options, the site, the target, its secrets |
//! | `file_by_file` | hosts whose files change one by one: `ftp`, `s3`, `ssh` (sftp, rsync) |
//! | `whole` | hosts that swap the whole site: `folder`, `git`, `netlify`, `cloudflare`, `vercel` |
//! | `run` | a deploy from end to end |
//! | `notify` | WebSub, IndexNow, purging a CDN |
//! | `moments`, `watch` | when the site changes by itself; waiting for it or for a change of the sources |

#![cfg_attr(
    not(feature = "deploy"),
    allow(dead_code, unused_imports, reason = "what only the network kinds use")
)]

mod config;
mod context;
mod encode;
mod fault;
mod file_by_file;
mod folder;
mod git;
mod guard;
mod hostfiles;
mod inventory;
mod journal;
pub mod moments;
mod notify;
mod plan;
mod process;
mod profile;
mod queries;
mod quote;
mod record;
mod run;
mod secret;
mod sftp;
mod ssh;
pub mod watch;
mod whole;

#[cfg(feature = "deploy")]
mod cloudflare;
#[cfg(feature = "deploy")]
mod ftp;
#[cfg(feature = "deploy")]
mod http;
#[cfg(feature = "deploy")]
mod netlify;
#[cfg(feature = "deploy")]
mod s3;
#[cfg(feature = "deploy")]
mod vercel;

pub use config::{Kind, Target, TargetTable, choose, targets};
pub use context::{Context, Counts, DeployContext, Options, Progress, Quiet};
pub use fault::{Fault, Result};
pub use file_by_file::{Done, FileHost, Item, update};
pub use hostfiles::{HostOptions, Redirect, content_type, prepare, redirects};
#[cfg(all(feature = "deploy", feature = "inbox"))]
pub(crate) use http::{Ask, Http};
pub use inventory::{Content, File, Hash, Inventory, hash};
pub use plan::{Plan, Upload, Wave};
pub use profile::{Limits, Profile};
pub use record::{BASE, CHANGES, FOLDER, Held, Record};
pub use run::{deploy, rollback};
pub use secret::{Redactor, Secret, Secrets, variable};
pub use whole::{Whole, whole};
