//! Folders above sections that are no sections themselves.

use crate::diag::{Diagnostic, Place, codes::portal as codes};
use crate::portal::{Sections, url};
use std::collections::{BTreeMap, BTreeSet};

/// Reports each folder above a section that has no `_index.md`: beside a section whose name differs in capitals only it is
/// another folder on some computers and the same on others; elsewhere its address shows nothing.
pub(super) fn report(sections: &Sections) -> Vec<Diagnostic> {
    let paths = sections.all.iter().map(|section| section.path.as_str());
    let by_key: BTreeMap<String, &str> = paths.map(|path| (url::same_key(path), path)).collect();
    let mut seen = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for section in &sections.all {
        for (at, _) in section.path.match_indices('/') {
            let folder = section.path.get(..at).unwrap_or_default();
            if sections.find(folder).is_some() || !seen.insert(folder) {
                continue;
            }
            let fault = match by_key.get(&url::same_key(folder)) {
                Some(other) => Diagnostic::new(&codes::FOLDER_CASE).arg("section", other),
                None => Diagnostic::new(&codes::FOLDER_WITHOUT_INDEX),
            };
            diagnostics.push(fault.arg("folder", folder).at(Place::file(&section.file)));
        }
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::portal::Sections;
    use crate::source::SectionSource;

    #[test]
    fn folders_that_are_no_sections() {
        let files = ["khela", "Khela/football", "khela/cricket", "jela/bhola", "jela/feni"];
        let files = files.map(|path| (format!("content/{path}/_index.md"), SectionSource::default()));
        let found = report(&Sections::new(&files));
        let told: Vec<(&str, String)> = found
            .iter()
            .map(|d| (d.code.id, d.place.as_ref().unwrap().path.clone()))
            .collect();
        assert_eq!(
            told,
            [
                ("KH0330", "content/Khela/football/_index.md".to_owned()),
                ("KH0331", "content/jela/bhola/_index.md".to_owned())
            ]
        );
    }
}
