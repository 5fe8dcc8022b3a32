//! References of XML: characters by number, and the five names that every document has.

use quick_xml::events::BytesRef;

/// What a reference stands for, but for entities of the document's own.
pub(super) fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().map(String::from);
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
}
