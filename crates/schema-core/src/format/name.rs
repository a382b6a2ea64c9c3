//! Host names and mail addresses (RFC 1123, RFC 5321; internationalised: RFC 5890 to 5892, RFC 6531).

use super::web;

/// An ASCII host name of at most 253 characters.
pub(super) fn hostname(text: &str) -> bool {
    text.is_ascii() && !text.is_empty() && text.len() <= 253 && text.split('.').all(ascii_label)
}

fn ascii_label(label: &str) -> bool {
    let plain = (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-');
    if !plain || label.get(2..4) != Some("--") {
        return plain;
    }
    // Only `xn--` may have hyphens in the third and fourth place, and it must decode to a label of its own kind.
    let lower = label.to_ascii_lowercase();
    lower.strip_prefix("xn--").and_then(punycode).is_some_and(|label| !label.is_ascii() && unicode_label(&label))
}

/// Decodes punycode (RFC 3492, section 6.2) of at most 63 bytes.
fn punycode(text: &str) -> Option<String> {
    let (basic, coded) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128u32, 0u32, 72u32);
    let mut bytes = coded.bytes().peekable();
    while bytes.peek().is_some() {
        let (before, mut weight) = (i, 1u32);
        for k in (36..).step_by(36) {
            let digit = match bytes.next()? {
                b @ b'a'..=b'z' => u32::from(b - b'a'),
                b @ b'0'..=b'9' => u32::from(b - b'0') + 26,
                _ => return None,
            };
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = (k as u32).saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        let mut delta = if before == 0 { (i - before) / 700 } else { (i - before) / 2 };
        delta += delta / count;
        let mut shift = 0;
        while delta > 455 {
            delta /= 35;
            shift += 36;
        }
        bias = shift + 36 * delta / (delta + 38);
        n = n.checked_add(i / count)?;
        i %= count;
        out.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

/// A host name whose labels may be Unicode.
pub(super) fn idn_hostname(text: &str) -> bool {
    let dots = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];
    let label = |label: &str| if label.is_ascii() { ascii_label(label) } else { unicode_label(label) };
    let both_ways = text.chars().any(|c| is_rtl(c) || is_arabic_digit(c));
    !text.is_empty()
        && text.chars().count() <= 253
        && text.split(dots).all(|part| label(part) && (!both_ways || is_bidi(part)))
}

/// Letters written from right to left, by block.
fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{65F}' | '\u{66A}'..='\u{6EF}' | '\u{6FA}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
        && c.is_alphabetic()
}

fn is_arabic_digit(c: char) -> bool {
    ('\u{660}'..='\u{669}').contains(&c)
}

/// The rule of RFC 5893, section 2, for a label of a name that holds right-to-left characters.
fn is_bidi(label: &str) -> bool {
    let european = |c: char| c.is_ascii_digit() || ('\u{6F0}'..='\u{6F9}').contains(&c);
    let ltr = |c: char| c.is_alphabetic() && !is_rtl(c) && !is_mark(c);
    match label.chars().next() {
        Some(first) if is_rtl(first) => {
            !(label.chars().any(ltr) || label.chars().any(european) && label.chars().any(is_arabic_digit))
        }
        Some(first) if ltr(first) => !label.chars().any(|c| is_rtl(c) || is_arabic_digit(c)),
        _ => false,
    }
}

/// A U-label: the hyphen rules, no initial mark, no disallowed character, and the contextual rules of RFC 5892.
fn unicode_label(label: &str) -> bool {
    let chars: Vec<char> = label.chars().collect();
    let hyphens = label.starts_with('-') || label.ends_with('-') || chars.get(2..4) == Some(&['-', '-']);
    !hyphens
        && (1..=63).contains(&chars.len())
        && !chars.first().is_some_and(|c| is_mark(*c))
        && chars.iter().all(|c| is_allowed(*c))
        && (0..chars.len()).all(|at| in_context(&chars, at))
}

/// The combining marks that host names meet: general ranges, not the whole category.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{93C}' | '\u{93E}'..='\u{94F}'
        | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Letters, digits and marks, less what RFC 5892 disallows, plus its exceptions.
fn is_allowed(c: char) -> bool {
    match c {
        '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' | '\u{640}' | '\u{7FA}' => false,
        '-' | '\u{B7}' | '\u{375}' | '\u{5F3}' | '\u{5F4}' | '\u{30FB}' | '\u{200C}' | '\u{200D}' | '\u{6FD}'
        | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        c => (c.is_alphanumeric() && !c.is_uppercase()) || is_mark(c) || is_virama(c),
    }
}

fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{94D}' | '\u{9CD}' | '\u{A4D}' | '\u{ACD}' | '\u{B4D}' | '\u{BCD}' | '\u{C4D}' | '\u{CCD}' | '\u{D4D}'
    )
}

/// The contextual rules of RFC 5892, appendix A.
fn in_context(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let after = chars.get(at + 1).copied();
    let hebrew = |c: Option<char>| c.is_some_and(|c| ('\u{590}'..='\u{5FF}').contains(&c));
    match chars.get(at).copied() {
        Some('\u{B7}') => before == Some('l') && after == Some('l'),
        Some('\u{375}') => after.is_some_and(|c| ('\u{370}'..='\u{3FF}').contains(&c)),
        Some('\u{5F3}' | '\u{5F4}') => hebrew(before),
        Some('\u{30FB}') => chars.iter().any(|c| {
            matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3005}' | '\u{3007}')
        }),
        Some('\u{200D}') => before.is_some_and(is_virama),
        Some('\u{200C}') => before.is_some_and(|c| is_virama(c) || ('\u{620}'..='\u{6FF}').contains(&c)),
        Some('\u{660}'..='\u{669}') => !chars.iter().any(|c| ('\u{6F0}'..='\u{6F9}').contains(c)),
        Some('\u{6F0}'..='\u{6F9}') => !chars.iter().any(|c| ('\u{660}'..='\u{669}').contains(c)),
        _ => true,
    }
}

/// A mail address in ASCII.
pub(super) fn email(text: &str) -> bool {
    text.is_ascii() && mailbox(text, hostname)
}

/// A mail address whose parts may be Unicode.
pub(super) fn idn_email(text: &str) -> bool {
    mailbox(text, idn_hostname)
}

fn mailbox(text: &str, host: fn(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let literal = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let domain_holds = match literal {
        Some(address) => address.strip_prefix("IPv6:").map_or_else(|| web::ipv4(address), web::ipv6),
        None => host(domain),
    };
    domain_holds && (dotted(local) || quoted(local))
}

fn dotted(local: &str) -> bool {
    let atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii();
    local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(atext))
}

fn quoted(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return false,
            c if c.is_control() => return false,
            _ => {}
        }
    }
    !escaped
}
