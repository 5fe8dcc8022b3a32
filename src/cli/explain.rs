//! `khobor explain CODE`.

use super::exit;
use super::options::{ExplainArgs, Global};
use super::output::Terminal;
use crate::diag::{Lang, codes, did_you_mean};
use serde_json::json;

/// A text without a case at hand: `{name}`s are what the case would fill in.
fn general(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let name = after.split('}').next().unwrap_or_default();
        let filled =
            after.len() > name.len() && !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if filled {
            out.push('…');
            rest = after.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push('{');
            rest = after;
        }
    }
    out + rest
}

pub(super) fn run(global: &Global, args: &ExplainArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let Some(written) = &args.code else {
        if global.json {
            let list = |c: &crate::diag::Code| json!({ "code": c.id, "severity": c.severity, "bn": c.bn.message, "en": c.en.message });
            terminal.json(
                true,
                json!({ "codes": codes::all().map(list).collect::<Vec<_>>() }),
                &[],
            );
            return Ok(exit::OK);
        }
        for code in codes::all() {
            terminal.result(&format!("{}  {}", code.id, general(code.text(terminal.lang).message)));
        }
        return Ok(exit::OK);
    };
    let Some(code) = codes::find(written) else {
        let near = did_you_mean(&written.to_ascii_uppercase(), codes::all().map(|c| c.id));
        let near = near.map_or_else(String::new, |n| format!(" ({n}?)"));
        return Err(match terminal.lang {
            Lang::Bn => format!("এমন কোড নেই: {written}{near}"),
            Lang::En => format!("no such code: {written}{near}"),
        });
    };
    if global.json {
        let side = |l: Lang| json!({ "message": code.text(l).message, "help": code.text(l).help, "explain": code.text(l).explain });
        let page = json!({ "code": code.id, "severity": code.severity, "bn": side(Lang::Bn), "en": side(Lang::En) });
        terminal.json(true, page, &[]);
        return Ok(exit::OK);
    }
    let other = if terminal.lang == Lang::Bn { Lang::En } else { Lang::Bn };
    for lang in [terminal.lang, other] {
        let text = code.text(lang);
        terminal.result(&format!(
            "{}: {}\n\n{}\n{}\n",
            code.id,
            general(text.message),
            text.explain,
            general(text.help)
        ));
    }
    Ok(exit::OK)
}
