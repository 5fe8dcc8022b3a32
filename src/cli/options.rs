//! Commands and options, as the command line writes them.

mod import;

pub(super) use import::{BlogArgs, ImportArgs, ImportWhat, WordpressArgs};

use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// খবর: turns a folder of articles into a complete Bengali news portal.
#[derive(Debug, Parser)]
#[command(name = "khobor", version, about, long_about = None, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 all is well, 1 something is wrong with the site (nothing was published), 2 the command line was not understood."
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The moment to build for, RFC 3339 (else SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, global = true, value_name = "RFC3339")]
    pub now: Option<String>,
    /// Threads
    #[arg(long, global = true, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Language of messages: bn or en (else KHOBOR_LANG, [site] messages of khobor.toml, LANG)
    #[arg(long, global = true, value_name = "bn|en", value_parser = ["bn", "en"])]
    pub lang: Option<String>,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Also print what each stage does, and which stories were held back and why
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Print one JSON object instead of text; `serve`, `inbox`, `deploy --watch` and `related --all` print one a line
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the portal into public/
    Build(BuildArgs),
    /// Remove the cache (.khobor/); the output stays
    Clean(CleanArgs),
    /// Check links, pictures, headlines and texts without building
    Check(CheckArgs),
    /// Preview the portal live while editing
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// List, approve or reject readers' comments
    Comments(CommentsArgs),
    /// Take readers' comments on a small server, for `khobor comments pull`
    #[cfg(feature = "inbox")]
    Inbox(InboxArgs),
    /// Make a new site, article, page or section
    New(NewArgs),
    /// Make all pictures in their sizes ahead of a build; what is there stays, a run that was cut off goes on
    #[cfg(feature = "pictures")]
    Pictures(PicturesArgs),
    /// Draw a story's headline over its photograph, for networks: link, square, tall
    #[cfg(feature = "pictures")]
    Card(CardArgs),
    /// Print the related stories of a story
    Related(RelatedArgs),
    /// Search the built portal, as its search page does
    Search(SearchArgs),
    /// Import a whole site, article pages, access logs or exports of analytics
    Import(ImportArgs),
    /// Build and deploy to a host of khobor.toml ([deploy.NAME])
    Deploy(DeployArgs),
    /// Print the moments at which the site changes by itself
    Due(DueArgs),
    /// Print a file of a built-in theme
    Theme(ThemeArgs),
    /// Print the Bengali manual
    Guide(GuideArgs),
    /// Explain a diagnostic code, e.g. KH0201
    Explain(ExplainArgs),
    /// Try the Bengali functions: one input a line, one result a line
    Bn(super::bn::BnArgs),
    /// Print completions for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
}

/// `khobor build`
#[derive(Debug, Clone, Args)]
pub struct BuildArgs {
    /// Output folder (else public/ in the site)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show the site in another theme
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    /// Include stories with a date to come
    #[arg(long)]
    pub future: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Print the time by stage
    #[arg(long)]
    pub timings: bool,
    /// Print what changed
    #[arg(long)]
    pub why_changed: bool,
    /// Afterwards build clean beside it and compare every file
    #[arg(long)]
    pub verify: bool,
    /// With --verify: also make ten of the kept pictures anew and compare them
    #[cfg(feature = "pictures")]
    #[arg(long, requires = "verify")]
    pub pictures: bool,
}

/// `khobor check`
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    /// Include stories with a date to come
    #[arg(long)]
    pub future: bool,
    /// Write the former addresses of pages that have moved into `aliases` of their sources
    #[arg(long)]
    pub write_aliases: bool,
}

/// `khobor serve`
#[cfg(feature = "serve")]
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// First port to try; the next free one is taken
    #[arg(long, value_name = "N", default_value_t = 4500)]
    pub port: u16,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// The browser goes to the story that is being edited
    #[arg(long)]
    pub follow: bool,
    /// Show drafts; without --bind they are shown as it is
    #[arg(long, conflicts_with = "published")]
    pub drafts: bool,
    /// Show stories with a date to come; without --bind they are shown as it is
    #[arg(long, conflicts_with = "published")]
    pub future: bool,
    /// Show stories that were taken down; without --bind they are shown as it is
    #[arg(long, conflicts_with = "published")]
    pub expired: bool,
    /// Show published stories only, as readers see the site
    #[arg(long)]
    pub published: bool,
    /// No writing desk
    #[cfg(feature = "desk")]
    #[arg(long)]
    pub no_desk: bool,
    /// Listen on this address instead of this machine only
    #[arg(long, value_name = "ADDR")]
    pub bind: Option<std::net::IpAddr>,
    /// Answer to this host name too
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// What the link to the source file opens: vscode, vscodium, zed, sublime, none, or a link with {path} and {line}
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    pub editor: String,
}

