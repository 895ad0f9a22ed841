//! Groups and models of a sample bridge. Prices are made up, but of the right order.

use crate::{Group, Model};

/// The groups every bridge starts with.
pub(super) fn groups() -> Vec<Group> {
    let group = |name: &str, ratio, desc: &str| Group {
        name: name.to_owned(),
        ratio,
        desc: desc.to_owned(),
        usable: true,
        retired: false,
    };
    vec![
        group("default", 1.0, "All models at list price"),
        group("anthropic", 2.5, "Claude, straight from the maker"),
        group("openai", 1.2, "GPT, straight from the maker"),
        group("google", 1.1, "Gemini, straight from the maker"),
        group("cc", 0.8, "Claude for Claude Code"),
        group("aws-q", 0.6, "Claude by way of a cloud"),
        group("codex", 0.7, "GPT for Codex"),
        group("windsurf", 0.5, "Mixed, may be slow"),
        Group { usable: false, ..group("internal", 0.1, "Staff only") },
    ]
}

/// The models every bridge starts with.
pub(super) fn models() -> Vec<Model> {
    const CLAUDE: &[&str] = &["default", "anthropic", "cc", "aws-q", "windsurf"];
    const GPT: &[&str] = &["default", "openai", "codex", "windsurf"];
    const GEMINI: &[&str] = &["default", "google"];
    let model = |name: &str, owner: &str, ratio, completion_ratio, groups: &[&str]| {
        let own = match owner {
            "anthropic" => "anthropic",
            "google" => "gemini",
            _ => "openai-response",
        };
        Model {
            name: name.to_owned(),
            owner: owner.to_owned(),
            ratio,
            completion_ratio,
            groups: groups.iter().map(ToString::to_string).collect(),
            endpoints: vec![own.to_owned(), "openai".to_owned()],
        }
    };
    vec![
        model("claude-opus-5-5", "anthropic", 2.5, 5.0, CLAUDE),
        model("claude-opus-4-8", "anthropic", 2.5, 5.0, CLAUDE),
        model("claude-sonnet-5", "anthropic", 1.5, 5.0, CLAUDE),
        model("claude-sonnet-4-5", "anthropic", 1.5, 5.0, CLAUDE),
        model("claude-haiku-5", "anthropic", 0.5, 5.0, CLAUDE),
        model("claude-haiku-4-5", "anthropic", 0.5, 5.0, CLAUDE),
        model("gpt-5.5", "openai", 0.875, 8.0, GPT),
        model("gpt-5.5-codex", "openai", 0.875, 8.0, GPT),
        model("gpt-5.5-mini", "openai", 0.125, 8.0, GPT),
        model("gemini-3-pro", "google", 1.0, 6.0, GEMINI),
        model("gemini-3-flash", "google", 0.15, 6.0, GEMINI),
    ]
}
