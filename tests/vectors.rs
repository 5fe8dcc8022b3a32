//! The language module against its examples, through `khobor bn` as a user meets it.
//!
//! `tests/vectors/*.tsv` are the project's own rows: `op`, `options`, `input`, `expected`; all must hold. Of those in
//! `tests/vectors/rules`, from which the rules were written, every hard row must hold, and nine of ten soft rows together.

use clap::Parser;
use khobor::cli::bn::{BnArgs, run};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: BnArgs,
}

/// One input and the results that are right for it.
struct Row {
    /// Operation and options, as one would type them.
    command: Vec<String>,
    input: String,
    accepted: Vec<String>,
    hard: bool,
}

#[derive(Default)]
struct Tally {
    hard: usize,
    hard_failed: usize,
    soft: usize,
    soft_failed: usize,
}

fn ask(command: &[String], inputs: &str) -> Vec<String> {
    let words = std::iter::once("bn").chain(command.iter().map(String::as_str));
    let line = Line::try_parse_from(words).unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&line.args, &mut inputs.as_bytes(), &mut out, &mut err).expect("memory can be written");
    assert_eq!(code, 0, "{command:?}: {}", String::from_utf8_lossy(&err));
    String::from_utf8(out)
        .expect("results are UTF-8")
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Runs the rows, one call a command, and prints what fails.
fn check(name: &str, rows: &[Row]) -> Tally {
    let mut by_command: BTreeMap<&[String], Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_command.entry(&row.command).or_default().push(row);
    }
    let mut tally = Tally::default();
    for (command, rows) in by_command {
        let inputs: String = rows.iter().map(|row| format!("{}\n", row.input)).collect();
        let results = ask(command, &inputs);
        assert_eq!(results.len(), rows.len(), "{command:?}: one result a line");
        for (row, result) in rows.iter().zip(&results) {
            let failed = !row.accepted.contains(result);
            let (all, bad) = if row.hard {
                (&mut tally.hard, &mut tally.hard_failed)
            } else {
                (&mut tally.soft, &mut tally.soft_failed)
            };
            *all += 1;
            *bad += usize::from(failed);
            if failed {
                let tier = if row.hard { "HARD" } else { "soft" };
                eprintln!(
                    "{tier} {name} {}: {} -> {result} (wanted {})",
                    command.join(" "),
                    row.input,
                    row.accepted.join(" | ")
                );
            }
        }
    }
    let Tally {
        hard,
        hard_failed,
        soft,
        soft_failed,
    } = tally;
    eprintln!(
        "{name}: hard {}/{hard}, soft {}/{soft}",
        hard - hard_failed,
        soft - soft_failed
    );
    tally
}

/// The rows of a table, each as column name → cell.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines
        .filter(|line| !line.is_empty())
        .map(|line| {
            names
                .iter()
                .zip(line.split('\t'))
                .map(|(n, c)| ((*n).to_owned(), c.to_owned()))
                .collect()
        })
        .collect()
}

fn cell<'a>(row: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

fn row(command: &str, input: String, accepted: &str, source: &BTreeMap<String, String>) -> Row {
    Row {
        command: command.split(' ').map(str::to_owned).collect(),
        input,
        accepted: vec![accepted.to_owned()],
        hard: cell(source, "tier") != "soft",
    }
}

