//! Deploys against real servers on loopback (OpenSSH, rsync, git, pyftpdlib, moto, nginx, Apache) and stand-ins that follow the documented
//! protocols, cut at every call. `tests/deploy/setup.sh` installs the servers; a test whose server is missing says so, and fails
//! where `CI` is set.

#![cfg(feature = "deploy")]

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
#[path = "deploy/web.rs"]
mod web;
