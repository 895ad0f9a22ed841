//! The keys that can be found, and the finding of them in bytes. No key is in here: a keyed BLAKE3 hash of each
//! says whether some letters and digits are it. The hash key, made anew on each machine, keeps others from
//! linking or confirming a hash; a key's own 285 bits keep everybody from undoing it.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use bridgekeeper_runs::{self as runs, Sieve, Sums, Width, is_word, runs};
use zeroize::Zeroizing;

use crate::key::KeyId;
use crate::secret::Secret;

/// The first 128 bits of a keyed BLAKE3 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Display for Fingerprint {
    /// So much of it as tells a person's keys apart: eight digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Makes fingerprints. One per machine.
pub struct HashKey {
    hash: Zeroizing<[u8; 32]>,
    sums: Sums,
}

impl HashKey {
    /// From the machine's own 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        let mut words = [0; 3];
        let mut more = [0; 24];
        blake3::Hasher::new_keyed(&bytes).update(b"sieve").finalize_xof().fill(&mut more);
        for (word, part) in words.iter_mut().zip(more.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*part);
        }
        Self { hash: Zeroizing::new(bytes), sums: Sums::new(words) }
    }

    /// What the index keeps of a key; `None` for one that is too short or too broken up to be told from other
    /// text.
    pub fn print(&self, key: &Secret) -> Option<Print> {
        // EXPOSE: only its hash leaves.
        let body = key.expose();
        let body = body.strip_prefix("sk-").unwrap_or(body).as_bytes();
        let mut longest = 0..0;
        let mut start = 0;
        for part in body.split(|byte| !is_word(*byte)) {
            if part.len() > longest.len() {
                longest = start..start + part.len();
            }
            start += part.len() + 1;
        }
        if longest.len() < SHORTEST {
            return None;
        }
        let core = &body[longest.clone()];
        let short = |length: usize| u16::try_from(length).ok();
        Some(Print {
            core: self.hash(core),
            sum: self.sums.of(core),
            length: short(longest.len())?,
            before: short(longest.start)?,
            after: short(body.len() - longest.end)?,
            whole: self.hash(body),
        })
    }

    fn hash(&self, bytes: &[u8]) -> Fingerprint {
        let hash = blake3::keyed_hash(&self.hash, bytes);
        Fingerprint(*hash.as_bytes().first_chunk().expect("a hash has 32 bytes"))
    }
}

/// The fewest letters and digits in a row that a key is looked for by: 95 bits.
const SHORTEST: usize = 16;
const _: () = assert!(SHORTEST > runs::SHORTEST, "every key is in a run that is found");

/// What the index keeps of a key. It is looked for by its longest run of letters and digits, which for a
/// new-api key is all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The hash of that run.
    pub core: Fingerprint,
    /// Its sum: see [`Sums`].
    pub sum: u32,
    /// Its length.
    pub length: u16,
    /// Characters of the key before it, `sk-` not counted.
    pub before: u16,
    /// Characters of the key behind it.
    pub after: u16,
    /// The hash of all of the key behind `sk-`.
    pub whole: Fingerprint,
}

impl Print {
    /// The length of the whole key, without `sk-`.
    fn span(&self) -> usize {
        [self.before, self.length, self.after].map(usize::from).iter().sum()
    }
}

/// What is known of a key's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum KnownStatus {
    /// It works, as last seen.
    Live,
    /// Disabled, expired or used up, as last seen: it could be made to work again.
    Off,
    /// It is gone from the bridge, or was proven dead.
    Dead,
    /// Its bridge is not connected.
    Unknown,
}

/// A key that can be found. It may be long gone: its copies are still worth finding.
#[derive(Debug, Clone)]
pub struct KnownKey {
    /// What it is found by.
    pub print: Print,
    /// Its bridge's address.
    pub origin: String,
    /// Its bridge's label; the address where it is not connected.
    pub label: String,
    /// The bridge's number for it.
    pub id: KeyId,
    /// Its name, as last seen.
    pub name: String,
    /// `sk-····9fKd`.
    pub masked: String,
    /// How it is.
    pub status: KnownStatus,
}

/// How a key stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Form {
    /// `sk-…`.
    Plain,
    /// Without `sk-`.
    Bare,
    /// Letters or digits stand right before or behind it.
    Glued,
    /// In an address, `%22` or the like before it.
    PercentEncoded,
    /// In a JSON text within text, `\n` or the like before it.
    JsonEscaped,
    /// Two bytes a character, the low one first.
    Utf16Le,
    /// Two bytes a character, the high one first.
    Utf16Be,
}

