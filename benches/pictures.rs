//! Makes all sizes of the pictures of a folder, as a build does: `pictures FROM TO`. `benches/pictures/rivals.py` measures it
//! beside other programs.

use khobor::media::{Recipe, make, probe};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
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

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let [from, to] = &folders[..] else {
        println!("usage: pictures FROM TO");
        return;
    };
    let (start, recipe) = (Instant::now(), Recipe::default());
    let bytes: u64 = pictures(Path::new(from))
        .par_iter()
        .map(|path| {
            let source = std::fs::read(path).expect("a picture");
            let info = probe(&source).expect("a picture that is read");
            let made = make(&source, &info, &recipe);
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            for (file, bytes) in made.set.files.iter().zip(&made.files) {
                std::fs::write(
                    Path::new(to).join(format!("{name}-{}.{}", file.width, file.ending())),
                    bytes,
                )
                .expect("a file");
            }
            made.set.files.iter().map(|file| file.bytes).sum::<u64>()
        })
        .sum();
    println!("{} KB in {:.2} s", bytes / 1000, start.elapsed().as_secs_f64());
}
