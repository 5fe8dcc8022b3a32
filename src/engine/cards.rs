//! Share cards of stories, and the proportions of their photographs that search engines ask for. A card is a clean crop of the
//! lead picture, or the headline where there is none; made once, and kept by all that it shows.

use super::gather::Ground;
use super::pictures::{Hashes, recipe, stem};
use crate::bengali::date::{self, DateStyle};
use crate::bengali::{excerpt, headline, slug};
use crate::config::Site;
use crate::media::{CARD, CardLook, CardShape, CardText, CropWish, PictureFormat, PictureInfo, SetKey};
use crate::portal::{Article, LeadPicture, Portal};
use crate::source::SourceFile;
use serde::Serialize;

mod make;

pub use make::{CardFault, Drawn, ShareCard};
pub(super) use make::{CardMaker, draw_one, wishes};

/// The smallest picture that becomes a card.
const SMALLEST: (u32, u32) = (600, 315);
/// Proportions that search engines ask for (Google, structured data for articles): 16:9, 4:3, 1:1.
const RATIOS: [(u32, u32); 3] = [(1200, 675), (1200, 900), (1200, 1200)];
/// Tags and authors with so many stories have a card with their name. Old portals have tens of thousands of tags, most of one story.
const WITH_CARD: usize = 5;
/// The longest headline that is tried whole, in clusters; one that does not fit is cut here.
const LONGEST: usize = 90;

/// A picture that a card is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Photo {
    pub(super) source: String,
    pub(super) info: PictureInfo,
    pub(super) wish: CropWish,
}

/// Whose file it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Owner {
    /// The card of a story, by its source.
    Story(String),
    /// The card of another page, by its address.
    Page(String),
    /// A proportion of a picture, by its source.
    Picture(String),
}

/// A card or a crop that a site has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    pub(super) owner: Owner,
    pub(super) key: SetKey,
    pub(super) stem: String,
    /// What is written on it; without it is a clean crop.
    pub(super) text: Option<CardText>,
    pub(super) photo: Option<Photo>,
    pub(super) shape: CardShape,
}

impl Planned {
    /// A name that changes whenever what is on the card does.
    pub(super) fn name(&self) -> String {
        self.key.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What cards are planned from.
#[derive(Clone, Copy)]
pub(super) struct CardContext<'a> {
    pub(super) portal: &'a Portal,
    pub(super) ground: &'a Ground<'a>,
    pub(super) hashes: &'a Hashes,
}

impl<'a> CardContext<'a> {
    fn site(&self) -> &'a Site {
        self.ground.site
    }

