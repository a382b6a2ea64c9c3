//! From a document to an arena of nodes: a work list instead of recursion, every size bounded.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::error::{Place, SchemaError};
use crate::index::{Index, PlaceId, Places, Site, Target};
use crate::keyword::{self, Rule};
use crate::pattern::Pattern;
use crate::value::{Extent, extent};

/// Deepest document accepted, in levels of JSON nesting.
pub(crate) const MAX_DEPTH: usize = 160;
/// Largest document accepted, in values and keys.
const MAX_SIZE: usize = 1_000_000;
/// Memory for all regular expressions of one schema, in bytes.
const MAX_PATTERN_MEMORY: usize = 3 << 20;

/// A node of the compiled schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub u32);

/// One subschema, compiled.
#[derive(Debug)]
pub(crate) struct Node {
    pub place: PlaceId,
    /// The resource it belongs to, for dynamic scope.
    pub resource: usize,
    /// What must hold, cheapest first.
    pub rules: Vec<Rule>,
    /// `default` and `examples`, for filling.
    pub hints: Vec<Value>,
}

/// What a compiled schema needs to know of a resource.
#[derive(Debug)]
pub(crate) struct Scope {
    /// `$recursiveAnchor: true`.
    pub recursive: bool,
    pub root: NodeId,
    pub anchors: HashMap<String, NodeId>,
}

/// A compiled document.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub source: Value,
    pub nodes: Vec<Node>,
    pub root: NodeId,
    pub scopes: Vec<Scope>,
    pub places: Places,
}

impl Compiled {
    /// A node; ids are only made by the compiler, so the first node stands in for the impossible.
    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The place of a node in the source.
    pub(crate) fn place(&self, id: NodeId) -> Place {
        self.node(id).map(|node| self.places.path(node.place)).unwrap_or_default()
    }
}

/// Compiles a document; `draft` overrides `$schema`.
pub(crate) fn compile(source: &Value, draft: Option<Draft>) -> Result<Compiled, SchemaError> {
    let Extent { depth, size } = extent(source);
    if depth > MAX_DEPTH {
        return Err(SchemaError::TooLarge { what: "levels of nesting", limit: MAX_DEPTH });
    }
    if size > MAX_SIZE {
        return Err(SchemaError::TooLarge { what: "values", limit: MAX_SIZE });
    }
    let index = Index::new(source, draft)?;
    let mut compiler = Compiler {
        index,
        nodes: Vec::new(),
        ids: HashMap::new(),
        queue: Vec::new(),
        patterns: HashMap::new(),
        memory: 0,
    };
    let root = compiler.request(source)?;
    let scopes = compiler.scopes()?;
    compiler.drain()?;
    Ok(Compiled { source: source.clone(), nodes: compiler.nodes, root, scopes, places: compiler.index.places })
}

/// Whether every schema of a document is well-formed under a draft, used or not. References and patterns may be
/// anything.
pub(crate) fn is_well_formed(document: &Value, draft: Draft) -> bool {
    let sound = |result: Result<(), SchemaError>| {
        !matches!(result, Err(SchemaError::Malformed { .. } | SchemaError::NotASchema { .. }))
    };
    let Ok(index) = Index::new(document, Some(draft)) else { return true };
    let sites = index.sites();
    let mut compiler = Compiler {
        index,
        nodes: Vec::new(),
        ids: HashMap::new(),
        queue: Vec::new(),
        patterns: HashMap::new(),
        memory: 0,
    };
    sites.into_iter().all(|site| sound(compiler.request(site.value).map(|_| ())) && sound(compiler.drain()))
}

/// The schema of any object, without a source that could fail.
pub(crate) fn any_object() -> Compiled {
    let source = serde_json::json!({"type": "object"});
    compile(&source, None).unwrap_or_else(|_| Compiled {
        source,
        nodes: Vec::new(),
        root: NodeId(0),
        scopes: Vec::new(),
        places: Places::default(),
    })
}

