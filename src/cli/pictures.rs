//! `khobor pictures`: makes all pictures in their sizes ahead of a build.

use super::options::{Global, PicturesArgs};
use super::output::Terminal;
use super::{exit, lang, load};
use crate::engine::{PictureWork, Request};
use serde_json::json;

pub(super) fn run(global: &Global, args: &PicturesArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let request = Request {
        pictures: !args.dry_run,
        ..lang::request(global)?
    };
    let Some((loaded, diagnostics)) = load::portal(&terminal, &request) else {
        return Ok(exit::FAULT);
    };
    terminal.diagnostics(&diagnostics);
    let work = loaded.picture_work();
    let fields = json!({ "pictures": work.pictures, "missing": work.missing, "megapixels": work.pixels / 1_000_000, "seconds": work.seconds() });
    terminal.say(&text(&terminal, &work));
    terminal.json(true, fields, &diagnostics);
    Ok(exit::OK)
}

fn text(terminal: &Terminal, work: &PictureWork) -> String {
    let n = |n: u64| terminal.count(n);
    let (pictures, missing) = (n(work.pictures), n(work.missing));
    if work.missing == 0 {
        return terminal.both(
            format!("{pictures}টি ছবির সব মাপ তৈরি আছে।"),
            format!("{pictures} pictures: all sizes are there."),
        );
    }
    let (pixels, seconds) = (n(work.pixels / 1_000_000), n(work.seconds()));
    terminal.both(
        format!("{pictures}টি ছবির মধ্যে {missing}টি বাকি ({pixels} মেগাপিক্সেল), দুই কোরে প্রায় {seconds} সেকেন্ড।"),
        format!("{missing} of {pictures} pictures are missing ({pixels} megapixels), about {seconds} s on two cores."),
    )
}
