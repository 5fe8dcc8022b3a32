//! Hosts that swap the whole site at once.

use super::context::{Counts, DeployContext, record_of};
use super::fault::Result;
use super::inventory::Inventory;
use super::plan::Plan;

/// A host that swaps the whole site at once.
pub trait Whole {
    /// The mark of the site that is live, as the host holds it; `None` when khobor did not put it there.
    ///
    /// # Errors
    /// When the host cannot be asked.
    fn mark(&mut self) -> Result<Option<String>>;
    /// Sends what the host lacks and makes the site live. Files and bytes sent.
    ///
    /// # Errors
    /// The host failed; the old site stays live.
    fn publish(&mut self, site: &Inventory, mark: &str, deploy: &DeployContext<'_>) -> Result<(usize, u64)>;
}

/// Brings such a host up to date.
///
/// # Errors
/// A plan that must not be carried out, or a host that failed.
pub fn whole(host: &mut dyn Whole, site: &Inventory, deploy: &DeployContext<'_>) -> Result<Counts> {
    let mark = site.mark();
    if host.mark()?.as_deref() == Some(&mark) {
        let plan = Plan::new(site, &record_of(site));
        deploy.planned(&plan);
        return Ok(Counts::of(&plan, deploy));
    }
    let known = deploy.remembered().unwrap_or_default();
    let plan = Plan::new(site, &known);
    deploy.planned(&plan);
    plan.guard(deploy.options.allow_deletes)?;
    if deploy.options.dry_run {
        return Ok(Counts::of(&plan, deploy));
    }
    deploy.begin(&plan);
    let (uploaded, bytes) = host.publish(site, &mark, deploy)?;
    deploy.remember_site(site);
    let unchanged = site.files.len().saturating_sub(uploaded);
    Ok(Counts {
        uploaded,
        bytes,
        unchanged,
        ..Counts::of(&plan, deploy)
    })
}
