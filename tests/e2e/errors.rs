//! What bad input gets (issue 2): every fault of a run, each with its place, the quoted line and what to do.

use crate::harness::{Site, suite};

#[test]
fn every_fault_is_told_with_its_place_in_both_languages() {
    suite("errors.site");
}

/// Some editors write a story on one line. What is printed of it is what stands around the fault.
#[test]
fn a_line_of_a_hundred_kilobytes_shows_the_fault_and_little_else() {
    let long = "নদীর পানি বাড়ছে। ".repeat(2_300);
    let body = format!("{long}[সূত্র](javascript:x) {long}");
    assert!(body.len() > 200_000);
    let site = Site::new().story("dirgho", "দীর্ঘ", &body);
    site.put("content/desh/shironamhin.md", long.as_bytes());
    let run = site.run(&["check", "--lang", "bn"]).fails();
    assert!(run.stderr.contains("[সূত্র](javascript:x)"), "{}", run.stderr);
    assert!(run.stderr.contains("KH0204"), "{}", run.stderr);
    assert!(run.stderr.len() < 8_000, "{}", run.stderr.len());
}