    /// The source file of a path.
    pub(super) fn file(&self, source: &str) -> Option<&'a SourceFile> {
        let files = &self.ground.tree.files;
        let at = files.binary_search_by(|f| f.path.as_str().cmp(source)).ok()?;
        files.get(at)
    }

    /// All cards and crops of the site, in the order of its stories.
    pub(super) fn plan(&self) -> Vec<Planned> {
        let mut planned = Vec::new();
        for article in &self.portal.articles {
            planned.extend(self.card(article));
            planned.extend(self.ratios(article));
        }
        planned.extend(self.pages());
        planned
    }

    /// The card of a story, if it has one of its own.
    pub(super) fn card(&self, article: &Article) -> Option<Planned> {
        let cards = &self.site().cards;
        let early = cards
            .from
            .is_some_and(|from| self.site().zone.to_datetime(article.date).date() < from);
        if !cards.enabled || early || article.card.as_deref() == Some("none") {
            return None;
        }
        let lead = article
            .image
            .as_deref()
            .and_then(|lead| self.photo(lead, CardShape::Wide.size()));
        let wants_headline = match article.card.as_deref() {
            Some("headline") => true,
            Some("photo") => false,
            Some(file) => return self.of_file(article, file),
            None => cards.photo_headline,
        };
        match lead {
            Some(photo) if !wants_headline => Some(self.planned(article, None, Some(photo), CardShape::Wide)),
            photo => Some(self.headline(article, photo.map(exactly), CardShape::Wide)),
        }
    }

    /// A card with a headline, over a photograph if there is one.
    pub(super) fn headline(&self, article: &Article, photo: Option<Photo>, shape: CardShape) -> Planned {
        self.planned(article, Some(self.text(article, shape)), photo, shape)
    }

    /// The lead picture of a story, cut for a shape.
    pub(super) fn lead(&self, article: &Article, shape: CardShape) -> Option<Photo> {
        self.photo(article.image.as_deref()?, shape.size()).map(exactly)
    }

    fn of_file(&self, article: &Article, written: &str) -> Option<Planned> {
        let address = self.portal.published(&article.source, &article.url, written)?;
        let lead = LeadPicture {
            src: address,
            ..LeadPicture::default()
        };
        let photo = self.photo(&lead, CardShape::Wide.size())?;
        Some(self.planned(article, None, Some(photo), CardShape::Wide))
    }

    /// A picture that is large enough for a card, cut to proportions.
    fn photo(&self, lead: &LeadPicture, size: (u32, u32)) -> Option<Photo> {
        let source = self.portal.files.get(&lead.src)?;
        let info = *self.portal.pictures.get(source)?;
        let raster = matches!(
            info.format,
            PictureFormat::Jpeg | PictureFormat::Png | PictureFormat::Webp
        );
        let pixels = u64::from(info.width) * u64::from(info.height);
        let fits = raster && !info.moving && info.width >= SMALLEST.0 && info.height >= SMALLEST.1;
        let wish = CropWish {
            size,
            focus: (lead.focus.x, lead.focus.y),
            exact: false,
        };
        (fits && pixels <= self.site().pictures.max_pixels).then(|| Photo {
            source: source.clone(),
            info,
            wish,
        })
    }

    /// The proportions of a lead picture that its largest size has not already.
    fn ratios(&self, article: &Article) -> Vec<Planned> {
        let enabled = self.site().pictures.enabled;
        let Some(lead) = article.image.as_deref().filter(|_| enabled) else {
            return Vec::new();
        };
        let planned = RATIOS.iter().filter_map(|(width, height)| {
            let photo = self.photo(lead, (*width, *height))?;
            let (w, h) = (f64::from(photo.info.width), f64::from(photo.info.height));
            let own = (w / h) / (f64::from(*width) / f64::from(*height));
            if (0.98..=1.02).contains(&own) {
                return None;
            }
            let owner = Owner::Picture(photo.source.clone());
            let planned = self.planned(article, None, Some(photo), CardShape::Wide);
            Some(Planned { owner, ..planned })
        });
        planned.collect()
    }

    fn planned(&self, article: &Article, text: Option<CardText>, photo: Option<Photo>, shape: CardShape) -> Planned {
        let stem = match &photo {
            Some(photo) if text.is_none() => stem(&photo.source),
            _ => slug_of(article),
        };
        Planned {
            owner: Owner::Story(article.source.to_string()),
            key: self.key(text.as_ref(), photo.as_ref(), shape),
            stem,
            text,
            photo,
            shape,
        }
    }

    /// Cards with their names for the pages that people share beside stories, where the site has no picture for all of them.
    fn pages(&self) -> Vec<Planned> {
        let site = self.site();
        if !site.cards.enabled || site.file.site.share_image.is_some() {
            return Vec::new();
        }
        let portal = self.portal;
        let front = ("/", site.title.as_str());
        let sections = portal.sections.all.iter();
        let sections = sections.map(|section| (section.url.as_str(), section.source.title.as_str()));
        let terms = portal.authors.all.iter().chain(&portal.tags.all);
        let known = terms.filter(|term| term.stories.len() >= WITH_CARD);
        let terms = known.map(|term| (&*term.url, &*term.name));
        let pages = std::iter::once(front).chain(sections).chain(terms);
        pages.map(|(address, name)| self.page(address, name)).collect()
    }

    fn page(&self, address: &str, name: &str) -> Planned {
        let text = CardText {
            nameplate: self.nameplate(),
            foot: self.host().to_owned(),
            ..words(name)
        };
        let last = address.trim_matches('/').rsplit('/').next().unwrap_or_default();
        Planned {
            owner: Owner::Page(address.to_owned()),
            key: self.key(Some(&text), None, CardShape::Wide),
            stem: stem(&slug::latin(if last.is_empty() { "front" } else { last })),
            text: Some(text),
            photo: None,
            shape: CardShape::Wide,
        }
    }

    fn nameplate(&self) -> String {
        let site = self.site();
        site.cards.nameplate.clone().unwrap_or_else(|| site.nameplate.clone())
    }

    /// The host's name, as it stands at the foot.
    fn host(&self) -> &'a str {
        let host = self.site().base_url.split("://").nth(1).unwrap_or_default();
        host.split('/').next().unwrap_or_default()
    }

    fn key(&self, text: Option<&CardText>, photo: Option<&Photo>, shape: CardShape) -> SetKey {
        let cards = &self.site().cards;
        let font = cards
            .font
            .as_ref()
            .and_then(|font| self.hashes.get(&format!("static{font}")));
        let picture = photo.map(|p| (self.hashes.get(&p.source).copied().unwrap_or_default(), p.wish));
        let parts = Parts {
            version: CARD,
            recipe: recipe(self.site()).key(&[0; 16]),
            text,
            look: text.is_some().then(|| self.look()),
            font: font.copied(),
            picture,
            shape,
        };
        crate::digest::digest(&postcard::to_stdvec(&parts).unwrap_or_default())
    }

    /// The colours of cards.
    pub(super) fn look(&self) -> CardLook {
        let cards = &self.site().cards;
        CardLook {
            ground: cards.ground.0,
            ink: cards.ink.0,
            accent: cards.accent.0,
        }
    }

    fn text(&self, article: &Article, shape: CardShape) -> CardText {
        let site = self.site();
        let title = article.card_title.as_deref().unwrap_or(&article.title);
        let section = self.portal.section(article);
        let host = self.host();
        let day = date::format(site.zone.to_datetime(article.date), DateStyle::DateNews, site.edition);
        let kicker = match &*article.kicker {
            "" => section.source.title.as_str(),
            kicker => kicker,
        };
        let foot = match shape {
            CardShape::Wide => format!("{day} · {host}"),
            _ => format!("{} · {day} · {host}", section.source.title),
        };
        CardText {
            kicker: kicker.to_owned(),
            nameplate: self.nameplate(),
            foot,
            ..words(title)
        }
    }
}

