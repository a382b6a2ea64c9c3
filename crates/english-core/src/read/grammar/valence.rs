//! What verbs take, by their lemma, where it is not simply an object.

/// Particles that join verbs.
pub(super) fn is_particle(low: &str) -> bool {
    matches!(
        low,
        "up" | "down" | "off" | "out" | "away" | "over" | "back" | "on" | "along" | "around" | "apart" | "aside"
    )
}

/// Whether verb and particle are one verb that takes an object: "pick up".
pub(super) fn joins(lemma: &str, particle: &str) -> bool {
    JOINS.iter().any(|(one, verbs)| *one == particle && verbs.contains(&lemma))
}

/// "gave Mary a book".
pub(super) fn takes_two(lemma: &str) -> bool {
    TAKES_TWO.contains(&lemma)
}

/// "painted it red", "made her happy", "called him a fool".
pub(super) fn makes(lemma: &str) -> bool {
    MAKES.contains(&lemma)
}

/// "told Bob to go".
pub(super) fn controls_object(lemma: &str) -> bool {
    CONTROLS_OBJECT.contains(&lemma)
}

/// "saw him run", "let it go".
pub(super) fn perceives(lemma: &str) -> bool {
    matches!(
        lemma,
        "see"
            | "hear"
            | "watch"
            | "let"
            | "make"
            | "have"
            | "help"
            | "feel"
            | "notice"
            | "observe"
            | "find"
            | "keep"
            | "catch"
            | "spot"
            | "leave"
            | "stop"
            | "spend"
            | "prevent"
    )
}

/// "told Bob that …".
pub(super) fn tells(lemma: &str) -> bool {
    matches!(
        lemma,
        "tell"
            | "inform"
            | "show"
            | "remind"
            | "convince"
            | "assure"
            | "promise"
            | "warn"
            | "teach"
            | "persuade"
            | "notify"
            | "ask"
            | "advise"
    )
}

/// Verbs that take a clause without "that".
pub(super) fn says(lemma: &str) -> bool {
    SAYS.contains(&lemma)
}

/// Verbs with a plain infinitive of their own: "wants to go".
pub(super) fn takes_infinitive(lemma: &str) -> bool {
    TAKES_INFINITIVE.contains(&lemma)
}

/// "enjoys swimming", "stopped crying".
pub(super) fn takes_gerund(lemma: &str) -> bool {
    TAKES_GERUND.contains(&lemma)
}

/// "knows who …", "asked whether …".
pub(super) fn asks(lemma: &str) -> bool {
    ASKS.contains(&lemma)
}

/// "seems kind".
pub(super) fn links(lemma: &str) -> bool {
    matches!(
        lemma,
        "become"
            | "seem"
            | "look"
            | "feel"
            | "turn"
            | "get"
            | "stay"
            | "remain"
            | "grow"
            | "sound"
            | "taste"
            | "smell"
            | "appear"
            | "go"
            | "keep"
            | "come"
            | "prove"
            | "stand"
            | "lie"
            | "fall"
            | "run"
    )
}

/// Units of length, time and money that stand alone after verbs: "walked two miles".
pub(super) fn is_measure(low: &str) -> bool {
    matches!(
        low.trim_end_matches('s'),
        "mile"
            | "kilometer"
            | "kilometre"
            | "meter"
            | "metre"
            | "block"
            | "day"
            | "week"
            | "month"
            | "year"
            | "hour"
            | "minute"
            | "second"
            | "step"
            | "time"
            | "decade"
            | "centurie"
            | "inche"
            | "km"
            | "cm"
            | "yard"
            | "lap"
            | "night"
            | "morning"
            | "afternoon"
            | "evening"
    ) || matches!(low, "feet" | "foot" | "inch")
}

