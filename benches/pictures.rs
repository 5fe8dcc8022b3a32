//! Makes all sizes of the pictures of a folder, as a build does: `pictures FROM TO [--avif] [--quality=N]`. `benches/pictures/rivals.py` measures it
//! beside other programs, `benches/pictures/hostile.py` with files that no camera wrote.

use khobor::media::{MadePicture, Recipe, encode_sizes, probe, scale};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

fn pictures(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    found.sort();
    found
}

/// As on two threads of a build: one picture is decoded while another is encoded, and the memory for pixels is used again.
fn made(path: &Path, recipe: &Recipe, memory: &Mutex<Vec<u8>>) -> Option<MadePicture> {
    let source = std::fs::read(path).ok()?;
    let info = probe(&source).ok()?;
    let scaled = {
        let mut memory = memory.lock().ok()?;
        scale(&source, &info, (recipe, &[]), &mut memory)?
    };
    Some(encode_sizes(&scaled, &source, &info, recipe))
}

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let [from, to] = &folders[..] else {
        println!("usage: pictures FROM TO");
        return;
    };
    let options: Vec<String> = std::env::args().filter(|arg| arg.starts_with("--")).collect();
    let quality = options
        .iter()
        .find_map(|option| option.strip_prefix("--quality=")?.parse().ok());
    let recipe = Recipe {
        avif: options.iter().any(|option| option == "--avif"),
        quality: quality.unwrap_or(Recipe::default().quality),
        ..Recipe::default()
    };
    let (start, memory) = (Instant::now(), Mutex::default());
    let keep = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some(made) = made(path, &recipe, &memory) else {
            println!("{}: not made", path.display());
            return 0;
        };
        for (file, bytes) in made.set.files.iter().zip(&made.files) {
            let place = Path::new(to).join(format!("{name}-{}.{}", file.width, file.ending()));
            std::fs::write(place, bytes).expect("a file");
        }
        made.set.files.iter().map(|file| file.bytes).sum::<u64>()
    };
    let bytes: u64 = pictures(Path::new(from)).par_iter().map(keep).sum();
    println!("{} KB in {:.2} s", bytes / 1000, start.elapsed().as_secs_f64());
}
