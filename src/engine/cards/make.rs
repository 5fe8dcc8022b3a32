//! Drawing what is missing.

use super::{CardContext, LONGEST, Owner, Planned, shortened};
use crate::diag::{Diagnostic, Place, codes::config, codes::media as codes};
use crate::engine::Loaded;
use crate::engine::pictures::Gate;
use crate::engine::timing::Deadline;
use crate::media::{
    self, CardShape, Crop, CropWish, Face, MadePicture, PictureFormat, PictureSet, PictureStore, Rendition, Renditions,
    SetKey,
};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

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

impl<'a> Drawing<'a> {
    fn new(context: CardContext<'a>, gate: &'a Gate) -> Self {
        let face = OnceLock::new();
        Drawing { context, gate, face }
    }

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
        let none = || vec![None; cards.len()];
        let Some(first) = photos.first() else { return none() };
        let most = self.context.site().pictures.max_pixels;
        let cut = |memory: &mut Vec<u8>| {
            let file = self.context.file(&first.source)?;
            let bytes = self.context.ground.root.read(file, u64::MAX).ok()?;
            let wishes: Vec<_> = photos.iter().map(|photo| photo.wish).collect();
            Some(media::crops(&bytes, &first.info, (most, &wishes), memory))
        };
        let pixels = u64::from(first.info.width) * u64::from(first.info.height);
        self.gate.with(pixels, cut).unwrap_or_else(none)
    }

    /// One card; without a file where it cannot be drawn.
    fn draw(&self, card: &Planned, crop: Option<&Crop>, format: Option<PictureFormat>) -> MadePicture {
        let drawn = match &card.text {
            None => crop.and_then(Crop::jpeg),
            Some(text) => self.written(text, (card.shape, format), crop),
        };
        drawn.unwrap_or_else(MadePicture::as_it_is)
    }

    fn written(
        &self,
        text: &media::CardText,
        (shape, format): (CardShape, Option<PictureFormat>),
        crop: Option<&Crop>,
    ) -> Option<MadePicture> {
        let face = self.face()?;
        if !face.missing(&text.words.concat()).is_empty() {
            return None;
        }
        let look = self.context.look();
        let draw = |text: &media::CardText| media::draw_card(face, (text, &look), shape, crop, format);
        if let Some(whole) = draw(text) {
            return Some(whole);
        }
        let mut cut = [LONGEST, 60, 40, 20].into_iter();
        let mut made = cut.find_map(|most| draw(&shortened(text, most)))?;
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

/// All cards and crops of a site: those that are in the store, and the making of those that are not.
pub(in crate::engine) struct CardMaker<'a> {
    drawing: Drawing<'a>,
    store: &'a PictureStore,
    planned: Vec<Planned>,
    /// What there is, by key.
    sets: Mutex<BTreeMap<SetKey, PictureSet>>,
    faults: Mutex<Vec<Diagnostic>>,
}

impl<'a> CardMaker<'a> {
    pub(in crate::engine) fn new(context: CardContext<'a>, store: &'a PictureStore, gate: &'a Gate) -> Self {
        let planned = context.plan();
        let kept = planned
            .iter()
            .filter_map(|card| Some((card.key, store.get(&card.key)?)));
        CardMaker {
            sets: Mutex::new(kept.collect()),
            faults: Mutex::default(),
            drawing: Drawing::new(context, gate),
            store,
            planned,
        }
    }

    /// What is still to be made, each once, by the picture that it shows.
    pub(in crate::engine) fn missing(&self) -> BTreeMap<Option<&str>, Vec<&Planned>> {
        let sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = self.planned.iter().filter(|card| !sets.contains_key(&card.key));
        let missing: BTreeMap<SetKey, &Planned> = wanted.map(|card| (card.key, card)).collect();
        let mut by_picture: BTreeMap<Option<&str>, Vec<&Planned>> = BTreeMap::new();
        for card in missing.into_values() {
            let picture = card.photo.as_ref().map(|photo| photo.source.as_str());
            by_picture.entry(picture).or_default().push(card);
        }
        by_picture
    }

    /// Draws cards of one picture, with its crops for them.
    pub(in crate::engine) fn draw(&self, cards: &[&Planned], crops: &[Option<Crop>]) {
        for (card, crop) in cards.iter().zip(crops) {
            let made = self.drawing.draw(card, crop.as_ref(), None);
            if let Err(error) = self.store.put(&card.key, &made) {
                let fault = Diagnostic::new(&codes::PICTURE_STORE).cause(&error);
                self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
            }
            let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
            sets.insert(card.key, made.set);
        }
    }

    /// Draws all that is still missing; what must be cut from a photograph only before the deadline.
    fn draw_missing(&self, deadline: Deadline) {
        let mut missing = self.missing();
        let written = missing.remove(&None).unwrap_or_default();
        written.par_iter().for_each(|card| self.draw(&[card], &[None]));
        let cut = |cards: &Vec<&Planned>| {
            if !deadline.has_come() {
                self.draw(cards, &self.drawing.crops(cards));
            }
        };
        missing.into_values().collect::<Vec<_>>().par_iter().for_each(cut);
    }

    /// Draws what is missing and puts all cards among the pictures; the sets that the site has.
    pub(in crate::engine) fn finish(
        self,
        deadline: Deadline,
        renditions: &mut Renditions,
    ) -> (Vec<SetKey>, Vec<Diagnostic>) {
        self.draw_missing(deadline);
        let sets = self.sets.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut diagnostics = self.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
        let blank = |card: &Planned| card.text.is_some() && sets.get(&card.key).is_some_and(|set| set.files.is_empty());
        if self.planned.iter().any(blank) {
            diagnostics.extend(self.drawing.font_fault());
        }
        for card in self.planned {
            let Some(set) = sets.get(&card.key) else { continue };
            diagnostics.extend(self.drawing.remark(&card, set));
            put(renditions, card, set.clone());
        }
        (sets.into_keys().collect(), diagnostics)
    }
}

/// What the crops of these cards are.
pub(in crate::engine) fn wishes(cards: &[&Planned]) -> Vec<CropWish> {
    let photos = cards.iter().filter_map(|card| card.photo.as_ref());
    photos.map(|photo| photo.wish).collect()
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
            Owner::Page(address) => renditions.insert_card(address, rendition),
            Owner::Picture(source) => renditions.insert_ratio(source, rendition),
        }
    }
}

/// A card with a headline for one story, over its photograph if it has one, whatever the settings say.
pub(in crate::engine) fn draw_one(
    context: CardContext<'_>,
    story: &str,
    (shape, format): (CardShape, Option<PictureFormat>),
) -> Result<Drawn, CardFault> {
    let id = context.portal.named(story).flatten().ok_or(CardFault::NoStory)?;
    let article = context.portal.articles.get(id as usize).ok_or(CardFault::NoStory)?;
    let gate = Gate::default();
    let drawing = Drawing::new(context, &gate);
    let card = context.headline(article, context.lead(article, shape), shape);
    let crop = drawing.crops(&[&card]).pop().flatten();
    let text = card.text.as_ref().ok_or(CardFault::Unreadable)?;
    let face = drawing.face().ok_or(CardFault::Unreadable)?;
    let missing = face.missing(&text.words.concat());
    if !missing.is_empty() {
        return Err(CardFault::Letters(missing));
    }
    drawn(drawing.draw(&card, crop.as_ref(), format)).ok_or(CardFault::Unreadable)
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
            let drawing = Drawing::new(context, &gate);
            let crop = drawing.crops(&[&self.planned]).pop().flatten();
            drawn(drawing.draw(&self.planned, crop.as_ref(), None))
        })
    }
}