/// The verbs of [`joins`].
const JOINS: &[(&str, &[&str])] = &[
    (
        "up",
        &[
            "pick", "give", "take", "put", "set", "clean", "look", "bring", "use", "make", "eat", "drink", "wake",
            "call", "fill", "set", "build", "open", "lift", "cut", "tear", "break", "blow", "back", "warm", "heat",
            "mix", "add", "end", "sign", "hang", "wrap", "get", "grab", "scoop", "hold", "bring", "turn", "speed",
            "slow", "cheer", "snap", "buy", "gather", "round", "raise", "split", "divide", "finish", "save", "tie",
            "dig", "line",
        ],
    ),
    (
        "down",
        &[
            "put", "set", "lay", "write", "turn", "cut", "take", "let", "knock", "tear", "bring", "shut", "break",
            "pin", "throw", "place", "burn", "calm", "pass", "track", "note", "hand", "slow",
        ],
    ),
    (
        "off",
        &[
            "turn", "take", "drop", "call", "cut", "put", "switch", "pay", "shut", "set", "finish", "show", "lay",
            "let", "give", "throw", "knock", "tear", "see", "send",
        ],
    ),
    (
        "out",
        &[
            "carry", "find", "point", "figure", "work", "take", "turn", "put", "give", "throw", "rule", "hand", "cut",
            "pick", "fill", "leave", "check", "try", "pull", "bring", "sort", "read", "lay", "make", "wipe", "knock",
            "set", "let", "send", "act", "pass", "kick",
        ],
    ),
    (
        "away",
        &["throw", "give", "take", "put", "send", "wash", "blow", "drive", "carry", "pass", "clear", "chase", "turn"],
    ),
    ("over", &["take", "hand", "turn", "give", "knock", "think", "pass", "bring"]),
    ("back", &["give", "bring", "take", "put", "send", "pay", "get", "call", "hold", "hand", "pass", "win", "turn"]),
    ("on", &["put", "turn", "try", "switch", "pass", "take", "carry"]),
    ("along", &["bring", "take"]),
    ("around", &["turn", "pass", "show"]),
    ("aside", &["put", "set", "push"]),
    ("apart", &["take", "tear", "tell"]),
];

/// The verbs of [`takes_two`].
const TAKES_TWO: &[&str] = &[
    "give",
    "tell",
    "hand",
    "offer",
    "send",
    "show",
    "teach",
    "buy",
    "pass",
    "lend",
    "owe",
    "bring",
    "ask",
    "get",
    "feed",
    "cost",
    "promise",
    "read",
    "sell",
    "write",
    "throw",
    "pay",
    "allow",
    "grant",
    "award",
    "make",
    "find",
    "cook",
    "bake",
    "leave",
    "loan",
    "mail",
    "serve",
    "toss",
    "wish",
    "deny",
    "forgive",
    "save",
    "sing",
    "order",
    "assign",
    "guarantee",
    "rent",
    "take",
    "build",
    "pour",
    "fetch",
    "deal",
    "email",
    "text",
    "refuse",
    "spare",
    "charge",
    "bet",
    "earn",
    "kick",
    "book",
    "reserve",
    "draw",
    "fix",
    "prepare",
    "call",
];

/// The verbs of [`makes`].
const MAKES: &[&str] = &[
    "make", "paint", "keep", "find", "consider", "call", "turn", "leave", "get", "drive", "dye", "color", "colour",
    "name", "elect", "appoint", "render", "declare", "deem", "prove", "set", "hold", "think", "believe", "like",
    "want", "cut", "push", "open", "wash", "judge", "label", "crown", "wipe",
];

/// The verbs of [`controls_object`].
const CONTROLS_OBJECT: &[&str] = &[
    "want",
    "ask",
    "tell",
    "force",
    "allow",
    "cause",
    "help",
    "expect",
    "persuade",
    "teach",
    "order",
    "enable",
    "invite",
    "require",
    "permit",
    "need",
    "like",
    "get",
    "encourage",
    "advise",
    "urge",
    "convince",
    "command",
    "instruct",
    "remind",
    "warn",
    "forbid",
    "compel",
    "lead",
    "prompt",
    "oblige",
    "believe",
    "know",
    "consider",
    "find",
    "prefer",
    "challenge",
    "beg",
    "request",
    "motivate",
    "pressure",
    "assign",
    "choose",
    "motivate",
    "intend",
    "hire",
    "train",
    "push",
];

