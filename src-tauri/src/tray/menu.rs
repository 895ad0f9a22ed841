//! The menu as a value.

use bridgekeeper_core::view::{ProfileView, ToolState, ToolView};
use bridgekeeper_core::wallet::CostsToday;

use super::texts::Texts;

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Something to do.
    Act {
        /// What.
        act: Act,
        /// What it says.
        text: String,
    },
    /// Something to know.
    Note(String),
    /// A tool, with its profiles behind it.
    Tool {
        /// What it says.
        text: String,
        /// Its profiles.
        profiles: Vec<Entry>,
    },
    /// A line between two groups.
    Line,
}

/// A profile to go over to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Whether the tool's files say so now.
    pub active: bool,
}

/// What a click does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Open the window.
    Open,
    /// Close the vault.
    Lock,
    /// Open the window at Leak.
    Kill,
    /// End the wallet.
    Quit,
    /// Point a profile's tool at it.
    Use(String),
}

impl Act {
    /// How the desktop gives it back.
    pub fn id(&self) -> String {
        match self {
            Self::Open => "open".into(),
            Self::Lock => "lock".into(),
            Self::Kill => "kill".into(),
            Self::Quit => "quit".into(),
            Self::Use(profile) => format!("use:{profile}"),
        }
    }

    /// The same, back.
    pub fn of_id(id: &str) -> Option<Self> {
        match id {
            "open" => Some(Self::Open),
            "lock" => Some(Self::Lock),
            "kill" => Some(Self::Kill),
            "quit" => Some(Self::Quit),
            _ => id.strip_prefix("use:").map(|profile| Self::Use(profile.to_owned())),
        }
    }
}

/// The whole menu.
pub fn items(
    tools: &[ToolView],
    profiles: &[ProfileView],
    costs: Option<&CostsToday>,
    texts: &Texts,
) -> Vec<Item> {
    let act = |act, text: &str| Item::Act { act, text: text.into() };
    let mut items = vec![act(Act::Open, texts.open), Item::Line];
    let before = items.len();
    items.extend(tools.iter().filter_map(|tool| of_tool(tool, profiles, costs, texts)));
    if items.len() == before {
        items.push(Item::Note(texts.no_tool.into()));
    }
    items.extend([
        Item::Line,
        act(Act::Lock, texts.lock),
        act(Act::Kill, texts.kill),
        Item::Line,
        act(Act::Quit, texts.quit),
    ]);
    items
}

fn of_tool(
    tool: &ToolView,
    profiles: &[ProfileView],
    costs: Option<&CostsToday>,
    texts: &Texts,
) -> Option<Item> {
    let in_step = tool.state == ToolState::InStep;
    let profiles: Vec<_> = profiles
        .iter()
        .filter(|profile| profile.tool == tool.id)
        .map(|profile| Entry {
            name: profile.name.clone(),
            text: format!("{} · {}", profile.name, profile.key.name),
            active: in_step && tool.profile.as_ref() == Some(&profile.name),
        })
        .collect();
    let says = match (&tool.profile, tool.state) {
        (Some(profile), ToolState::InStep) => Some(profile.as_str()),
        (_, ToolState::Drifted | ToolState::Unreadable) => Some(texts.drifted),
        _ => None,
    };
    let cost = costs.and_then(|today| Some((texts.today)(today.costs.get(&tool.id)?, &today.read)));
    let says = says.map(|says| format!(": {says}")).unwrap_or_default();
    let cost = cost.map(|cost| format!(" · {cost}")).unwrap_or_default();
    let text = format!("{}{says}{cost}", tool.name);
    (!profiles.is_empty()).then_some(Item::Tool { text, profiles })
}
