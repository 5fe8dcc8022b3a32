//! A small writer of JPEG files (ITU T.81, baseline), for kinds that encoders do not make: four inks, colours that are not
//! transformed, one scan a component. Sizes are multiples of eight; nothing is subsampled.

/// What is written.
pub(super) struct Jpeg<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    /// The samples of each component.
    pub(super) planes: &'a [Vec<u8>],
    /// The colour transform of Adobe's marker.
    pub(super) adobe: Option<u8>,
    /// Whether each component has a scan of its own.
    pub(super) apart: bool,
}

const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];
/// Every code of the tables has eight bits: 12 sizes of differences, and 162 pairs of zeros and sizes.
const STEP: u8 = 4;

/// Symbols of coefficients, in order: runs of 0 to 15 zeros before 1 to 10 bits, the end of a block, 16 zeros.
fn symbols() -> Vec<u8> {
    let runs = (0..16u8).flat_map(|run| (1..=10u8).map(move |size| run << 4 | size));
    runs.chain([0x00, 0xF0]).collect()
}

/// Bits, the highest first; a byte of ones is followed by one of zeros.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.held = self.held << 1 | (value >> at & 1);
            self.count += 1;
            if self.count == 8 {
                let byte = self.held as u8;
                self.bytes.push(byte);
                if byte == 0xFF {
                    self.bytes.push(0);
                }
                (self.held, self.count) = (0, 0);
            }
        }
    }

    /// A symbol by its place in its table, then its value.
    fn number(&mut self, symbol: usize, value: i32, size: u32) {
        self.push(symbol as u32, 8);
        let value = if value < 0 { value + (1 << size) - 1 } else { value };
        self.push(value as u32, size);
    }

    fn finish(mut self) -> Vec<u8> {
        while self.count != 0 {
            self.push(1, 1);
        }
        self.bytes
    }
}

fn size_of(value: i32) -> u32 {
    32 - value.unsigned_abs().leading_zeros()
}

/// The coefficients of a block, in zigzag order.
fn coefficients(plane: &[u8], width: usize, (left, top): (usize, usize)) -> [i32; 64] {
    let mut out = [0; 64];
    for (place, at) in ZIGZAG.iter().enumerate() {
        let (u, v) = (at % 8, at / 8);
        let scale = |n: usize| if n == 0 { 0.5f64.sqrt() } else { 1.0 };
        let wave = |n: usize, at: usize| (((2 * n + 1) * at) as f64 * std::f64::consts::PI / 16.0).cos();
        let mut sum = 0.0;
        for y in 0..8 {
            for x in 0..8 {
                let sample = f64::from(plane[(top + y) * width + left + x]) - 128.0;
                sum += sample * wave(x, u) * wave(y, v);
            }
        }
        out[place] = (sum * scale(u) * scale(v) / 4.0 / f64::from(STEP)).round() as i32;
    }
    out
}

impl Jpeg<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8];
        let mut segment = |marker: u8, body: &[u8]| {
            out.extend_from_slice(&[0xFF, marker]);
            out.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
            out.extend_from_slice(body);
        };
        if let Some(transform) = self.adobe {
            segment(0xEE, &[&b"Adobe\0\x64\0\0\0\0"[..], &[transform]].concat());
        }
        segment(0xDB, &[&[0][..], &[STEP; 64]].concat());
        let size = [self.height, self.width].map(|n| (n as u16).to_be_bytes()).concat();
        let components = (1..=self.planes.len() as u8).flat_map(|id| [id, 0x11, 0]);
        let frame: Vec<u8> = [8]
            .into_iter()
            .chain(size)
            .chain([self.planes.len() as u8])
            .chain(components)
            .collect();
        segment(0xC0, &frame);
        let table = |class: u8, symbols: &[u8]| {
            let mut lengths = [0; 16];
            lengths[7] = symbols.len() as u8;
            [&[class][..], &lengths, symbols].concat()
        };
        segment(0xC4, &table(0, &(0..12).collect::<Vec<u8>>()));
        segment(0xC4, &table(0x10, &symbols()));
        let all: Vec<usize> = (0..self.planes.len()).collect();
        let scans: Vec<&[usize]> = if self.apart {
            all.chunks(1).collect()
        } else {
            vec![&all]
        };
        for scan in scans {
            let named = scan.iter().flat_map(|component| [*component as u8 + 1, 0]);
            let head: Vec<u8> = [scan.len() as u8].into_iter().chain(named).chain([0, 63, 0]).collect();
            out.extend_from_slice(&[0xFF, 0xDA]);
            out.extend_from_slice(&(head.len() as u16 + 2).to_be_bytes());
            out.extend_from_slice(&head);
            out.extend(self.scan(scan));
        }
        out.extend_from_slice(&[0xFF, 0xD9]);
        out
    }

    fn scan(&self, components: &[usize]) -> Vec<u8> {
        let symbols = symbols();
        let place = |symbol: u8| symbols.iter().position(|known| *known == symbol).unwrap();
        let mut bits = Bits::default();
        let mut before = vec![0; self.planes.len()];
        for top in (0..self.height).step_by(8) {
            for left in (0..self.width).step_by(8) {
                for component in components {
                    let block = coefficients(&self.planes[*component], self.width, (left, top));
                    let difference = block[0] - before[*component];
                    before[*component] = block[0];
                    bits.number(size_of(difference) as usize, difference, size_of(difference));
                    let mut zeros = 0u8;
                    for value in &block[1..] {
                        if *value == 0 {
                            zeros += 1;
                            continue;
                        }
                        for _ in 0..zeros / 16 {
                            bits.push(place(0xF0) as u32, 8);
                        }
                        bits.number(
                            place(((zeros % 16) << 4) | size_of(*value) as u8),
                            *value,
                            size_of(*value),
                        );
                        zeros = 0;
                    }
                    if zeros > 0 {
                        bits.push(place(0) as u32, 8);
                    }
                }
            }
        }
        bits.finish()
    }
}
