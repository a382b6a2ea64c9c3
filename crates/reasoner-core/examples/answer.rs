//! Answers a dialogue: `cargo run -p reasoner-core --example answer -- "My name is Ada." "What is my name?"`.
//! Each argument is a turn of the user; one that begins with `system:` is the operator's.

use engine_api::{Ask, Body, Budget, Effort, Reader, Reasoner, Role, Speaker, Turn};
use english_core::English;
use reasoner_core::Mind;

fn main() {
    let turn = |text: String| match text.strip_prefix("system:") {
        Some(text) => Turn::new(Role::System, text.trim()),
        None => Turn::new(Role::User, &text),
    };
    let ask = Ask {
        turns: std::env::args().skip(1).map(turn).collect(),
        effort: Effort::High,
        now: 1_795_345_200,
        ..Ask::of("")
    };
    let english = English::new();
    let reading = english.read(&ask);
    let plan = Mind::with_lexicon(&english_core::English).reason(&ask, &reading, &mut Budget::steps(1_000_000));
    let script = english.say(&ask, &plan);
    if let Body::Text(wordings) = &script.body {
        println!("{}", wordings.heaviest());
    }
    println!("  [{} {:?}]", plan.outcome.kind.name(), plan.values);
    if let Some(reasoning) = &script.reasoning {
        println!("  {}", reasoning.heaviest().replace('\n', "\n  "));
    }
}
