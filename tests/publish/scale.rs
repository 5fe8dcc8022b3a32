//! Times at a large size, by hand.

use super::*;

/// By hand: `KHOBOR_FILES=100000 cargo test --test publish -- --ignored --nocapture scale`.
#[test]
#[ignore = "takes minutes; prints times"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn scale() {
    use std::time::Instant;
    let count = std::env::var("KHOBOR_FILES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let (_folder, out) = output();
    // In hundredths of a second, of all threads.
    let cpu = || -> u64 {
        let line = fs::read_to_string("/proc/self/stat").unwrap();
        let after = line.rsplit(')').next().unwrap();
        after
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<u64>().unwrap())
            .sum()
    };
    let run = |name: &str, changed: &[usize]| {
        let (start, before) = (Instant::now(), cpu());
        let publisher = Publisher::open(&out, &options()).unwrap();
        let opened = start.elapsed();
        let transaction = publisher.begin();
        let page = "খবর ".repeat(200);
        for n in 0..count {
            let path = format!("বিভাগ-{}/খবর-{n}/index.html", n % 10);
            let changes = changed.contains(&n);
            if changes || !transaction.keep(&path, [1; 16]).unwrap() {
                let text = if changes {
                    format!("{page}{name}{n}")
                } else {
                    format!("{page}{n}")
                };
                transaction.write(&path, [1; 16], text.as_bytes()).unwrap();
            }
        }
        let handed = start.elapsed();
        let report = transaction.commit().unwrap();
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let peak = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or_default()
            .to_owned();
        eprintln!(
            "{name}: open {opened:?}, hand over {:?}, commit {:?}, cpu {}0 ms, written {}, {peak}",
            handed - opened,
            start.elapsed() - handed,
            cpu() - before,
            report.written
        );
        report.written
    };
    assert_eq!(run("cold", &[]), count);
    assert_eq!(run("unchanged", &[]), 0);
    let few: Vec<usize> = (0..20).map(|n| n * 37).collect();
    for name in ["one", "two", "three"] {
        assert_eq!(run(name, &few), 20);
    }
    let publisher = Publisher::open(&out, &options()).unwrap();
    assert!(publisher.intact());
}
