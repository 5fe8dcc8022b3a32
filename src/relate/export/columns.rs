//! Which column of an export says what: found by its name, or by a map that the editor gives (`path=URL,views=Hits`).

use std::ops::Index;

/// What a column may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The page.
    Path,
    /// How many read it.
    Views,
    /// When: a day, an hour, a moment, a span of days.
    Date,
    /// The hour of the day, beside a day.
    Hour,
    /// The visitor, where a row is one visit.
    Session,
    /// Not 0: a program.
    Bot,
    /// Another event than a view of a page.
    Event,
    /// Whether it is the visit's first view of the page.
    First,
}

const ROLES: usize = 8;

/// Names of columns, without case, blanks and marks; what stands earlier in a list is preferred. Visitors come before views,
/// because that is what khobor counts in logs too: a reader once a day.
const NAMES: [(Role, &[&str]); ROLES] = [
    (
        Role::Path,
        &[
            "path",
            "1path",
            "2path",
            "pagepath",
            "urlpath",
            "page",
            "pagepathandscreenclass",
            "pagepathquerystring",
            "pagepathplusquerystring",
            "pagepathqueryandscreenclass",
            "eventpage",
            "metadataurl",
            "url",
            "pageurl",
            "fullpageurl",
            "pagelocation",
            "toppages",
            "pathname",
            "clientrequestpath",
            "address",
            "name",
            "label",
            "x",
            "পাতা",
            "ঠিকানা",
        ],
    ),
    (
        Role::Views,
        &[
            "visitors",
            "uniquevisitors",
            "nbuniqvisitors",
            "sumdailynbuniqvisitors",
            "activeusers",
            "totalusers",
            "users",
            "uniquepageviews",
            "uniqueviews",
            "nbvisits",
            "visits",
            "sessions",
            "pageviews",
            "screenpageviews",
            "views",
            "nbhits",
            "hits",
            "count",
            "clicks",
            "y",
            "পাঠক",
            "পাঠ",
        ],
    ),
    (
        Role::Date,
        &[
            "datehour",
            "datehouryyyymmddhh",
            "datetime",
            "timestamp",
            "createdat",
            "timehour",
            "timeday",
            "date",
            "day",
            "time",
            "period",
            "t",
            "তারিখ",
            "দিন",
        ],
    ),
    (Role::Hour, &["hour", "ঘণ্টা"]),
    (
        Role::Session,
        &["session", "sessionid", "visitor", "visitorid", "userpseudoid"],
    ),
    (Role::Bot, &["bot", "isbot"]),
    (Role::Event, &["event", "eventtype", "eventname"]),
    (Role::First, &["firstvisit"]),
];

/// The places of the columns in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Columns {
    places: [Option<usize>; ROLES],
}

impl Index<Role> for Columns {
    type Output = Option<usize>;

    fn index(&self, role: Role) -> &Option<usize> {
        &self.places[role as usize]
    }
}

impl Columns {
    /// Finds the columns; `None` unless there is a page, and either a count or visits to count.
    pub(super) fn find(names: &[String], map: &ColumnMap) -> Option<Self> {
        let given: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let mut columns = Columns::default();
        for (role, known) in NAMES {
            let by_name = |name: &str| given.iter().position(|n| n == name);
            columns.places[role as usize] = match map.of(role) {
                Some(named) => Some(by_name(&plain(named))?),
                None => known.iter().find_map(|name| by_name(name)),
            };
        }
        let visits = columns[Role::Session].or(columns[Role::First]);
        columns[Role::Path]?;
        columns[Role::Views].or(visits)?;
        Some(columns)
    }
}

/// A column's name without case, blanks and marks.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_ascii_punctuation() && !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .take(64)
        .collect()
}

/// Columns as an editor names them, where their names alone do not tell: `path=URL,views=Hits,date=Day`. The error of
/// parsing is the part that is not so written.
///
/// ```
/// use khobor::relate::export::ColumnMap;
/// assert!("path=ঠিকানা,views=কতজন".parse::<ColumnMap>().is_ok());
/// assert_eq!("page=ঠিকানা".parse::<ColumnMap>().unwrap_err(), "page=ঠিকানা");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    named: Vec<(Role, String)>,
}

impl ColumnMap {
    /// What may be named.
    pub const KEYS: [&str; 5] = ["path", "views", "date", "hour", "visitor"];

    fn read(text: &str) -> Result<Self, String> {
        let mut map = ColumnMap::default();
        for part in text.split(',').filter(|p| !p.trim().is_empty()) {
            let (key, name) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            let role = match key.trim() {
                "path" => Role::Path,
                "views" => Role::Views,
                "date" => Role::Date,
                "hour" => Role::Hour,
                "visitor" => Role::Session,
                _ => return Err(part.to_owned()),
            };
            map.named.push((role, name.trim().to_owned()));
        }
        Ok(map)
    }

    fn of(&self, role: Role) -> Option<&str> {
        self.named
            .iter()
            .find(|(r, _)| *r == role)
            .map(|(_, name)| name.as_str())
    }
}

impl std::str::FromStr for ColumnMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ColumnMap::read(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &str, map: &str) -> Option<[Option<usize>; 3]> {
        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
        let columns = Columns::find(&names, &map.parse().unwrap())?;
        Some([columns[Role::Path], columns[Role::Views], columns[Role::Date]])
    }

    #[test]
    fn columns_are_known_by_name() {
        assert_eq!(
            find("date,hostname,page,visits,visitors,pageviews", ""),
            Some([Some(2), Some(4), Some(0)])
        );
        assert_eq!(
            find("Page path and screen class,Views,Active users", ""),
            Some([Some(0), Some(2), None])
        );
        assert_eq!(
            find("label,nb_visits,nb_hits,Metadata: url", ""),
            Some([Some(3), Some(1), None])
        );
        assert_eq!(find("পাতা,পাঠক,তারিখ", ""), Some([Some(0), Some(1), Some(2)]));
        assert_eq!(find("date,browser,visitors", ""), None);
        assert_eq!(find("path,title", ""), None);
    }

    #[test]
    fn a_map_wins_and_must_fit() {
        let names = "লিংক,Views,Users,When";
        assert_eq!(
            find(names, "path=লিংক,views=VIEWS,date=when"),
            Some([Some(0), Some(1), Some(3)])
        );
        assert_eq!(find(names, "path=লিংক,views=nope"), None);
        assert!("views".parse::<ColumnMap>().is_err());
    }
}
