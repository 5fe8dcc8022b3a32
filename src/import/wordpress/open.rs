//! Export files: `.xml`, `.xml.gz`, the zip of WordPress.com, a folder of them, standard input.

use super::cut::Cutter;
use crate::diag::Reason;
use crate::import::media::zip_fault;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes that an unpacked export may have.
const LARGEST: u64 = 20 << 30;
/// How much an export may have been packed.
const MOST_PACKED: u64 = 200;

/// A file of an export.
#[derive(Debug)]
pub struct ExportFile {
    /// Its name, for messages.
    pub name: String,
    /// Its length in bytes, packed or not, for the progress.
    pub length: u64,
    from: From,
}

#[derive(Debug)]
enum From {
    Path(PathBuf),
    /// Unpacked to a nameless file.
    Spooled(File),
}

impl ExportFile {
    /// Opens it from its start. Errors: the system's.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = match &self.from {
            From::Path(path) => File::open(path)?,
            From::Spooled(file) => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(0))?;
                file
            }
        };
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let packed = io::BufRead::fill_buf(&mut reader)?.starts_with(b"\x1F\x8B");
        Ok(match packed {
            true => Box::new(MultiGzDecoder::new(reader).take(LARGEST)),
            false => Box::new(reader),
        })
    }

    /// Its pieces.
    pub fn pieces(&self) -> io::Result<Cutter<Box<dyn Read + Send>>> {
        self.reader().map(Cutter::new)
    }
}

/// The files that a path means. Errors: the system's, and a zip without an export.
pub fn open(path: &Path) -> io::Result<Vec<ExportFile>> {
    if path.as_os_str() == "-" {
        return spooled("-", &mut io::stdin().lock(), LARGEST).map(|f| vec![f]);
    }
    if path.is_dir() {
        let mut found = Vec::new();
        let entries = walkdir::WalkDir::new(path)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok);
        let named = |p: &Path| {
            let name = p.to_string_lossy().to_ascii_lowercase();
            name.ends_with(".xml") || name.ends_with(".xml.gz") || name.ends_with(".zip")
        };
        for entry in entries.filter(|e| e.file_type().is_file() && named(e.path())) {
            found.extend(open(entry.path())?);
        }
        return match found.is_empty() {
            true => Err(io::Error::other(Reason::new(
                "there is no .xml, .xml.gz or .zip file in the folder",
                "ফোল্ডারটিতে `.xml`, `.xml.gz` বা `.zip` ফাইল নেই",
            ))),
            false => Ok(found),
        };
    }
    let mut file = File::open(path)?;
    let mut head = [0u8; 4];
    let length = file.read(&mut head)?;
    if head.get(..length).is_some_and(|h| h.starts_with(b"PK\x03\x04")) {
        return zipped(path);
    }
    Ok(vec![ExportFile {
        name: path.display().to_string(),
        length: file.metadata()?.len(),
        from: From::Path(path.to_path_buf()),
    }])
}

fn spooled(name: &str, from: &mut dyn Read, most: u64) -> io::Result<ExportFile> {
    let mut file = tempfile::tempfile()?;
    let length = io::copy(&mut from.take(most), &mut file)?;
    Ok(ExportFile {
        name: name.to_owned(),
        length,
        from: From::Spooled(file),
    })
}

fn zipped(path: &Path) -> io::Result<Vec<ExportFile>> {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(zip_fault)?;
    let mut found = Vec::new();
    for index in 0..archive.len().min(10_000) {
        let mut entry = archive.by_index(index).map_err(zip_fault)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let (size, packed) = (entry.size(), entry.compressed_size().max(1));
        if !name.to_ascii_lowercase().ends_with(".xml") || name.contains("__MACOSX") || entry.is_dir() {
            continue;
        }
        if size > LARGEST || size > 1 << 20 && size / packed > MOST_PACKED {
            return Err(io::Error::other(Reason::new(
                format!("{name} unpacks to more than is believable"),
                format!("{name} খুললে অবিশ্বাস্য রকম বড় হয়"),
            )));
        }
        found.push(spooled(&format!("{}/{name}", path.display()), &mut entry, size)?);
    }
    match found.is_empty() {
        true => Err(io::Error::other(Reason::new(
            "there is no .xml file in the zip",
            "জিপে কোনো `.xml` ফাইল নেই",
        ))),
        false => Ok(found),
    }
}

/// The headline in the first bytes of an item that cannot be read.
pub fn headline(bytes: &[u8]) -> String {
    let (text, ..) = super::fields::readable(bytes.get(..8192.min(bytes.len())).unwrap_or_default());
    let title = text
        .split_once("<title>")
        .map(|(_, rest)| rest.split("</title>").next().unwrap_or_default().to_owned());
    let title = title
        .map(|t| super::fields::one_line(&super::fields::text(&t)))
        .unwrap_or_default();
    title.trim_start_matches("<![CDATA[").chars().take(120).collect()
}
