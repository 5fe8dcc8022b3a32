//! Which stories are parts of one series, and how far apart.

use super::RelatedDoc;

/// Series: their stories in order, and each story's place.
#[derive(Debug)]
pub(super) struct Series {
    rows: Vec<Vec<u32>>,
    /// Series and place in it, by story.
    places: Vec<Option<(u32, u32)>>,
}

impl Series {
    pub(super) fn new(docs: &[RelatedDoc<'_>]) -> Self {
        let count = docs.iter().filter_map(|d| d.series).max().map_or(0, |s| s as usize + 1);
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); count];
        let place = |(story, doc): (usize, &RelatedDoc<'_>)| {
            let row = rows.get_mut(doc.series? as usize)?;
            row.push(story as u32);
            Some((doc.series?, row.len() as u32 - 1))
        };
        let places = docs.iter().enumerate().map(place).collect();
        Series { rows, places }
    }

    /// The nearest older parts.
    pub(super) fn older(&self, story: u32, most: usize) -> &[u32] {
        let Some((series, place)) = self.places.get(story as usize).copied().flatten() else {
            return &[];
        };
        let place = place as usize;
        let row = self.rows.get(series as usize).map_or(&[][..], Vec::as_slice);
        row.get(place.saturating_sub(most)..place).unwrap_or_default()
    }

    /// How many parts two stories of one series are apart.
    pub(super) fn distance(&self, a: u32, b: u32) -> Option<u32> {
        let place = |s: u32| self.places.get(s as usize).copied().flatten();
        let ((series, a), (other, b)) = (place(a)?, place(b)?);
        (series == other).then(|| a.abs_diff(b))
    }
}
