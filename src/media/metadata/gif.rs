//! GIF: its blocks up to the end, without comments, texts and programs' notes but for the one that says how often it plays.

/// Reads on from a place.
struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Blocks<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    /// Blocks of data up to the empty one that ends them.
    fn data(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        loop {
            let length = usize::from(*self.take(1)?.first()?);
            if length == 0 {
                return self.bytes.get(from..self.at);
            }
            self.take(length)?;
        }
    }
}

/// The length of a table of colours.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut blocks = Blocks { bytes, at: 0 };
    let mut out = blocks.take(13)?.to_vec();
    out.extend_from_slice(blocks.take(table(*out.get(10)?))?);
    loop {
        let from = blocks.at;
        match blocks.take(1).and_then(|byte| byte.first().copied()) {
            Some(0x21) => {
                let kind = *blocks.take(1)?.first()?;
                let data = blocks.data()?;
                let loops = data.starts_with(b"\x0bNETSCAPE2.0") || data.starts_with(b"\x0bANIMEXTS1.0");
                if kind == 0xF9 || kind == 0xFF && loops {
                    out.extend_from_slice(bytes.get(from..blocks.at)?);
                }
            }
            Some(0x2C) => {
                let flags = *blocks.take(9)?.last()?;
                blocks.take(table(flags) + 1)?;
                // A picture that is cut off is shown as far as it goes.
                let whole = blocks.data().is_some();
                out.extend_from_slice(bytes.get(from..blocks.at)?);
                if !whole {
                    out.extend_from_slice(bytes.get(blocks.at..)?);
                    return Some(out);
                }
            }
            // The end, or what a careless program wrote in its place.
            _ => {
                out.push(0x3B);
                return Some(out);
            }
        }
    }
}
