//! Where the reply form goes, and what it carries: `[comments]` resolved; and where views go.

use super::faults::Faults;
use super::file::ConfigFile;

/// The trap field: people do not see it, robots fill it.
pub const TRAP: &str = "homepage";
/// The fields of the form itself.
const OWN: [&str; 8] = [
    "parent",
    "story",
    "url",
    "comment",
    "name",
    "email",
    "website",
    "form-name",
];

/// Who takes the reply form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// What listens at the address: `khobor inbox`, a form service, a mail program.
    Endpoint,
    /// The host itself, when it is Netlify.
    Netlify,
    /// Formspree.
    Formspree,
}

/// The reply form.
#[derive(Debug, Clone)]
pub struct ReplyForm {
    /// Who takes it.
    pub service: Service,
    /// Name of the trap field.
    pub trap: String,
    /// Further hidden fields: name and value with its marks.
    pub fields: Vec<(String, String)>,
}

/// The form, and the address that it is posted to: `https:`, a path, `mailto:`, or nothing where the story itself is meant.
pub(super) fn reply_form(file: &ConfigFile, faults: &mut Faults<'_>) -> (ReplyForm, String) {
    let known = ["endpoint", "netlify", "formspree"];
    let service = match faults.one_of("comments.service", file.comments.service.as_deref(), &known) {
        "netlify" => Service::Netlify,
        "formspree" => Service::Formspree,
        _ => Service::Endpoint,
    };
    let usual = if service == Service::Formspree { "_gotcha" } else { TRAP };
    let trap = file.comments.trap.as_deref().unwrap_or(usual);
    if !is_name(trap) || OWN.contains(&trap) {
        let reason = ("it must be the name of a further field", "নামটি অন্য কোনো ঘরের হতে হবে");
        faults.bad("comments.trap", trap, reason, "trap = \"homepage\"");
    }
    let mut fields = Vec::new();
    if service == Service::Formspree {
        fields.push(("_subject".to_owned(), "{title}".to_owned()));
        fields.push(("_next".to_owned(), "{sent}".to_owned()));
    }
    for (name, value) in &file.comments.fields {
        if !is_name(name) || OWN.contains(&name.as_str()) || name == trap {
            let reason = (
                "the form has this field, or it is no name",
                "এই ঘর ফর্মে আছেই, অথবা এটি নাম নয়",
            );
            faults.bad("comments.fields", name, reason, "fields = { access_key = \"…\" }");
        }
        fields.retain(|(own, _)| own != name);
        fields.push((name.clone(), value.clone()));
    }
    let form = ReplyForm {
        service,
        trap: trap.to_owned(),
        fields,
    };
    let action = action(file, service, faults);
    (form, action)
}

fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    (1..=64).contains(&name.len()) && name.bytes().all(plain)
}

fn action(file: &ConfigFile, service: Service, faults: &mut Faults<'_>) -> String {
    match (file.comments.endpoint.as_deref(), service) {
        (Some(endpoint), _) => {
            let fit = match service {
                Service::Netlify => endpoint.starts_with('/'),
                _ => true,
            };
            if !fit || !is_address(endpoint) {
                let (reason, help) = match service {
                    Service::Netlify => (
                        ("it must be a path of the portal", "পোর্টালের ভেতরের পথ হতে হবে"),
                        "endpoint = \"/thanks/\"",
                    ),
                    _ => (
                        ("it must be an https address", "https ঠিকানা হতে হবে"),
                        "endpoint = \"https://forms.example/x\"",
                    ),
                };
                faults.bad("comments.endpoint", endpoint, reason, help);
            }
            endpoint.to_owned()
        }
        (None, Service::Netlify) => String::new(),
        (None, Service::Formspree) => {
            let reason = (
                "Formspree needs the address of your form",
                "Formspree-এর ফর্মের ঠিকানা দিন",
            );
            faults.bad(
                "comments.service",
                "formspree",
                reason,
                "endpoint = \"https://formspree.io/f/…\"",
            );
            String::new()
        }
        (None, Service::Endpoint) => mail(file),
    }
}

/// Whether an endpoint is an address or a path, and can stand in a policy.
fn is_address(endpoint: &str) -> bool {
    let path = endpoint.starts_with('/') && !endpoint.starts_with("//");
    let web = endpoint.starts_with("https://") || endpoint.starts_with("http://");
    (path || web) && !endpoint.contains(['"', '<', '>', ' ', ';', ',', '\'', '\\'])
}

/// `[popular] endpoint`; empty where pages count nothing.
pub(super) fn view_endpoint(file: &ConfigFile, faults: &mut Faults<'_>) -> String {
    let endpoint = file.popular.endpoint.clone().unwrap_or_default();
    let odd = |c: char| c.is_control() || matches!(c, '?' | '#');
    if !endpoint.is_empty() && (!is_address(&endpoint) || endpoint.contains(odd)) {
        let reason = ("it must be an https address or a path", "https ঠিকানা বা পথ হতে হবে");
        let help = "endpoint = \"https://montobbo.example.org/view\"";
        faults.bad("popular.endpoint", &endpoint, reason, help);
    }
    endpoint
}

fn mail(file: &ConfigFile) -> String {
    let email = file.comments.email.as_deref().or(file.publisher.email.as_deref());
    let host = file.site.base_url.split("://").nth(1).unwrap_or("example.org");
    let host = host.split(['/', ':']).next().unwrap_or("example.org");
    let address = email.map_or_else(|| format!("editor@{host}"), str::to_owned);
    format!("mailto:{address}")
}