/// A key in a text.
#[derive(Debug, Clone)]
pub struct Find<'a> {
    /// Which.
    pub key: &'a KnownKey,
    /// Where it stands, `sk-` included where it is there; in bytes.
    pub range: Range<usize>,
    /// How.
    pub form: Form,
}

/// The keys that can be found.
pub struct Known {
    hasher: HashKey,
    keys: Vec<KnownKey>,
    by_core: HashMap<Fingerprint, usize>,
    sieve: Sieve,
    reach: usize,
}

/// So many characters before a key tell how it is written: its `sk-`, and an escape before that.
const LEAD: usize = 16;

impl Known {
    /// Those keys.
    pub fn new(hasher: HashKey, keys: Vec<KnownKey>) -> Self {
        let sums = keys.iter().map(|key| (key.print.length.into(), key.print.sum));
        Self {
            sieve: Sieve::new(hasher.sums, sums),
            hasher,
            by_core: keys.iter().enumerate().map(|(n, key)| (key.print.core, n)).collect(),
            reach: 2 * (LEAD + keys.iter().map(|key| key.print.span()).max().unwrap_or(0)),
            keys,
        }
    }

    /// All of them.
    pub fn keys(&self) -> &[KnownKey] {
        &self.keys
    }

    /// What tells these keys from every other choice of them.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut cores: Vec<_> = self.by_core.keys().map(|core| core.0).collect();
        cores.sort_unstable();
        self.hasher.hash(cores.as_flattened())
    }

    /// The key of that fingerprint.
    pub fn by_fingerprint(&self, fingerprint: Fingerprint) -> Option<&KnownKey> {
        self.by_core.get(&fingerprint).map(|n| &self.keys[*n])
    }

    /// The key that a secret is.
    pub fn key_of(&self, secret: &Secret) -> Option<&KnownKey> {
        self.hasher.print(secret).and_then(|print| self.by_fingerprint(print.core))
    }

    /// Every place in a text where a key stands, in order.
    pub fn find(&self, text: &[u8]) -> impl Iterator<Item = Find<'_>> + use<'_> {
        let mut found = vec![];
        self.look(text, 0, &mut |find| found.push(find));
        found.sort_by_key(|find| find.range.start);
        found.into_iter()
    }

    /// So many bytes of a text must be looked at together: a key, in two bytes a character, with what stands
    /// before it.
    pub fn reach(&self) -> usize {
        self.reach
    }

    /// Gives every key that ends behind the first `seen` bytes, which were looked at before.
    pub fn look<'a>(&'a self, text: &[u8], seen: usize, each: &mut dyn FnMut(Find<'a>)) {
        if self.keys.is_empty() {
            return;
        }
        runs(text, self.sieve.grain(), &mut |width, run| match width {
            Width::One => self.look_in_run(text, run, seen, each),
            Width::Two => self.look_in_wide_run(text, run, seen, each),
        });
    }

    fn look_in_run<'a>(
        &'a self,
        text: &[u8],
        run: Range<usize>,
        seen: usize,
        each: &mut dyn FnMut(Find<'a>),
    ) {
        self.windows(&text[run.clone()], seen.saturating_sub(run.start), &mut |core, key| {
            let core = run.start + core.start..run.start + core.end;
            let whole = self.whole(text, core, key);
            let lead = &text[whole.start.saturating_sub(LEAD)..whole.start];
            let (prefix, spelled) = prefix(lead);
            let form = match spelled.or_else(|| escape(&lead[..lead.len() - prefix])) {
                Some(form) => form,
                None if glued(text, &whole, prefix) => Form::Glued,
                None if prefix > 0 => Form::Plain,
                None => Form::Bare,
            };
            each(Find { key, range: whole.start - prefix..whole.end, form });
        });
    }

    fn look_in_wide_run<'a>(
        &'a self,
        text: &[u8],
        run: Range<usize>,
        seen: usize,
        each: &mut dyn FnMut(Find<'a>),
    ) {
        // Around the run, as far as it goes on with whatever else has two bytes a character.
        let mut start = run.start;
        while start >= 2 && run.start - start < 2 * LEAD && text[start - 1] == 0 && text[start - 2] != 0 {
            start -= 2;
        }
        let mut end = run.end;
        while end - run.end < self.reach && text.get(end) == Some(&0) && text.get(end + 1) > Some(&0) {
            end += 2;
        }
        let narrow: Zeroizing<Vec<u8>> =
            Zeroizing::new(text[start..end].iter().step_by(2).copied().collect());
        let inner = (run.start - start) / 2..(run.end - start).div_ceil(2);
        self.look_in_run(&narrow, inner, seen.saturating_sub(start) / 2, &mut |find| {
            let range = start + 2 * find.range.start..start + 2 * find.range.end - 1;
            let form = if range.start % 2 == 0 { Form::Utf16Le } else { Form::Utf16Be };
            if range.end > seen {
                each(Find { range, form, ..find });
            }
        });
    }

    /// Every key in a run of letters and digits that ends behind the first `seen`.
    fn windows<'a>(&'a self, run: &[u8], seen: usize, each: &mut dyn FnMut(Range<usize>, &'a KnownKey)) {
        self.sieve.windows(run, seen, &mut |window| {
            if let Some(key) = self.by_fingerprint(self.hasher.hash(&run[window.clone()]))
                && usize::from(key.print.length) == window.len()
            {
                each(window, key);
            }
        });
    }

    /// The place of the whole key around its core, as far as it is there.
    fn whole(&self, text: &[u8], core: Range<usize>, key: &KnownKey) -> Range<usize> {
        let print = &key.print;
        if print.before == 0 && print.after == 0 {
            return core;
        }
        let whole = core.start.saturating_sub(print.before.into())..core.end + usize::from(print.after);
        let is_whole = text.get(whole.clone()).is_some_and(|found| self.hasher.hash(found) == print.whole);
        if is_whole { whole } else { core }
    }
}

