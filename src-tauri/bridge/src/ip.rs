//! IP lists of keys: who may call, and who is calling.

use std::net::IpAddr;

use axum::http::HeaderMap;

/// The caller's address. Every caller is on loopback, which the whole family trusts as a proxy, so
/// `X-Forwarded-For` tells where a request claims to come from.
pub(crate) fn of_caller(headers: &HeaderMap, peer: IpAddr) -> IpAddr {
    headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(',').next_back())
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(peer)
}

/// Whether `allow` (one address or range per line) lets `ip` in. A list without a line lets all in; a
/// line that cannot be read lets nobody in.
pub(crate) fn allows(allow: &str, ip: IpAddr, ranges: bool) -> bool {
    let mut lines = allow.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_none() || lines.any(|line| line_allows(line, ip, ranges))
}

fn line_allows(line: &str, ip: IpAddr, ranges: bool) -> bool {
    match line.split_once('/') {
        None => line.parse() == Ok(ip),
        Some(_) if !ranges => false,
        Some((base, bits)) => match (base.parse(), bits.parse()) {
            (Ok(base), Ok(bits)) => in_range(ip, base, bits),
            _ => false,
        },
    }
}

fn in_range(ip: IpAddr, base: IpAddr, bits: u32) -> bool {
    let (ip, base, width) = match (ip, base) {
        (IpAddr::V4(ip), IpAddr::V4(base)) => (ip.to_bits().into(), base.to_bits().into(), 32),
        (IpAddr::V6(ip), IpAddr::V6(base)) => (ip.to_bits(), base.to_bits(), 128),
        _ => return false,
    };
    bits <= width && differing(ip, base) <= width - bits
}

/// How many low bits are needed to hold the difference of two addresses.
fn differing(a: u128, b: u128) -> u32 {
    u128::BITS - (a ^ b).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_let_in_what_they_name() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        for (list, ranges, expected) in [
            ("", false, true),
            ("\n  \n", false, true),
            ("127.0.0.1", false, true),
            ("10.0.0.1\n127.0.0.1\n", false, true),
            ("10.0.0.1", true, false),
            ("127.0.0.0/8", true, true),
            ("127.0.0.0/8", false, false),
            ("127.0.0.1/32", true, true),
            ("127.0.0.0/32", true, false),
            ("128.0.0.0/1", true, false),
            ("0.0.0.0/0", true, true),
            ("127.0.0.0/33", true, false),
            ("::1", true, false),
            ("nonsense", true, false),
        ] {
            assert_eq!(allows(list, loopback, ranges), expected, "{list:?} with ranges {ranges}");
        }
    }
}
