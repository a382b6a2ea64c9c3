//! Reference resolution for `$id` and `$ref` (RFC 3986, section 5.2), on strings; nothing is fetched.

/// A reference in its five parts; `None` where a part is absent.
#[derive(Debug, Default, Clone, PartialEq)]
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

/// Cuts off the fragment: the part before `#` and the part after it (empty where there is none).
pub(crate) fn split_fragment(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

fn parts(text: &str) -> Parts<'_> {
    let (text, _) = split_fragment(text);
    let (text, query) = text.split_once('?').map_or((text, None), |(a, b)| (a, Some(b)));
    let (scheme, text) = match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
        _ => (None, text),
    };
    match text.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            Parts { scheme, authority: Some(authority), path, query }
        }
        None => Parts { scheme, authority: None, path: text, query },
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Resolves `reference` (without its fragment) against `base`.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let (reference, _) = split_fragment(reference);
    let (base, _) = split_fragment(base);
    if reference.is_empty() {
        return base.to_owned();
    }
    let (from, to) = (parts(base), parts(reference));
    if to.scheme.is_some() {
        return join(&Parts { path: "", ..to.clone() }, &remove_dots(to.path));
    }
    if to.authority.is_some() {
        return join(&Parts { scheme: from.scheme, ..to.clone() }, &remove_dots(to.path));
    }
    let head = Parts { scheme: from.scheme, authority: from.authority, path: "", query: to.query };
    if to.path.is_empty() {
        return join(&Parts { query: to.query.or(from.query), ..head }, from.path);
    }
    if to.path.starts_with('/') {
        return join(&head, &remove_dots(to.path));
    }
    let folder = from.path.rfind('/').map_or("", |at| &from.path[..=at]);
    let folder = if folder.is_empty() && from.authority.is_some() { "/" } else { folder };
    join(&head, &remove_dots(&format!("{folder}{}", to.path)))
}

fn join(head: &Parts<'_>, path: &str) -> String {
    let mut out = String::new();
    if let Some(scheme) = head.scheme {
        out.push_str(scheme);
        out.push(':');
    }
    if let Some(authority) = head.authority {
        out.push_str("//");
        out.push_str(authority);
    }
    out.push_str(path);
    if let Some(query) = head.query {
        out.push('?');
        out.push_str(query);
    }
    out
}

/// RFC 3986, section 5.2.4; paths without a leading slash (as in `urn:`) pass through unless they hold dots.
fn remove_dots(path: &str) -> String {
    if !path.contains('.') {
        return path.to_owned();
    }
    let rooted = path.starts_with('/');
    let mut out: Vec<&str> = Vec::new();
    let mut ends_open = false;
    for piece in path.trim_start_matches('/').split('/') {
        ends_open = matches!(piece, "." | "..");
        match piece {
            "." => {}
            ".." => {
                out.pop();
            }
            piece => out.push(piece),
        }
    }
    let mut text = out.join("/");
    if ends_open && !text.is_empty() {
        text.push('/');
    }
    if rooted { format!("/{text}") } else { text }
}

/// Undoes percent-encoding; bytes that do not form UTF-8 are left as they were.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                out.push(decoded);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, reference: &str, expect: &str) {
        assert_eq!(resolve(base, reference), expect, "{base} + {reference}");
    }

    #[test]
    fn references_resolve_as_in_rfc_3986() {
        check("http://a/b/c/d?q", "g", "http://a/b/c/g");
        check("http://a/b/c/d?q", "./g", "http://a/b/c/g");
        check("http://a/b/c/d?q", "../../g", "http://a/g");
        check("http://a/b/c/d?q", "/g", "http://a/g");
        check("http://a/b/c/d?q", "//g", "http://g");
        check("http://a/b/c/d?q", "?y", "http://a/b/c/d?y");
        check("http://a/b/c/d?q", "", "http://a/b/c/d?q");
        check("http://a", "g", "http://a/g");
        check("", "g", "g");
        check("urn:example:root", "urn:example:other", "urn:example:other");
        check("http://a/b/", "..", "http://a/");
    }

    #[test]
    fn percent_signs_decode_only_where_they_encode() {
        assert_eq!(percent_decode("a%25b%zz%"), "a%b%zz%");
    }
}
