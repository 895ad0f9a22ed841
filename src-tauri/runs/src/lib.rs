//! Runs of letters and digits: where a key could stand at all; [`Sieve`], which of their windows may be one. How long
//! it takes hardly depends on how many keys there are.
//!
//! A run of `block + stride - 1` characters holds a whole block at one of the multiples of `stride`, wherever it
//! starts. So one block per stride is tested, and only a block of nothing but letters and digits is looked at.
//!
//! A package of its own because a package is what can be built for speed: all of the wallet but this is built for
//! size.

mod sieve;

pub use sieve::{Sieve, Sums};

use std::ops::Range;

use wide::u8x16;

/// How far apart blocks are tested, and how long they are: by the shortest key there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// 16 bytes in 32: for runs of 47 and more.
    Wide,
    /// 16 bytes in 16: for runs of 31 and more.
    Middle,
    /// 8 bytes in 8: for runs of 15 and more.
    Fine,
}

/// The shortest run that any grain finds.
pub const SHORTEST: usize = 15;

impl Grain {
    /// The widest that finds every run of that many characters.
    pub fn of(shortest: usize) -> Self {
        match shortest {
            47.. => Self::Wide,
            31.. => Self::Middle,
            _ => Self::Fine,
        }
    }
}

/// How the characters of a run stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A byte each.
    One,
    /// Two bytes each, one of them zero, as PowerShell logs have it. Such a run goes from the first character to
    /// behind the last, which stand two bytes apart.
    Two,
}

/// Gives every run of letters and digits that is at least as long as its grain asks for, in order. Shorter ones
/// may be among them.
pub fn runs(bytes: &[u8], grain: Grain, each: &mut dyn FnMut(Width, Range<usize>)) {
    match grain {
        Grain::Wide => every::<32, 16>(bytes, each),
        Grain::Middle => every::<16, 16>(bytes, each),
        Grain::Fine => every::<8, 8>(bytes, each),
    }
}

fn every<const STRIDE: usize, const BLOCK: usize>(bytes: &[u8], each: &mut dyn FnMut(Width, Range<usize>)) {
    let mut at = 0;
    while at < bytes.len() {
        let next = at + BLOCKS * STRIDE;
        if bytes.get(at..next).is_some_and(|blocks| !may_hold::<STRIDE, BLOCK>(blocks)) {
            at = next;
            continue;
        }
        while at < next.min(bytes.len()) {
            at = one::<STRIDE, BLOCK>(bytes, at, each);
        }
    }
}

/// So many blocks are tested without a branch between them: whether a block of some text is part of a word is
/// what no processor can guess, and a wrong guess takes longer than the test.
const BLOCKS: usize = 4;

/// Whether a run may go through one of these blocks.
#[inline(always)]
fn may_hold<const STRIDE: usize, const BLOCK: usize>(bytes: &[u8]) -> bool {
    let whole = (1 << BLOCK) - 1;
    (0..BLOCKS).fold(false, |any, n| {
        let words = words(block(&bytes[n * STRIDE..]));
        let every_other = (words & 0xFF == 0x55) | (words & 0xFF == 0xAA);
        any | (words & whole == whole) | every_other
    })
}

/// Gives the run through one block, if there is one, and where the next block to test is.
fn one<const STRIDE: usize, const BLOCK: usize>(
    bytes: &[u8],
    at: usize,
    each: &mut dyn FnMut(Width, Range<usize>),
) -> usize {
    let block = block(&bytes[at..]);
    if words(block).trailing_ones() as usize >= BLOCK {
        let end = at + BLOCK + length(&bytes[at + BLOCK..]);
        let start = at - bytes[..at].iter().rev().take_while(|byte| is_word(**byte)).count();
        each(Width::One, start..end);
        return end.next_multiple_of(STRIDE);
    }
    match wide_run(bytes, at, block).filter(|_| at.is_multiple_of(2 * STRIDE)) {
        Some(run) => {
            let end = run.end;
            each(Width::Two, run);
            // Its last character may be the first of what goes on with a byte each.
            (end - 1).next_multiple_of(STRIDE)
        }
        None => at + STRIDE,
    }
}

/// The next sixteen bytes; zeros behind the end, which are no letters.
#[inline(always)]
fn block(bytes: &[u8]) -> [u8; 16] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut last = [0; 16];
        last[..bytes.len()].copy_from_slice(bytes);
        last
    })
}

/// The characters at the start that go on with a run.
fn length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !is_word(*byte)).unwrap_or(bytes.len())
}

