//! A story that comes, or that changes in more than its words, put into an arranged portal in its place: what arranging the
//! whole portal again would give, at the cost of one story. Planned first, without changing anything; whatever is not plainly
//! safe has no plan, and the portal is arranged again.

use super::arrange::{Moment, Sources, sees};
use super::term::{TermPlan, Terms};
use super::{Article, ArticleId, Due, LeadPicture, Portal, SectionId, StoryFile, TermId, address, place};
use crate::config::Site;
use crate::source::Mark;
use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

/// A planned change of one story.
#[derive(Debug)]
pub struct Edit {
    file: StoryFile,
    /// Its number; that of the story that it replaces.
    id: ArticleId,
    new: bool,
    date: Timestamp,
    day: Date,
    section: SectionId,
    url: String,
    /// The address of its light page.
    lite: Option<String>,
    terms: [TermPlan; 3],
    related: Box<[ArticleId]>,
    image: Option<LeadPicture>,
    comments: bool,
    /// When it comes and goes.
    due: Vec<(Timestamp, Due)>,
    files: Files,
}

/// What a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct Plot<'a> {
    /// The portal as it stands.
    pub portal: &'a Portal,
    /// The sources as they are now, the story among them.
    pub sources: &'a Sources,
    /// Settings.
    pub site: &'a Site,
    /// The moment now.
    pub moment: Moment,
}

/// Files to publish beside a story: address, source, and whether it is shown as a picture.
type Files = Vec<(String, String, bool)>;

/// The new number of each term by its old one, if it is still there.
type Numbers = Vec<Option<TermId>>;

/// What a story is and where it goes.
struct Stand {
    date: Timestamp,
    section: SectionId,
    url: String,
}

