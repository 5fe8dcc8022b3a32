//! Compiles the built-in themes and the Bengali manual in: every file below themes/ and docs/bn/ becomes an entry of a table.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    println!("cargo:rerun-if-changed=build.rs");
    write_table(&root.join("themes"), ("FILES", "&[u8]", "include_bytes"), "themes.rs")?;
    write_table(&root.join("docs/bn"), ("TOPICS", "&str", "include_str"), "guide.rs")
}

/// A table of all files below a folder: name and content.
fn write_table(folder: &Path, (name, content, include): (&str, &str, &str), out: &str) -> io::Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut table = format!("pub(super) static {name}: &[(&str, {content})] = &[\n");
    for file in files {
        let name = file.strip_prefix(folder).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "    ({name:?}, {include}!({:?})),", file.to_string_lossy());
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join(out);
    fs::write(out, table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?
        } else {
            files.push(path)
        }
    }
    Ok(())
}