/// The values that a schema itself suggests.
fn hints(schema: &Value) -> Vec<Value> {
    let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten();
    let default = schema.get("default").filter(|value| !value.is_null());
    default.into_iter().chain(examples).take(4).cloned().collect()
}

/// The state of a compilation.
pub(crate) struct Compiler<'s> {
    index: Index<'s>,
    nodes: Vec<Node>,
    ids: HashMap<usize, NodeId>,
    queue: Vec<(NodeId, Site<'s>)>,
    patterns: HashMap<&'s str, Pattern>,
    memory: usize,
}

impl<'s> Compiler<'s> {
    /// The node of a schema, compiled now or later.
    fn request(&mut self, schema: &'s Value) -> Result<NodeId, SchemaError> {
        let address = std::ptr::from_ref(schema).addr();
        if let Some(&id) = self.ids.get(&address) {
            return Ok(id);
        }
        let Some(site) = self.index.site(schema) else {
            return Err(SchemaError::NotASchema { place: Place::default() });
        };
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            place: site.place,
            resource: site.resource,
            rules: Vec::new(),
            hints: hints(site.value),
        });
        self.ids.insert(address, id);
        self.queue.push((id, site));
        Ok(id)
    }

    fn scopes(&mut self) -> Result<Vec<Scope>, SchemaError> {
        let mut scopes = Vec::with_capacity(self.index.resources.len());
        for at in 0..self.index.resources.len() {
            let Some(resource) = self.index.resources.get(at) else { continue };
            let (root, recursive) = (resource.root, resource.recursive);
            scopes.push(Scope { recursive, root: self.request(root)?, anchors: HashMap::new() });
        }
        for at in 0..self.index.dynamic.len() {
            let Some((resource, name, site)) = self.index.dynamic.get(at).cloned() else { continue };
            let node = self.request(site.value)?;
            if let Some(scope) = scopes.get_mut(resource) {
                scope.anchors.insert(name, node);
            }
        }
        Ok(scopes)
    }

    fn drain(&mut self) -> Result<(), SchemaError> {
        while let Some((id, site)) = self.queue.pop() {
            let rules = self.rules(site)?;
            if let Some(node) = self.nodes.get_mut(id.0 as usize) {
                node.rules = rules;
            }
        }
        Ok(())
    }

    fn rules(&mut self, site: Site<'s>) -> Result<Vec<Rule>, SchemaError> {
        let map = match site.value {
            Value::Bool(true) => return Ok(Vec::new()),
            Value::Bool(false) => return Ok(vec![Rule::Never]),
            Value::Object(map) => map,
            _ => return Err(SchemaError::NotASchema { place: self.index.places.path(site.place) }),
        };
        let (draft, stated) = self
            .index
            .resources
            .get(site.resource)
            .map_or((Draft::Draft202012, false), |resource| (resource.draft, resource.stated));
        let alone = draft.ref_stands_alone() && map.contains_key("$ref");
        let mut here = Here { compiler: self, map, place: site.place, resource: site.resource, draft };
        let mut rules = Vec::new();
        for row in keyword::KEYWORDS.iter().filter(|row| !alone || row.name == "$ref") {
            if let Some(value) = map.get(row.name)
                && row.speaks(stated.then_some(draft))
                && let Some(rule) = (row.compile)(&mut here, value)?
            {
                rules.push(rule);
            }
        }
        Ok(rules)
    }
}

/// The schema object being compiled, as a keyword sees it.
pub(crate) struct Here<'c, 's> {
    compiler: &'c mut Compiler<'s>,
    /// The keyword's siblings.
    pub map: &'s Map<String, Value>,
    place: PlaceId,
    resource: usize,
    /// The draft in force.
    pub draft: Draft,
}

