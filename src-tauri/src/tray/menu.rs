//! The menu as a value.

use bridgekeeper_core::view::{ProfileView, ToolState, ToolView};
use bridgekeeper_core::wallet::CostsToday;

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
pub fn items(tools: &[ToolView], profiles: &[ProfileView], costs: Option<&CostsToday>) -> Vec<Item> {
    let act = |act, text| Item::Act { act, text };
    let mut items = vec![act(Act::Open, say!("tray-open")), Item::Line];
    let before = items.len();
    items.extend(tools.iter().filter_map(|tool| of_tool(tool, profiles, costs)));
    if items.len() == before {
        items.push(Item::Note(say!("tray-no-tool")));
    }
    items.extend([
        Item::Line,
        act(Act::Lock, say!("tray-lock")),
        act(Act::Kill, say!("tray-kill")),
        Item::Line,
        act(Act::Quit, say!("tray-quit")),
    ]);
    items
}

fn of_tool(tool: &ToolView, profiles: &[ProfileView], costs: Option<&CostsToday>) -> Option<Item> {
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
    let name = &*tool.name;
    let text = match (&tool.profile, tool.state) {
        (Some(profile), ToolState::InStep) => say!("tray-tool", tool = name, profile = &**profile),
        (_, ToolState::Drifted | ToolState::Unreadable) => say!("tray-drifted", tool = name),
        _ => name.to_owned(),
    };
    let cost = costs.and_then(|today| Some((today.costs.get(&tool.id)?, &today.read)));
    let text = match cost {
        Some((cost, read)) => say!("tray-today", tool = text, cost = &**cost, read = &**read),
        None => text,
    };
    (!profiles.is_empty()).then_some(Item::Tool { text, profiles })
}
