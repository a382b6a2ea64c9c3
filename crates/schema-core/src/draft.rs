//! The drafts of JSON Schema that are told apart.

/// A draft, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draft {
    /// Draft 4 (2013).
    Draft4,
    /// Draft 6 (2017).
    Draft6,
    /// Draft 7 (2018).
    Draft7,
    /// 2019-09.
    Draft201909,
    /// 2020-12, the default.
    Draft202012,
}

impl Draft {
    /// The draft that a `$schema` value names, if it is one of ours.
    pub fn named(uri: &str) -> Option<Draft> {
        let bare = uri.trim_end_matches('#');
        let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
        Some(match bare {
            "json-schema.org/draft-04/schema" => Draft::Draft4,
            "json-schema.org/draft-06/schema" => Draft::Draft6,
            "json-schema.org/draft-07/schema" => Draft::Draft7,
            "json-schema.org/draft/2019-09/schema" => Draft::Draft201909,
            "json-schema.org/draft/2020-12/schema" => Draft::Draft202012,
            _ => return None,
        })
    }

    /// Whether `$ref` hides the keywords beside it.
    pub(crate) fn ref_stands_alone(self) -> bool {
        self <= Draft::Draft7
    }

    /// The keyword that names a resource.
    pub(crate) fn id_keyword(self) -> &'static str {
        if self == Draft::Draft4 { "id" } else { "$id" }
    }
}
