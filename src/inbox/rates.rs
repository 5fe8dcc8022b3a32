//! How often may be posted. An address is kept as a number only: a hash under a salt that is made when the process starts and
//! that is written nowhere; so is the hash.

use rustc_hash::FxHashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// Addresses that are reported apart at a time.
const ADDRESSES: usize = 100_000;
/// The window of one address in microseconds.
const WINDOW: u64 = 600_000_000;
/// The window of all.
const MINUTE: u64 = 60_000_000;

/// The rates of one process.
pub(super) struct Rates {
    salt: [u8; 32],
    began: Instant,
    address: Rate,
    all: Rate,
    marks: Mutex<Marks>,
}

/// `posts` in `window` microseconds, all at once or one by one.
#[derive(Debug, Clone, Copy)]
struct Rate {
    window: u64,
    posts: u64,
}

/// When a rate would be unused again, in microseconds: all that has to be known of it.
#[derive(Default)]
struct Marks {
    all: u64,
    addresses: FxHashMap<u64, u64>,
    /// Of addresses that found no room.
    rest: u64,
}

impl Rate {
    /// The new mark of a post at `now`, or how many microseconds are to be waited.
    fn take(self, mark: u64, now: u64) -> Result<u64, u64> {
        let cost = (self.window / self.posts.max(1)).max(1);
        let next = mark.max(now) + cost;
        match next.saturating_sub(now) {
            ahead if ahead > self.window => Err(ahead - self.window),
            _ => Ok(next),
        }
    }
}

impl Rates {
    pub(super) fn new(per_address: u32, per_minute: u32) -> io::Result<Rates> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(io::Error::other)?;
        let rate = |window, posts: u32| Rate {
            window,
            posts: posts.into(),
        };
        Ok(Rates {
            salt,
            began: Instant::now(),
            address: rate(WINDOW, per_address),
            all: rate(MINUTE, per_minute),
            marks: Mutex::default(),
        })
    }

    /// Counts a post from an address.
    ///
    /// # Errors
    /// The seconds to wait. A post that is refused for its address does not count among all.
    pub(super) fn take(&self, from: IpAddr) -> Result<(), u64> {
        let now = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.take_at(from, now).map_err(|wait| wait.div_ceil(1_000_000))
    }

    fn take_at(&self, from: IpAddr, now: u64) -> Result<(), u64> {
        let key = self.key(from);
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let marks = &mut *marks;
        if marks.addresses.len() >= ADDRESSES && !marks.addresses.contains_key(&key) {
            marks.addresses.retain(|_, mark| *mark > now);
        }
        let full = marks.addresses.len() >= ADDRESSES;
        let own = match (full, marks.addresses.get(&key)) {
            (_, Some(mark)) => *mark,
            (true, None) => marks.rest,
            (false, None) => 0,
        };
        let own = self.address.take(own, now)?;
        marks.all = self.all.take(marks.all, now)?;
        match marks.addresses.get_mut(&key) {
            Some(mark) => *mark = own,
            None if full => marks.rest = own,
            None => drop(marks.addresses.insert(key, own)),
        }
        Ok(())
    }

    fn key(&self, from: IpAddr) -> u64 {
        let hash = blake3::keyed_hash(&self.salt, &network(from));
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(first)
    }
}

/// What of an address tells one reader from another: a reader has many addresses of IPv6, and a mapped one of IPv4 is that one.
pub(super) fn network(from: IpAddr) -> Vec<u8> {
    match from.to_canonical() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn an_address_may_post_so_often() {
        let rates = Rates::new(3, 100).unwrap();
        let a = ip("203.0.113.1");
        assert_eq!([0, 1, 2].map(|n| rates.take_at(a, n)), [Ok(()); 3]);
        assert!(
            rates
                .take_at(a, 3)
                .is_err_and(|wait| wait > 190_000_000 && wait <= 200_000_000)
        );
        assert!(rates.take_at(ip("::ffff:203.0.113.1"), 4).is_err());
        assert_eq!(rates.take_at(ip("203.0.113.2"), 5), Ok(()));
        assert_eq!(rates.take_at(a, 200_000_003), Ok(()));
        assert!(rates.take_at(a, 200_000_004).is_err());
        let neighbours = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4"].map(ip);
        assert_eq!(
            neighbours.map(|n| rates.take_at(n, 200_000_005).is_ok()),
            [true, true, true, false]
        );
    }

    #[tokio::test]
    async fn all_addresses_together_too() {
        let rates = Rates::new(2, 10).unwrap();
        let many: Vec<bool> = (0..20)
            .map(|n| rates.take_at(ip(&format!("203.0.113.{n}")), 0).is_ok())
            .collect();
        assert_eq!(many.iter().filter(|ok| **ok).count(), 10);
        assert_eq!(rates.take_at(ip("198.51.100.1"), 6_000_000), Ok(()));
        assert!(rates.take_at(ip("198.51.100.2"), 6_000_001).is_err());
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let rates = Rates::new(1, u32::MAX).unwrap();
        for n in 0..ADDRESSES as u32 {
            let _ = rates.take_at(IpAddr::V4(n.into()), 0);
        }
        let new = |n: u32| IpAddr::V4((0xC000_0000 + n).into());
        // All that is left is one rate for the rest, until addresses are forgotten.
        assert_eq!(rates.take_at(new(1), 1), Ok(()));
        assert!(rates.take_at(new(2), 2).is_err());
        assert_eq!(rates.take_at(new(3), WINDOW + 1), Ok(()));
        assert!(rates.marks.lock().unwrap().addresses.len() < 10);
    }
}
