//! `kind = "folder"`: another folder or a mounted share, swapped atomically by the room `publish`.

use super::context::{Counts, DeployContext, record_of};
use super::fault::{Result, failed, fault};
use super::inventory::{File, Inventory};
use super::plan::Plan;
use super::record::{BASE, Record};
use crate::diag::codes::deploy as codes;
use crate::publish::{Fingerprint, PublishError, PublishOptions, Publisher, Transaction};

pub(super) fn deploy(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    let written = deploy.target.table.path.as_deref().unwrap_or_default();
    let folder = deploy.context.root.join(written);
    let record = std::fs::read(folder.join(BASE)).ok();
    let known = Record::decode(record.as_deref(), None).unwrap_or_default();
    let plan = Plan::new(site, &known);
    deploy.planned(&plan);
    plan.guard(deploy.options.allow_deletes)?;
    let missing = plan.is_empty() && site.files.keys().any(|path| !folder.join(path).exists());
    if deploy.options.dry_run || (plan.is_empty() && !missing) {
        return Ok(Counts::of(&plan, deploy));
    }
    deploy.begin(&plan);
    let inputs = ["content", "static", "templates", "themes", "data"].map(|f| deploy.context.root.join(f));
    let sources = vec![deploy.context.root.to_owned(), deploy.context.output.to_owned()];
    let options = PublishOptions {
        sources,
        inputs: inputs.into(),
        ..PublishOptions::default()
    };
    let transaction = Publisher::open(&folder, &options).map_err(refused)?.begin();
    for (path, file) in &site.files {
        place(&transaction, path, file)?;
        deploy.sent(path, 0);
    }
    let base = File::made(record_of(site).new_base().unwrap_or_default());
    place(&transaction, BASE, &base)?;
    transaction.commit().map_err(refused)?;
    Ok(Counts::of(&plan, deploy))
}

fn place(transaction: &Transaction, path: &str, file: &File) -> Result<()> {
    let fingerprint = fingerprint(file);
    if transaction.keep_same(path, fingerprint).map_err(refused)? {
        return Ok(());
    }
    transaction
        .write(path, fingerprint, &file.bytes()?)
        .map(drop)
        .map_err(refused)
}

fn fingerprint(file: &File) -> Fingerprint {
    let mut fingerprint = Fingerprint::default();
    blake3::Hasher::new()
        .update(file.hash.as_bytes())
        .finalize_xof()
        .fill(&mut fingerprint);
    fingerprint
}

fn refused(error: PublishError) -> super::fault::Fault {
    match &error {
        PublishError::Foreign { path } => fault(&codes::FOREIGN, &[("count", &1), ("path", &path.display())]),
        _ => failed(error),
    }
}
