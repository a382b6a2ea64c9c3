//! The formats that are asserted: one row each, with a check, examples, and a regular language to generate from.

mod name;
mod text;
mod time;
mod web;

/// A format.
pub(crate) struct Format {
    pub name: &'static str,
    /// Whether a string has the format; linear in its length.
    pub check: fn(&str) -> bool,
    /// Strings of the format, the plainest first.
    pub samples: &'static [&'static str],
    /// An ECMA-262 pattern of which every match has the format; a part of the format's language.
    pub language: &'static str,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The format of a name; `None` where none is asserted.
pub(crate) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

const fn format(
    name: &'static str,
    check: fn(&str) -> bool,
    samples: &'static [&'static str],
    language: &'static str,
) -> Format {
    Format { name, check, samples, language }
}

const DATE: &str = r"^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$";
const TIME: &str = r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d)$";
const DATE_TIME: &str = r"^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d)$";
const URI: &str = r"^[a-z][a-z0-9]*://[a-z0-9]+([.-][a-z0-9]+)*(/[A-Za-z0-9._~-]*)*(\?[a-z0-9=&]*)?(#[a-z0-9]*)?$";
const HOST: &str = r"^[a-z]([a-z0-9-]{0,30}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,30}[a-z0-9])?){0,5}$";
const EMAIL: &str = r"^[a-z0-9]+([._+-][a-z0-9]+)*@[a-z0-9]+(\.[a-z]+)+$";
const IPV6: &str = r"^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^::([0-9a-f]{1,4}(:[0-9a-f]{1,4}){0,5})?$";
const IPV4: &str = r"^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$";
const DURATION: &str = r"^P(\d{1,9}W|(\d{1,9}D|\d{1,9}M(\d{1,9}D)?|\d{1,9}Y(\d{1,9}M(\d{1,9}D)?)?)?(T(\d{1,9}H(\d{1,9}M(\d{1,9}S)?)?|\d{1,9}M(\d{1,9}S)?|\d{1,9}S)))$|^P\d{1,9}[DMYW]$";
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

