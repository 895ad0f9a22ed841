//! What a report says, before it is written in any format.

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
    Heading(&'static str),
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
pub type Facts = Vec<(&'static str, Text)>;

/// Rows under a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub caption: &'static str,
    /// The names of its columns.
    pub head: Vec<&'static str>,
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
        self.with(Run::Name(plain(name)))
    }

    /// Something letter for letter after those.
    pub fn code(self, code: &str) -> Self {
        self.with(Run::Code(plain(code)))
    }

    /// Another text after those.
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn with(mut self, run: Run) -> Self {
        self.0.push(match run {
            Run::Plain(words) => Run::Plain(plain(&words)),
            Run::Strong(words) => Run::Strong(plain(&words)),
            run => run,
        });
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
