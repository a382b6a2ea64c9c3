//! Runs a Datalog program over tables, and says what it derived, in what time and memory:
//!
//! ```text
//! cargo run --release -p reasoner-core --example datalog -- PROGRAM.dl edge=EDGES.tsv [--json]
//! ```
//!
//! Tables are rows of texts or whole numbers with tabs between them.

use std::time::Instant;

use reasoner_core::datalog::{Database, Fuel, Pred, Term};

/// CPU time of this thread in milliseconds where the system says it, else the time on the wall.
fn cpu_ms(start: Instant) -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = text.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or(start.elapsed().as_secs_f64() * 1e3, |nanos| nanos / 1e6)
}

fn term(db: &mut Database, text: &str) -> Term {
    match text.parse() {
        Ok(number) => db.number(number),
        Err(_) => db.text(text),
    }
}

/// Loads a table into a predicate.
fn load(db: &mut Database, name: &str, path: &str) -> Result<usize, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut pred: Option<Pred> = None;
    let mut count = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let row: Vec<Term> = line.split('\t').map(|field| term(db, field)).collect();
        let pred = *pred.get_or_insert_with(|| db.pred(name, row.len()));
        count += usize::from(db.insert(pred, &row)?);
    }
    Ok(count)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (program, tables) = args.split_first().ok_or("PROGRAM.dl NAME=TABLE.tsv …")?;
    let start = Instant::now();
    let mut db = Database::new();
    let queries = db.add(&std::fs::read_to_string(program)?)?;
    let mut stated = 0;
    for (name, path) in tables.iter().filter_map(|table| table.split_once('=')) {
        stated += load(&mut db, name, path)?;
    }
    let stated_bytes = db.heap_bytes();
    let (load_ms, wall, cpu) = (start.elapsed().as_secs_f64() * 1e3, Instant::now(), cpu_ms(start));
    let mut fuel = Fuel::steps(u64::MAX);
    db.run(&mut fuel)?;
    let (eval_ms, eval_cpu) = (wall.elapsed().as_secs_f64() * 1e3, cpu_ms(start) - cpu);
    let run_bytes = db.heap_bytes();
    let (wall, cpu) = (Instant::now(), cpu_ms(start));
    db.settle();
    let (rest_ms, rest_cpu) = (wall.elapsed().as_secs_f64() * 1e3, cpu_ms(start) - cpu);
    let mut derived: Vec<Pred> = db.rules().iter().map(|rule| rule.head.pred).collect();
    derived.sort_unstable();
    derived.dedup();
    let facts: usize = derived.iter().map(|pred| db.count(*pred)).sum();
    let all = db.heap_bytes();
    println!(
        "{{\"engine\":\"datalog\",\"inputs\":{stated},\"load_ms\":{load_ms:.1},\"eval_ms\":{eval_ms:.1},\"cpu_ms\":{eval_cpu:.1},\
         \"facts\":{facts},\"steps\":{},\"settle_ms\":{rest_ms:.1},\"settle_cpu_ms\":{rest_cpu:.1},\"stated_bytes\":{stated_bytes},\"run_bytes\":{run_bytes},\
         \"rest_bytes\":{all},\"rest_bytes_per_fact\":{:.2}}}",
        fuel.spent(),
        all as f64 / (facts.max(1)) as f64,
    );
    for pred in derived {
        let (name, arity) = db.names().pred_name(pred);
        eprintln!("{name}/{arity}: {}", db.count(pred));
    }
    let _ = queries;
    Ok(())
}