impl Plot<'_> {
    /// Plans to put `new` in, where `old` stood, if it did. `None` when the portal must be arranged again.
    pub fn plan(self, old: Option<&StoryFile>, new: &StoryFile) -> Option<Edit> {
        let stand = self.stand(new)?;
        let standing = match old {
            Some(old) => Some(self.standing(old, new, &stand)?),
            None => None,
        };
        let articles = &self.portal.articles;
        let id = match standing {
            Some(id) => id,
            None => {
                self.is_free(new, &stand)?;
                articles.partition_point(|a| (a.date, &*a.url) < (stand.date, stand.url.as_str())) as ArticleId
            }
        };
        let terms = self.terms(standing, new)?;
        let (image, files) = self.files(new, &stand.url)?;
        if let Some(old) = old {
            let (_, before) = self.files(old, &stand.url)?;
            before.iter().all(|f| files.contains(f)).then_some(())?;
        }
        Some(Edit {
            related: self.related(standing, new)?,
            comments: new.front.comments && self.site.comments,
            due: self.due(new, stand.date),
            file: new.clone(),
            id,
            new: standing.is_none(),
            date: stand.date,
            day: self.site.zone.to_datetime(stand.date).date(),
            section: stand.section,
            lite: address::lite(self.site, &stand.url, stand.date),
            url: stand.url,
            terms,
            image,
            files,
        })
    }

    /// Date, section and address of a story that is published now and is known by nothing but its own name.
    fn stand(self, file: &StoryFile) -> Option<Stand> {
        let (front, moment) = (&file.front, self.moment);
        let shown = (!front.draft || moment.drafts) && front.retracted.is_none() && front.aliases.is_empty();
        let expired = front.expires.is_some_and(|e| e <= moment.now) && !moment.expired;
        if !shown || expired {
            return None;
        }
        let path = place::section_path(&file.path);
        let section = self.portal.sections.find(path).filter(|_| !path.is_empty())?;
        let named = || {
            let date = place::dated(place::stem(&file.path)).0?;
            Some(date.to_zoned(self.site.zone.clone()).ok()?.timestamp())
        };
        let date = front
            .date
            .or_else(named)
            .filter(|d| *d <= moment.now || moment.future)?;
        let slug = address::slug_of(&file.path, front.slug.as_deref());
        let day = self.site.zone.to_datetime(date).date();
        let path = &self.portal.sections.all.get(section as usize)?.path;
        let url = address::of_story(&self.site.article_pattern, path, &slug, day);
        Some(Stand { date, section, url })
    }

    /// The number of a story that keeps its place.
    fn standing(self, old: &StoryFile, new: &StoryFile, stand: &Stand) -> Option<ArticleId> {
        let id = self.portal.named(&old.path)??;
        let article = self.portal.articles.get(id as usize)?;
        let same = *article.source == *new.path && *article.url == *stand.url && article.date == stand.date;
        let plain = old.front.aliases.is_empty() && old.front.retracted.is_none();
        (same && plain && old.path == new.path).then_some(id)
    }

    /// Nobody else has the story's address or answers to its names. A folder brings files that it does not name.
    fn is_free(self, new: &StoryFile, stand: &Stand) -> Option<()> {
        let names = &self.portal.names;
        let known =
            names.contains_key(&place::story_key(&stand.url)) || names.contains_key(&place::story_key(&new.path));
        let lite = address::lite(self.site, &stand.url, stand.date);
        let page = super::url::story_file(&stand.url).into_owned();
        let mut own = [&stand.url, &page].into_iter().chain(&lite);
        let taken = own.any(|url| super::url::fault(url).is_some() || self.portal.is_taken(url));
        (!known && !taken && !place::is_folder_story(&new.path)).then_some(())
    }

    fn terms(self, standing: Option<ArticleId>, new: &StoryFile) -> Option<[TermPlan; 3]> {
        let series: Vec<String> = new.front.series.iter().cloned().collect();
        let had = standing.and_then(|id| self.portal.articles.get(id as usize));
        let own: Vec<TermId> = had.and_then(|a| a.series).into_iter().collect();
        let kinds: [(&Terms, &[TermId], &[String]); 3] = [
            (&self.portal.tags, had.map_or(&[], |a| &a.tags), &new.front.tags),
            (
                &self.portal.authors,
                had.map_or(&[], |a| &a.authors),
                &new.front.authors,
            ),
            (&self.portal.series, &own, &series),
        ];
        let source = |id: ArticleId| self.portal.articles.get(id as usize).map_or("", |a| &*a.source);
        let mut placed: [TermPlan; 3] = Default::default();
        for ((terms, had, names), placed) in kinds.into_iter().zip(&mut placed) {
            *placed = terms.plan(names, had, (&new.path, &source))?;
            let urls: Vec<&str> = placed.urls().collect();
            let twice = (1..urls.len()).any(|n| urls[n..].contains(&urls[n - 1]));
            if twice
                || urls
                    .iter()
                    .any(|url| super::url::fault(url).is_some() || self.portal.is_taken(url))
            {
                return None;
            }
        }
        // An author with a file of its own stays, without a story.
        let authors = &self.portal.authors;
        let profiled = |t: &super::Term| {
            authors
                .find(&t.name)
                .is_none_or(|id| self.portal.profiles.contains_key(&id))
        };
        if authors.leaving(&placed[1]).any(profiled) {
            return None;
        }
        Some(placed)
    }

    /// The lead picture, and the files that the story brings.
    fn files(self, file: &StoryFile, url: &str) -> Option<(Option<LeadPicture>, Files)> {
        let mut files = Vec::new();
        let mut add = |written: &str, must: bool| {
            let mut candidates = self.portal.file_names.candidates(&file.path, url, written);
            let found = candidates.find(|(source, _)| self.is_there(source));
            let Some((source, address)) = found else {
                return (!must).then_some(None);
            };
            let other = self.portal.files.get(&address).is_some_and(|first| *first != source);
            if other || files.iter().any(|(a, s, _)| *a == address && *s != source) {
                return None;
            }
            files.push((address.clone(), source.clone(), must));
            Some(Some((source, address)))
        };
        let front = &file.front;
        let mut image = None;
        if let Some(written) = front.image.as_deref() {
            let (source, address) = add(written, true)??;
            let info = self.sources.pictures.get(&source).copied().unwrap_or_default();
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            image = Some(LeadPicture {
                src: address,
                width: info.width,
                height: info.height,
                alt: text(&front.image_alt),
                caption: text(&front.image_caption),
                credit: text(&front.image_credit),
                focus: front.image_focus.unwrap_or_default(),
            });
        }
        for picture in &file.body.pictures {
            add(&picture.src, true)?;
        }
        let card = file.front.card.as_deref();
        if let Some(card) = card.filter(|card| !matches!(*card, "headline" | "photo" | "none")) {
            add(card, true)?;
        }
        for link in file.body.links.iter().filter(|l| !l.starts_with('/')) {
            add(link, false)?;
        }
        let extra = file.front.extra.values().filter_map(|value| value.as_str());
        for written in file.body.named.iter().map(String::as_str).chain(extra) {
            add(written, false)?;
        }
        Some((image, files))
    }

    fn due(self, file: &StoryFile, date: Timestamp) -> Vec<(Timestamp, Due)> {
        let moments = [(Some(date), Due::Publish), (file.front.expires, Due::Expire)];
        let moments = moments.into_iter().filter_map(|(at, why)| Some((at?, why)));
        moments.filter(|(at, _)| *at > self.moment.now).collect()
    }

    fn is_there(self, source: &str) -> bool {
        let among = |list: &[String]| list.binary_search_by(|f| f.as_str().cmp(source)).is_ok();
        among(&self.sources.assets) || among(&self.sources.statics)
    }

    /// The curated stories, by their numbers as they are before the change.
    fn related(self, standing: Option<ArticleId>, new: &StoryFile) -> Option<Box<[ArticleId]>> {
        let mut related = Vec::new();
        for name in &new.front.related {
            match self.portal.named(name)? {
                Some(other) if Some(other) != standing && !related.contains(&other) => related.push(other),
                _ => {}
            }
        }
        let boxes = new.body.related.iter().all(|name| self.portal.named(name).is_some());
        boxes.then(|| related.into())
    }
}

