//! WordPress exports (WXR) into a site.
//!
//! Two passes over the export: the first makes an index (where every item will lie and what its address becomes), the second
//! turns one item at a time into one file, so that memory grows with the index only.
//!
//! | module | what it does |
//! |---|---|
//! | [`cut`] | cuts the export into items by bytes, before anything is parsed |
//! | [`fields`] | the elements of an item; one field ends at its own end tag |
//! | [`head`] | the channel: addresses, authors, terms |
//! | [`item`] | an item: what rules want of it, and nothing private |
//! | [`languages`] | texts in which a plugin keeps several languages |
//! | [`metas`], [`theme`] | what themes and plugins keep beside a text |
//! | [`php`] | serialised PHP values |
//! | [`entry`] | what the index keeps of an item |
//! | [`index`] | the first pass |
//! | [`addresses`] | the pattern of addresses, and every former address |
//! | [`sections`] | sections and tags from categories |
//! | [`authors`] | names from logins |
//! | [`plan`] | where every item lies and what its address is |
//! | [`blocks`], [`shortcodes`] | what WordPress puts into texts beyond HTML |
//! | [`plan::lists`] | lists of the old site: sections, tags, and where their addresses lead |
//! | [`references`] | where addresses in a text lead now |
//! | [`open`] | files, archives and folders of exports |
//! | [`run`] | both passes, and all that is written |
//! | [`story`] | an item to a story |
//! | [`comments`] | its comments |

pub mod addresses;
pub mod authors;
pub mod blocks;
pub mod comments;
pub mod cut;
pub mod entry;
pub mod fields;
pub mod head;
pub mod index;
pub mod item;
pub mod languages;
pub mod metas;
pub mod open;
pub mod php;
pub mod plan;
pub mod references;
pub mod run;
pub mod sections;
pub mod shortcodes;
pub mod story;
pub mod theme;