/// `khobor inbox`
#[cfg(feature = "inbox")]
#[derive(Debug, Clone, Args)]
pub struct InboxArgs {
    /// The port
    #[arg(long, value_name = "N", default_value_t = 4600)]
    pub port: u16,
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// The file of the queue; made when it is not there
    #[arg(long, value_name = "FILE", default_value = "inbox.db")]
    pub db: PathBuf,
    /// The portal whose forms are taken: its base_url; may stand several times (else that of khobor.toml)
    #[arg(long, value_name = "URL")]
    pub portal: Vec<String>,
    /// Proxies in front that add the client's address to X-Forwarded-For
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub behind_proxy: usize,
    /// The built portal on this machine: comments on what has no page there are refused
    #[arg(long, value_name = "DIR")]
    pub stories: Option<PathBuf>,
    /// File with TOKEN=…, readable by its owner only (else the environment variable KHOBOR_INBOX_TOKEN)
    #[arg(long, value_name = "FILE")]
    pub secrets: Option<PathBuf>,
    /// Posts from one address in ten minutes
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..))]
    pub per_address: u32,
    /// Posts from all addresses in a minute
    #[arg(long, value_name = "N", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    pub per_minute: u32,
    /// Views from one address in ten minutes
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..))]
    pub views_per_address: u32,
    /// Views from all addresses in a minute
    #[arg(long, value_name = "N", default_value_t = 6000, value_parser = clap::value_parser!(u32).range(1..))]
    pub views_per_minute: u32,
    /// Links in a comment
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub links: usize,
    /// Links in a comment without a Bengali letter
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub foreign_links: usize,
}

/// `khobor comments`
#[derive(Debug, Clone, Args)]
pub struct CommentsArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: CommentsWhat,
}

/// What `khobor comments` does. Comments are named by id, or STORY#ID where an id is not enough.
#[derive(Debug, Clone, Subcommand)]
pub enum CommentsWhat {
    /// Print the comments that wait for a decision
    List {
        /// Approved ones too
        #[arg(long)]
        all: bool,
        /// Of this story only: section/slug
        #[arg(long, value_name = "STORY")]
        story: Option<String>,
    },
    /// Print a comment in full
    Show {
        /// The comment
        id: String,
    },
    /// Fetch what waits in an inbox into comment files, as pending
    #[cfg(feature = "inbox")]
    Pull {
        /// The address of the inbox (else where khobor.toml posts the form, without /comment)
        #[arg(long, value_name = "URL", conflicts_with = "db")]
        from: Option<String>,
        /// The file of an inbox on this machine
        #[arg(long, value_name = "FILE")]
        db: Option<PathBuf>,
        /// File with TOKEN=…, readable by its owner only (else the environment variable KHOBOR_INBOX_TOKEN)
        #[arg(long, value_name = "FILE")]
        secrets: Option<PathBuf>,
        /// Drop comments on stories that are not there or take none; else they wait on
        #[arg(long)]
        drop_homeless: bool,
    },
    /// Let readers see comments
    Approve {
        /// The comments
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Take comments out
    Reject {
        /// The comments
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Take comments out as unwanted advertising
    Spam {
        /// The comments
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Take the last decision back
    Undo,
}

/// `khobor new`
#[derive(Debug, Clone, Args)]
pub struct NewArgs {
    /// What to make.
    #[command(subcommand)]
    pub what: NewWhat,
}

/// What `khobor new` makes.
#[derive(Debug, Clone, Subcommand)]
pub enum NewWhat {
    /// A site with its first story
    Site {
        /// Its folder; empty or absent, but for dot files (.git), README and LICENSE
        dir: PathBuf,
    },
    /// An article, its file named by romanisation of the headline
    Article {
        /// The headline
        title: String,
        /// The section's path, e.g. bangladesh/dhaka (else the first section of the menu)
        #[arg(long, value_name = "S")]
        section: Option<String>,
        /// A folder with index.md, for a story with pictures
        #[arg(long)]
        folder: bool,
    },
    /// A page that is no story, such as contact
    Page {
        /// Its title
        title: String,
        /// Its address, e.g. contact (else by romanisation of the title)
        #[arg(long, value_name = "NAME")]
        slug: Option<String>,
    },
    /// A theme of the site's own, below themes/
    Theme {
        /// Its name: ASCII letters, digits and hyphens
        name: String,
        /// The theme that it changes; without it the theme begins empty
        #[arg(long, value_name = "THEME")]
        from: Option<String>,
    },
    /// A schedule that builds and deploys
    Workflow(WorkflowArgs),
    /// An editor in the browser for a site in a repository at GitHub or GitLab, below static/admin/
    Cms(CmsArgs),
    /// A section
    Section {
        /// Its path, e.g. bangladesh/khulna
        path: String,
        /// Its name; else the path's last part
        #[arg(long)]
        title: Option<String>,
    },
}

/// `khobor new cms`
#[derive(Debug, Clone, Args)]
pub struct CmsArgs {
    /// sveltia
    #[arg(value_parser = ["sveltia"])]
    pub kind: String,
    /// The repository: OWNER/NAME
    #[arg(long, value_name = "REPO")]
    pub repo: String,
    /// Where the repository is
    #[arg(long, value_name = "HOST", default_value = "github", value_parser = ["github", "gitlab"])]
    pub host: String,
    /// The branch that is published
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub branch: String,
    /// Stories wait in pull requests until an editor takes them
    #[arg(long)]
    pub review: bool,
}

/// `khobor new workflow`
#[derive(Debug, Clone, Args)]
pub struct WorkflowArgs {
    /// github, gitlab or cron
    #[arg(value_parser = ["github", "gitlab", "cron"])]
    pub kind: String,
    /// The target: NAME of [deploy.NAME] (else the only one)
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// Where to get khobor from: the https address of its .tar.gz (else [workflow] khobor of khobor.toml)
    #[arg(long, value_name = "URL")]
    pub from: Option<String>,
    /// The archive's SHA-256 (else [workflow] sha256)
    #[arg(long, value_name = "HEX")]
    pub sha256: Option<String>,
}

/// `khobor deploy`
#[derive(Debug, Clone, Args)]
pub struct DeployArgs {
    /// The target: NAME of [deploy.NAME] (else the only one)
    pub name: Option<String>,
    /// Print every operation, do none
    #[arg(long)]
    pub dry_run: bool,
    /// Deploy this finished folder instead of building
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Allow up to N deletes (else max(256, 10 %))
    #[arg(long, value_name = "N")]
    pub allow_deletes: Option<usize>,
    /// Replace files at the host that khobor did not put there
    #[arg(long)]
    pub adopt: bool,
    /// Check the limits and write the files of this host (else by kind)
    #[arg(long, value_name = "HOST", value_parser = crate::deploy::Profile::NAMES.map(|p| p.0))]
    pub profile: Option<String>,
    /// Bring the release before the live one back
    #[arg(long, conflicts_with_all = ["watch", "from"])]
    pub rollback: bool,
    /// Stay up: deploy at every due moment and after every change
    #[arg(long, conflicts_with_all = ["dry_run", "from"])]
    pub watch: bool,
    /// With --watch: end after N deploys
    #[arg(long, value_name = "N", requires = "watch", hide = true)]
    pub rounds: Option<u64>,
}

/// `khobor due`
#[derive(Debug, Clone, Args)]
pub struct DueArgs {
    /// Only the next moment
    #[arg(long)]
    pub next: bool,
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=3660))]
    pub days: u16,
}

