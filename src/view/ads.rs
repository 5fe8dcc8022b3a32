//! Advertisements in their slots.

use super::types::AdView;
use super::world::World;
use crate::config::{Ad, SLOTS};
use std::collections::BTreeMap;

/// What stands in each slot.
pub(super) type Ads = BTreeMap<&'static str, Option<AdView>>;

impl World<'_> {
    /// The ads of a page in the section `active` (empty outside of sections). Of several ads for one slot the one with the
    /// innermost section wins, then the first by name: a choice by chance would make pages that differ from run to run.
    pub(super) fn ads(&self, active: &str) -> Ads {
        if self.site.ads.is_empty() {
            return self.no_ads();
        }
        SLOTS
            .map(|slot| (slot, self.candidates(slot, active).next().map(|ad| self.ad(ad))))
            .into()
    }

    /// No ads.
    pub(super) fn no_ads(&self) -> Ads {
        SLOTS.map(|slot| (slot, None)).into()
    }

    /// The n-th ad of the slot `front`, for its n-th ad block.
    pub(super) fn front_ad(&self, n: usize) -> Option<AdView> {
        let ads: Vec<&Ad> = self.candidates("front", "").collect();
        ads.get(n).map(|ad| self.ad(ad))
    }

    fn candidates<'s>(&'s self, slot: &'s str, active: &str) -> impl Iterator<Item = &'s Ad> {
        let today = self.site.zone.to_datetime(self.now).date();
        let fits = |ad: &&Ad| {
            ad.table.slot == slot && ad.from.is_none_or(|d| d <= today) && ad.until.is_none_or(|d| today <= d)
        };
        let mut found: Vec<(usize, &Ad)> = self
            .site
            .ads
            .iter()
            .filter(fits)
            .filter_map(|ad| Some((self.depth(ad, active)?, ad)))
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        found.into_iter().map(|(_, ad)| ad)
    }

    /// How special an ad is for a section: the length of the section's path that it names, 0 for everywhere, `None` elsewhere.
    fn depth(&self, ad: &Ad, active: &str) -> Option<usize> {
        match &ad.table.sections {
            None => Some(0),
            Some(sections) => {
                let inside = sections
                    .iter()
                    .filter(|s| self.portal.sections.inside(active, s.trim_matches('/')));
                inside.map(|s| s.len().max(1)).max()
            }
        }
    }

    fn ad(&self, ad: &Ad) -> AdView {
        let table = &ad.table;
        let (kind, src) = match (&table.frame, &table.image) {
            (Some(frame), _) => ("frame", frame.as_str()),
            (None, image) => ("image", image.as_deref().unwrap_or_default()),
        };
        let link = table.link.as_deref().unwrap_or_default();
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let place = |at: &str| {
            if at.starts_with('/') {
                self.href(at)
            } else {
                at.to_owned()
            }
        };
        AdView {
            slot: table.slot.clone(),
            kind: kind.to_owned(),
            href: place(link),
            src: place(src),
            alt: table.alt.clone(),
            width: table.width,
            height: table.height,
            src_small: table.image_small.as_deref().map(place).unwrap_or_default(),
            width_small: table.width_small,
            height_small: table.height_small,
            advertiser: text(&table.advertiser),
        }
    }
}
