"""Teacher texts: WordNet's glosses, examples, words and short paragraphs, and sentences made from frames.

usage: texts.py WORDNET_FOLDER OUT.json     (WORDNET_FOLDER holds data.noun … cntlist.rev)

WordNet 3.0 is (c) Princeton University, used under its licence. The frames are ours (frames.txt). Nothing here reads an
evaluation set. The list is the same on every run: one seeded generator, and inputs in file order."""
import collections, json, os, random, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTS = {"gloss": 40000, "example": 26000, "headed": 10000, "words": 8000, "paragraph": 3000, "frame": 21000}
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def synsets(folder):
    """Every synset: part of speech, words, pointers (symbol, offset, pos), verb frames, gloss and examples."""
    out = {}
    for pos in ("noun", "verb", "adj", "adv"):
        for line in open(f"{folder}/data.{pos}", encoding="latin1"):
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition("|")
            part = head.split()
            n = int(part[3], 16)
            words = [re.sub(r"\(\w+\)$", "", part[4 + 2 * i]).replace("_", " ") for i in range(n)]
            at = 4 + 2 * n
            count = int(part[at])
            pointers = [(part[at + 1 + 4 * i], part[at + 3 + 4 * i] + part[at + 2 + 4 * i]) for i in range(count)]
            examples = re.findall(r'"([^"]+)"', gloss)
            plain = re.sub(r'\s*"[^"]*"\s*', " ", gloss).strip(" ;\n")
            frames = {int(x) for x in re.findall(r"\+ (\d\d) ", head[head.find(part[at]):])} if pos == "verb" else set()
            out[pos[0] + part[0]] = dict(pos=pos, words=words, pointers=pointers, frames=frames, gloss=plain, examples=examples)
    return out


def frequent(folder):
    """Words of each part of speech with their counts in WordNet's sense-tagged texts, most frequent first."""
    tally = {k: collections.Counter() for k in "1235"}
    for line in open(f"{folder}/cntlist.rev", encoding="latin1"):
        key, _, count = line.split()
        word, kind = key.split("%")
        kind = "3" if kind[0] == "5" else kind[0]
        if kind in tally and re.fullmatch(r"[a-z]{3,}(_[a-z]{3,})?", word):
            tally[kind][word.replace("_", " ")] += int(count)
    return {k: sorted(v, key=lambda w: (-v[w], w)) for k, v in tally.items()}


def irregular(folder):
    """Irregular past forms from verb.exc: the first listed form that is neither -ing nor -s."""
    out = {}
    for line in open(f"{folder}/verb.exc", encoding="latin1"):
        form, base = line.split()[:2]
        if not form.endswith(("ing", "s")):
            out.setdefault(base, form)
    return out


def inflect(verb, past):
    """(-ing form, past form) of a verb by the common spelling rules."""
    double = re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb)
    stem = verb + verb[-1] if double else verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye")) else verb
    regular = verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed"
    return stem + "ing", past.get(verb, regular)


def framed(rng, folder, nets, count):
    """Fills the frames with words: half from the frequent ones, half from all."""
    best, past = frequent(folder), irregular(folder)
    transitive = {w for s in nets.values() if s["frames"] & {8, 9, 11} for w in s["words"]}
    verbs = [v for v in best["2"] if v in transitive and " " not in v]
    nouns, adjectives = best["1"], [a for a in best["3"] if " " not in a]
    rare = sorted({w for s in nets.values() if s["pos"] == "noun" for w in s["words"] if re.fullmatch(r"[a-z]{3,}( [a-z]{3,})?", w)})
    names = sorted({s["words"][0] for s in nets.values() if s["pos"] == "noun" and any(p[0] == "@i" for p in s["pointers"])})
    frames = [l.strip() for l in open(f"{HERE}/frames.txt", encoding="utf-8") if l.strip() and not l.startswith("#")]

    def pick(words):
        return words[min(int(rng.expovariate(1 / 700)), len(words) - 1)]

    def fill(m):
        k = m.group(1)
        if k in ("n", "m", "o"):
            return pick(nouns) if rng.random() < 0.8 else rng.choice(rare)
        if k in ("v", "ving", "ved"):
            v = pick(verbs)
            return v if k == "v" else inflect(v, past)[k == "ved"]
        return {"adj": lambda: pick(adjectives), "name": lambda: rng.choice(names), "day": lambda: rng.choice(DAYS),
                "month": lambda: rng.choice(MONTHS), "num": lambda: str(rng.choice((2, 3, 5, 7, 10, 12, 15, 20, 25, 30, 50, 100, 250, 1000))),
                "year": lambda: str(rng.randint(1900, 2030)), "who": lambda: rng.choice(WHO)}[k]()

    return [re.sub(r"\{(\w+)\}", fill, frames[i % len(frames)]) for i in range(count)]


WHO = ("man woman boy girl child person dog cat horse bird baby player group crowd worker doctor student teacher "
       "family soldier musician cook driver girl young man old woman little boy").split() + ["young man", "old woman", "little girl"]


def paragraph(net, nets):
    """A synset with its neighbours: what a short encyclopaedia entry says."""
    said = [", ".join(net["words"][:3]) + ": " + net["gloss"]] + net["examples"][:2]
    for symbol, key in net["pointers"]:
        near = nets.get(key)
        if near and symbol in ("@", "~", "%p", "#p", "&") and len(said) < 8:
            said.append(near["words"][0] + " is " + near["gloss"])
    return ". ".join(said)


def main(folder, out):
    rng, nets = random.Random(1), synsets(folder)
    every = list(nets.values())
    kinds = {
        "gloss": [s["gloss"] for s in every],
        "example": [e for s in every for e in s["examples"]],
        "headed": [s["words"][0] + ": " + s["gloss"] for s in every],
        "words": [", ".join(s["words"][:4]) for s in every if len(s["words"]) > 1],
        "paragraph": [paragraph(s, nets) for s in every if len(s["pointers"]) > 4],
        "frame": framed(rng, folder, nets, COUNTS["frame"]),
    }
    texts = []
    for kind, count in COUNTS.items():
        found = [x for x in dict.fromkeys(re.sub(r"\s+", " ", t).strip() for t in kinds[kind]) if len(x) > 3]
        rng.shuffle(found)
        texts += found[:count]
        print(kind, len(found), "taken", min(count, len(found)), "such as", found[:3])
    rng.shuffle(texts)
    json.dump(texts, open(out, "w"))


if __name__ == "__main__":
    main(*sys.argv[1:])
