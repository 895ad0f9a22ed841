//! Which windows of a run may be a key. Three bits of each key's sum are kept: of those windows that are no key, hardly
//! one in a thousand has all of its bits there and costs a real hash.

use std::ops::Range;

use crate::Grain;

/// Makes sums, each machine others.
#[derive(Clone, Copy)]
pub struct Sums([u64; 3]);

impl Sums {
    /// From random words of the machine's own.
    pub fn new(words: [u64; 3]) -> Self {
        Self(words)
    }

    /// 32 bits that tell nearly all that is not a key, in a nanosecond, from three parts of it.
    ///
    /// # Panics
    /// For less than eight characters.
    #[inline(always)]
    pub fn of(&self, window: &[u8]) -> u32 {
        let part = |at: usize| window[at..].first_chunk().map_or(0, |part| u64::from_le_bytes(*part));
        let (last, middle) = (window.len() - 8, window.len() / 2 - 4);
        let folded = |a: u64, b: u64| {
            let product = u128::from(a) * u128::from(b);
            (product >> 64) as u64 ^ product as u64
        };
        let [one, two, three] = self.0;
        let sum = folded(part(0) ^ one, part(middle) ^ two) ^ part(last);
        (folded(sum ^ three, one | 1) >> 16) as u32
    }
}

/// 64 Kbit, three of them for each key.
const SIZE: usize = (64 << 10) / 64;

/// What keys of these sums go through, and nearly nothing else.
pub struct Sieve {
    sums: Sums,
    /// The lengths of the keys, each once.
    lengths: Vec<usize>,
    bits: Box<[u64; SIZE]>,
}

impl Sieve {
    /// For keys of these lengths, at least eight, and sums.
    pub fn new(sums: Sums, keys: impl Iterator<Item = (usize, u32)>) -> Self {
        let mut sieve = Self { sums, lengths: vec![], bits: Box::new([0; SIZE]) };
        for (length, sum) in keys {
            sieve.lengths.push(length);
            for bit in bits(sum) {
                sieve.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        sieve.lengths.sort_unstable();
        sieve.lengths.dedup();
        sieve
    }

    /// Which runs have to be looked at.
    pub fn grain(&self) -> Grain {
        Grain::of(self.lengths.first().copied().unwrap_or(usize::MAX))
    }

    /// Gives every window of a run that may be a key and ends behind the first `seen` characters.
    pub fn windows(&self, run: &[u8], seen: usize, each: &mut dyn FnMut(Range<usize>)) {
        for &length in &self.lengths {
            let first = (seen + 1).saturating_sub(length);
            for (n, window) in run.get(first..).unwrap_or_default().windows(length).enumerate() {
                if self.may_be(self.sums.of(window)) {
                    each(first + n..first + n + length);
                }
            }
        }
    }

    #[inline(always)]
    fn may_be(&self, sum: u32) -> bool {
        bits(sum).into_iter().all(|bit| self.bits[bit / 64] & (1 << (bit % 64)) != 0)
    }
}

#[inline(always)]
fn bits(sum: u32) -> [usize; 3] {
    let more = sum.wrapping_mul(0x9E37_79B1);
    [sum & 0xFFFF, sum >> 16, more >> 16].map(|bit| bit as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMS: Sums = Sums([3 << 50, 5 << 40, 7 << 30]);

    /// Letters and digits in no order.
    fn text(length: usize) -> Vec<u8> {
        let mut state = 1_u64;
        let sign = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(state >> 33) as usize % 62]
        };
        std::iter::repeat_with(sign).take(length).collect()
    }

    fn through(sieve: &Sieve, run: &[u8], seen: usize) -> Vec<Range<usize>> {
        let mut windows = vec![];
        sieve.windows(run, seen, &mut |window| windows.push(window));
        windows
    }

    #[test]
    fn every_key_goes_through_wherever_it_stands_and_of_a_thousand_others_none() {
        let text = text(60_000);
        let keys: Vec<_> = (0..1000).map(|n| n * 48..n * 48 + if n % 2 == 0 { 48 } else { 32 }).collect();
        let sums = keys.iter().map(|key| (key.len(), SUMS.of(&text[key.clone()])));
        let sieve = Sieve::new(SUMS, sums);
        let windows = through(&sieve, &text, 0);
        assert!(keys.iter().all(|key| windows.contains(key)));
        let others = windows.len() - keys.len();
        assert!(others < 2 * text.len() / 1000, "{others}");
    }

    #[test]
    fn a_window_that_was_seen_is_not_given_again() {
        let text = text(200);
        let key = 20..68;
        let sieve = Sieve::new(SUMS, std::iter::once((key.len(), SUMS.of(&text[key.clone()]))));
        for seen in 0..=text.len() {
            let wanted: Vec<_> = std::iter::once(key.clone()).filter(|key| seen < key.end).collect();
            assert_eq!(through(&sieve, &text, seen), wanted, "{seen}");
        }
        assert_eq!(through(&sieve, &text[..47], 0), []);
    }
}
