//! The reference of `khobor.toml` and its JSON schema.

use crate::cell;
use crate::rust::{Field, Struct, find, inside};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The table of a deploy target; `ConfigFile` holds targets as any table.
pub(crate) const TARGET: &str = "TargetTable";

/// Keys that must be given though their type has a default: what is missing is told of when the settings are checked.
const REQUIRED: [(&str, &str); 7] = [
    ("ConfigFile", "site"),
    ("SiteTable", "title"),
    ("SiteTable", "base_url"),
    ("BlockTable", "shape"),
    ("AdTable", "slot"),
    ("AdTable", "width"),
    ("AdTable", "height"),
];

/// How a table is written in the file.
enum Header {
    One(String),
    Named(String),
    List(String),
}

impl Header {
    fn text(&self) -> String {
        match self {
            Header::One(path) => format!("[{path}]"),
            Header::Named(path) => format!("[{path}.NAME]"),
            Header::List(path) => format!("[[{path}]]"),
        }
    }
}

/// The page: one section a table, in the order of the file's own struct.
pub(crate) fn page(tables: &[Struct]) -> String {
    let mut out = String::new();
    let file = find(tables, "ConfigFile").expect("src/config/file.rs has ConfigFile");
    for field in &file.fields {
        let target = find(tables, TARGET)
            .filter(|_| field.name == "deploy")
            .map(|t| (t, Header::Named as Wrap));
        match target.or_else(|| table_of(tables, &field.ty)) {
            Some((table, header)) => section(tables, table, &header(field.name.clone()), &field.doc, &mut out),
            None => {
                let example = match field.name.as_str() {
                    "ads_txt" => "ads_txt = [\"example.com, 12345, DIRECT\"]",
                    "redirects" => "[redirects]\n\"/old/address/\" = \"/new/address/\"",
                    "deploy" => "[deploy.NAME]",
                    _ => "[extra]\nanything = \"…\"",
                };
                let _ = write!(
                    out,
                    "## `{}`\n\n{}\n\n```toml\n{example}\n```\n\n",
                    field.name, field.doc
                );
            }
        }
    }
    out
}

fn section(tables: &[Struct], table: &Struct, header: &Header, doc: &str, out: &mut String) {
    let path = header.text();
    let own = table
        .doc
        .trim_start_matches(&format!("`{path}`"))
        .trim_start_matches(':')
        .trim();
    let more = if own.is_empty() {
        String::new()
    } else {
        format!(" {}{}.", own[..1].to_uppercase(), own[1..].trim_end_matches('.'))
    };
    let _ = write!(
        out,
        "## `{path}`\n\n{doc}{more}\n\n| key | value | what it says |\n|---|---|---|\n"
    );
    let mut inner = Vec::new();
    for field in &table.fields {
        match table_of(tables, &field.ty) {
            Some(found) if found.0.name != table.name => inner.push((field, found)),
            _ => {
                let _ = writeln!(
                    out,
                    "| `{}` | {} | {} |",
                    field.name,
                    kind(table, field),
                    cell(&field.doc)
                );
            }
        }
    }
    out.push('\n');
    for (field, (table, wrap)) in inner {
        let above = path.trim_matches(['[', ']']).to_owned();
        section(tables, table, &wrap(format!("{above}.{}", field.name)), &field.doc, out);
    }
}

type Wrap = fn(String) -> Header;

/// The table that a field's type holds, and how it is headed.
fn table_of<'a>(tables: &'a [Struct], ty: &str) -> Option<(&'a Struct, Wrap)> {
    let ty = inside(ty, "Option").unwrap_or(ty);
    let (name, wrap): (&str, Wrap) = match (
        inside(ty, "Vec"),
        ty.strip_prefix("BTreeMap<String, ").and_then(|t| t.strip_suffix('>')),
    ) {
        (Some(item), _) => (item, Header::List),
        (_, Some(value)) => (value, Header::Named),
        _ => (ty, Header::One),
    };
    Some((find(tables, name)?, wrap))
}

fn required(table: &Struct, field: &Field) -> bool {
    let diagnostics = REQUIRED.contains(&(table.name.as_str(), field.name.as_str()));
    diagnostics || !table.optional && !field.optional && !field.ty.starts_with("Option<")
}