impl Edit {
    /// The story's number, and whether later ones move up by one for it.
    pub fn place(&self) -> (ArticleId, bool) {
        (self.id, self.new)
    }
}

impl Portal {
    /// Makes a planned change. The plan must have been made for this very portal.
    pub fn edit(&mut self, edit: Edit) {
        if edit.new {
            self.make_room(&edit);
        }
        let Edit {
            id, new, date, section, ..
        } = edit;
        let path = edit.file.path.clone();
        let [tags, authors, series] = edit.terms;
        let tags = place_terms(&mut self.tags, tags, id, &mut self.taken);
        let authors = place_terms(&mut self.authors, authors, id, &mut self.taken);
        let series = place_terms(&mut self.series, series, id, &mut self.taken);
        self.renumber(&tags.1, &authors.1, &series.1);
        self.due.retain(|(_, _, source)| *source != path);
        self.due
            .extend(edit.due.into_iter().map(|(at, why)| (at, why, path.clone())));
        self.due.sort();
        for (address, source, shown) in edit.files {
            match shown {
                true => self.shown.insert(source.clone()),
                false => self.linked.insert(source.clone()),
            };
            self.files.entry(address).or_insert(source);
        }
        let move_up = |other: &ArticleId| if new && *other >= id { *other + 1 } else { *other };
        let article = Article {
            image: edit.image.map(Box::new),
            related: edit.related.iter().map(move_up).collect(),
            tags: tags.0.into(),
            authors: authors.0.into(),
            series: series.0.first().copied(),
            comments: edit.comments,
            ..bare(&edit.file, &edit.url, date, section)
        };
        match new {
            true => self.articles.insert(id as usize, article),
            false => self.articles[id as usize] = article,
        }
        self.amend(&edit.file);
    }

