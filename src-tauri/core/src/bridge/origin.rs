//! Where a bridge lives. A pasted address comes in any form; one form goes out.

use std::fmt;
use std::net::Ipv4Addr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

use crate::error::{Code, Error, Result};
use crate::words::say;

/// The origin of a bridge: scheme, host and port, nothing else. Shown as `https://host[:port]`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(Url);

impl Origin {
    /// The origin of a pasted address. Whatever stands behind the host (`/`, `/v1`, `/api`, `/console/…`,
    /// query, fragment) is dropped: both the management and the relay routes of new-api hang off the root
    /// (`new-api router/main.go`). Without a scheme it is `https`, on a loopback host `http`.
    ///
    /// `insist` lets plain `http` to another machine pass; without it a credential would travel in clear.
    ///
    /// # Errors
    /// [`Code::Invalid`] for what is no web address, carries a user name or password, or is plain `http`
    /// to another machine.
    pub fn parse(text: &str, insist: bool) -> Result<Self> {
        let text = text.trim();
        let invalid = |why: String| {
            Error::new(Code::Invalid, say!("origin-no-address", why = why))
                .hint(say!("origin-no-address", "hint"))
        };
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            let guess = Url::parse(&format!("https://{text}")).map_err(|error| invalid(error.to_string()))?;
            let scheme = if is_loopback(&guess) { "http" } else { "https" };
            format!("{scheme}://{text}")
        };
        let mut url = Url::parse(&full).map_err(|error| invalid(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid(say!("origin-other-scheme")));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid(say!("origin-has-user")));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(invalid(say!("origin-no-host")));
        }
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        if url.scheme() == "http" && !insist && !is_loopback(&url) {
            let address = Self(url).to_string();
            return Err(Error::new(Code::Invalid, say!("origin-in-clear", address = address))
                .hint(say!("origin-in-clear", "hint")));
        }
        Ok(Self(url))
    }

    /// The host as it stands in the address, punycode and brackets included, without the port.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether it is this very machine: such an address needs neither encryption nor a proxy.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Whether what is sent there travels encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it can be reached from the internet, encrypted, as far as the address tells.
    pub fn is_public(&self) -> bool {
        let is_public = match self.0.host() {
            Some(Host::Ipv4(ip)) => is_public_v4(ip),
            Some(Host::Ipv6(ip)) => match ip.to_ipv4_mapped() {
                Some(ip) => is_public_v4(ip),
                None => {
                    let local = ip.is_unique_local() || ip.is_unicast_link_local();
                    !(local || ip.is_loopback() || ip.is_unspecified())
                }
            },
            // RFC 6761, RFC 6762, RFC 8375, and what routers and companies name their own machines.
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                const LOCAL: [&str; 6] = ["localhost", "local", "internal", "lan", "home", "arpa"];
                name.rsplit_once('.').is_some_and(|(_, last)| !LOCAL.contains(&last))
            }
            None => false,
        };
        self.is_encrypted() && is_public
    }

    /// What OpenAI-compatible tools want as their base: the origin and `/v1`.
    pub fn openai_base(&self) -> String {
        format!("{self}/v1")
    }

    /// The address of a path on the bridge. The path is ours, never the bridge's.
    pub(super) fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    // RFC 6598: between a provider and its customers.
    let shared = matches!(ip.octets(), [100, 64..=127, ..]);
    !(shared || ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // RFC 6761: names below .localhost stay on the machine.
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Origin {
    /// Reads back what was accepted once, so plain `http` passes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, true).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_is_what_others_can_reach() {
        let public = |text| Origin::parse(text, true).unwrap().is_public();
        for text in ["https://bridge.example", "https://1.1.1.1:8443", "https://[2606:4700::1111]"] {
            assert!(public(text), "{text}");
        }
        for text in [
            "http://bridge.example",
            "https://localhost:3000",
            "https://bridge",
            "https://bridge.local",
            "https://bridge.home.arpa",
            "https://10.0.0.7",
            "https://192.168.1.1",
            "https://172.16.3.4",
            "https://169.254.1.1",
            "https://100.64.0.1",
            "https://0.0.0.0",
            "https://[::1]",
            "https://[fd00::1]",
            "https://[fe80::1]",
            "https://[::ffff:10.0.0.1]",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    #[test]
    fn a_pasted_address_becomes_an_origin() {
        for (pasted, shown) in [
            ("https://bridge.example", "https://bridge.example"),
            (" https://Bridge.Example/ \n", "https://bridge.example"),
            ("https://bridge.example/v1", "https://bridge.example"),
            ("https://bridge.example/v1/chat/completions", "https://bridge.example"),
            ("https://bridge.example/api/", "https://bridge.example"),
            ("https://bridge.example/console/token?page=2#top", "https://bridge.example"),
            ("https://bridge.example:8443/v1/", "https://bridge.example:8443"),
            ("https://bridge.example:443", "https://bridge.example"),
            ("bridge.example", "https://bridge.example"),
            ("bridge.example:8443/v1", "https://bridge.example:8443"),
            ("localhost:3000", "http://localhost:3000"),
            ("127.0.0.1:3000/v1", "http://127.0.0.1:3000"),
            ("http://[::1]:3000/console", "http://[::1]:3000"),
            ("https://例え.example", "https://xn--r8jz45g.example"),
        ] {
            assert_eq!(Origin::parse(pasted, false).unwrap().to_string(), shown, "{pasted}");
        }
        let origin = Origin::parse("https://bridge.example:8443/v1", false).unwrap();
        assert_eq!(origin.openai_base(), "https://bridge.example:8443/v1");
        assert_eq!(origin.host(), "bridge.example");
    }

    #[test]
    fn what_is_no_safe_address_is_refused() {
        for bad in [
            "",
            "https://",
            "ftp://bridge.example",
            "file:///etc/passwd",
            "javascript://x",
            "https://user@bridge.example",
            "https://user:pass@bridge.example",
            "user:pass@bridge.example",
            "http://bridge.example",
            "http://10.0.0.1:3000",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "two words",
        ] {
            assert_eq!(Origin::parse(bad, false).map_err(|e| e.code()), Err(Code::Invalid), "{bad}");
        }
    }

    #[test]
    fn plain_http_elsewhere_needs_insistence() {
        let lan = Origin::parse("http://10.0.0.1:3000/v1", true).unwrap();
        assert_eq!(lan.to_string(), "http://10.0.0.1:3000");
        assert!(!lan.is_loopback());
        let back: Origin = serde_json::from_str(&serde_json::to_string(&lan).unwrap()).unwrap();
        assert_eq!(back, lan);
    }

    #[test]
    fn a_refusal_does_not_repeat_a_password() {
        let error = Origin::parse("https://user:hunter2@bridge.example", false).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