/// The verbs of [`says`].
const SAYS: &[&str] = &[
    "say",
    "think",
    "know",
    "believe",
    "hope",
    "feel",
    "guess",
    "suppose",
    "assume",
    "claim",
    "see",
    "hear",
    "mean",
    "wish",
    "realize",
    "realise",
    "suspect",
    "bet",
    "imagine",
    "imply",
    "conclude",
    "understand",
    "doubt",
    "remember",
    "forget",
    "learn",
    "find",
    "discover",
    "notice",
    "deny",
    "admit",
    "agree",
    "fear",
    "report",
    "state",
    "swear",
    "reply",
    "answer",
    "note",
    "ensure",
    "dream",
    "expect",
    "recall",
    "decide",
    "show",
    "prove",
    "suggest",
    "insist",
    "explain",
    "mention",
    "announce",
    "declare",
    "argue",
    "observe",
    "infer",
    "deduce",
    "predict",
    "pretend",
    "regret",
    "acknowledge",
    "confirm",
];

/// The verbs of [`takes_infinitive`].
const TAKES_INFINITIVE: &[&str] = &[
    "want",
    "try",
    "need",
    "like",
    "love",
    "hate",
    "decide",
    "plan",
    "hope",
    "wish",
    "begin",
    "start",
    "continue",
    "refuse",
    "agree",
    "manage",
    "fail",
    "forget",
    "remember",
    "learn",
    "seem",
    "appear",
    "tend",
    "attempt",
    "promise",
    "prefer",
    "choose",
    "expect",
    "intend",
    "pretend",
    "offer",
    "afford",
    "dare",
    "happen",
    "ask",
    "cease",
    "prepare",
    "remain",
    "threaten",
    "struggle",
    "hesitate",
    "wait",
    "aim",
    "deserve",
    "desire",
    "claim",
    "help",
    "get",
    "come",
    "go",
    "stop",
    "turn",
    "prove",
    "neglect",
    "bother",
    "demand",
    "use",
    "serve",
    "work",
    "strive",
    "proceed",
    "swear",
    "volunteer",
];

/// The verbs of [`takes_gerund`].
const TAKES_GERUND: &[&str] = &[
    "enjoy",
    "start",
    "stop",
    "begin",
    "continue",
    "finish",
    "like",
    "love",
    "hate",
    "go",
    "keep",
    "avoid",
    "practice",
    "mind",
    "consider",
    "suggest",
    "quit",
    "admit",
    "deny",
    "remember",
    "forget",
    "try",
    "prefer",
    "regret",
    "imagine",
    "miss",
    "dislike",
    "resume",
    "risk",
    "involve",
    "mean",
    "recommend",
    "postpone",
    "delay",
    "come",
    "spend",
    "end",
    "need",
    "sit",
    "stand",
    "lie",
    "run",
    "appreciate",
    "resist",
    "discuss",
    "require",
    "hear",
    "see",
];

/// The verbs of [`asks`].
const ASKS: &[&str] = &[
    "know",
    "ask",
    "wonder",
    "see",
    "tell",
    "say",
    "explain",
    "find",
    "determine",
    "decide",
    "learn",
    "understand",
    "remember",
    "forget",
    "show",
    "guess",
    "check",
    "discover",
    "figure",
    "realize",
    "hear",
    "describe",
    "state",
    "calculate",
    "compute",
    "work",
    "doubt",
    "choose",
    "teach",
    "predict",
    "depend",
    "care",
    "matter",
    "identify",
    "mention",
    "notice",
    "report",
    "reveal",
    "specify",
    "indicate",
    "count",
    "recall",
    "verify",
    "list",
    "name",
    "give",
];
