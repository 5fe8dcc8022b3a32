//! `khobor new workflow github|gitlab|cron`: a ready schedule that builds, keeps `.khobor/` between runs, and deploys.

use super::options::Global;
use super::output::Terminal;
use super::{exit, lang};
use crate::deploy::{self, Kind, Target};
use crate::diag::Lang;
use serde_json::json;
use std::fs;

pub(super) fn run(global: &Global, kind: &str) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let text = fs::read_to_string(global.root.join("khobor.toml")).map_err(|e| format!("khobor.toml: {e}"))?;
    let (targets, _) = deploy::targets(&text);
    let target = targets.first();
    let (path, text) = match kind {
        "github" => (".github/workflows/khobor.yml", github(target)),
        "gitlab" => (".gitlab-ci.yml", gitlab(target)),
        _ => (
            "khobor.cron",
            cron(
                &global
                    .root
                    .canonicalize()
                    .map_err(|e| e.to_string())?
                    .display()
                    .to_string(),
                target,
            ),
        ),
    };
    let to = global.root.join(path);
    // An earlier file is somebody's work: it is never overwritten.
    super::new::write_whole(&to, &text).map_err(|e| format!("{}: {e}", to.display()))?;
    terminal.say(&to.display().to_string());
    if let (Some(target), false) = (target, target.is_none_or(|t| secrets(t).is_empty())) {
        let names = secrets(target).join(", ");
        terminal.say(&match lang::lang(global) {
            Lang::Bn => format!("গোপন চলক বসান: {names}"),
            Lang::En => format!("set these secrets: {names}"),
        });
    }
    terminal.json(true, json!({ "file": path }), &[]);
    Ok(exit::OK)
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

fn name(target: Option<&Target>) -> &str {
    target.map_or("", |t| t.name.as_str())
}

/// Every quarter of an hour: `khobor deploy` sends nothing when nothing changed, so that a run costs seconds.
fn github(target: Option<&Target>) -> String {
    let env = target.map(secrets).unwrap_or_default();
    let env = env.iter().fold(String::new(), |out, name| {
        out + &format!("          {name}: ${{{{ secrets.{name} }}}}\n")
    });
    let env = if env.is_empty() {
        env
    } else {
        format!("        env:\n{env}")
    };
    format!(
        "# খবর: builds and deploys on every push and every quarter of an hour, so that scheduled stories come out on time.\n\
         name: khobor\non:\n  push:\n    branches: [main]\n  schedule:\n    - cron: \"*/15 * * * *\"\n  workflow_dispatch:\n\
         permissions:\n  contents: read\nconcurrency:\n  group: khobor-deploy\n  cancel-in-progress: false\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    timeout-minutes: 30\n    steps:\n\
         \x20     - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n\
         \x20     - uses: actions/cache@v4\n        with:\n          path: |\n            .khobor\n            public\n            ~/.cargo/bin/khobor\n          key: khobor-${{{{ github.run_id }}}}\n          restore-keys: khobor-\n\
         \x20     - run: command -v khobor || cargo install --locked khobor\n\
         \x20     - run: khobor deploy {}\n{env}",
        name(target)
    )
}

fn gitlab(target: Option<&Target>) -> String {
    let env = target.map(secrets).unwrap_or_default();
    let env = env
        .iter()
        .fold(String::new(), |out, name| out + &format!("#   {name}\n"));
    let env = if env.is_empty() {
        env
    } else {
        format!("# Set as masked variables of the project:\n{env}")
    };
    format!(
        "# খবর: add a schedule (Build > Pipeline schedules, \"*/15 * * * *\"), so that scheduled stories come out on time.\n{env}\
         deploy:\n  image: rust:1\n  resource_group: khobor-deploy\n  cache:\n    key: khobor\n    paths: [.khobor, public, .cargo-bin]\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n\
         \x20 script:\n    - export PATH=\"$PWD/.cargo-bin/bin:$PATH\"\n    - command -v khobor || cargo install --locked --root .cargo-bin khobor\n    - khobor deploy {}\n",
        name(target)
    )
}

fn cron(root: &str, target: Option<&Target>) -> String {
    let safe = root.replace('\'', "'\\''").replace('%', "\\%");
    format!(
        "# খবর: install with `crontab khobor.cron` (or add the line to your own crontab). Secrets go into a 0600 file that\n\
         # khobor.toml names: secrets = \"/home/you/.khobor-secrets\"\n\
         */5 * * * * khobor --root '{safe}' --quiet deploy {}\n",
        name(target)
    )
}
