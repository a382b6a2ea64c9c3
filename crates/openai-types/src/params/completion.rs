//! The table of `POST /v1/completions`.

use super::chat::{STREAM, shared};
use super::{Kind, Row, Table};

const TOKENS: Kind = Kind::array(&Kind::TOKEN, 1, usize::MAX);

const PROMPT: Kind =
    Kind::OneOf(&[Kind::TEXT, Kind::array(&Kind::TEXT, 1, 2048), TOKENS, Kind::array(&TOKENS, 1, 2048)]);

/// The parameters of a legacy completion.
pub const COMPLETION: Table = Table {
    name: "CreateCompletionRequest",
    endpoint: "POST /v1/completions",
    in_query: false,
    rows: &[
        Row::new("model", Kind::Model, "a served model or an alias").required(),
        Row::new("prompt", PROMPT, "text or token ids, one or several; null is the start of a document")
            .required()
            .nullable(),
        Row::new("best_of", Kind::integer(1, 20), "at least `n`; ranks by mean log-probability; not with `stream`")
            .nullable()
            .default("1"),
        Row::new("echo", Kind::Boolean, "the answer begins with the prompt; not with `suffix`")
            .nullable()
            .default("false"),
        shared::FREQUENCY_PENALTY,
        shared::LOGIT_BIAS,
        Row::new("logprobs", Kind::integer(0, 5), "alternatives beside each token; 0 still reports the tokens said")
            .nullable(),
        Row::new("max_tokens", Kind::integer(0, i64::MAX), "0 with `echo` and `logprobs` scores the prompt")
            .nullable()
            .default("16"),
        shared::N,
        shared::PRESENCE_PENALTY,
        shared::SEED,
        shared::STOP,
        shared::STREAM,
        STREAM,
        Row::new("suffix", Kind::TEXT, "the answer leads over to it").nullable(),
        shared::TEMPERATURE,
        shared::TOP_P,
        shared::USER,
    ],
};
