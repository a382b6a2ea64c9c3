//! Where the schemas of a document are: identified resources, anchors, and what a reference points to.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::error::{Place, SchemaError};
use crate::keyword::{self, Holds};
use crate::uri;

/// Most schemas in one document.
const MAX_SCHEMAS: usize = 200_000;

/// A place as a link to the place above it; see [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlaceId(u32);

/// Places as a tree, so that long paths are stored once.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<(Option<PlaceId>, String)>);

impl Places {
    /// The place of the document's root.
    fn root(&mut self) -> PlaceId {
        self.0.push((None, String::new()));
        PlaceId(0)
    }

    /// The place one step below.
    pub(crate) fn below(&mut self, above: PlaceId, step: &str) -> PlaceId {
        let id = PlaceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push((Some(above), step.to_owned()));
        id
    }

    /// The steps from the root.
    pub(crate) fn path(&self, place: PlaceId) -> Place {
        let mut steps = Vec::new();
        let mut at = Some(place);
        while let Some((Some(above), step)) = at.and_then(|id| self.0.get(id.0 as usize)) {
            steps.push(step.clone());
            at = Some(*above);
        }
        steps.reverse();
        Place(steps)
    }
}

/// A schema with an identity of its own.
#[derive(Debug)]
pub(crate) struct Resource<'s> {
    /// Its absolute URI without fragment; empty for a document that states none.
    pub uri: String,
    /// Its root schema.
    pub root: &'s Value,
    /// Its draft.
    pub draft: Draft,
    /// Whether `$schema` said so; where it did not, keywords of every draft are honoured.
    pub stated: bool,
    /// `$recursiveAnchor: true`.
    pub recursive: bool,
}

/// A schema within the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'s> {
    /// The schema itself.
    pub value: &'s Value,
    /// Where it stands.
    pub place: PlaceId,
    /// The resource it belongs to.
    pub resource: usize,
}

/// What a reference points to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target<'s> {
    /// A schema of the document.
    Site(Site<'s>),
    /// The metaschema of a draft.
    Metaschema(Draft),
}

/// The address of a value, which identifies it while the document is borrowed.
fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Every schema of a document, found before anything is compiled.
#[derive(Debug, Default)]
pub(crate) struct Index<'s> {
    pub resources: Vec<Resource<'s>>,
    pub places: Places,
    /// `$dynamicAnchor`s in document order: resource, name, schema.
    pub dynamic: Vec<(usize, String, Site<'s>)>,
    by_uri: HashMap<String, usize>,
    by_root: HashMap<usize, usize>,
    anchors: HashMap<(usize, String), Site<'s>>,
    sites: HashMap<usize, Site<'s>>,
}

impl<'s> Index<'s> {
    /// Indexes a document whose depth is already bounded.
    pub(crate) fn new(document: &'s Value, draft: Option<Draft>) -> Result<Index<'s>, SchemaError> {
        let mut index = Index::default();
        let place = index.places.root();
        let stated = draft.or_else(|| stated_draft(document));
        let root = Resource {
            uri: String::new(),
            root: document,
            draft: stated.unwrap_or(Draft::Draft202012),
            stated: stated.is_some(),
            recursive: false,
        };
        index.resources.push(root);
        index.by_uri.insert(String::new(), 0);
        index.by_root.insert(address(document), 0);
        index.scan(Site { value: document, place, resource: 0 })?;
        Ok(index)
    }

    /// Registers a schema and all schemas below it.
    fn scan(&mut self, top: Site<'s>) -> Result<(), SchemaError> {
        let mut stack = vec![top];
        while let Some(mut site) = stack.pop() {
            if self.sites.contains_key(&address(site.value)) {
                continue;
            }
            if let Value::Object(map) = site.value {
                site.resource = self.identify(site, map);
                self.name(site, map);
                self.push_children(site, map, &mut stack);
            }
            self.sites.insert(address(site.value), site);
            if self.sites.len() > MAX_SCHEMAS {
                return Err(SchemaError::TooLarge { what: "subschemas", limit: MAX_SCHEMAS });
            }
        }
        Ok(())
    }

    /// The resource that a schema opens or belongs to.
    fn identify(&mut self, site: Site<'s>, map: &'s Map<String, Value>) -> usize {
        let Some(outer) = self.resources.get(site.resource) else { return site.resource };
        let (draft, stated) = match stated_draft(site.value) {
            Some(draft) if map.contains_key("$id") || map.contains_key("id") => (draft, true),
            _ => (outer.draft, outer.stated),
        };
        let id = [draft.id_keyword(), if stated { "" } else { "id" }]
            .iter()
            .find_map(|key| map.get(*key).and_then(Value::as_str))
            .filter(|id| !(id.starts_with('#') || draft.ref_stands_alone() && map.contains_key("$ref")));
        let Some(id) = id else {
            if self.by_root.get(&address(site.value)) == Some(&site.resource) {
                self.set_recursive(site.resource, map);
            }
            return site.resource;
        };
        let uri = uri::resolve(&outer.uri, id);
        let at = if site.resource == 0 && address(site.value) == address(outer.root) {
            0
        } else {
            let root = site.value;
            self.resources.push(Resource { uri: String::new(), root, draft, stated, recursive: false });
            self.resources.len() - 1
        };
        if let Some(resource) = self.resources.get_mut(at) {
            resource.uri.clone_from(&uri);
        }
        self.by_uri.entry(uri).or_insert(at);
        self.by_root.insert(address(site.value), at);
        self.set_recursive(at, map);
        at
    }

    fn set_recursive(&mut self, resource: usize, map: &Map<String, Value>) {
        if let Some(resource) = self.resources.get_mut(resource) {
            resource.recursive |= map.get("$recursiveAnchor") == Some(&Value::Bool(true));
        }
    }

    /// Registers the anchors that a schema carries.
    fn name(&mut self, site: Site<'s>, map: &'s Map<String, Value>) {
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = map.get(key).and_then(Value::as_str) {
                self.anchors.entry((site.resource, name.to_owned())).or_insert(site);
                if key == "$dynamicAnchor" {
                    self.dynamic.push((site.resource, name.to_owned(), site));
                }
            }
        }
        for key in ["$id", "id"] {
            if let Some(name) = map.get(key).and_then(Value::as_str).and_then(|id| id.strip_prefix('#')) {
                self.anchors.entry((site.resource, name.to_owned())).or_insert(site);
            }
        }
    }

