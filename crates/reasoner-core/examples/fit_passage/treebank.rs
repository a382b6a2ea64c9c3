//! Documents of a treebank in the CoNLL-U format.

/// A word with its place in the tree of its sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    /// The universal part of speech.
    pub(crate) pos: String,
    /// The Penn treebank's tag.
    pub(crate) tag: String,
    pub(crate) head: Option<usize>,
    pub(crate) relation: String,
    /// Whether a blank follows.
    pub(crate) space: bool,
}

/// A sentence: its words in order.
pub(crate) type Sentence = Vec<Word>;

/// The documents of a text: the sentences whose numbers begin alike belong together.
pub(crate) fn documents(text: &str) -> Vec<Vec<Sentence>> {
    let mut documents: Vec<(String, Vec<Sentence>)> = Vec::new();
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("# sent_id = ") {
            let document = id.rsplit_once('-').map_or(id, |(document, _)| document);
            if documents.last().is_none_or(|(last, _)| last != document) {
                documents.push((document.to_owned(), Vec::new()));
            }
            if let Some((_, sentences)) = documents.last_mut() {
                sentences.push(Sentence::new());
            }
        } else if let (Some(word), Some((_, sentences))) = (word(line), documents.last_mut()) {
            sentences.last_mut().into_iter().for_each(|sentence| sentence.push(word.clone()));
        }
    }
    documents.into_iter().map(|(_, sentences)| sentences).collect()
}

/// The word of a line; none for comments, contractions and empty nodes.
fn word(line: &str) -> Option<Word> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [number, form, lemma, pos, tag, _, head, relation, _, misc] = fields[..] else { return None };
    number.parse::<usize>().ok()?;
    Some(Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        pos: pos.to_owned(),
        tag: tag.to_owned(),
        head: head.parse::<usize>().ok()?.checked_sub(1),
        relation: relation.to_owned(),
        space: !misc.contains("SpaceAfter=No"),
    })
}

/// The sentence as it was written.
pub(crate) fn text(sentence: &Sentence) -> String {
    let mut text = String::new();
    for word in sentence {
        text.push_str(&word.form);
        text.push_str(if word.space { " " } else { "" });
    }
    text.trim_end().to_owned()
}
