//! Addresses and identifiers of the web (RFC 2673, RFC 4291, RFC 3986, RFC 3987).

use std::net::{Ipv4Addr, Ipv6Addr};

/// A dotted quad without leading zeros.
pub(super) fn ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// An IPv6 address without zone.
pub(super) fn ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// An absolute URI.
pub(super) fn uri(text: &str) -> bool {
    text.is_ascii() && reference(text) && has_scheme(text)
}

/// A URI or a relative reference.
pub(super) fn uri_reference(text: &str) -> bool {
    text.is_ascii() && reference(text)
}

/// As [`uri`], with Unicode.
pub(super) fn iri(text: &str) -> bool {
    reference(text) && has_scheme(text)
}

/// As [`uri_reference`], with Unicode.
pub(super) fn iri_reference(text: &str) -> bool {
    reference(text)
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

fn reference(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if !scheme.contains('/') => (Some(scheme), rest),
        _ => (None, text),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    scheme.is_none_or(is_scheme)
        && is_authority(authority)
        && encoded(path, "/:@")
        && encoded(query, "/:@?")
        && encoded(fragment, "/:@?")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) if ipv6(address) || is_future(address) => {
                ("", port.strip_prefix(':').unwrap_or(port))
            }
            _ => return false,
        },
        None => host.rsplit_once(':').unwrap_or((host, "")),
    };
    encoded(user, ":") && encoded(host, "") && port.bytes().all(|b| b.is_ascii_digit())
}

/// An address of a version to come: `v1.…`.
fn is_future(text: &str) -> bool {
    let Some((version, address)) = text.strip_prefix(['v', 'V']).and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    !version.is_empty()
        && version.bytes().all(|b| b.is_ascii_hexdigit())
        && !address.is_empty()
        && encoded(address, ":")
}

/// Unreserved characters, sub-delimiters, `extra`, characters beyond ASCII, and well-formed percent-encodings.
fn encoded(text: &str, extra: &str) -> bool {
    let mut bytes = text.chars();
    while let Some(c) = bytes.next() {
        let fine = match c {
            '%' => {
                bytes.next().is_some_and(|c| c.is_ascii_hexdigit())
                    && bytes.next().is_some_and(|c| c.is_ascii_hexdigit())
            }
            c if !c.is_ascii() => !c.is_whitespace() && !c.is_control(),
            c => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(c) || extra.contains(c),
        };
        if !fine {
            return false;
        }
    }
    true
}
