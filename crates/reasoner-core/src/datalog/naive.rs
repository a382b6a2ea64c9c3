//! The simplest evaluator there could be, for comparison: every rule over all facts until nothing new comes.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Facts, is_model};
use super::{Database, Fact, Fuel, Pred, Refusal, Term};

/// A small generator of numbers (the constants of Knuth's MMIX).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// A random program in the text form. Rules of level `n` deny and count only what is of lower levels, so it is
/// stratified.
pub(super) fn program(dice: &mut Dice) -> String {
    let levels = 1 + dice.roll(3);
    let arities: Vec<Vec<usize>> =
        (0..=levels).map(|_| (0..1 + dice.roll(3)).map(|_| [2, 2, 1, 3, 0][dice.roll(5)]).collect()).collect();
    let mut text = String::new();
    for (level, preds) in arities.iter().enumerate() {
        for (number, arity) in preds.iter().enumerate() {
            let facts = if level == 0 { 3 + dice.roll(12) } else { dice.roll(3) };
            for _ in 0..facts {
                let args: Vec<String> = (0..*arity).map(|_| constant(dice)).collect();
                text += &format!("{}.\n", atom(level, number, &args));
            }
        }
        if level > 0 {
            for _ in 0..1 + dice.roll(4) {
                text += &rule(dice, level, &arities);
            }
        }
    }
    text
}

fn constant(dice: &mut Dice) -> String {
    ["a", "b", "c", "d", "e", "0", "1", "2", "3", "-4"][dice.roll(10)].to_owned()
}

fn atom(level: usize, number: usize, args: &[String]) -> String {
    if args.is_empty() { format!("p{level}_{number}") } else { format!("p{level}_{number}({})", args.join(", ")) }
}

fn rule(dice: &mut Dice, level: usize, arities: &[Vec<usize>]) -> String {
    let mut used: Vec<String> = Vec::new();
    let mut body = Vec::new();
    let aggregate = dice.roll(6) == 0;
    for _ in 0..1 + dice.roll(3) {
        let of = dice.roll(level + usize::from(!aggregate));
        let number = dice.roll(arities[of].len());
        let mut args = Vec::new();
        for _ in 0..arities[of][number] {
            let arg = match dice.roll(8) {
                0 => constant(dice),
                1 => "_".to_owned(),
                _ => ["X", "Y", "Z", "W"][dice.roll(4)].to_owned(),
            };
            if arg.starts_with(|c: char| c.is_uppercase()) && !used.contains(&arg) {
                used.push(arg.clone());
            }
            args.push(arg);
        }
        body.push(atom(of, number, &args));
    }
    let any = |dice: &mut Dice, used: &[String]| {
        if used.is_empty() || dice.roll(8) == 0 { constant(dice) } else { used[dice.roll(used.len())].clone() }
    };
    if dice.roll(3) == 0 {
        let of = dice.roll(level);
        let number = dice.roll(arities[of].len());
        let args: Vec<String> = (0..arities[of][number])
            .map(|_| if dice.roll(5) == 0 { "_".to_owned() } else { any(dice, &used) })
            .collect();
        body.insert(dice.roll(body.len() + 1), format!("not {}", atom(of, number, &args)));
    }
    if dice.roll(4) == 0 {
        let sign = ["=", "!=", "<", "<=", ">", ">="][dice.roll(6)];
        body.push(format!("{} {sign} {}", any(dice, &used), any(dice, &used)));
    }
    if dice.roll(5) == 0 && !used.is_empty() {
        let value = used[dice.roll(used.len())].clone();
        body.insert(0, format!("V = ({value} + 1) mod {}", 2 + dice.roll(4)));
        used.push("V".to_owned());
    }
    let number = dice.roll(arities[level].len());
    let mut args: Vec<String> = (0..arities[level][number]).map(|_| any(dice, &used)).collect();
    if aggregate && let Some(last) = args.last_mut().filter(|_| !used.is_empty()) {
        *last = format!("{}({})", ["count", "sum", "min", "max"][dice.roll(4)], used[dice.roll(used.len())]);
    }
    format!("{} :- {}.\n", atom(level, number, &args), body.join(", "))
}

