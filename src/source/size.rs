//! Sizes of files in words.

/// A size as a person reads it: `4 MiB`, `12.5 KiB`.
pub(crate) fn size_text(bytes: u64) -> String {
    let (unit, name) = if bytes >= 1 << 20 {
        (1u64 << 20, "MiB")
    } else {
        (1 << 10, "KiB")
    };
    let tenths = bytes.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        rest => format!("{}.{rest} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::size_text;

    #[test]
    fn sizes() {
        assert_eq!(
            (size_text(4 << 20).as_str(), size_text(1536).as_str()),
            ("4 MiB", "1.5 KiB")
        );
    }
}
