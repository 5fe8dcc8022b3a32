//! Bylines as newsrooms write them in one line: `নিজস্ব প্রতিবেদক, চাঁদপুর` names a desk and the place it writes from.

/// How names end that are a desk's and no person's.
const DESKS: [&str; 9] = [
    "প্রতিবেদক",
    "প্রতিনিধি",
    "সংবাদদাতা",
    "ডেস্ক",
    "ব্যুরো",
    "রিপোর্টার",
    "করেসপনডেন্ট",
    "করেসপন্ডেন্ট",
    "correspondent",
];

/// Takes the place out of the names of a byline: one word behind a desk. Two words may be a reporter's name.
pub(crate) fn take_place(names: &mut Vec<String>) -> Option<String> {
    let [desk, place] = names.as_slice() else { return None };
    let is_desk = |name: &str| {
        let name = name.to_ascii_lowercase();
        DESKS.iter().any(|end| name.ends_with(end))
    };
    let is_place = !place.contains([' ', '.']) && !is_desk(place);
    (is_desk(desk) && is_place).then(|| names.pop()).flatten()
}

#[cfg(test)]
mod tests {
    use super::take_place;

    #[test]
    fn one_word_behind_a_desk_is_a_place() {
        let read = |line: &str| {
            let mut names: Vec<String> = line.split(", ").map(str::to_owned).collect();
            let place = take_place(&mut names);
            (names.join("+"), place.unwrap_or_default())
        };
        let two = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(read("জেলা প্রতিনিধি, ভোলা"), two("জেলা প্রতিনিধি", "ভোলা"));
        assert_eq!(read("নিজস্ব প্রতিবেদক, রহিম উদ্দিন"), two("নিজস্ব প্রতিবেদক+রহিম উদ্দিন", ""));
        assert_eq!(read("রহিম উদ্দিন, করিম"), two("রহিম উদ্দিন+করিম", ""));
        assert_eq!(read("বার্তা ডেস্ক, প্রতিনিধি"), two("বার্তা ডেস্ক+প্রতিনিধি", ""));
    }
}
