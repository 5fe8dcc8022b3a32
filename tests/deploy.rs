//! Deploys against real servers on loopback (OpenSSH, rsync, git, pyftpdlib, moto) and stand-ins that follow the documented
//! protocols, cut at every call. `tests/deploy/setup.sh` installs the servers; a test whose server is missing says so.

#![allow(
    clippy::cognitive_complexity,
    clippy::iter_over_hash_type,
    clippy::disallowed_types,
    reason = "a test or bench may stop, speak and measure"
)]
#![cfg(feature = "deploy")]
#![allow(unreachable_pub, missing_docs, reason = "a test crate has no readers outside")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests may stop, speak and measure"
)]
#![allow(
    clippy::too_many_lines,
    clippy::type_complexity,
    clippy::nonminimal_bool,
    reason = "stand-ins read top to bottom"
)]

#[path = "deploy/due.rs"]
mod due;
#[path = "deploy/ftp.rs"]
mod ftp;
#[path = "deploy/http.rs"]
mod http;
#[path = "deploy/local.rs"]
mod local;
#[path = "deploy/s3.rs"]
mod s3;
#[path = "deploy/safety.rs"]
mod safety;
#[path = "deploy/services.rs"]
mod services;
#[path = "deploy/site.rs"]
mod site;
#[path = "deploy/ssh.rs"]
mod ssh;
