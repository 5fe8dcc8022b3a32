//! The short digest by which khobor knows content: the first 16 bytes of BLAKE3.

/// The first 16 bytes of a BLAKE3 hash.
pub type Digest = [u8; 16];

/// The digest of bytes.
///
/// ```
/// use khobor::digest::digest;
/// assert_eq!(digest("খবর".as_bytes()), digest("খবর".as_bytes()));
/// assert_ne!(digest("খবর".as_bytes()), digest("খবর।".as_bytes()));
/// ```
pub fn digest(bytes: &[u8]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes);
    digest_of(&hasher)
}

/// The digest of what a hasher has taken in so far.
pub fn digest_of(hasher: &blake3::Hasher) -> Digest {
    let mut digest = [0; 16];
    hasher.finalize_xof().fill(&mut digest);
    digest
}