/// How many bytes of what stands before a key are its `sk-`, in whatever spelling.
fn prefix(before: &[u8]) -> (usize, Option<Form>) {
    let ends_with = |end: &[u8]| {
        before.len().checked_sub(end.len()).is_some_and(|at| before[at..].eq_ignore_ascii_case(end))
    };
    match () {
        () if before.ends_with(b"sk-") => (3, None),
        () if ends_with(b"sk%2d") => (5, Some(Form::PercentEncoded)),
        () if ends_with(br"sk\u002d") => (8, Some(Form::JsonEscaped)),
        () => (0, None),
    }
}

/// The escape that a key stands behind: `%22`, `\n` or the like.
fn escape(before: &[u8]) -> Option<Form> {
    let hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'%', a, b] if hex(&[*a, *b]) => Some(Form::PercentEncoded),
        [.., b'\\', b'u', a, b, c, d] if hex(&[*a, *b, *c, *d]) => Some(Form::JsonEscaped),
        [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f' | b'"' | b'/'] => Some(Form::JsonEscaped),
        _ => None,
    }
}

/// Whether letters or digits go on right before or behind a key. Before `sk-` that is nothing to wonder at.
fn glued(text: &[u8], key: &Range<usize>, prefix: usize) -> bool {
    let before = key.start.checked_sub(1).filter(|_| prefix == 0).and_then(|at| text.get(at));
    [before, text.get(key.end)].into_iter().flatten().any(|byte| is_word(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "canaryABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

    fn known(keys: &[&str]) -> Known {
        let hasher = HashKey::new([7; 32]);
        let entry = |(n, key): (usize, &&str)| KnownKey {
            print: hasher.print(&Secret::new((*key).to_owned())).unwrap(),
            origin: "https://bridge.example".into(),
            label: "bridge.example".into(),
            id: KeyId(n as i64),
            name: format!("key-{n}"),
            masked: "sk-····".into(),
            status: KnownStatus::Live,
        };
        let entries = keys.iter().enumerate().map(entry).collect();
        Known::new(hasher, entries)
    }

    fn found(known: &Known, text: &[u8]) -> Vec<(i64, String, Form)> {
        let show = |find: Find<'_>| {
            let stands = text[find.range].iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte));
            (find.key.id.0, stands.collect(), find.form)
        };
        known.find(text).map(show).collect()
    }

    fn wide(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn a_key_is_found_in_every_form() {
        let known = known(&[KEY]);
        let plain = format!("sk-{KEY}");
        for (text, stands, form) in [
            (format!("KEY={plain}\n"), &*plain, Form::Plain),
            (plain.clone(), &plain, Form::Plain),
            (format!("{plain}-channel"), &plain, Form::Plain),
            (KEY.to_owned(), KEY, Form::Bare),
            (format!("\"{KEY}\""), KEY, Form::Bare),
            (format!("?key={KEY}&x"), KEY, Form::Bare),
            (format!("x{KEY}"), KEY, Form::Glued),
            (format!("{plain}x"), &plain, Form::Glued),
            (format!("name{KEY}https"), KEY, Form::Glued),
            (format!("{}{KEY}{}", "a".repeat(500), "b".repeat(500)), KEY, Form::Glued),
            (format!("%22{plain}%22"), &plain, Form::PercentEncoded),
            (format!("key%3D{KEY}"), KEY, Form::PercentEncoded),
            (format!("sk%2D{KEY}"), &format!("sk%2D{KEY}"), Form::PercentEncoded),
            (format!(r"\n{plain}\n"), &plain, Form::JsonEscaped),
            (format!(r"a\t{KEY}"), KEY, Form::JsonEscaped),
            (format!(r#"\"{KEY}\""#), KEY, Form::JsonEscaped),
            (format!(r"\u0022{plain}"), &plain, Form::JsonEscaped),
            (format!(r"sk\u002D{KEY}"), &format!(r"sk\u002D{KEY}"), Form::JsonEscaped),
        ] {
            let one = [(0, stands.to_owned(), form)];
            assert_eq!(found(&known, text.as_bytes()), one, "{text}");
            for (big, form) in [(false, Form::Utf16Le), (true, Form::Utf16Be)] {
                assert_eq!(found(&known, &wide(&text, big)), [(0, stands.to_owned(), form)], "{text}");
            }
        }
    }

    #[test]
    fn near_misses_are_not_found() {
        let known = known(&[KEY]);
        let other = |at: usize| {
            let mut bytes = KEY.as_bytes().to_vec();
            bytes[at] = b'0';
            bytes
        };
        for at in [0, 1, 9, 20, 24, 30, 47] {
            assert_eq!(found(&known, &other(at)), [], "{at}");
        }
        for text in [&KEY[1..], &KEY[..47], &KEY.to_lowercase(), &KEY.replace('M', "-"), "", "sk-"] {
            assert_eq!(found(&known, text.as_bytes()), [], "{text}");
            assert_eq!(found(&known, &wide(text, false)), [], "{text}");
        }
    }

    #[test]
    fn keys_of_other_lengths_and_signs_are_found() {
        let hex = "0123456789abcdef0123456789abcdef";
        let long = "canary-0123456789abcdefghijklmnopqrstuvwxyz_0123456789ABCDE";
        let known = known(&[KEY, hex, long, "short-one-of-few16chars000000"]);
        for (n, key) in [(0, KEY), (1, hex), (2, long), (3, "short-one-of-few16chars000000")] {
            for lead in 0..70 {
                let text = format!("{}sk-{key};", " ".repeat(lead));
                assert_eq!(found(&known, text.as_bytes()), [(n, format!("sk-{key}"), Form::Plain)]);
            }
        }
        assert!(HashKey::new([7; 32]).print(&Secret::new("sk-too-short-0123".into())).is_none());
    }

    /// Read in parts with what [`Known::reach`] asks to carry over, a text gives the same finds, each once.
    #[test]
    fn a_text_read_in_parts_gives_the_same() {
        let known = known(&[KEY]);
        for text in
            [format!("....sk-{KEY}-1, {KEY}x").into_bytes(), wide(&format!("..sk-{KEY}, {KEY}."), false)]
        {
            let whole: Vec<_> = known.find(&text).map(|find| find.range).collect();
            assert_eq!(whole.len(), 2);
            for cut in 0..text.len() {
                let mut parts = vec![];
                known.look(&text[..cut], 0, &mut |find| parts.push(find.range));
                let carried = cut.saturating_sub(known.reach());
                known.look(&text[carried..], cut - carried, &mut |find| {
                    parts.push(find.range.start + carried..find.range.end + carried);
                });
                assert_eq!(parts, whole, "cut at {cut}");
            }
        }
    }

    proptest! {
        /// Against every window of every run, hashed.
        #[test]
        fn keys_are_found_as_the_slow_way_finds_them(
            parts in proptest::collection::vec(prop_oneof![
                Just(KEY.to_owned()),
                Just(format!("sk-{KEY}")),
                "[0-9A-Za-z]{0,60}",
                "[ -~]{0,8}",
            ], 0..10)
        ) {
            let text = parts.concat();
            let known = known(&[KEY]);
            let slow: Vec<_> = text.match_indices(KEY).map(|(at, _)| at + KEY.len()).collect();
            let fast: Vec<_> = known.find(text.as_bytes()).map(|find| find.range.end).collect();
            prop_assert_eq!(slow, fast);
        }
    }
}
