//! What `khobor import` takes.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `khobor import`
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// What to import.
    #[command(subcommand)]
    pub what: ImportWhat,
}

/// What `khobor import` reads.
#[derive(Debug, Clone, Subcommand)]
pub enum ImportWhat {
    /// Texts copied from article pages of another portal
    Page {
        /// The text files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where the stories go (else content/SECTION/ in the site)
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// The date of the stories, RFC 3339 or as Bengali newspapers write it (else the run's moment)
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// The section, where the page does not name it: its path or its name
        #[arg(long, value_name = "SECTION")]
        section: Option<String>,
        /// The headline, where the page does not show which line it is
        #[arg(long)]
        title: Option<String>,
        /// The texts are in Bijoy/SutonnyMJ (ANSI)
        #[arg(long)]
        bijoy: bool,
    },
    /// A whole site from WordPress: stories, pages, authors, sections, comments, pictures, addresses
    Wordpress(WordpressArgs),
    /// Comments of Disqus onto the stories of this site, by address and former address
    Disqus {
        /// The XML export, plain or gzip
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Read everything, write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// A blog from Blogger: its own export or Google Takeout's feed.atom
    Blogger(BlogArgs),
    /// A site from Ghost: its JSON export
    Ghost(BlogArgs),
    /// A site of Hugo: its folder
    Hugo(BlogArgs),
    /// A site of Jekyll: its folder
    Jekyll(BlogArgs),
    /// Access logs of the web server, plain or gzip, into data/popular.toml
    Log {
        /// The log files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Views from a khobor inbox, or exports of GoatCounter, Plausible, Umami, Matomo, Google Analytics, any CSV or JSON table, into data/popular.toml
    Views(crate::cli::import::ViewsArgs),
}

/// `khobor import blogger`, `ghost`, `hugo` and `jekyll`
#[derive(Debug, Clone, Args)]
pub struct BlogArgs {
    /// The exports
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The section of stories that have none
    #[arg(long, value_name = "SECTION", default_value = "khobor")]
    pub section: String,
    /// Read everything, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Where the report goes (else import-report.md in the site)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write again what the export has not changed, because khobor reads it better now
    #[arg(long)]
    pub again: bool,
}

/// `khobor import wordpress`
#[derive(Debug, Clone, Args)]
pub struct WordpressArgs {
    /// The export: .xml, .xml.gz, .zip, a folder of them, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The uploads of the old site: a folder, a zip or a tar
    #[arg(long, value_name = "PATH")]
    pub uploads: Vec<PathBuf>,
    /// Ask the old site itself for pictures and files that no upload has
    #[cfg(feature = "deploy")]
    #[arg(long, conflicts_with = "dry_run")]
    pub fetch: bool,
    /// Requests a second of --fetch
    #[cfg(feature = "deploy")]
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub rate: u32,
    /// Read everything, write nothing, print the report
    #[arg(long)]
    pub dry_run: bool,
    /// Which pictures come and where they lie: at their old addresses, beside the stories, or all of the uploads
    #[arg(long, value_name = "HOW", default_value = "keep", value_parser = ["keep", "beside", "all"])]
    pub pictures: String,
    /// Types of the site's own to bring, each into a section of its name: video,epaper
    #[arg(long, value_name = "TYPES")]
    pub types: Option<String>,
    /// What becomes of drafts, private stories and those behind a password
    #[arg(long, value_name = "HOW", default_value = "draft", value_parser = ["draft", "skip"])]
    pub hidden: String,
    /// Where sections go, what authors are called, what becomes of metas, types and shortcodes; with --dry-run a file that is not there is written with what the import would do
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Whether texts in Bijoy without a font mark become Unicode
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "off"])]
    pub bijoy: String,
    /// Bring what is whole of an export that is cut off
    #[arg(long)]
    pub partial: bool,
    /// Where the report goes (else import-report.md in the site)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write again what WordPress has not changed, because khobor reads it better now
    #[arg(long)]
    pub again: bool,
    /// Make drafts of stories that are gone from the export
    #[arg(long)]
    pub withdraw: bool,
}
