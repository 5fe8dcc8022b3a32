//! Reads the structs of a Rust file as rustfmt writes them: names, doc comments, fields and their types.

/// A struct.
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) doc: String,
    /// `#[serde(default)]` stands on it: no field is required.
    pub(crate) optional: bool,
    pub(crate) fields: Vec<Field>,
}

/// A field.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) ty: String,
    /// `#[serde(default)]` stands on it.
    pub(crate) optional: bool,
}

/// All public structs with named fields, in order.
pub(crate) fn structs(source: &str) -> Vec<Struct> {
    let mut found: Vec<Struct> = Vec::new();
    let (mut doc, mut optional, mut open) = (String::new(), false, false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(text.trim());
        } else if line.starts_with("#[") {
            optional |= line.starts_with("#[serde") && line.contains("default");
        } else if let Some(name) = line
            .strip_prefix("pub struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            found.push(Struct {
                name: name.to_owned(),
                doc: std::mem::take(&mut doc),
                optional,
                fields: Vec::new(),
            });
            (optional, open) = (false, true);
        } else if let (true, Some((name, ty))) = (
            open,
            line.strip_prefix("pub ")
                .and_then(|rest| rest.strip_suffix(',')?.split_once(": ")),
        ) {
            let field = Field {
                name: name.to_owned(),
                doc: std::mem::take(&mut doc),
                ty: without_spans(ty),
                optional,
            };
            found.last_mut().expect("a struct is open").fields.push(field);
            optional = false;
        } else {
            open &= line != "}";
            doc.clear();
            optional = false;
        }
    }
    found
}

/// A type without the places that it keeps: `Vec<Spanned<A>>` is `Vec<A>` to who writes the file.
fn without_spans(ty: &str) -> String {
    let Some((before, rest)) = ty.split_once("Spanned<") else {
        return ty.to_owned();
    };
    let (inner, after) = rest.split_once('>').expect("a type is closed");
    format!("{before}{inner}{after}")
}

/// The struct of this name.
pub(crate) fn find<'a>(structs: &'a [Struct], name: &str) -> Option<&'a Struct> {
    structs.iter().find(|s| s.name == name)
}

/// The type inside of `Outer<…>`.
pub(crate) fn inside<'a>(ty: &'a str, outer: &str) -> Option<&'a str> {
    ty.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>')
}

#[test]
fn structs_are_read() {
    let found = structs("/// ক\n#[serde(default)]\npub struct A {\n    /// খ\n    /// গ\n    pub b: Option<u32>,\n}\n");
    assert_eq!(
        (found[0].name.as_str(), found[0].doc.as_str(), found[0].optional),
        ("A", "ক", true)
    );
    assert_eq!(
        (found[0].fields[0].doc.as_str(), found[0].fields[0].ty.as_str()),
        ("খ গ", "Option<u32>")
    );
    assert_eq!(inside("Option<u32>", "Option"), Some("u32"));
}
