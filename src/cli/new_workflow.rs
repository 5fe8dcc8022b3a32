//! `khobor new workflow github|gitlab|cron`: a ready schedule that builds, keeps `.khobor/` between runs, and deploys.

use super::exit;
use super::options::{Global, WorkflowArgs};
use super::output::Terminal;
use crate::config;
use crate::deploy::{self, Kind, Target};
use crate::diag::Severity;
use serde_json::json;
use std::fs;

pub(super) fn run(global: &Global, terminal: &Terminal, args: &WorkflowArgs) -> Result<u8, String> {
    let settings = global.root.join("khobor.toml");
    let text = fs::read_to_string(&settings).map_err(|e| terminal.fault_of(&settings, &e))?;
    let (targets, mut diagnostics) = deploy::targets(&text);
    let sound = diagnostics.iter().all(|d| d.severity() < Severity::Error);
    let chosen = sound.then(|| deploy::choose(&targets, args.target.as_deref()));
    let target = match chosen {
        Some(Ok(target)) => target,
        other => {
            diagnostics.extend(other.and_then(Result::err).map(|fault| *fault));
            terminal.diagnostics(&diagnostics);
            terminal.json(false, json!({}), &diagnostics);
            return Ok(exit::FAULT);
        }
    };
    let (path, text) = match args.kind.as_str() {
        "github" => (
            ".github/workflows/khobor.yml",
            github(target, &Download::of(terminal, args, &text)?),
        ),
        "gitlab" => (".gitlab-ci.yml", gitlab(target, &Download::of(terminal, args, &text)?)),
        _ => {
            let root = global
                .root
                .canonicalize()
                .map_err(|e| terminal.fault_of(&global.root, &e))?;
            ("khobor.cron", cron(&root.display().to_string(), target))
        }
    };
    let to = global.root.join(path);
    // An earlier file is somebody's work: it is never overwritten.
    super::new_file::create(terminal, &to, &text)?;
    let names = secrets(target).join(", ");
    if !names.is_empty() {
        let (bn, en) = rights(target.kind);
        terminal.say(&terminal.both(
            format!("গোপন চলক বসান: {names}। অধিকার: {bn}"),
            format!("Set these secrets: {names}. Rights: {en}"),
        ));
    }
    terminal.json(
        true,
        json!({ "written": super::output::json_paths(&[to]), "secrets": secrets(target) }),
        &[],
    );
    Ok(exit::OK)
}

/// Where a machine gets khobor from: an archive that `scripts/release.sh` made, and its digest.
struct Download {
    address: String,
    digest: Option<String>,
}

impl Download {
    /// What the command line says, else `[workflow]` of `khobor.toml`. Without it there is no schedule to write.
    fn of(terminal: &Terminal, args: &WorkflowArgs, text: &str) -> Result<Download, String> {
        let table = config::parse(text)
            .0
            .map(|site| site.file.workflow.clone())
            .unwrap_or_default();
        let given = args.from.is_some();
        let address = args.from.clone().or(table.khobor).ok_or_else(|| {
            terminal.both(
                "khobor কোথা থেকে নামাতে হবে, তা জানা নেই: khobor.toml-এর [workflow]-এ khobor = \"https://…/khobor-….tar.gz\" লিখুন, অথবা --from দিন। আর্কাইভটি scripts/release.sh তৈরি করে; যেকোনো ওয়েব ঠিকানায় রাখা যায়।",
                "where to get khobor from is not known: set [workflow] khobor = \"https://…/khobor-….tar.gz\" in khobor.toml, or say --from. scripts/release.sh makes the archive; any web address will do for it.",
            )
        })?;
        let digest = args.sha256.clone().or(table.sha256.filter(|_| !given));
        // Both go into a shell's command line between quotes.
        let plain = |c: char| c.is_ascii_graphic() && !"'\"\\`$<>|&;(){}*".contains(c);
        let sound = address.starts_with("https://") && address.chars().all(plain);
        let hex = |d: &String| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit());
        if !sound || !digest.as_ref().is_none_or(hex) {
            return Err(terminal.both(
                format!("{address}: https:// দিয়ে শুরু একটি ঠিকানা দিন; sha256 হলো ৬৪টি ষোড়শ অঙ্ক"),
                format!("{address}: give an address that begins with https://; sha256 is 64 hexadecimal digits"),
            ));
        }
        Ok(Download { address, digest })
    }

    /// Commands that put khobor into a folder, unless it is there.
    fn commands(&self, folder: &str) -> Vec<String> {
        let mut lines = vec![
            format!("test -x {folder}/bin/khobor && exit 0"),
            format!(
                "curl --fail --silent --show-error --location --proto '=https' --output khobor.tar.gz '{}'",
                self.address
            ),
        ];
        lines.extend(
            self.digest
                .as_ref()
                .map(|digest| format!("echo '{digest}  khobor.tar.gz' | sha256sum --check")),
        );
        lines.push(format!(
            "mkdir -p {folder} && tar -xzf khobor.tar.gz --strip-components=1 -C {folder} && rm khobor.tar.gz"
        ));
        lines
    }
}

