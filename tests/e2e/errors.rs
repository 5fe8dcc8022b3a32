//! What bad input gets (issue 2): every fault of a run, each with its place, the quoted line and what to do.

use crate::harness::suite;

#[test]
fn every_fault_is_told_with_its_place_in_both_languages() {
    suite("errors.site");
}