    /// Later stories move up by one number, and the new one is listed.
    fn make_room(&mut self, edit: &Edit) {
        let id = edit.id;
        let lineage: FxHashSet<SectionId> = self.sections.lineage(edit.section).into_iter().collect();
        for (section, number) in self.sections.all.iter_mut().zip(0..) {
            let at = move_up(&mut section.stories, id);
            if lineage.contains(&number) {
                section.stories.insert(at, id);
            }
        }
        for terms in [&mut self.tags, &mut self.authors, &mut self.series] {
            for term in &mut terms.all {
                move_up(&mut term.stories, id);
            }
        }
        if (id as usize) < self.articles.len() {
            let up = |n: &mut ArticleId| *n += ArticleId::from(*n >= id);
            self.by_url.values_mut().for_each(up);
            self.names.values_mut().flatten().for_each(up);
            self.articles.iter_mut().flat_map(|a| a.related.iter_mut()).for_each(up);
            let comments = std::mem::take(&mut self.comments);
            self.comments = comments
                .into_iter()
                .map(|(n, list)| (n + ArticleId::from(n >= id), list))
                .collect();
        }
        self.archive.add(edit.day, id);
        self.by_url.insert(edit.url.as_str().into(), id);
        self.names.insert(place::story_key(&edit.url), Some(id));
        self.names.insert(place::story_key(&edit.file.path), Some(id));
        let own = std::iter::once(&edit.url).chain(&edit.lite);
        self.taken.extend(own.map(|url| address::hash(url)));
    }

    /// Gives terms their new numbers, where they have others. A term that has gone is nobody's but the changed story's.
    fn renumber(&mut self, tags: &[Option<TermId>], authors: &[Option<TermId>], series: &[Option<TermId>]) {
        let moved = |map: &[Option<TermId>]| map.iter().zip(0..).any(|(new, old)| *new != Some(old));
        let number = |map: &[Option<TermId>], t: TermId| map.get(t as usize).copied().flatten().unwrap_or(t);
        if [tags, authors, series].into_iter().any(moved) {
            for article in &mut self.articles {
                article.tags.iter_mut().for_each(|t| *t = number(tags, *t));
                article.authors.iter_mut().for_each(|t| *t = number(authors, *t));
                article.series = article.series.map(|t| number(series, t));
            }
        }
        if moved(authors) {
            let profiles = std::mem::take(&mut self.profiles);
            self.profiles = profiles.into_iter().map(|(t, p)| (number(authors, t), p)).collect();
        }
    }
}

/// The numbers of a list from `id` on move up; where `id` would stand.
fn move_up(list: &mut [ArticleId], id: ArticleId) -> usize {
    let at = list.partition_point(|n| *n < id);
    list[at..].iter_mut().for_each(|n| *n += 1);
    at
}

/// Places a story's terms; their numbers, and the new number of each that was there.
fn place_terms(terms: &mut Terms, plan: TermPlan, id: ArticleId, taken: &mut FxHashSet<u64>) -> (Vec<TermId>, Numbers) {
    for term in terms.leaving(&plan) {
        taken.remove(&address::hash(&term.url));
    }
    taken.extend(plan.urls().map(address::hash));
    terms.place(plan, id)
}

/// A story with its place; [`Portal::amend`] fills in its words.
fn bare(file: &StoryFile, url: &str, date: Timestamp, section: SectionId) -> Article {
    Article {
        source: file.path.as_str().into(),
        url: url.into(),
        date,
        section,
        title: Box::default(),
        kicker: Box::default(),
        subtitle: Box::default(),
        summary: Box::default(),
        dateline: Box::default(),
        updated: None,
        authors: Box::default(),
        tags: Box::default(),
        series: None,
        image: None,
        draft: file.front.draft,
        featured: Mark::No,
        breaking: Mark::No,
        comments: false,
        ads: true,
        form: file.body.form,
        weight: 0,
        words: 0,
        corrections: Box::default(),
        related: Box::default(),
        card: None,
        card_title: None,
        template: None,
        language: None,
        extra: None,
        source_hash: file.body.hash,
        body: file.body.at,
        sees: sees(&file.body),
        guid: file.front.guid.as_deref().map(Into::into),
    }
}

#[cfg(test)]
mod tests;