/// `khobor clean`
#[derive(Debug, Clone, Args)]
pub struct CleanArgs {
    /// Drop the sizes of pictures too: the next build makes them all again
    #[arg(long)]
    pub pictures: bool,
}

/// `khobor pictures`
#[cfg(feature = "pictures")]
#[derive(Debug, Clone, Args)]
pub struct PicturesArgs {
    /// Only count what is to be made, and estimate how long it takes
    #[arg(long)]
    pub dry_run: bool,
}

/// `khobor card`
#[cfg(feature = "pictures")]
#[derive(Debug, Clone, Args)]
pub struct CardArgs {
    /// The story: its address, section/slug, or source file
    pub path: String,
    /// wide (1200x630), square (1080x1080) or tall (1080x1350)
    #[arg(long, value_name = "SHAPE", default_value = "wide", value_parser = ["wide", "square", "tall"])]
    pub shape: String,
    /// The file to write, .jpg or .png; else its name is made from the story's
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
}

/// `khobor related`
#[derive(Debug, Clone, Args)]
pub struct RelatedArgs {
    /// The story: its address, section/slug, or source file
    #[arg(required_unless_present = "all")]
    pub path: Option<String>,
    /// Say why each was chosen
    #[arg(long)]
    pub why: bool,
    /// Every story, one line each
    #[arg(long, conflicts_with = "path")]
    pub all: bool,
    /// Stories a list
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// `khobor search`
#[derive(Debug, Clone, Args)]
pub struct SearchArgs {
    /// Words, in Bengali or in Latin letters; quotes make a phrase
    #[arg(required = true)]
    pub query: Vec<String>,
    /// The built portal (else public/ in the site)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Only this section, by path
    #[arg(long, value_name = "S")]
    pub section: Option<String>,
    /// Only this author
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Stories at most; 10
    #[arg(long, value_name = "N")]
    pub limit: Option<NonZeroUsize>,
}

/// `khobor explain`
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// The code; all codes when absent
    pub code: Option<String>,
}

/// `khobor theme`
#[derive(Debug, Clone, Args)]
pub struct ThemeArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: ThemeWhat,
}

/// What `khobor theme` does.
#[derive(Debug, Clone, Subcommand)]
pub enum ThemeWhat {
    /// Print a file of a built-in theme; without FILE list them all
    Show {
        /// e.g. potrika/templates/article.html, article.html, or a key of the interface: home
        file: Option<String>,
    },
}

/// `khobor guide`
#[derive(Debug, Clone, Args)]
pub struct GuideArgs {
    /// The topic, in Bengali or English; without it the topics are listed
    pub topic: Option<String>,
}
