//! The order of adjectives before a noun: opinion, size, age, shape, colour, origin, material, purpose.

use engine_api::{Budget, Proof};

use super::Found;
use crate::scene::Scene;
use crate::verdict;

/// The classes in their order, each with common words. Origins are told by their capital or ending, purposes by
/// their ending, where they are not listed.
const CLASSES: [(&str, &str); 8] = [
    (
        "opinion",
        "good bad nice lovely beautiful ugly pretty awful terrible horrible wonderful great excellent fantastic amazing \
         silly ridiculous obnoxious repulsive mysterious strange odd weird funny charming delightful pleasant unpleasant \
         nasty disgusting gorgeous handsome elegant cute adorable boring interesting exciting fascinating impressive \
         comfortable cozy cosy expensive cheap valuable useful useless fancy splendid superb marvelous marvellous \
         magnificent stunning attractive hideous dreadful annoying irritating perfect favorite favourite famous \
         delicious tasty brilliant clever smart stupid foolish brave happy sad kind friendly rude polite honest quaint \
         remarkable spectacular dull dreary grim creepy scary cool glorious graceful dangerous popular ordinary typical \
         outstanding incredible extraordinary peculiar curious suspicious bizarre",
    ),
    (
        "size",
        "big small large little tiny huge enormous massive giant gigantic immense colossal miniature minuscule microscopic \
         midsize mid-size mid-sized midsized medium medium-size medium-sized normal-size normal-sized full-size full-sized \
         oversized undersized life-size compact tall short long wide narrow thick thin fat slim broad deep shallow petite \
         mini vast bulky hefty towering teeny wee king-size queen-size pocket-size pocket-sized average-sized sizable \
         sizeable substantial lengthy puny mammoth",
    ),
    (
        "age",
        "old new young ancient archaic antique brand-new modern old-fashioned elderly aged vintage recent contemporary \
         prehistoric medieval teenage adolescent mature newborn futuristic up-to-date outdated fresh juvenile \
         middle-aged fledgling timeworn century-old year-old antiquated obsolete classic retro current",
    ),
    (
        "shape",
        "round square circular rectangular triangular spherical pyramidal prismlike oval cubic cubical cylindrical conical \
         flat straight curved bent crooked hexagonal octagonal pentagonal elliptical spiral star-shaped heart-shaped \
         egg-shaped l-shaped u-shaped v-shaped t-shaped pear-shaped crescent diamond-shaped hollow pointed pointy angular \
         tapered tubular globular domed rounded boxy lopsided polygonal trapezoidal diamond wavy bell-shaped heptagonal \
         cone-shaped cube-shaped ring-shaped oblong ovoid spheroidal",
    ),
    (
        "colour",
        "red blue green yellow orange purple pink black white gray grey brown tan beige violet indigo turquoise maroon navy \
         crimson scarlet teal magenta cyan lavender lilac olive khaki ivory cream amber azure burgundy blond blonde dark \
         pale bright reddish bluish greenish yellowish multicolored multicoloured colorful colourful mauve peach rose ruby \
         coral aqua fuchsia chartreuse salmon charcoal ebony transparent golden silvery auburn hazel rainbow dark-blue \
         light-blue dark-green light-green spotted striped",
    ),
    (
        "origin",
        "american british french german italian spanish chinese japanese russian indian mexican egyptian turkish thai \
         greek dutch swiss irish scottish welsh czech iraqi israeli pakistani bangladeshi filipino saudi afghan kenyan \
         eastern western northern southern european african asian australian lunar martian venetian parisian roman \
         argentine argentinian qatari kuwaiti omani yemeni nepali bengali somali uzbek kazakh",
    ),
    (
        "material",
        "wooden wood metal metallic plastic glass leather paper cardboard cloth cotton wool woolen woollen silk silken steel \
         iron lead gold silver bronze brass copper tin aluminum aluminium titanium platinum rubber fiberglass fibreglass \
         ceramic porcelain clay stone marble granite concrete brick linen velvet satin denim suede nylon polyester straw \
         bamboo wicker wax ice bone crystal diamond-encrusted earthenware enamel felt fur canvas lace tweed cashmere oak \
         pine mahogany chrome pewter vinyl foam cork jute hemp sandstone slate carbon-fiber styrofoam",
    ),
    (
        "purpose",
        "exercise sports kitchen garden office school travel baseball football tennis golf dinner coffee tea work sport \
         beach party bath fitness military medical",
    ),
];

