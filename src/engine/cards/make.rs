//! Drawing what is missing.

use super::{CardContext, LONGEST, Owner, Planned, shortened};
use crate::diag::{Diagnostic, Place, codes::config, codes::media as codes};
use crate::engine::Loaded;
use crate::engine::pictures::Gate;
use crate::media::{self, CardShape, Crop, Face, MadePicture, PictureSet, PictureStore, Rendition, Renditions, SetKey};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Draws cards; its typeface is read when the first headline is set.
struct Drawing<'a> {
    context: CardContext<'a>,
    gate: &'a Gate,
    face: OnceLock<Option<Face>>,
}

/// Why a card cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardFault {
    /// No such published story.
    NoStory,
    /// The typeface lacks these letters.
    Letters(String),
    /// The typeface or a picture cannot be read.
    Unreadable,
}

/// A card as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The ending of its name.
    pub ending: &'static str,
    /// Its media type.
    pub mime: &'static str,
}

impl Drawing<'_> {
    fn face(&self) -> Option<&Face> {
        let read = || match &self.context.site().cards.font {
            None => Face::built_in(),
            Some(font) => {
                let file = self.context.file(&format!("static{font}"))?;
                Face::new(self.context.ground.root.read(file, u64::MAX).ok()?)
            }
        };
        self.face.get_or_init(read).as_ref()
    }

    /// The crops of one picture, for all cards that it is a part of.
    fn crops(&self, cards: &[&Planned]) -> Vec<Option<Crop>> {
        let photos: Vec<_> = cards.iter().filter_map(|card| card.photo.as_ref()).collect();
        let Some(first) = photos.first() else { return Vec::new() };
        let bytes = self
            .context
            .file(&first.source)
            .and_then(|f| self.context.ground.root.read(f, u64::MAX).ok());
        let Some(bytes) = bytes else {
            return vec![None; cards.len()];
        };
        let wishes: Vec<_> = photos.iter().map(|photo| photo.wish).collect();
        let most = self.context.site().pictures.max_pixels;
        let pixels = u64::from(first.info.width) * u64::from(first.info.height);
        self.gate
            .with(pixels, || media::crops(&bytes, &first.info, &wishes, most))
    }

    /// One card; without a file where it cannot be drawn.
    fn draw(&self, card: &Planned, crop: Option<&Crop>) -> MadePicture {
        let drawn = match &card.text {
            None => crop.and_then(Crop::jpeg),
            Some(text) => self.written(text, card.shape, crop),
        };
        drawn.unwrap_or_else(|| MadePicture {
            set: PictureSet {
                opaque: true,
                ..PictureSet::default()
            },
            files: Vec::new(),
        })
    }

    fn written(&self, text: &media::CardText, shape: CardShape, crop: Option<&Crop>) -> Option<MadePicture> {
        let face = self.face()?;
        if !face.missing(&text.words.concat()).is_empty() {
            return None;
        }
        let look = self.context.look();
        if let Some(whole) = media::draw_card(face, (text, &look), shape, crop) {
            return Some(whole);
        }
        let mut cut = [LONGEST, 60, 40, 20].into_iter();
        let mut made = cut.find_map(|most| media::draw_card(face, (&shortened(text, most), &look), shape, crop))?;
        made.set.shortened = true;
        Some(made)
    }

    /// Why `[cards] font` cannot be written with, if it cannot.
    fn font_fault(&self) -> Option<Diagnostic> {
        let font = self.context.site().cards.font.as_deref()?;
        let there = self.context.file(&format!("static{font}")).is_some();
        if there && self.face().is_some() {
            return None;
        }
        let fault = match there {
            false => Diagnostic::new(&config::NO_FILE)
                .arg("key", "[cards] font")
                .arg("suggestion", ""),
            true => Diagnostic::new(&config::BAD_FONT).arg("use", "[cards]").arg_in(
                "reason",
                "এটি TTF বা OTF ফন্ট নয়",
                "it is no TTF or OTF font",
            ),
        };
        Some(fault.arg("path", font).at(Place::word("khobor.toml", font)))
    }

    /// What an editor should know of a card.
    fn remark(&self, card: &Planned, set: &PictureSet) -> Option<Diagnostic> {
        let (Owner::Story(source), Some(text)) = (&card.owner, &card.text) else {
            return None;
        };
        let place = |diagnostic: Diagnostic| Some(diagnostic.at(Place::file(source)));
        if set.shortened {
            return place(Diagnostic::new(&codes::LONG_CARD));
        }
        if set.files.is_empty() {
            let letters = self.face()?.missing(&text.words.concat());
            return place(Diagnostic::new(&codes::CARD_LETTERS).arg("letters", letters));
        }
        None
    }
}