/// What a row of a table of the rules asks.
fn rows_of_rule(file: &str, r: &BTreeMap<String, String>) -> Vec<Row> {
    let c = |name| cell(r, name);
    let one = |command: &str, input: &str, expected: &str| vec![row(command, input.to_owned(), expected, r)];
    let two = |command: &str, a: &str, b: &str, expected: &str| vec![row(command, format!("{a}\t{b}"), expected, r)];
    match file {
        "numbers" => one(number_op(c("op")), c("input"), c("expected")),
        "ordinals" => [
            ("ordinal", "ordinal_short"),
            ("rank", "rank_word"),
            ("date-ordinal", "date_form"),
            ("date-word", "date_word"),
        ]
        .iter()
        .filter(|(_, column)| !c(column).is_empty() && c(column) != "-")
        .map(|(op, column)| row(op, c("n").to_owned(), c(column), r))
        .collect(),
        "calendar_bd" => one("bangla-date --edition bd", c("gregorian"), c("formatted")),
        "calendar_wb" => one("bangla-date --edition wb", c("gregorian"), c("formatted")),
        "hijri_bd" => {
            let first = khobor::bengali::number::digits(c("hijri_year")).into_owned();
            one(
                "hijri-date",
                c("bd_first_day"),
                &format!("১ {} {first}", c("month_name")),
            )
        }
        "masthead" => {
            let command = format!("masthead --edition {} --place {}", c("edition"), c("place"));
            one(&command, c("gregorian"), c("expected_line"))
        }
        "datetime_format" => {
            let edition = if c("locale") == "bn-IN" { "wb" } else { "bd" };
            one(
                &format!("date --style {} --tz {} --edition {edition}", c("style"), c("timezone")),
                c("input"),
                c("expected"),
            )
        }
        "date_parse" => one(
            &format!("parse-date --calendar {}", c("calendar")),
            c("text"),
            c("expected"),
        ),
        "relative_time" if c("house").is_empty() => Vec::new(),
        "relative_time" => two("relative", c("unit"), c("n_ago"), c("house")),
        "normalise" => one(
            &format!("{} --escaped", c("op")),
            c("input_escaped"),
            c("expected_escaped"),
        ),
        "sentences" => one("sentences", c("text"), c("sentences")),
        "graphemes" => {
            let mut rows = one("graphemes", c("word"), c("clusters"));
            rows.extend(one("truncate --clusters 3", c("word"), c("truncate3")));
            rows
        }
        "slug" => {
            let mut rows = one("slug", c("title"), "");
            rows.iter_mut()
                .for_each(|row| row.accepted = c("accept").split('|').map(str::to_owned).collect());
            rows.extend(one("slug-native", c("title"), c("slug_unicode")));
            rows
        }
        "stems" => two(
            "same-stem",
            c("word_a"),
            c("word_b"),
            if c("relation") == "same" { "yes" } else { "no" },
        ),
        "search" => two("search-match", c("query"), c("document_term"), c("should_match")),
        "collation" => two("compare", c("before"), c("after"), "<"),
        "bijoy" => one("bijoy", c("bijoy"), c("unicode_nfc")),
        _ => panic!("{file}.tsv is asked by nobody"),
    }
}

fn number_op(op: &str) -> &'static str {
    match op {
        "digits_bn" => "digits",
        "digits_bn_smart" => "digits-smart",
        "digits_latn" => "ascii-digits",
        "group_bn" => "group",
        "compact_long" => "compact",
        "percent" => "percent",
        "parse" => "parse-number",
        "currency_cldr" => "currency --form cldr",
        "currency_prefix" => "currency --form prefix",
        "currency_word" => "currency --form word",
        _ => panic!("unknown op {op}"),
    }
}

fn tables_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    // The examples of search are rows of another kind: tests/search.rs reads them.
    paths.retain(|path| path.extension().is_some_and(|end| end == "tsv") && stem_of(path) != "search_examples");
    paths.sort();
    paths
}

fn stem_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[test]
fn examples_of_the_rules_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/rules");
    let mut all = Tally::default();
    for path in tables_in(&folder) {
        let name = stem_of(&path);
        let rows: Vec<Row> = table(&path).iter().flat_map(|r| rows_of_rule(&name, r)).collect();
        assert!(!rows.is_empty(), "{name} asks nothing");
        let tally = check(&name, &rows);
        all.hard += tally.hard;
        all.hard_failed += tally.hard_failed;
        all.soft += tally.soft;
        all.soft_failed += tally.soft_failed;
    }
    eprintln!(
        "all: hard {}/{}, soft {}/{}",
        all.hard - all.hard_failed,
        all.hard,
        all.soft - all.soft_failed,
        all.soft
    );
    assert!(all.hard > 900, "tables are missing");
    assert_eq!(all.hard_failed, 0, "hard rows failed, see above");
    assert!(
        all.soft_failed * 10 <= all.soft,
        "more than a tenth of the soft rows failed, see above"
    );
}

#[test]
fn own_examples_hold() {
    let tables = tables_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"));
    assert!(!tables.is_empty(), "tests/vectors is empty");
    for path in tables {
        let rows: Vec<Row> = table(&path).iter().map(own_row).collect();
        assert_eq!(check(&stem_of(&path), &rows).hard_failed, 0, "{}", path.display());
    }
}

fn own_row(r: &BTreeMap<String, String>) -> Row {
    let command = format!("{} {}", cell(r, "op"), cell(r, "options"));
    row(
        command.trim(),
        cell(r, "input").replace("\\t", "\t"),
        cell(r, "expected"),
        r,
    )
}
