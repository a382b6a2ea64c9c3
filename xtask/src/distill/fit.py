"""Fits a vector to each vocabulary entry so that sums of them point where the teacher points.

usage: fit.py MODEL_FOLDER TEXTS.json WORK_FOLDER [--start-only]
       (WORK_FOLDER holds tokens.npy, teacher.npy and order.json of teacher.py; fit.npz is written there)

1. Start: the teacher's vector of each entry alone, centred, in the principal axes of the teacher's sentence vectors, and
   weighted by smooth inverse frequency (Arora et al. 2017), as model2vec does (Tulkens & van Dongen 2024).
2. Fit: ridge regression towards the start, by conjugate gradients on the normal equations; the length of each sum is
   taken from the pass before, so that directions are fitted, not lengths. The mean of a close fit, which serves
   sentence similarity, and of one stopped early, which serves retrieval and classification.
3. Inverse document frequencies of the entries over the teacher's texts, for the lexical half."""
import json, os, sys
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import scipy.sparse as sp
from tokenizers import Tokenizer

DIMS, SIF = 256, 1e-4
FITS = ((0.03, 3, 60), (0.3, 2, 30))  # ridge, passes, steps: a close fit and a cautious one, whose mean is taken


def vocabulary(folder):
    """Entries in table order (those that begin a word, then those that continue one, each sorted) and their old ids."""
    entries = Tokenizer.from_file(folder + "/tokenizer.json").get_vocab()
    kept = [w for w in entries if not (w.startswith("[") and w.endswith("]") and len(w) > 2)]
    kept.sort(key=lambda w: (w.startswith("##") and len(w) > 2, w.encode()))
    return kept, np.array([entries[w] for w in kept])


def bags(folder, texts, ids):
    """Counts of entries in texts: a sparse matrix, one row a text."""
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    column = np.full(tokenizer.get_vocab_size(), -1)
    column[ids] = np.arange(len(ids))
    rows, columns = [], []
    for i in range(0, len(texts), 2000):
        for k, e in enumerate(tokenizer.encode_batch(texts[i:i + 2000], add_special_tokens=False)):
            found = column[e.ids]
            columns.append(found[found >= 0])
            rows.append(np.full(len(columns[-1]), i + k))
    rows, columns = np.concatenate(rows), np.concatenate(columns)
    x = sp.csr_matrix((np.ones(len(rows), "f4"), (rows, columns)), shape=(len(texts), len(ids)))
    x.sum_duplicates()
    return x


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


def ridge(x, target, start, weight, steps):
    """min |x e - target|^2 + weight |e - start|^2 over e, by conjugate gradients (Hestenes & Stiefel 1952)."""
    xt = x.T.tocsr()
    left = xt @ (target - x @ start)
    delta, p = np.zeros_like(start), left.copy()
    square = first = float((left * left).sum())
    for _ in range(steps):
        ap = xt @ (x @ p) + np.float32(weight) * p
        a = np.float32(square / float((p * ap).sum()))
        delta += a * p
        left -= a * ap
        new = float((left * left).sum())
        if new < 1e-5 * first:
            break
        p *= np.float32(new / square)
        p += left
        square = new
    return start + delta


def start_vectors(tokens, counts, axes):
    weight = SIF / (SIF + (counts + 0.5) / counts.sum())
    return ((tokens - tokens.mean(0)) @ axes * weight[:, None]).astype("f4")


def fitted(x, target, start, weight, passes, steps):
    e = start
    for k in range(passes):
        length = np.maximum(np.linalg.norm(x @ e, axis=1), 1e-6)
        e = ridge(sp.diags(1 / length).dot(x).astype("f4").tocsr(), target, start, weight, steps)
        print("pass", k + 1, "mean cosine with the teacher", float((unit(x @ e) * target).sum(1).mean()), flush=True)
    return e


def main(folder, texts, work, *flags):
    entries, ids = vocabulary(folder)
    texts, order = json.load(open(texts)), json.load(open(work + "/order.json"))
    x = bags(folder, [texts[i] for i in order], ids)
    teacher = np.load(work + "/teacher.npy").astype("f4")[:len(order)]
    tokens = np.load(work + "/tokens.npy").astype("f4")[ids]
    known = np.asarray(x.sum(1)).ravel() > 0
    x, teacher = x[known], teacher[known]
    centred = teacher - teacher.mean(0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :DIMS]
    axes *= np.sign(axes[np.abs(axes).argmax(0), np.arange(DIMS)])
    target = unit(centred @ axes).astype("f4")
    start = start_vectors(tokens, np.asarray(x.sum(0)).ravel(), axes)
    turn = np.linalg.lstsq(unit(x @ start), target, rcond=None)[0]
    start = (start @ turn).astype("f4")
    fits = [] if "--start-only" in flags else [fitted(x, target, start, *settings) for settings in FITS]
    e = sum(fits) / len(fits) if fits else start
    df = np.asarray((x > 0).sum(0)).ravel()
    idf = np.log((x.shape[0] + 1) / (df + 1)) + 1
    np.savez(work + "/fit.npz", rows=e, idf=idf.astype("f4"), entries=np.array(entries), texts=len(order))
    print(len(order), "texts,", len(entries), "entries")


if __name__ == "__main__":
    main(*sys.argv[1:])
