//! Runs a Datalog program over tables, and says what it derived, in what time and memory:
//!
//! ```text
//! cargo run --release -p reasoner-core --example datalog -- PROGRAM.dl edge=EDGES.tsv [--goals=path,GOALS.tsv]
//! ```
//!
//! Tables are rows of texts or whole numbers with tabs between them. With goals (pairs), each is asked of the program
//! with nothing derived, and then each twentieth pair of the first table is taken out and added to what is derived of
//! the rest.

use std::time::Instant;

use reasoner_core::datalog::{Base, Database, Fuel, Pred, Term};

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

/// The median and the 99th percentile, in microseconds.
fn percentiles(mut nanos: Vec<u128>) -> (f64, f64) {
    nanos.sort_unstable();
    let at = |share: usize| nanos.get(nanos.len() * share / 100).map_or(0.0, |nanos| *nanos as f64 / 1e3);
    (at(50), at(99))
}

/// Asks each goal, whether it follows and what its first end leads to with the way to each.
fn goals(base: &Base, pred: &str, path: &str) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut db = Database::over(base);
    let made = start.elapsed().as_nanos() as f64 / 1e3;
    let pred = db.pred(pred, 2);
    let mut pairs = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let (a, b) = line.split_once('\t').ok_or("a goal is a pair")?;
        pairs.push((term(&mut db, a), term(&mut db, b)));
    }
    let (mut asked, mut all, mut yes, mut steps) = (Vec::new(), Vec::new(), 0, 0);
    for round in 0..3 {
        (yes, steps) = (0, 0);
        for (a, b) in &pairs {
            let start = Instant::now();
            let follows = db.follows(pred, &[*a, *b], &mut Fuel::steps(1_000_000))?;
            let took = start.elapsed().as_nanos();
            yes += usize::from(follows);
            let start = Instant::now();
            if let Some(ways) = db.ways(pred, *a, &mut Fuel::steps(1_000_000))? {
                for place in 0..ways.len() {
                    let mut before = Some(place);
                    while let Some(at) = before {
                        steps += 1;
                        before = ways.before(at);
                    }
                }
            }
            if round > 0 {
                asked.push(took);
                all.push(start.elapsed().as_nanos());
            }
        }
    }
    let ((bb, bb99), (bf, bf99)) = (percentiles(asked), percentiles(all));
    println!(
        "{{\"over_us\":{made:.2},\"true\":{yes},\"bb_p50_us\":{bb:.3},\"bb_p99_us\":{bb99:.3},\"steps\":{steps},\
         \"bf_p50_us\":{bf:.3},\"bf_p99_us\":{bf99:.3}}}"
    );
    Ok(())
}

/// Adds rows one by one to a closed database without them.
fn one_more(program: &str, name: &str, table: &str) -> Result<(), Box<dyn std::error::Error>> {
    let rows: Vec<String> = std::fs::read_to_string(table)?.lines().map(str::to_owned).collect();
    let out: Vec<usize> = (0..20).map(|at| at * 7919 % rows.len().max(1)).collect();
    let mut db = Database::new();
    db.add(&std::fs::read_to_string(program)?)?;
    for (_, row) in rows.iter().enumerate().filter(|(at, _)| !out.contains(at)) {
        let row: Vec<Term> = row.split('\t').map(|field| term(&mut db, field)).collect();
        let pred = db.pred(name, row.len());
        db.insert(pred, &row)?;
    }
    db.run(&mut Fuel::steps(u64::MAX))?;
    let mut db = Database::over(&db.freeze());
    let mut times = Vec::new();
    for at in out {
        let row: Vec<Term> = rows[at].split('\t').map(|field| term(&mut db, field)).collect();
        let pred = db.pred(name, row.len());
        let start = Instant::now();
        db.insert(pred, &row)?;
        db.run(&mut Fuel::steps(u64::MAX))?;
        times.push(start.elapsed().as_nanos());
    }
    // The first one makes the indexes.
    let first = times.remove(0) as f64 / 1e3;
    let (p50, most) = percentiles(times);
    println!(
        "{{\"add_first_us\":{first:.1},\"add_one_p50_us\":{p50:.2},\"add_one_p99_us\":{most:.1},\"bytes\":{}}}",
        db.heap_bytes()
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (program, tables) = args.split_first().ok_or("PROGRAM.dl NAME=TABLE.tsv …")?;
    let start = Instant::now();
    let mut db = Database::new();
    db.add(&std::fs::read_to_string(program)?)?;
    let mut stated = 0;
    for (name, path) in tables.iter().filter(|table| !table.starts_with("--")).filter_map(|table| table.split_once('='))
    {
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
    let asked = tables.iter().find_map(|table| table.strip_prefix("--goals=")?.split_once(','));
    if let (Some((pred, path)), Some((name, table))) = (asked, tables.first().and_then(|first| first.split_once('='))) {
        let mut stated = Database::new();
        stated.add(&std::fs::read_to_string(program)?)?;
        let count = load(&mut stated, name, table)?;
        let base = stated.freeze();
        let one_way = base.heap_bytes();
        goals(&base, pred, path)?;
        let mut db = Database::over(&base);
        let (from, to) = (db.pred(name, 2), db.number(0));
        db.ask(from, &[None, Some(to)], &mut Fuel::steps(1000))?;
        let both = base.heap_bytes();
        println!(
            "{{\"bytes_per_stated_fact\":{:.1},\"both_ways\":{:.1}}}",
            one_way as f64 / count as f64,
            both as f64 / count as f64
        );
        one_more(program, name, table)?;
    }
    Ok(())
}