fn kind(table: &Struct, field: &Field) -> String {
    let ty = inside(&field.ty, "Option").unwrap_or(&field.ty);
    let name = match ty {
        "String" => "text",
        "bool" => "`true`, `false`",
        "u8" | "u16" | "u32" | "u64" => "number",
        "Vec<String>" => "list of texts",
        "Vec<u32>" => "list of numbers",
        "toml::value::Datetime" => "date",
        "BTreeMap<String, String>" => "table of texts",
        other if inside(other, "Vec") == Some(&table.name) => "list of tables with these keys",
        other => panic!("tests/docs/config.rs does not know the type {other}"),
    };
    if required(table, field) {
        format!("{name}, required")
    } else {
        name.to_owned()
    }
}

/// A JSON schema of the file, for editors that check TOML while one types.
pub(crate) fn schema(tables: &[Struct]) -> String {
    let mut definitions = Map::new();
    for table in tables.iter().filter(|t| t.name != "ConfigFile") {
        definitions.insert(table.name.clone(), object(tables, table));
    }
    let mut root = object(
        tables,
        find(tables, "ConfigFile").expect("src/config/file.rs has ConfigFile"),
    );
    if let Value::Object(root) = &mut root {
        root.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
        root.insert("title".into(), "khobor.toml".into());
        root.insert("definitions".into(), Value::Object(definitions));
    }
    format!(
        "{}\n",
        serde_json::to_string_pretty(&sorted(root)).expect("a value prints")
    )
}

fn object(tables: &[Struct], table: &Struct) -> Value {
    let properties: Map<String, Value> = table
        .fields
        .iter()
        .map(|f| (f.name.clone(), property(tables, f)))
        .collect();
    let required: Vec<&str> = table
        .fields
        .iter()
        .filter(|f| required(table, f))
        .map(|f| f.name.as_str())
        .collect();
    json!({ "type": "object", "description": table.doc, "properties": properties, "required": required, "additionalProperties": false })
}

fn property(tables: &[Struct], field: &Field) -> Value {
    let deploy = field.name == "deploy" && find(tables, TARGET).is_some();
    let ty = if deploy {
        "BTreeMap<String, TargetTable>"
    } else {
        inside(&field.ty, "Option").unwrap_or(&field.ty)
    };
    let mut schema = of_type(tables, ty);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), field.doc.clone().into());
    }
    schema
}

fn of_type(tables: &[Struct], ty: &str) -> Value {
    if let Some(item) = inside(ty, "Vec") {
        return json!({ "type": "array", "items": of_type(tables, item) });
    }
    if let Some(value) = ty.strip_prefix("BTreeMap<String, ").and_then(|t| t.strip_suffix('>')) {
        return json!({ "type": "object", "additionalProperties": of_type(tables, value) });
    }
    match ty {
        "bool" => json!({ "type": "boolean" }),
        "u8" | "u16" | "u32" | "u64" => json!({ "type": "integer", "minimum": 0 }),
        "toml::Table" => json!({ "type": "object" }),
        "String" | "toml::value::Datetime" => json!({ "type": "string" }),
        name if find(tables, name).is_some() => json!({ "allOf": [{ "$ref": format!("#/definitions/{name}") }] }),
        other => panic!("tests/docs/config.rs does not know the type {other}"),
    }
}

/// Keys in order, whichever map the JSON crate was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(k, v)| (k, sorted(v))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[test]
fn required_keys_are_required() {
    let whole = "[site]\ntitle = \"ক\"\nbase_url = \"https://example.org\"\n[ads.x]\nimage = \"/a.svg\"\nslot = \"rail\"\nwidth = 1\nheight = 1\n\
                 [[front.blocks]]\nshape = \"popular\"\n";
    assert!(khobor::config::parse(whole).0.is_some());
    for line in whole.lines().filter(|l| l.contains(" = ") && !l.starts_with("image")) {
        let without = whole.replace(&format!("{line}\n"), "");
        assert!(khobor::config::parse(&without).0.is_none(), "{line} may be left out");
    }
}
