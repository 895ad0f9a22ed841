//! Which of a bridge's models a tool should name.

use std::cmp::Reverse;

/// The newest of those models that are of a kind. Names carry their version (`claude-opus-5-5`), and a dated or
/// suffixed twin of the same version (`…-20260101`, `…-thinking`) is longer than the plain one.
pub fn newest(available: &[String], is_of_the_kind: impl Fn(&str) -> bool) -> Option<String> {
    let version = |name: &str| -> Vec<u32> {
        name.split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok())
            .filter(|part| *part < 1000)
            .collect()
    };
    available
        .iter()
        .filter(|name| is_of_the_kind(&name.to_ascii_lowercase()))
        .max_by_key(|name| (version(name), Reverse(name.len())))
        .cloned()
}

/// The newest Claude of that class.
pub fn claude(available: &[String], class: &str) -> Option<String> {
    newest(available, |name| name.contains("claude") && name.contains(class))
}

/// The newest GPT, by number: `gpt-oss` and `gpt-image` are other things.
pub fn gpt(available: &[String]) -> Option<String> {
    newest(available, |name| {
        name.strip_prefix("gpt-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The newest Gemini that writes text and takes its time for it.
pub fn gemini(available: &[String]) -> Option<String> {
    let other = ["image", "tts", "audio", "live", "embedding"];
    newest(available, |name| {
        name.starts_with("gemini-") && name.contains("pro") && !other.iter().any(|word| name.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_plain_model_of_each_kind_is_picked() {
        let available: Vec<String> = [
            "claude-opus-4-8",
            "claude-opus-5-5-20260801",
            "claude-opus-5-5",
            "claude-opus-5-5-thinking",
            "claude-3-5-sonnet",
            "claude-sonnet-5",
            "gpt-4o-2024-08-06",
            "gpt-5.5",
            "gpt-5.5-mini",
            "gpt-image-9",
            "gpt-oss-120b",
            "gemini-3-flash",
            "gemini-3-pro",
            "gemini-3-pro-image",
            "gemini-4-pro-image",
            "claude-3-haiku-20240307",
        ]
        .map(Into::into)
        .into();
        assert_eq!(claude(&available, "opus").as_deref(), Some("claude-opus-5-5"));
        assert_eq!(claude(&available, "sonnet").as_deref(), Some("claude-sonnet-5"));
        assert_eq!(claude(&available, "haiku").as_deref(), Some("claude-3-haiku-20240307"));
        assert_eq!(gpt(&available).as_deref(), Some("gpt-5.5"));
        assert_eq!(gemini(&available).as_deref(), Some("gemini-3-pro"));
        assert_eq!(claude(&["gpt-5.5".into()], "opus"), None);
    }
}
