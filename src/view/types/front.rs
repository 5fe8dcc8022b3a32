//! The front page.

use super::page::Teaser;
use super::portal::LinkView;
use super::story::AdView;
use serde::Serialize;

/// The front page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrontView {
    /// The lead story, absent only when there are no stories.
    pub lead: Option<Teaser>,
    /// Up to three headlines that belong to the lead.
    pub lead_related: Vec<LinkView>,
    /// Two second leads (or fewer), or as many as `data/front.toml` names, at most four.
    pub seconds: Vec<Teaser>,
    /// The newest stories for the rail, without those above.
    pub latest: Vec<Teaser>,
    /// The blocks below, in order.
    pub blocks: Vec<BlockView>,
}

/// A block of the front page. A block with too few stories comes folded to a smaller shape; none comes empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BlockView {
    /// `lead_list` (one large + up to four in a list), `columns` (up to four), `list` (with small pictures), `opinion` (portraits and names
    /// first), `photo` (strip on tint), `popular` (numbered), `ad` (a slot).
    pub shape: String,
    /// Its name; empty for `ad`.
    pub title: String,
    /// Where its name leads; may be empty.
    pub url: String,
    /// Its stories (`popular`: in order of rank).
    pub stories: Vec<Teaser>,
    /// For `ad`.
    pub ad: Option<AdView>,
    /// For `popular`: false when the list is only the newest stories, which the title then says.
    pub measured: bool,
}