/// Whether a key may hold it.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Which of sixteen bytes are letters or digits, a bit each.
#[inline(always)]
fn words(block: [u8; 16]) -> u32 {
    let block = u8x16::new(block);
    let within = |bytes: u8x16, least: u8, most: u8| {
        let above = bytes - u8x16::splat(least);
        above.min(u8x16::splat(most - least)).simd_eq(above)
    };
    let lower = block | u8x16::splat(0x20);
    (within(lower, b'a', b'z') | within(block, b'0', b'9')).to_bitmask()
}

const EVEN: u64 = 0x00FF_00FF_00FF_00FF;

/// The run of characters of two bytes around a place, by the first eight bytes there.
#[inline(always)]
fn wide_run(bytes: &[u8], at: usize, block: [u8; 16]) -> Option<Range<usize>> {
    let [eight, _] = block.as_chunks().0 else { unreachable!("sixteen are twice eight") };
    let eight = u64::from_le_bytes(*eight);
    let (even, odd) = (eight & EVEN, eight & !EVEN);
    if (even == 0) == (odd == 0) {
        return None;
    }
    // The bytes that are not zero are the characters.
    let shift = usize::from(even == 0);
    if !block[shift..8].iter().step_by(2).all(|byte| is_word(*byte)) {
        return None;
    }
    let first = at + shift;
    let mut start = first;
    while start >= 2 && bytes[start - 1] == 0 && is_word(bytes[start - 2]) {
        start -= 2;
    }
    let mut end = first + 1;
    while bytes.get(end) == Some(&0) && bytes.get(end + 1).is_some_and(|byte| is_word(*byte)) {
        end += 2;
    }
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use proptest::prelude::*;

    /// What there is, found the slow way.
    fn naive(bytes: &[u8], shortest: usize) -> Vec<Range<usize>> {
        let mut found = vec![];
        let mut start = 0;
        for at in 0..=bytes.len() {
            if at == bytes.len() || !is_word(bytes[at]) {
                if at - start >= shortest {
                    found.push(start..at);
                }
                start = at + 1;
            }
        }
        found
    }

    fn of_width(wanted: Width, bytes: &[u8], grain: Grain) -> Vec<Range<usize>> {
        let mut found = vec![];
        runs(bytes, grain, &mut |width, run| found.extend((width == wanted).then_some(run)));
        found
    }

    /// Bytes with runs of every length in them, at every place.
    fn text() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            "[0-9A-Za-z]{0,120}".prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 0..40),
            "[ -/:-@\\[-`{-~]{1,3}".prop_map(String::into_bytes),
        ];
        proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_run_is_found_as_the_slow_way_finds_it(bytes in text()) {
            for (grain, shortest) in [(Grain::Wide, 47), (Grain::Middle, 31), (Grain::Fine, 15)] {
                let mut found = of_width(Width::One, &bytes, grain);
                found.retain(|run| run.len() >= shortest);
                prop_assert_eq!(&found, &naive(&bytes, shortest), "{:?}", grain);
            }
        }

        #[test]
        fn every_wide_run_is_found(bytes in text(), lead in 0..3_usize, big in any::<bool>()) {
            let pairs = bytes.iter().flat_map(|byte| if big { [0, *byte] } else { [*byte, 0] });
            // Zeros are what stands between characters, so the text holds none of its own.
            prop_assume!(!bytes.contains(&0));
            let wide: Vec<u8> = std::iter::repeat_n(1, lead).chain(pairs).collect();
            for (grain, shortest) in [(Grain::Wide, 47), (Grain::Middle, 31), (Grain::Fine, 15)] {
                let mut found = of_width(Width::Two, &wide, grain);
                found.retain(|run| run.len().div_ceil(2) >= shortest);
                let place = |at: usize| lead + usize::from(big) + 2 * at;
                let wanted: Vec<_> = naive(&bytes, shortest)
                    .into_iter()
                    .map(|run| place(run.start)..place(run.end - 1) + 1)
                    .collect();
                prop_assert_eq!(&found, &wanted, "{:?}", grain);
            }
        }
    }

    #[test]
    fn letters_and_digits_are_told_from_all_else() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut block = [b'-'; 16];
                block[at] = byte;
                assert_eq!(words(block), u32::from(is_word(byte)) << at, "{byte} at {at}");
            }
        }
    }

    /// What ends a run of one width may begin one of the other.
    #[test]
    fn runs_of_both_widths_that_share_a_character_are_both_found() {
        let run = "k".repeat(47);
        for lead in 0..130 {
            let mut bytes = vec![b'-'; lead];
            bytes.extend(run.bytes().flat_map(|byte| [byte, 0]));
            let shared = bytes.len();
            bytes.extend(run.bytes());
            for (width, run) in [(Width::Two, lead..shared + 1), (Width::One, shared..shared + 47)] {
                assert_eq!(of_width(width, &bytes, Grain::Wide), from_ref(&run), "{lead}");
            }
        }
    }
}
