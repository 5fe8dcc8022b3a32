//! Advertisements of khobor.toml against the places that the theme has for them.

use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes::config as codes};
use crate::render::{SlotSize, Theme};

/// Reports advertisements that are larger than their place, and those of a place that the theme does not have. A theme that
/// says nothing of places takes all.
pub(super) fn misfits(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    if theme.slots.is_empty() {
        return Vec::new();
    }
    let misfit = |ad: &crate::config::Ad| {
        let table = &ad.table;
        let at = Place::word("khobor.toml", &format!("ads.{}", ad.name));
        let Some(slot) = theme.slots.get(&table.slot) else {
            let known: Vec<&str> = theme.slots.keys().map(String::as_str).collect();
            let fault = Diagnostic::new(&codes::NO_AD_SLOT)
                .arg("ad", &ad.name)
                .arg("slot", &table.slot);
            let fault = fault.arg("theme", &site.theme).arg("known", known.join(", "));
            return vec![fault.at(at)];
        };
        sizes(table, slot)
            .into_iter()
            .filter(|(size, most)| is_over(*size, *most))
            .map(|(size, most)| {
                let fault = Diagnostic::new(&codes::LARGE_AD)
                    .arg("ad", &ad.name)
                    .arg("slot", &table.slot);
                fault
                    .arg("size", pixels(size.map(Some)))
                    .arg("most", pixels(most))
                    .at(at.clone())
            })
            .collect()
    };
    site.ads.iter().flat_map(misfit).collect()
}

/// Width and height of an advertisement, and of its form for phones where it has one, each with the most that its place takes.
fn sizes(table: &crate::config::file::AdTable, slot: &SlotSize) -> Vec<([u32; 2], [Option<u32>; 2])> {
    let mut sizes = vec![([table.width, table.height], [slot.width, slot.height])];
    if table.image_small.is_some() {
        let most = [slot.width_small.or(slot.width), slot.height_small.or(slot.height)];
        sizes.push(([table.width_small, table.height_small], most));
    }
    sizes
}

fn is_over(size: [u32; 2], most: [Option<u32>; 2]) -> bool {
    size.into_iter()
        .zip(most)
        .any(|(size, most)| most.is_some_and(|most| size > most))
}

/// `300×250`; a side without a limit is `…`.
fn pixels(size: [Option<u32>; 2]) -> String {
    size.map(|side| side.map_or_else(|| "…".to_owned(), |side| side.to_string()))
        .join("×")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_that_no_theme_of_the_chain_has_shows_nothing() {
        let text = "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n[ads.boi]\nslot = \"front\"\nimage = \"/a.svg\"\nwidth = 9\nheight = 9\nalt = \"বই\"\n";
        let site = crate::config::parse(text).0.unwrap();
        let mut theme = Theme::default();
        assert!(misfits(&site, &theme).is_empty(), "a theme that lists none takes all");
        theme.slots.insert("rail".to_owned(), SlotSize::default());
        let found = misfits(&site, &theme);
        assert_eq!(found.iter().map(|d| d.code.id).collect::<Vec<_>>(), ["KH0116"]);
        theme.slots.insert("front".to_owned(), SlotSize::default());
        assert!(
            misfits(&site, &theme).is_empty(),
            "a slot without a size takes every size"
        );
    }
}