impl<'s> Here<'_, 's> {
    /// The node of a subschema that `keyword` holds.
    pub(crate) fn child(&mut self, keyword: &str, schema: &'s Value) -> Result<NodeId, SchemaError> {
        if !matches!(schema, Value::Object(_) | Value::Bool(_)) {
            return Err(self.malformed(keyword, "a schema or a list or map of schemas"));
        }
        self.compiler.request(schema)
    }

    /// The nodes of a list of subschemas.
    pub(crate) fn list(&mut self, keyword: &str, value: &'s Value) -> Result<Vec<NodeId>, SchemaError> {
        let Value::Array(list) = value else { return Err(self.malformed(keyword, "an array of schemas")) };
        list.iter().map(|schema| self.child(keyword, schema)).collect()
    }

    /// The nodes of a map of subschemas, in the order of the source.
    pub(crate) fn named(&mut self, keyword: &str, value: &'s Value) -> Result<Vec<(String, NodeId)>, SchemaError> {
        let Value::Object(map) = value else { return Err(self.malformed(keyword, "an object of schemas")) };
        map.iter().map(|(name, schema)| Ok((name.clone(), self.child(keyword, schema)?))).collect()
    }

    /// The error for a keyword of the wrong form.
    pub(crate) fn malformed(&self, keyword: &str, expected: &'static str) -> SchemaError {
        let place = self.compiler.index.places.path(self.place);
        SchemaError::Malformed { place, keyword: keyword.to_owned(), expected }
    }

    /// The error for a keyword that is understood but not supported.
    pub(crate) fn unsupported(&self, keyword: &str, reason: String) -> SchemaError {
        let place = self.compiler.index.places.path(self.place);
        SchemaError::Unsupported { place, keyword: keyword.to_owned(), reason }
    }

    /// Compiles a pattern, once for equal patterns.
    pub(crate) fn pattern(&mut self, keyword: &str, source: &'s str) -> Result<Pattern, SchemaError> {
        if let Some(pattern) = self.compiler.patterns.get(source) {
            return Ok(pattern.clone());
        }
        let pattern = Pattern::new(source).map_err(|reason| self.unsupported(keyword, reason))?;
        self.compiler.memory += pattern.memory();
        if self.compiler.memory > MAX_PATTERN_MEMORY {
            return Err(SchemaError::TooLarge { what: "bytes of regular expressions", limit: MAX_PATTERN_MEMORY });
        }
        self.compiler.patterns.insert(source, pattern.clone());
        Ok(pattern)
    }

    /// What a reference points to: a node, or a metaschema.
    pub(crate) fn reference(
        &mut self,
        keyword: &'static str,
        value: &Value,
    ) -> Result<Result<NodeId, Draft>, SchemaError> {
        let Some(reference) = value.as_str() else { return Err(self.malformed(keyword, "a string")) };
        match self.compiler.index.resolve(self.resource, reference)? {
            Some(Target::Site(site)) => self.compiler.request(site.value).map(Ok),
            Some(Target::Metaschema(draft)) => Ok(Err(draft)),
            None => {
                let place = self.compiler.index.places.path(self.place);
                Err(SchemaError::Unresolved { place, keyword, reference: reference.to_owned() })
            }
        }
    }

    /// Whether a node carries a `$dynamicAnchor` of that name.
    pub(crate) fn has_dynamic_anchor(&self, node: NodeId, name: &str) -> bool {
        let mut dynamic = self.compiler.index.dynamic.iter();
        dynamic.any(|(_, anchor, site)| {
            anchor == name && self.compiler.ids.get(&std::ptr::from_ref(site.value).addr()) == Some(&node)
        })
    }

    /// Whether the node's own resource is recursive (`$recursiveAnchor: true`).
    pub(crate) fn is_recursive(&self) -> bool {
        self.compiler.index.resources.get(self.resource).is_some_and(|resource| resource.recursive)
    }

    /// The root schema of the resource that the node belongs to.
    pub(crate) fn resource_root(&mut self) -> Result<NodeId, SchemaError> {
        match self.compiler.index.resources.get(self.resource).map(|resource| resource.root) {
            Some(root) => self.compiler.request(root),
            None => Err(SchemaError::NotASchema { place: Place::default() }),
        }
    }
}
