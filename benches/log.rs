//! Counting a log: `cargo bench --bench log` writes ten million lines (stories, distinct pages, bots) to the target folder,
//! counts them on one core and tells time and memory. With a file as argument it counts that one and prints the views of
//! every path shaped like a story of `mksite.py`, for comparison with an independent count.

use khobor::relate::log::Counter;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let path = match &file {
        Some(path) => path.into(),
        None => generate(10_000_000)?,
    };
    let start = Instant::now();
    let zone = jiff::tz::TimeZone::get("Asia/Dhaka")?;
    let mut counter = Counter::new(zone, |path: &str| path.contains("/a").then(|| path.to_owned()));
    counter.read(File::open(&path)?)?;
    let (records, report) = counter.finish();
    eprintln!("{report:?}\n{:.2?}, peak memory {}", start.elapsed(), peak());
    if file.is_some() {
        records
            .stories
            .iter()
            .for_each(|(story, views)| println!("{} {story}", views.total()));
    }
    Ok(())
}

/// A log of `lines` lines: a third stories, the rest other pages, bots, failures.
fn generate(lines: u64) -> Result<std::path::PathBuf, Box<dyn Error>> {
    let path = std::env::temp_dir().join("khobor-bench-access.log");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    let agents = [
        "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ];
    let mut seed = 7u64;
    for i in 0..lines {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let r = seed >> 33;
        let page = match r % 6 {
            0 | 1 => format!("/sports/a{}/", r % 5_000),
            2 => format!("/%E0%A6%96%E0%A7%87%E0%A6%B2%E0%A6%BE/a{}/?fbclid={r}", r % 3_000),
            3 => format!("/static/{r}.css"),
            _ => format!("/x/{i}"),
        };
        let agent = agents[usize::from(r.is_multiple_of(5))];
        writeln!(
            out,
            "10.{}.{}.{} - - [{:02}/Nov/2026:{:02}:{:02}:07 +0600] \"GET {page} HTTP/1.1\" 200 7012 \"-\" \"{agent}\"",
            r % 4,
            r / 7 % 256,
            r / 1791 % 256,
            1 + i * 22 / lines,
            i % 24,
            i % 60
        )?;
    }
    out.flush()?;
    Ok(path)
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default()
        .to_owned()
}
