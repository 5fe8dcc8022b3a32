//! A deploy from end to end: read the output, check what the host takes, compare, send, notify others.

use super::config::{Kind, Target};
use super::context::{Context, Counts, DeployContext, Options};
use super::fault::{Fault, Result, fault};
use super::hostfiles::HostOptions;
use super::inventory::Inventory;
use super::whole::whole;
use super::{hostfiles, notify};
use crate::diag::{Diagnostic, codes::deploy as codes};

/// Deploys the finished output to a target. The diagnostics hold what went wrong, without any secret; counts are absent
/// when the deploy did not end.
pub fn deploy(target: &Target, options: &Options, context: &Context<'_>) -> (Option<Counts>, Vec<Diagnostic>) {
    let deploy = match DeployContext::new(target, options, context) {
        Ok(deploy) => deploy,
        Err(fault) => return (None, vec![*fault]),
    };
    let (counts, diagnostics) = match carry_out(&deploy) {
        Ok((counts, diagnostics)) => (Some(counts), diagnostics),
        Err(faults) => (None, faults),
    };
    (
        counts,
        diagnostics
            .into_iter()
            .map(|fault| *deploy.redactor.fault(fault))
            .collect(),
    )
}

fn carry_out(deploy: &DeployContext<'_>) -> std::result::Result<(Counts, Vec<Fault>), Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let site = wanted(deploy)?;
    let mut diagnostics: Vec<Fault> = site
        .left_out
        .iter()
        .map(|path| fault(&codes::LEFT_OUT, &[("path", path)]))
        .collect();
    let _lock = deploy.lock().map_err(one)?;
    let counts = send(deploy, &site).map_err(one)?;
    if !deploy.options.dry_run {
        diagnostics.extend(notify::all(deploy, &site, &counts));
    }
    Ok((counts, diagnostics))
}

/// What the host shall hold, checked against what it takes.
fn wanted(deploy: &DeployContext<'_>) -> std::result::Result<Inventory, Vec<Fault>> {
    let mut site = Inventory::read(deploy.context.output).map_err(|f| vec![f])?;
    let table = &deploy.target.table;
    let profile = deploy.options.profile.unwrap_or(deploy.target.profile);
    if table.compress.unwrap_or_else(|| profile.sends_compressed()) && deploy.target.kind != Kind::S3 {
        site.compress();
    }
    if let Some(key) = &table.indexnow {
        site.files
            .insert(format!("{key}.txt"), super::inventory::File::made(key.as_bytes()));
    }
    let passed = profile.check(&site, table.paid.unwrap_or(false));
    if !passed.is_empty() {
        return Err(passed);
    }
    let options = HostOptions {
        domain: table.domain.as_deref(),
        bare_addresses: deploy.context.bare_addresses,
    };
    hostfiles::prepare(&mut site, profile, options);
    Ok(site)
}

fn send(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    match deploy.target.kind {
        Kind::Folder => super::folder::deploy(deploy, site),
        Kind::Rsync | Kind::Sftp => super::ssh::deploy(deploy, site),
        Kind::Git => super::git::deploy(deploy, site),
        #[cfg(feature = "deploy")]
        Kind::Ftp | Kind::Ftps => super::ftp::deploy(deploy, site),
        #[cfg(feature = "deploy")]
        Kind::S3 => super::s3::deploy(deploy, site),
        #[cfg(feature = "deploy")]
        Kind::Netlify => whole(&mut super::netlify::Netlify::new(deploy)?, site, deploy),
        #[cfg(feature = "deploy")]
        Kind::CloudflarePages => whole(&mut super::cloudflare::Pages::new(deploy)?, site, deploy),
        #[cfg(feature = "deploy")]
        Kind::Vercel => whole(&mut super::vercel::Vercel::new(deploy)?, site, deploy),
        #[cfg(not(feature = "deploy"))]
        other => Err(super::fault::ended((
            format!(
                "this khobor was built without the feature `deploy`, which kind `{}` needs",
                other.name()
            ),
            format!("এই khobor `deploy` ছাড়া তৈরি, `{}`-এর জন্য তা লাগে", other.name()),
        ))),
    }
}

/// Brings the release before the live one back.
///
/// # Errors
/// A kind without releases, or nothing to go back to.
pub fn rollback(target: &Target, options: &Options, context: &Context<'_>) -> (Option<String>, Vec<Diagnostic>) {
    let back = || {
        let deploy = DeployContext::new(target, options, context)?;
        let _lock = deploy.lock()?;
        let back = match target.kind {
            Kind::Rsync | Kind::Sftp => super::ssh::rollback(&deploy),
            other => {
                let fault = Diagnostic::new(&codes::NO_ROLLBACK);
                Err(Box::new(fault.reason((
                    format!("kind `{}` keeps no releases", other.name()),
                    format!("`{}` আগের সংস্করণ রাখে না", other.name()),
                ))))
            }
        };
        back.map_err(|f| deploy.redactor.fault(f))
    };
    match back() {
        Ok(release) => (Some(release), Vec::new()),
        Err(fault) => (None, vec![*fault]),
    }
}