#[rustfmt::skip]
static FORMATS: &[Format] = &[
    format("date-time",             time::date_time,     &["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z"], DATE_TIME),
    format("date",                  time::date,          &["2024-01-01"],                         DATE),
    format("time",                  time::time,          &["00:00:00Z"],                          TIME),
    format("duration",              time::duration,      &["P1D", "PT1H"],                        DURATION),
    format("email",                 name::email,         &["user@example.com", "a@b.co"],         EMAIL),
    format("idn-email",             name::idn_email,     &["user@example.com", "a@b.co"],         EMAIL),
    format("hostname",              name::hostname,      &["example.com", "a.co", "a"],           HOST),
    format("idn-hostname",          name::idn_hostname,  &["example.com", "a.co", "a"],           HOST),
    format("ipv4",                  web::ipv4,           &["192.0.2.1", "1.1.1.1"],               IPV4),
    format("ipv6",                  web::ipv6,           &["2001:db8::1", "::1"],                 IPV6),
    format("uri",                   web::uri,            &["https://example.com", "https://example.com/", "http://example.com", "urn:a"], URI),
    format("uri-reference",         web::uri_reference,  &["https://example.com", "/", ""],       r"^(/[A-Za-z0-9._~-]*)+$"),
    format("iri",                   web::iri,            &["https://example.com", "urn:a"],       URI),
    format("iri-reference",         web::iri_reference,  &["https://example.com", "/", ""],       r"^(/[A-Za-z0-9._~-]*)+$"),
    format("uri-template",          text::uri_template,  &["https://example.com/{id}", "/", ""],  r"^(/[A-Za-z0-9._~-]*)+$"),
    format("json-pointer",          text::json_pointer,  &["/a", ""],                             r"^(/[A-Za-z0-9._-]*)*$"),
    format("relative-json-pointer", text::relative_json_pointer, &["0", "1/a"],                   r"^(0|[1-9]\d*)(/[A-Za-z0-9._-]*)*#?$"),
    format("uuid",                  text::uuid,          &["00000000-0000-4000-8000-000000000000"], UUID),
    format("regex",                 text::regex,         &["^a$", "a", ""],                       "^[a-z]*$"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_have_their_format() {
        for format in FORMATS {
            for sample in format.samples {
                assert!((format.check)(sample), "{} {sample:?}", format.name);
            }
            let language = crate::pattern::Pattern::new(format.language).unwrap();
            assert!(format.samples.iter().any(|sample| language.is_match(sample)), "{}", format.name);
        }
    }

    fn check(name: &str, good: &[&str], bad: &[&str]) {
        let format = named(name).unwrap();
        for text in good {
            assert!((format.check)(text), "{name} should take {text:?}");
        }
        for text in bad {
            assert!(!(format.check)(text), "{name} should not take {text:?}");
        }
    }

    #[test]
    fn times() {
        check(
            "date-time",
            &["1985-04-12T23:20:50.52Z", "1996-12-19t16:39:57-08:00", "1998-12-31T15:59:60.123-08:00"],
            &[
                "1998-12-31T23:58:60Z",
                "1985-04-12 23:20:50Z",
                "1985-04-12T23:20:50",
                "1990-02-31T15:59:59Z",
                "2020-01-01T00:00:00+24:00",
            ],
        );
        check(
            "date",
            &["2020-02-29", "2000-02-29"],
            &["2021-02-29", "1900-02-29", "2020-1-01", "2020-13-01", "2020-01-0২"],
        );
        check(
            "time",
            &["23:59:60Z", "08:30:06.283185Z", "01:02:60+01:03"],
            &["23:59:60+01:00", "24:00:00Z", "01:02:03", "01:02:03+24:00", "1:02:03Z"],
        );
        check(
            "duration",
            &["P4DT12H30M5S", "P4W", "PT36H", "PT0S"],
            &["PT1D", "P", "P1YT", "P1Y2W", "P1D2H", "4DT", "P2S", "PT1H5S"],
        );
    }

    #[test]
    fn names() {
        check(
            "email",
            &[
                "joe.bloggs@example.com",
                "te~st@example.com",
                "\"joe bloggs\"@example.com",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
            ],
            &["2962", ".test@example.com", "te..st@example.com", "a@b@c", "joe bloggs@example.com", "a@-b.com"],
        );
        check(
            "hostname",
            &["www.example.com", "a-b", "xn--4gbwdl.xn--wgbh1c"],
            &["-a", "a-", "a..b", "a_b", "", "a.b.", "XN--aa---o47jg78q"],
        );
        check("idn-hostname", &["실례.테스트", "l·l", "ab"], &["〮실례.테스트", "a·l", "-a", ""]);
    }

    #[test]
    fn addresses() {
        check("ipv4", &["0.0.0.0", "255.255.255.255"], &["256.1.1.1", "1.1.1", "01.1.1.1", "1.1.1.1/24", "1.1.1.1.1"]);
        check(
            "ipv6",
            &["::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "1::8"],
            &["12345::", "1:2:3:4:5:6:7", "::1::", "fe80::a%eth1", "1:2:3:4:5:6:7:8:9"],
        );
        check(
            "uri",
            &["http://foo.bar/?baz=qux#quux", "urn:oasis:names", "mailto:a@b.c", "http://[::1]/"],
            &[
                "/abc",
                "\\\\WINDOWS\\x",
                "http:// should fail",
                "bar,baz",
                "http://a/{b}",
                "http://foo.bar/%zz",
                "http://a:b/",
            ],
        );
        check("uri-reference", &["/abc", "#frag", "", "abc"], &["\\\\WINDOWS", "#a\\b", "a b"]);
        check("iri", &["http://ƒøø.ßår/?∂éœ=πîx#πîüx"], &["/abc", "http://2001:0db8::7334"]);
    }

    #[test]
    fn texts() {
        check("json-pointer", &["", "/a/b~0~1", "/"], &["a", "/~", "/~2", "#/a"]);
        check("relative-json-pointer", &["0", "1/a", "2#", "10/"], &["-1", "01", "0##", "/a", ""]);
        check(
            "uuid",
            &["2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
            &["2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa98-11ea-b4aa73b441d16380xx"],
        );
        check("regex", &["([abc])+\\s+$", "(?<=a)b", "(?!x)"], &["^(abc]", "\\a", "\\Z"]);
        check("uri-template", &["http://x/{a}/{b:3}{?c*,d}", ""], &["http://x/{a", "a}b"]);
    }
}
