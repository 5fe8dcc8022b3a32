//! `[desk]`: the writing desk.

use super::faults::Faults;
use super::file::ConfigFile;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Keys that can be asked for before a story is published.
const REQUIRABLE: [&str; 6] = ["summary", "image", "image_alt", "image_credit", "authors", "tags"];

/// Where the desk listens when nothing else is said.
const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4510);

/// How the writing desk runs.
#[derive(Debug, Clone)]
pub struct DeskSettings {
    /// Where it listens: an address of this machine.
    pub address: SocketAddr,
    /// Keys without which nothing is published.
    pub require: Vec<String>,
    /// The target to which published stories go.
    pub deploy: Option<String>,
    /// Whether each kept text is committed to git.
    pub commits: bool,
}

impl Default for DeskSettings {
    fn default() -> Self {
        DeskSettings {
            address: USUAL,
            require: Vec::new(),
            deploy: None,
            commits: false,
        }
    }
}

/// What `[desk]` says, checked.
pub(super) fn desk(file: &ConfigFile, faults: &mut Faults<'_>) -> DeskSettings {
    let table = &file.desk;
    for key in table.require.iter().filter(|key| !REQUIRABLE.contains(&key.as_str())) {
        let reason = ("nothing of this name can be asked for", "এমন কিছু বাধ্যতামূলক করা যায় না");
        faults.bad("desk.require", key, reason, "require = [\"summary\", \"image_alt\"]");
    }
    if let Some(target) = table.deploy.as_deref().filter(|name| !file.deploy.contains_key(*name)) {
        let reason = ("there is no [deploy] of this name", "এই নামে কোনো [deploy] নেই");
        faults.bad("desk.deploy", target, reason, "deploy = \"live\"");
    }
    DeskSettings {
        address: address(table.address.as_deref(), faults),
        require: table.require.clone(),
        deploy: table.deploy.clone(),
        commits: faults.one_of("desk.git", table.git.as_deref(), &["off", "commit"]) == "commit",
    }
}

/// The address to listen on. Nobody signs in there, so it must be of this machine.
fn address(written: Option<&str>, faults: &mut Faults<'_>) -> SocketAddr {
    let Some(written) = written else { return USUAL };
    match written.replace("localhost:", "127.0.0.1:").parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() => address,
        _ => {
            let reason = (
                "it must be an address of this machine with a port",
                "এই যন্ত্রের ঠিকানা ও পোর্ট হতে হবে",
            );
            faults.bad("desk.address", written, reason, "address = \"127.0.0.1:4510\"");
            USUAL
        }
    }
}

#[cfg(test)]
mod tests {
    const SITE: &str = "[site]\ntitle = \"খবর\"\nbase_url = \"https://kagoj.example\"\n";

    #[test]
    fn the_desk_stays_on_this_machine() {
        let site = |more: &str| crate::config::parse(&format!("{SITE}[desk]\n{more}\n"));
        let (right, _) = site("address = \"localhost:4600\"\nrequire = [\"summary\"]\ngit = \"commit\"");
        let desk = right.unwrap().desk;
        assert_eq!(
            (desk.address.to_string().as_str(), desk.commits),
            ("127.0.0.1:4600", true)
        );
        for wrong in [
            "address = \"0.0.0.0:4510\"",
            "address = \"192.168.0.2:80\"",
            "address = \"x\"",
            "require = [\"sumary\"]",
            "deploy = \"live\"",
            "git = \"push\"",
        ] {
            let (site, diagnostics) = site(wrong);
            assert!(site.is_none() && diagnostics.len() == 1, "{wrong}: {diagnostics:?}");
        }
    }
}
