//! Items to fit on: passages with questions that they answer, in other words where there are any, and with questions
//! that they do not answer.

use engine_api::{Ask, Inflection, Lexicon, Pos, Role, Senses, Turn};

use crate::pieces::{Draw, Token, written};
use crate::questions::{Pair, questions};
use crate::treebank::{Sentence, Word, text};

/// The sentences of a passage.
const PASSAGE: usize = 7;

/// The least words of a sentence that is asked about.
const LEAST_WORDS: usize = 8;

/// The most items of a document.
const MOST: usize = 30;

/// A dialogue with the phrases that answer it; none where the passage does not say.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) ask: Ask,
    pub(crate) answers: Vec<String>,
}

/// The items of all documents, the same in every run.
pub(crate) fn items(documents: &[Vec<Sentence>], lexicon: &dyn Lexicon) -> Vec<Sample> {
    let mut draw = Draw(1);
    let mut items = Vec::new();
    let mut pool: Vec<Token> = Vec::new();
    for document in documents {
        let mut own = Vec::new();
        for (at, sentence) in document.iter().enumerate() {
            let ends = sentence.last().is_some_and(|last| last.form == ".");
            if sentence.len() < LEAST_WORDS || !ends {
                continue;
            }
            let mut pairs = questions(sentence, lexicon, &mut draw);
            while pairs.len() > 3 {
                pairs.swap_remove(draw.below(pairs.len()));
            }
            own.extend(pairs.into_iter().map(|pair| (at, pair)));
        }
        while own.len() > MOST {
            own.swap_remove(draw.below(own.len()));
        }
        for (at, pair) in own {
            items.extend(sample(document, at, &pair, (&pool, lexicon), &mut draw));
        }
        let content =
            |word: &&Word| matches!(word.tag.as_str(), "NNP" | "NN" | "JJ" | "VBD" | "VB") && word.form.len() > 3;
        let found = document.iter().flatten().filter(content);
        pool.extend(found.map(|word| Token {
            lemma: word.lemma.to_lowercase(),
            tag: word.tag.clone(),
            ..Token::added(&word.form)
        }));
        pool.drain(..pool.len().saturating_sub(3000));
    }
    items
}

fn sample(
    document: &[Sentence],
    at: usize,
    pair: &Pair,
    (pool, lexicon): (&[Token], &dyn Lexicon),
    draw: &mut Draw,
) -> Option<Sample> {
    let first = at.saturating_sub(draw.below(PASSAGE));
    let mut around: Vec<usize> = (first..document.len().min(first + PASSAGE)).collect();
    let mut question = reworded(&pair.question, lexicon, draw);
    let mut answers = pair.answers.clone();
    match draw.below(8) {
        0 | 1 => {
            around.retain(|one| *one != at);
            answers.clear();
        }
        2 | 3 => {
            altered(&mut question, (pool, lexicon), draw).then(|| answers.clear())?;
        }
        _ => {}
    }
    let passage: Vec<String> = around.iter().filter_map(|at| document.get(*at)).map(text).collect();
    let dialogue = format!("{}\n\n{}", passage.join(" "), written(&question));
    Some(Sample { ask: Ask { turns: vec![Turn::new(Role::User, &dialogue)], ..Ask::of("") }, answers })
}

/// The part of speech and form that a tag stands for, of words that can be exchanged.
fn form(tag: &str) -> Option<(Pos, Inflection)> {
    Some(match tag {
        "NN" => (Pos::Noun, Inflection::Base),
        "NNS" => (Pos::Noun, Inflection::Plural),
        "VB" | "VBP" => (Pos::Verb, Inflection::Base),
        "VBZ" => (Pos::Verb, Inflection::ThirdPerson),
        "VBD" => (Pos::Verb, Inflection::Past),
        "VBN" => (Pos::Verb, Inflection::PastParticiple),
        "VBG" => (Pos::Verb, Inflection::PresentParticiple),
        "JJ" => (Pos::Adjective, Inflection::Base),
        "JJR" => (Pos::Adjective, Inflection::Comparative),
        "JJS" => (Pos::Adjective, Inflection::Superlative),
        _ => return None,
    })
}

