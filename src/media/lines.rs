//! Breaks words into lines: few lines, evenly filled, broken where it costs a reader little. Pure: widths and costs in, line ends out.

/// What a last line of a single word costs.
const LONELY: f32 = 0.2;

/// Words of a headline, measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// The width of each word.
    pub(super) widths: &'a [f32],
    /// The width of the space before each word but the first; 0 inside of a word that is wider than a line.
    pub(super) spaces: &'a [f32],
    /// The cost of a break before each word but the first.
    pub(super) costs: &'a [f32],
}

/// The first word of each line after the first, in as few lines as possible; `None` when more than `most` are needed.
pub(super) fn break_lines(words: Words<'_>, width: f32, most: usize) -> Option<Vec<usize>> {
    (1..=most).find_map(|lines| best(words, width, lines))
}

/// The best breaks into exactly so many lines, by dynamic programming.
fn best(words: Words<'_>, width: f32, lines: usize) -> Option<Vec<usize>> {
    let count = words.widths.len();
    if count < lines || count == 0 {
        return None;
    }
    let spaces = words.spaces.iter().sum::<f32>() * (count - lines) as f32 / (count - 1).max(1) as f32;
    let total: f32 = words.widths.iter().sum::<f32>() + spaces;
    let ideal = total / lines as f32;
    // By line and end: the least cost of the words before the end, and where the line begins.
    let mut least = vec![vec![(f32::INFINITY, 0); count + 1]; lines + 1];
    least[0][0].0 = 0.0;
    for line in 1..=lines {
        for end in line..=count {
            let mut length = 0.0;
            for start in (0..end).rev() {
                let space = words.spaces.get(start).filter(|_| start + 1 < end);
                length += words.widths[start] + space.copied().unwrap_or(0.0);
                if length > width {
                    break;
                }
                let break_cost = if start == 0 {
                    0.0
                } else {
                    words.costs.get(start - 1).copied().unwrap_or(0.0)
                };
                let lonely = if end == count && end - start == 1 && lines > 1 {
                    LONELY
                } else {
                    0.0
                };
                let uneven = (length - ideal) / width;
                let cost = least[line - 1][start].0 + break_cost + lonely + uneven * uneven;
                if cost < least[line][end].0 {
                    least[line][end] = (cost, start);
                }
            }
        }
    }
    if !least[lines][count].0.is_finite() {
        return None;
    }
    let mut starts = Vec::with_capacity(lines - 1);
    let mut end = count;
    for line in (2..=lines).rev() {
        end = least[line][end].1;
        starts.push(end);
    }
    starts.reverse();
    Some(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(widths: &[f32], costs: &[f32], width: f32, most: usize) -> Option<Vec<usize>> {
        let words = Words {
            widths,
            spaces: &vec![1.0; widths.len().saturating_sub(1)],
            costs,
        };
        break_lines(words, width, most)
    }

    #[test]
    fn lines_are_few_and_even() {
        assert_eq!(lines(&[4.0, 4.0], &[0.0], 9.0, 4), Some(vec![]));
        assert_eq!(lines(&[4.0, 4.0, 4.0, 4.0], &[0.0; 3], 10.0, 4), Some(vec![2]));
        assert_eq!(lines(&[4.0; 4], &[0.0; 3], 4.0, 3), None);
        assert_eq!(lines(&[20.0], &[], 10.0, 3), None);
    }

    #[test]
    fn a_forbidden_break_is_never_taken() {
        let forbidden = [0.0, f32::INFINITY, 0.0];
        assert_eq!(lines(&[4.0; 4], &forbidden, 15.0, 4), Some(vec![1]).or(Some(vec![3])));
        assert_eq!(lines(&[4.0, 4.0], &[f32::INFINITY], 5.0, 2), None);
    }
}
