//! How text is drawn from a script.

/// The parameters that shape the distribution over tokens and the draw from it. Ranges are those of the
/// API and already checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampling {
    /// 0 (most probable path) to 2.
    pub temperature: f64,
    /// The nucleus: 0 to 1.
    pub top_p: f64,
    /// -2 to 2; subtracted once a token for each time it was said.
    pub frequency_penalty: f64,
    /// -2 to 2; subtracted once from every token that was said.
    pub presence_penalty: f64,
    /// Token id and what is added to its logit, -100 to 100; ascending ids.
    pub logit_bias: Vec<(u32, f64)>,
    /// The seed of the draw. Choices of one request use `seed`, `seed + 1`, …
    pub seed: u64,
    /// The most tokens to say.
    pub max_tokens: u32,
    /// Texts that end the answer and are not part of it; at most four, none empty.
    pub stop: Vec<String>,
    /// Report the log-probabilities of the tokens said.
    pub logprobs: bool,
    /// How many alternatives to report beside each token, 0 to 20.
    pub top_logprobs: u8,
}

impl Sampling {
    /// The API's defaults with the draw fixed at temperature 0: for tests and the command line.
    pub fn greedy() -> Sampling {
        Sampling {
            temperature: 0.0,
            top_p: 1.0,
            frequency_penalty: 0.0,
            presence_penalty: 0.0,
            logit_bias: Vec::new(),
            seed: 0,
            max_tokens: 4096,
            stop: Vec::new(),
            logprobs: false,
            top_logprobs: 0,
        }
    }
}