/// Makes all cards and crops of the site that are not in the store, and puts them among the pictures; the sets that the site has.
pub(in crate::engine) fn make(
    context: CardContext<'_>,
    (store, gate): (&PictureStore, &Gate),
    renditions: &mut Renditions,
) -> (Vec<SetKey>, Vec<Diagnostic>) {
    let planned = context.plan();
    let drawing = Drawing {
        context,
        gate,
        face: OnceLock::new(),
    };
    let mut sets: BTreeMap<SetKey, PictureSet> = BTreeMap::new();
    let mut missing: BTreeMap<SetKey, &Planned> = BTreeMap::new();
    for card in &planned {
        match store.get(&card.key) {
            Some(set) => drop(sets.insert(card.key, set)),
            None => drop(missing.insert(card.key, card)),
        }
    }
    let mut by_picture: BTreeMap<Option<&str>, Vec<&Planned>> = BTreeMap::new();
    for card in missing.into_values() {
        by_picture
            .entry(card.photo.as_ref().map(|p| p.source.as_str()))
            .or_default()
            .push(card);
    }
    let (written, cut): (Vec<_>, Vec<_>) = by_picture.into_iter().partition(|(picture, _)| picture.is_none());
    let written = written.into_iter().flat_map(|(_, cards)| cards);
    let mut made: Vec<(SetKey, MadePicture)> = written
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|card| (card.key, drawing.draw(card, None)))
        .collect();
    let of_picture = |(_, cards): (Option<&str>, Vec<&Planned>)| {
        let crops = drawing.crops(&cards);
        let draw = |(card, crop): (&&Planned, &Option<Crop>)| (card.key, drawing.draw(card, crop.as_ref()));
        cards.iter().zip(&crops).map(draw).collect::<Vec<_>>()
    };
    made.extend(cut.into_par_iter().flat_map_iter(of_picture).collect::<Vec<_>>());
    let mut diagnostics = Vec::new();
    for (key, picture) in made {
        if let Err(error) = store.put(&key, &picture) {
            diagnostics.push(Diagnostic::new(&codes::PICTURE_STORE).cause(&error));
        }
        sets.insert(key, picture.set);
    }
    if planned
        .iter()
        .any(|card| card.text.is_some() && sets.get(&card.key).is_some_and(|set| set.files.is_empty()))
    {
        diagnostics.extend(drawing.font_fault());
    }
    for card in planned {
        let Some(set) = sets.get(&card.key) else { continue };
        diagnostics.extend(drawing.remark(&card, set));
        put(renditions, card, set.clone());
    }
    (sets.into_keys().collect(), diagnostics)
}

fn put(renditions: &mut Renditions, card: Planned, set: PictureSet) {
    let rendition = Rendition {
        key: card.key,
        stem: card.stem,
        set,
    };
    if !rendition.set.files.is_empty() {
        match card.owner {
            Owner::Story(source) => renditions.insert_card(source, rendition),
            Owner::Picture(source) => renditions.insert_ratio(source, rendition),
        }
    }
}

/// A card with a headline for one story, over its photograph if it has one, whatever the settings say.
pub(in crate::engine) fn draw_one(context: CardContext<'_>, story: &str, shape: CardShape) -> Result<Drawn, CardFault> {
    let id = context.portal.named(story).flatten().ok_or(CardFault::NoStory)?;
    let article = context.portal.articles.get(id as usize).ok_or(CardFault::NoStory)?;
    let gate = Gate::default();
    let drawing = Drawing {
        context,
        gate: &gate,
        face: OnceLock::new(),
    };
    let card = context.headline(article, context.lead(article, shape), shape);
    let crop = drawing.crops(&[&card]).pop().flatten();
    let text = card.text.as_ref().ok_or(CardFault::Unreadable)?;
    let missing = drawing
        .face()
        .ok_or(CardFault::Unreadable)?
        .missing(&text.words.concat());
    if !missing.is_empty() {
        return Err(CardFault::Letters(missing));
    }
    drawn(drawing.draw(&card, crop.as_ref())).ok_or(CardFault::Unreadable)
}

fn drawn(made: MadePicture) -> Option<Drawn> {
    let file = *made.set.fallback()?;
    Some(Drawn {
        bytes: made.files.into_iter().next()?,
        ending: file.ending(),
        mime: file.mime(),
    })
}

/// The share card of a story, planned and not drawn yet.
pub struct ShareCard<'a> {
    pub(in crate::engine) loaded: &'a Loaded,
    pub(in crate::engine) planned: Planned,
}

impl ShareCard<'_> {
    /// Draws it; `None` when its letters or its photograph cannot be read.
    pub fn draw(&self) -> Option<Drawn> {
        self.loaded.with_cards(|context| {
            let gate = Gate::default();
            let drawing = Drawing {
                context,
                gate: &gate,
                face: OnceLock::new(),
            };
            let crop = drawing.crops(&[&self.planned]).pop().flatten();
            drawn(drawing.draw(&self.planned, crop.as_ref()))
        })
    }
}
