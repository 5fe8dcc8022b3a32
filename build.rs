//! Compiles the built-in themes in: every file below themes/base and themes/potrika becomes an entry of one table. Scripts go in
//! without comments and indentation, which readers' browsers need not load.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut files = Vec::new();
    for theme in ["base", "potrika"] {
        collect(&root.join("themes").join(theme), &mut files)?;
    }
    files.sort();
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (number, mut file) in files.into_iter().enumerate() {
        let name = file.strip_prefix(root.join("themes")).map_err(io::Error::other)?;
        let name = name.to_string_lossy().replace('\\', "/");
        if name.ends_with(".js") {
            let short = tighten(&fs::read_to_string(&file)?);
            file = out.join(format!("{number}.js"));
            fs::write(&file, short)?;
        }
        let _ = writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy());
    }
    table.push_str("];\n");
    println!("cargo:rerun-if-changed=build.rs");
    fs::write(out.join("themes.rs"), table)
}

/// A script without lines of comment, indentation, and line feeds where a bracket, comma or semicolon ends the line anyway.
/// Template texts over several lines would change: the scripts have none.
fn tighten(script: &str) -> String {
    let mut short = String::with_capacity(script.len());
    for line in script
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"))
    {
        assert!(
            line.matches('`').count() % 2 == 0,
            "a template text over several lines: {line}"
        );
        short.push_str(line);
        if line.contains("//") || !line.ends_with(['{', ';', ',', '(']) {
            short.push('\n');
        }
    }
    short
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
