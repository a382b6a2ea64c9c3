//! Tools: which function answers a request, and with which arguments.
//!
//! A request is cut into words ([`text`]); pieces of it that may be values become candidates ([`find`]); each tool
//! is compared with the request ([`score`], [`segment`]); the parameters of the chosen tools become slots
//! ([`slot`]) that are filled jointly ([`propose`], [`assign`], [`frames`]); and the client's tool choice decides
//! what comes of it ([`choice`]). Nothing is kept between requests, and the same request always gives the same calls.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods)]

mod arguments;
mod assign;
mod calls;
mod choice;
mod cue;
mod custom;
mod enums;
mod feature;
mod find;
mod frames;
mod gazetteer;
mod history;
mod hypernym;
pub mod learn;
mod propose;
mod score;
mod segment;
mod slot;
mod suit;
mod text;
mod units;
mod value;
mod weights;

use engine_api::{Ask, Reading, Routing, Schema, ToolChoice, ToolRouter};

pub use custom::supports;

use calls::Filler;
use find::Setting;
use gazetteer::Regions;
use history::Request;
use score::Profile;
use slot::{Kinds, SlotMaker};
use text::Lexicon;

/// The tool router. Make it once: it holds the lexicon.
#[derive(Debug, Clone)]
pub struct Matcher {
    words: &'static dyn engine_api::Lexicon,
    lexicon: Lexicon,
    kinds: Kinds,
    regions: Regions,
}

impl Matcher {
    /// A router that knows of words only what is compiled in.
    pub fn new() -> Matcher {
        Matcher::with_lexicon(&engine_api::NoLexicon)
    }

    /// A router that asks `words` which kinds of things words name.
    pub fn with_lexicon(words: &'static dyn engine_api::Lexicon) -> Matcher {
        let lexicon = Lexicon::english();
        let kinds = Kinds::english(&lexicon);
        Matcher { words, lexicon, kinds, regions: Regions::new() }
    }

    /// What fills slots, for a request that need not call and may call several times.
    pub(crate) fn filler<'a>(&'a self, ask: &Ask) -> Filler<'a> {
        Filler {
            setting: Setting { words: self.words, lexicon: &self.lexicon, regions: &self.regions, now: ask.now },
            maker: SlotMaker { lexicon: &self.lexicon, kinds: &self.kinds },
            earlier: &[],
            must: false,
            several: true,
        }
    }
}

impl Default for Matcher {
    fn default() -> Self {
        Matcher::new()
    }
}

impl ToolRouter for Matcher {
    fn route(&self, ask: &Ask, _: &Reading) -> Routing {
        if ask.tools.is_empty() || ask.choice == ToolChoice::None {
            return Routing::Answer;
        }
        let request = Request::of(ask);
        let must = ask.choice != ToolChoice::Auto;
        let several = ask.parallel_calls || !request.made.is_empty();
        let filler = Filler { earlier: &request.earlier, must, several, ..self.filler(ask) };
        let profiles = ask.tools.iter().map(|tool| Profile::of(tool, &self.lexicon)).collect();
        choice::Router { ask, request: &request, filler, profiles }.route()
    }

    fn extract(&self, ask: &Ask, schema: &Schema) -> Vec<(String, serde_json::Value)> {
        self.filler(ask).extract(schema, Request::of(ask).text)
    }
}
