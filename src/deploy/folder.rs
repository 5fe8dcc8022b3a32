//! `kind = "folder"`: another folder or a mounted share, swapped atomically by the room `publish`.

use super::fault::{Result, failed, fault};
use super::inventory::{File, Inventory};
use super::plan::Plan;
use super::record::{BASE, Record};
use super::run::{Counts, Desk, record_of};
use crate::diag::codes::deploy as codes;
use crate::publish::{Fingerprint, PublishError, PublishOptions, Publisher, Transaction};

pub(super) fn deploy(desk: &Desk<'_>, site: &Inventory) -> Result<Counts> {
    let written = desk.target.table.path.as_deref().unwrap_or_default();
    let folder = desk.context.root.join(written);
    let record = std::fs::read(folder.join(BASE)).ok();
    let known = Record::decode(record.as_deref(), None).unwrap_or_default();
    let plan = Plan::new(site, &known);
    desk.planned(&plan);
    plan.guard(desk.options.allow_deletes)?;
    let missing = plan.is_empty() && site.files.keys().any(|path| !folder.join(path).exists());
    if desk.options.dry_run || (plan.is_empty() && !missing) {
        return Ok(Counts::of(&plan, desk));
    }
    desk.begin(&plan);
    let inputs = ["content", "static", "templates", "themes", "data"].map(|f| desk.context.root.join(f));
    let sources = vec![desk.context.root.to_owned(), desk.context.output.to_owned()];
    let options = PublishOptions {
        sources,
        inputs: inputs.into(),
        ..PublishOptions::default()
    };
    let transaction = Publisher::open(&folder, &options).map_err(told)?.begin();
    for (path, file) in &site.files {
        place(&transaction, path, file)?;
        desk.sent(path, 0);
    }
    let base = File::made(record_of(site).new_base().unwrap_or_default());
    place(&transaction, BASE, &base)?;
    transaction.commit().map_err(told)?;
    Ok(Counts::of(&plan, desk))
}

fn place(transaction: &Transaction, path: &str, file: &File) -> Result<()> {
    let fingerprint = fingerprint(file);
    if transaction.keep_same(path, fingerprint).map_err(told)? {
        return Ok(());
    }
    transaction
        .write(path, fingerprint, &file.bytes()?)
        .map(drop)
        .map_err(told)
}

fn fingerprint(file: &File) -> Fingerprint {
    let mut fingerprint = Fingerprint::default();
    blake3::Hasher::new()
        .update(file.hash.as_bytes())
        .finalize_xof()
        .fill(&mut fingerprint);
    fingerprint
}

fn told(error: PublishError) -> super::fault::Fault {
    match &error {
        PublishError::Foreign { path } => fault(&codes::FOREIGN, &[("count", &1), ("path", &path.display())]),
        _ => failed(error),
    }
}
