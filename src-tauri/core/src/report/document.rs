//! What a report says, before it is written in any format.

use crate::words::say;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is about.
    pub title: String,
    /// How it stands as a whole.
    pub tone: Tone,
    /// The same in a few words.
    pub state: String,
    /// What it says, top to bottom.
    pub blocks: Vec<Block>,
    /// Who made it, where and when.
    pub foot: Text,
}

/// How something stands. Never told by colour alone: a word always says it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is over.
    Good,
    /// It is not, or nobody can tell.
    Bad,
    /// Neither.
    Plain,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a part.
    Heading(String),
    /// Begins a part of a part.
    Subheading(Text),
    /// Sentences.
    Paragraph(Text),
    /// Sentences that nobody may miss.
    Notice(Tone, Text),
    /// Names with what is known of each.
    Facts(Facts),
    /// Rows under a head.
    Table(Table),
    /// Things to do, each with a box to tick.
    Todo(Vec<Text>),
}

/// Names with what is known of each.
pub type Facts = Vec<(String, Text)>;

/// Rows under a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub caption: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Those, counted from 0, that are never broken into lines.
    pub narrow: &'static [usize],
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<Text>>,
}

/// Words of a line, some of them somebody else's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Run>);

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Said plainly.
    Plain(String),
    /// Said with weight.
    Strong(String),
    /// A name that somebody gave. It may be in any script.
    Name(String),
    /// Letter for letter: a path, a command, the mask of a key.
    Code(String),
}

impl Text {
    /// Plain words.
    pub fn of(words: impl Into<String>) -> Self {
        Self::default().and(words)
    }

    /// Plain words after those.
    pub fn and(self, words: impl Into<String>) -> Self {
        self.with(Run::Plain(words.into()))
    }

    /// Words with weight after those.
    pub fn strong(self, words: impl Into<String>) -> Self {
        self.with(Run::Strong(words.into()))
    }

    /// A name after those.
    pub fn name(self, name: &str) -> Self {
        self.with(Run::Name(name.to_owned()))
    }

    /// Something letter for letter after those.
    pub fn code(self, code: &str) -> Self {
        self.with(Run::Code(code.to_owned()))
    }

    /// Another text after those.
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The next sentence after those.
    pub fn sentence(self, next: Self) -> Self {
        self.and(say!("report-gap")).then(next)
    }

    fn with(mut self, run: Run) -> Self {
        self.0.push(match run {
            Run::Plain(words) => Run::Plain(plain(&words)),
            Run::Strong(words) => Run::Strong(plain(&words)),
            Run::Name(name) => Run::Name(plain(&name)),
            Run::Code(code) => Run::Code(plain(&code)),
        });
        self
    }

    fn with_any(self, kind: fn(String) -> Run, words: String) -> Self {
        if words.is_empty() { self } else { self.with(kind(words)) }
    }
}

/// A text of the catalogue by its name, its blanks filled with numbers and words that keep their kind. What stands
/// between `**` in the catalogue has weight, and between backticks it is letter for letter. What the blanks are
/// filled with is never looked at for those marks.
macro_rules! text {
    ($name:literal) => {
        $crate::report::document::Blanks::default().fill(&$crate::words::say!($name))
    };
    ($name:literal, $($blank:ident = $value:expr),+ $(,)?) => {{
        let mut blanks = $crate::report::document::Blanks::default();
        let said = $crate::words::say!($name, $($blank = blanks.hold($value)),+);
        blanks.fill(&said)
    }};
}
pub(super) use text;

/// What the blanks of a text are filled with. Until the text is there, a sign of its own stands for each.
#[derive(Default)]
pub(super) struct Blanks(Vec<Text>);

/// The first of the signs, which stand in no text of the catalogue.
const FIRST_SIGN: u32 = 0xe000;

impl Blanks {
    /// What to give to the catalogue for it.
    pub(super) fn hold<B: Blank>(&mut self, blank: B) -> B::Said {
        blank.held(self)
    }

    /// The text of the catalogue with everything in its place.
    pub(super) fn fill(&self, said: &str) -> Text {
        let mut text = Text::default();
        for (n, part) in said.split("**").enumerate() {
            let around = if n % 2 == 0 { Run::Plain } else { Run::Strong };
            for (n, part) in part.split('`').enumerate() {
                text = self.fill_part(text, part, if n % 2 == 0 { around } else { Run::Code });
            }
        }
        text
    }

    fn fill_part(&self, mut text: Text, part: &str, kind: fn(String) -> Run) -> Text {
        let mut words = String::new();
        for c in part.chars() {
            let Some(blank) = self.behind(c) else {
                words.push(c);
                continue;
            };
            for run in &blank.0 {
                match run {
                    // What is plain in itself is as what it stands in.
                    Run::Plain(more) => words += more,
                    run => {
                        text = text.with_any(kind, std::mem::take(&mut words)).with(run.clone());
                    }
                }
            }
        }
        text.with_any(kind, words)
    }

    fn behind(&self, sign: char) -> Option<&Text> {
        let n = u32::from(sign).checked_sub(FIRST_SIGN)?;
        self.0.get(usize::try_from(n).ok()?)
    }
}

/// What a blank of a text can be filled with.
pub(super) trait Blank {
    /// What the catalogue is given for it.
    type Said;

    fn held(self, blanks: &mut Blanks) -> Self::Said;
}

impl Blank for Text {
    type Said = String;

    fn held(self, blanks: &mut Blanks) -> String {
        let sign = u32::try_from(blanks.0.len()).ok().and_then(|n| char::from_u32(FIRST_SIGN + n));
        blanks.0.push(self);
        sign.map(String::from).unwrap_or_default()
    }
}

impl Blank for String {
    type Said = String;

    fn held(self, blanks: &mut Blanks) -> String {
        Text::of(self).held(blanks)
    }
}

impl Blank for &str {
    type Said = String;

    fn held(self, blanks: &mut Blanks) -> String {
        Text::of(self).held(blanks)
    }
}

/// The catalogue chooses by numbers.
impl Blank for usize {
    type Said = Self;

    fn held(self, _: &mut Blanks) -> Self {
        self
    }
}

impl Blank for u32 {
    type Said = Self;

    fn held(self, _: &mut Blanks) -> Self {
        self
    }
}

/// Somebody else's words on one line: what moves, turns or hides text is seen as what it is.
pub fn plain(text: &str) -> String {
    let hides = |c: char| {
        matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().map(|c| if c.is_control() || hides(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_keeps_its_kind_and_its_marks() {
        let mut blanks = Blanks::default();
        let [plain, name, last] =
            [blanks.hold("**x** `y`"), blanks.hold(Text::default().name("n")), blanks.hold("\u{e000}")];
        let text = blanks.fill(&format!("a {plain} **b {plain}, {name}!** `c {last}` {last}"));
        assert_eq!(
            text,
            Text::of("a **x** `y` ")
                .strong("b **x** `y`, ")
                .name("n")
                .strong("!")
                .and(" ")
                .code("c \u{e000}")
                .and(" \u{e000}")
        );
    }
}