/// The secrets that a target needs, as environment variables.
fn secrets(target: &Target) -> Vec<String> {
    let names: &[&str] = match target.kind {
        Kind::S3 => &["ACCESS_KEY", "SECRET_KEY"],
        Kind::Ftp | Kind::Ftps => &["USER", "PASSWORD"],
        Kind::Netlify | Kind::CloudflarePages | Kind::Vercel | Kind::Git => &["TOKEN"],
        Kind::Folder | Kind::Rsync | Kind::Sftp => &[],
    };
    names.iter().map(|name| deploy::variable(&target.name, name)).collect()
}

/// The least rights that the secrets of a kind of host need, in Bengali and English.
fn rights(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::S3 => (
            "শুধু এই বাকেটে s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject",
            "s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject on this bucket only",
        ),
        Kind::Ftp | Kind::Ftps => (
            "সাইটের ফোল্ডার ছাড়া আর কিছু দেখে না এমন আলাদা অ্যাকাউন্ট",
            "an account of its own that sees nothing but the site's folder",
        ),
        Kind::Netlify => (
            "Netlify-এর personal access token; পুরো অ্যাকাউন্টে খাটে, তাই মেয়াদ দিন",
            "a Netlify personal access token; it holds for the whole account, so give it an end",
        ),
        Kind::CloudflarePages => (
            "API token, শুধু Account › Cloudflare Pages › Edit",
            "an API token with Account › Cloudflare Pages › Edit and nothing else",
        ),
        Kind::Vercel => ("শুধু এই team-এর token, মেয়াদসহ", "a token of this team only, with an end"),
        Kind::Git => (
            "শুধু এই repository-র fine-grained token: Contents: Read and write (GitLab: write_repository)",
            "a fine-grained token of this repository only: Contents: Read and write (GitLab: write_repository)",
        ),
        Kind::Folder | Kind::Rsync | Kind::Sftp => ("", ""),
    }
}

fn indented(lines: &[String], margin: &str) -> String {
    lines.iter().map(|line| format!("{margin}{line}\n")).collect()
}

/// Every quarter of an hour: `khobor deploy` sends nothing when nothing changed, so that a run costs seconds.
fn github(target: &Target, download: &Download) -> String {
    let env = secrets(target).iter().fold(String::new(), |out, name| {
        out + &format!("          {name}: ${{{{ secrets.{name} }}}}\n")
    });
    let env = if env.is_empty() {
        env
    } else {
        format!("        env:\n          # {}\n{env}", rights(target.kind).1)
    };
    let get = indented(&download.commands("\"$HOME/.khobor\""), "          ");
    let key = download.address.rsplit('/').next().unwrap_or_default();
    format!(
        "# khobor: builds and deploys on every push and every quarter of an hour, so that scheduled stories come out on time.\n\
         name: khobor\non:\n  push:\n    branches: [main]\n  schedule:\n    - cron: \"*/15 * * * *\"\n  workflow_dispatch:\n\
         # The workflow's own token reads this repository and nothing else.\n\
         permissions:\n  contents: read\nconcurrency:\n  group: khobor-deploy\n  cancel-in-progress: false\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    timeout-minutes: 30\n    steps:\n\
         \x20     - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n          # The whole history: [site] modified = \"git\" needs it.\n          fetch-depth: 0\n\
         \x20     - uses: actions/cache@v4\n        with:\n          path: |\n            .khobor\n            public\n          key: khobor-${{{{ github.run_id }}}}\n          restore-keys: khobor-\n\
         \x20     - uses: actions/cache@v4\n        with:\n          path: ~/.khobor\n          key: program-{key}\n\
         \x20     - run: |\n{get}\
         \x20     - run: '\"$HOME/.khobor/bin/khobor\" deploy {}'\n{env}",
        target.name
    )
}

fn gitlab(target: &Target, download: &Download) -> String {
    let env = secrets(target);
    let env = if env.is_empty() {
        String::new()
    } else {
        format!(
            "# Set as masked variables of the project ({}):\n{}",
            rights(target.kind).1,
            indented(&env, "#   ")
        )
    };
    let get = download
        .commands(".program")
        .join("\n        ")
        .replacen("&& exit 0", "|| {", 1);
    format!(
        "# khobor: add a schedule (Build > Pipeline schedules, \"*/15 * * * *\"), so that scheduled stories come out on time.\n{env}\
         deploy:\n  image: debian:stable-slim\n  resource_group: khobor-deploy\n  variables:\n    GIT_DEPTH: 0\n  cache:\n    key: khobor\n    paths: [.khobor, public, .program]\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n\
         \x20 script:\n    - apt-get update -q && apt-get install -q -y --no-install-recommends ca-certificates curl git openssh-client rsync\n    - |\n        {get}\n        }}\n    - .program/bin/khobor deploy {}\n",
        target.name
    )
}

fn cron(root: &str, target: &Target) -> String {
    let safe = root.replace('\'', "'\\''").replace('%', "\\%");
    format!(
        "# khobor: install with `crontab khobor.cron` (or add the line to your own crontab). Secrets go into a 0600 file that\n\
         # khobor.toml names: secrets = \"/home/you/.khobor-secrets\"\n\
         */5 * * * * khobor --root '{safe}' --quiet deploy {}\n",
        target.name
    )
}