/// A headline by words, with what each break costs.
fn words(title: &str) -> CardText {
    let words: Vec<&str> = title.split_whitespace().collect();
    CardText {
        costs: headline::break_costs(&words),
        words: words.into_iter().map(str::to_owned).collect(),
        kicker: String::new(),
        nameplate: String::new(),
        foot: String::new(),
    }
}

/// The same card with its headline cut, for one that is too long.
pub(super) fn shortened(text: &CardText, clusters: usize) -> CardText {
    let title = text.words.join(" ");
    let short = excerpt::excerpt(&title, clusters);
    CardText {
        kicker: text.kicker.clone(),
        nameplate: text.nameplate.clone(),
        foot: text.foot.clone(),
        ..words(&short)
    }
}

/// The whole of a photograph behind text: exactly of the card's size.
fn exactly(mut photo: Photo) -> Photo {
    photo.wish.exact = true;
    photo
}

fn slug_of(article: &Article) -> String {
    let last = article.url.trim_matches('/').rsplit('/').next().unwrap_or_default();
    stem(&slug::latin(last))
}

/// All that a card shows.
#[derive(Serialize)]
struct Parts<'a> {
    version: u32,
    recipe: SetKey,
    text: Option<&'a CardText>,
    look: Option<CardLook>,
    font: Option<[u8; 16]>,
    picture: Option<([u8; 16], CropWish)>,
    shape: CardShape,
}