/// All facts that follow, by the checker's own reading of the rules, with the least height of each as a fixpoint.
pub(super) struct Naive {
    pub(super) stated: BTreeSet<(Pred, Vec<Term>)>,
    pub(super) all: BTreeMap<Pred, BTreeSet<Vec<Term>>>,
}

impl Facts for Naive {
    fn stated(&self, fact: &Fact) -> bool {
        self.stated.contains(&(fact.pred, fact.args.clone()))
    }

    fn all(&self, pred: Pred) -> Vec<Vec<Term>> {
        self.all.get(&pred).into_iter().flatten().cloned().collect()
    }
}

/// Evaluates naively, level by level as the names `pLEVEL_NUMBER` say.
pub(super) fn naive(db: &Database, stated: &[(Pred, Vec<Term>)]) -> Naive {
    let mut naive = Naive { stated: stated.iter().cloned().collect(), all: BTreeMap::new() };
    for (pred, args) in stated {
        naive.all.entry(*pred).or_default().insert(args.clone());
    }
    let level = |pred: Pred| db.names().pred_name(pred).0[1..].split('_').next().map_or(0, |n| n.parse().unwrap_or(0));
    let mut levels: Vec<usize> = db.rules().iter().map(|rule| level(rule.head.pred)).collect();
    levels.sort_unstable();
    levels.dedup();
    for now in levels {
        loop {
            let mut new = Vec::new();
            for rule in db.rules().iter().filter(|rule| level(rule.head.pred) == now) {
                for head in super::check::heads(rule, db.names(), &naive) {
                    if !naive.all.get(&rule.head.pred).is_some_and(|all| all.contains(&head)) {
                        new.push((rule.head.pred, head));
                    }
                }
            }
            if new.is_empty() {
                break;
            }
            for (pred, head) in new {
                naive.all.entry(pred).or_default().insert(head);
            }
        }
    }
    naive
}

/// Runs a program in both ways; the databases that agree.
pub(super) fn both(text: &str) -> Result<(Database, Naive), Refusal> {
    let mut db = Database::read(text)?;
    let parsed = super::parse(text, db.names_mut())?;
    db.run(&mut Fuel::steps(10_000_000)).map_err(|failure| panic!("{failure} in\n{text}")).ok();
    let naive = naive(&db, &parsed.facts);
    same(&mut db, &naive, text);
    Ok((db, naive))
}

/// Compares every relation, has every fact proved and every proof checked.
pub(super) fn same(db: &mut Database, naive: &Naive, text: &str) {
    for pred in (0..db.names().pred_count()).map(Pred) {
        let name = db.names().pred_name(pred).0.to_owned();
        let ours: BTreeSet<Vec<Term>> = db.facts(pred).into_iter().collect();
        assert_eq!(ours.len(), db.count(pred), "a row of {name} twice in\n{text}");
        let theirs = naive.all.get(&pred).cloned().unwrap_or_default();
        let show =
            |rows: &BTreeSet<Vec<Term>>| rows.iter().map(|row| db.names().show_fact(pred, row)).collect::<Vec<_>>();
        assert_eq!(show(&ours), show(&theirs), "{name} in\n{text}");
        for args in ours {
            assert!(db.holds(pred, &args));
            let proof = db.proof(pred, &args, &mut Fuel::steps(1_000_000));
            let proof = proof.unwrap_or_else(|| panic!("no proof of {} in\n{text}", db.names().show_fact(pred, &args)));
            let checked = super::check::check(&proof, db.rules(), db.names(), naive);
            assert_eq!(checked, Ok(()), "proof\n{}in\n{text}", db.show(&proof));
            assert_eq!(proof.steps.last().map(|step| &step.fact.args), Some(&args));
        }
    }
    assert!(is_model(db.rules(), db.names(), naive), "{text}");
}