/// The question with some of its words exchanged for others that can mean the same.
fn reworded(question: &[Token], lexicon: &dyn Lexicon, draw: &mut Draw) -> Vec<Token> {
    let mut reworded = question.to_vec();
    for token in &mut reworded {
        let Some((pos, inflection)) = form(&token.tag).filter(|_| draw.percent(45)) else { continue };
        let others: Vec<String> = lexicon.synonyms(&token.lemma, pos, Senses::First);
        let others: Vec<&String> = others.iter().filter(|other| !other.contains(' ')).collect();
        if let Some(other) = others.get(draw.below(others.len())) {
            token.text = lexicon.inflect(other, inflection);
        }
    }
    reworded
}

/// A word of earlier documents with that tag.
fn other<'p>(pool: &'p [Token], tag: &str, draw: &mut Draw) -> Option<&'p Token> {
    let start = draw.below(pool.len());
    pool.iter().skip(start).chain(pool).find(|token| token.tag == tag)
}

/// Makes a question that the passage does not answer.
fn altered(question: &mut Vec<Token>, (pool, lexicon): (&[Token], &dyn Lexicon), draw: &mut Draw) -> bool {
    match draw.below(6) {
        0 => added(question, pool, draw),
        1 => modified(question, pool, draw),
        2 => exchanged(question, pool, draw),
        _ => opposed(question, (pool, lexicon), draw) || exchanged(question, pool, draw),
    }
}

/// Another place or year.
fn added(question: &mut Vec<Token>, pool: &[Token], draw: &mut Draw) -> bool {
    let year = Token { tag: "CD".to_owned(), ..Token::added(&(1800 + draw.below(220)).to_string()) };
    let name = other(pool, "NNP", draw).cloned();
    let more = if draw.percent(50) { Some(year) } else { name };
    let Some(more) = more else { return false };
    question.extend([Token::added("in"), more]);
    true
}

/// A quality that the passage does not tell.
fn modified(question: &mut Vec<Token>, pool: &[Token], draw: &mut Draw) -> bool {
    let noun = |token: &Token| matches!(token.tag.as_str(), "NN" | "NNS");
    let Some(at) = question.iter().rposition(noun) else { return false };
    let Some(quality) = other(pool, "JJ", draw) else { return false };
    question.insert(at, quality.clone());
    true
}

/// Another word in the place of one.
fn exchanged(question: &mut [Token], pool: &[Token], draw: &mut Draw) -> bool {
    let start = draw.below(question.len());
    let places = (start..question.len()).chain(0..start);
    for at in places {
        let token = &mut question[at];
        if !matches!(token.tag.as_str(), "NNP" | "NN" | "VBD" | "VB" | "JJ") {
            continue;
        }
        let tag = token.tag.clone();
        if let Some(other) = other(pool, &tag, draw).filter(|other| other.lemma != token.lemma) {
            token.text.clone_from(&other.text);
            return true;
        }
    }
    false
}

/// The opposite word, another name, another number.
fn opposed(question: &mut [Token], (pool, lexicon): (&[Token], &dyn Lexicon), draw: &mut Draw) -> bool {
    let start = draw.below(question.len());
    for at in (start..question.len()).chain(0..start) {
        let token = &mut question[at];
        match token.tag.as_str() {
            "NNP" => {
                let Some(other) = other(pool, "NNP", draw).filter(|other| other.text != token.text) else { continue };
                token.text.clone_from(&other.text);
                return true;
            }
            "CD" => {
                token.text = match token.text.parse::<u64>() {
                    Ok(number) => (number + 1 + draw.below(9) as u64).to_string(),
                    Err(_) => (2 + draw.below(60)).to_string(),
                };
                return true;
            }
            tag => {
                let Some((pos, inflection)) = form(tag) else { continue };
                let opposites = lexicon.antonyms(&token.lemma, pos);
                let Some(other) = opposites.first().filter(|other| !other.contains(' ')) else { continue };
                token.text = lexicon.inflect(other, inflection);
                return true;
            }
        }
    }
    false
}