    fn push_children(&mut self, site: Site<'s>, map: &'s Map<String, Value>, stack: &mut Vec<Site<'s>>) {
        let Some(resource) = self.resources.get(site.resource) else { return };
        let draft = resource.stated.then_some(resource.draft);
        for (key, value) in map {
            let Some(row) = keyword::row(key, draft) else { continue };
            let mut push = |index: &mut Self, place: PlaceId, value: &'s Value| {
                debug_assert!(place.0 as usize <= index.places.0.len());
                stack.push(Site { value, place, resource: site.resource });
            };
            match (row.holds, value) {
                (Holds::Schema | Holds::SchemaOrList, Value::Object(_) | Value::Bool(_)) => {
                    let place = self.places.below(site.place, key);
                    push(self, place, value);
                }
                (Holds::List | Holds::SchemaOrList, Value::Array(list)) => {
                    let above = self.places.below(site.place, key);
                    for (at, item) in list.iter().enumerate() {
                        let place = self.places.below(above, &at.to_string());
                        push(self, place, item);
                    }
                }
                (Holds::Map, Value::Object(members)) => {
                    let above = self.places.below(site.place, key);
                    for (name, item) in members.iter().filter(|(_, item)| !item.is_array()) {
                        let place = self.places.below(above, name);
                        push(self, place, item);
                    }
                }
                _ => {}
            }
        }
    }

    /// The site of a schema that the scan has met.
    pub(crate) fn site(&self, value: &Value) -> Option<Site<'s>> {
        self.sites.get(&address(value)).copied()
    }

    /// Every site that the scan has met, in the order of their places.
    pub(crate) fn sites(&self) -> Vec<Site<'s>> {
        let mut sites: Vec<Site<'s>> = Vec::with_capacity(self.sites.len());
        #[expect(clippy::iter_over_hash_type, reason = "sorted at once")]
        for site in self.sites.values() {
            sites.push(*site);
        }
        sites.sort_by_key(|site| site.place.0);
        sites
    }

    /// What a reference made within `resource` points to.
    pub(crate) fn resolve(&mut self, resource: usize, reference: &str) -> Result<Option<Target<'s>>, SchemaError> {
        let Some(base) = self.resources.get(resource).map(|resource| resource.uri.clone()) else { return Ok(None) };
        let uri = uri::resolve(&base, reference);
        let fragment = uri::percent_decode(uri::split_fragment(reference).1);
        let Some(&at) = self.by_uri.get(&uri) else {
            return Ok(Draft::named(&uri).filter(|_| fragment.is_empty()).map(Target::Metaschema));
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Ok(self.anchors.get(&(at, fragment)).copied().map(Target::Site));
        }
        Ok(self.descend(at, &fragment)?.map(Target::Site))
    }

    /// The schema that a pointer leads to, indexed now if it stands where no keyword expects a schema.
    fn descend(&mut self, resource: usize, pointer: &str) -> Result<Option<Site<'s>>, SchemaError> {
        let Some(root) = self.resources.get(resource).map(|resource| resource.root) else { return Ok(None) };
        let Some(mut here) = self.site(root) else { return Ok(None) };
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let next = match here.value {
                Value::Object(map) => map.get(&step),
                Value::Array(list) => step.parse::<usize>().ok().and_then(|at| list.get(at)),
                _ => None,
            };
            let Some(value) = next else { return Ok(None) };
            here = match self.site(value) {
                Some(site) => site,
                None => Site { value, place: self.places.below(here.place, &step), resource: here.resource },
            };
        }
        if self.site(here.value).is_none() {
            self.scan(here)?;
        }
        Ok(self.site(here.value))
    }
}

fn stated_draft(schema: &Value) -> Option<Draft> {
    schema.get("$schema").and_then(Value::as_str).and_then(Draft::named)
}
