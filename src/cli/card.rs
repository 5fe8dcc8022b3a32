//! `khobor card`: the card that desks make by hand for networks.

use super::options::{CardArgs, Global};
use super::output::Terminal;
use super::{exit, lang, load};
use crate::engine::{CardFault, Drawn, Request};
use crate::media::{CardShape, PictureFormat};
use serde_json::json;
use std::path::{Path, PathBuf};

pub(super) fn run(global: &Global, args: &CardArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let format = args.out.as_deref().map(|path| format(&terminal, path)).transpose()?;
    let request = Request {
        pictures: false,
        drafts: args.drafts,
        ..lang::request(global)?
    };
    let Some((loaded, _)) = load::portal(&terminal, &request) else {
        return Ok(exit::FAULT);
    };
    let shape = match args.shape.as_str() {
        "square" => CardShape::Square,
        "tall" => CardShape::Tall,
        _ => CardShape::Wide,
    };
    let card = loaded
        .card(&args.path, (shape, format))
        .map_err(|fault| text(&terminal, &args.path, fault))?;
    let path = args.out.clone().unwrap_or_else(|| named(args, &card));
    std::fs::write(&path, &card.bytes).map_err(|error| terminal.fault_of(&path, &error))?;
    let (width, height) = shape.size();
    let bytes = card.bytes.len();
    terminal.json(
        true,
        json!({ "file": super::output::json_path(&path), "width": width, "height": height, "bytes": bytes }),
        &[],
    );
    terminal.written(&path);
    Ok(exit::OK)
}

/// What the ending of a file's name asks for.
fn format(terminal: &Terminal, path: &Path) -> Result<PictureFormat, String> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Ok(PictureFormat::Jpeg),
        "png" => Ok(PictureFormat::Png),
        _ => Err(terminal.both(
            format!("কার্ড .jpg বা .png ফাইলে লেখা হয়: {}", path.display()),
            format!("a card is written to a .jpg or .png file: {}", path.display()),
        )),
    }
}

/// `putin-hamas-square.jpg`.
fn named(args: &CardArgs, card: &Drawn) -> PathBuf {
    let path = args.path.trim_end_matches('/');
    let path = path
        .strip_suffix("/index.md")
        .or_else(|| path.strip_suffix("/index.txt"))
        .unwrap_or(path);
    let last = path.rsplit('/').next().unwrap_or(path);
    let stem = last.trim_end_matches(".md").trim_end_matches(".txt");
    PathBuf::from(format!("{stem}-{}.{}", args.shape, card.ending))
}

fn text(terminal: &Terminal, path: &str, fault: CardFault) -> String {
    match fault {
        CardFault::NoStory => terminal.both(
            format!("এমন প্রকাশিত প্রতিবেদন নেই: {path}"),
            format!("no such published story: {path}"),
        ),
        CardFault::Letters(letters) => terminal.both(
            format!("কার্ডের হরফে এগুলো নেই: {letters}"),
            format!("the card's typeface lacks these letters: {letters}"),
        ),
        CardFault::Unreadable => terminal.both(
            "কার্ডের হরফ বা ছবি পড়া গেল না, বা শিরোনাম আঁটে না",
            "the card's typeface or picture cannot be read, or the headline does not fit",
        ),
    }
}