/// Endings of adjectives of origin, which a capital marks.
const ORIGINS: [&str; 6] = ["ese", "ish", "an", "ian", "i", "ic"];

pub(crate) fn adjectives(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let asks = |word: &engine_api::Word| {
        matches!(word.text.to_lowercase().as_str(), "adjective" | "adjectives" | "hyperbaton")
    };
    let options = &scene.task.options;
    if options.len() < 2 || !scene.turn.iter().flat_map(|sentence| &sentence.words).any(asks) {
        return None;
    }
    let size: usize = options.iter().map(|option| option.text.len()).sum();
    if !budget.spend(size as u64 * 4) {
        return None;
    }
    let faults: Vec<Vec<(String, String)>> = options.iter().map(|option| faults(&option.text)).collect();
    let wrong =
        scene.turn.iter().flat_map(|sentence| &sentence.words).any(|word| {
            matches!(word.text.to_lowercase().as_str(), "incorrect" | "wrong" | "incorrectly" | "violates")
        });
    let key = |at: &usize| faults.get(*at).map_or(0, Vec::len);
    let all = 0..options.len();
    let best = if wrong { all.clone().max_by_key(key)? } else { all.clone().min_by_key(key)? };
    // As many faults elsewhere decide nothing.
    if all.filter(|at| key(at) == key(&best)).count() != 1 {
        return None;
    }
    let other = faults.iter().flatten().next()?;
    let proof = Proof {
        claim: format!("{} words come before {} words", class_name(&other.0), class_name(&other.1)),
        by: "the usual order of adjectives".to_owned(),
        from: Vec::new(),
    };
    Some(verdict::option(options.get(best)?, Some(proof)))
}

/// The pairs of words that stand in the wrong order, each as (what should come first, what stands first).
fn faults(phrase: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = phrase
        .split([' ', ','])
        .map(|word| word.trim_matches(['.', '"', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    let ranked: Vec<(usize, &str)> = words
        .split_last()
        .map_or(&[][..], |(_, rest)| rest)
        .iter()
        .filter_map(|word| Some((class(word)?, *word)))
        .collect();
    let mut found = Vec::new();
    for (at, (rank, word)) in ranked.iter().enumerate() {
        for (later, other) in ranked.iter().skip(at + 1) {
            if later < rank {
                found.push(((*other).to_owned(), (*word).to_owned()));
            }
        }
    }
    found
}

fn class_name(word: &str) -> &'static str {
    class(word).and_then(|at| CLASSES.get(at)).map_or("", |(name, _)| name)
}

/// The number of an adjective's class.
fn class(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    let listed = CLASSES.iter().position(|(_, words)| words.split_whitespace().any(|one| one == lower));
    let capital = word.starts_with(char::is_uppercase);
    let of = |name: &str| CLASSES.iter().position(|(class, _)| *class == name);
    match listed {
        Some(at) => Some(at),
        None if capital && ORIGINS.iter().any(|ending| lower.ends_with(ending)) => of("origin"),
        None if lower.ends_with("-sized") || lower.ends_with("-size") => of("size"),
        None if lower.ends_with("-shaped") || lower.ends_with("gonal") || lower.ends_with("like") => of("shape"),
        None if lower.ends_with("ing") => of("purpose"),
        None if lower.ends_with("en") => of("material"),
        None if capital => of("origin"),
        None if ["ful", "ous", "able", "ible", "ive", "some"].iter().any(|ending| lower.ends_with(ending)) => {
            of("opinion")
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, count: usize) {
        assert_eq!(faults(phrase).len(), count, "{phrase}");
    }

    #[test]
    fn faults_are_pairs_out_of_order() {
        check("charming tiny Peruvian oak writing desk", 0);
        check("oak charming Peruvian tiny writing desk", 4);
        check("Norwegian round lamp", 1);
    }
}
