"""Sentence vectors of the teacher (all-MiniLM-L6-v2), computed with NumPy alone.

usage: teacher.py MODEL_FOLDER TEXTS.json OUT_FOLDER [CPU_SECONDS]

Writes tokens.npy (a vector for each vocabulary entry, each alone between [CLS] and [SEP]) and, growing,
teacher.npy + order.json (vectors of the texts, and which text each row is). Texts are grouped by length,
so nothing is padded; groups come in seeded random order, so what is done at any time is a fair sample,
and a run that is stopped goes on where it was. CPU_SECONDS bounds the work of one run."""
import json, os, random, sys, time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

HEADS, LAYERS, CLS, SEP, LONGEST = 12, 6, 101, 102, 96


class Bert:
    """The forward pass of BERT (Devlin et al. 2018), mean pooling, unit length."""

    def __init__(self, folder):
        self.w = {k.removeprefix("bert."): v.astype("f4") for k, v in load_file(folder + "/model.safetensors").items() if v.dtype.kind == "f"}
        self.t = {k: np.ascontiguousarray(v.T) for k, v in self.w.items() if k.startswith("encoder") and v.ndim == 2}

    def linear(self, x, name):
        y = x.reshape(-1, x.shape[-1]) @ self.t[name + ".weight"]  # one product of matrices: a stack of them is four times slower
        y += self.w[name + ".bias"]
        return y.reshape(*x.shape[:-1], -1)

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.w[name + ".weight"] + self.w[name + ".bias"]

    def attend(self, x, name):
        n, length, width = x.shape
        q, k, v = (self.linear(x, f"{name}.self.{p}").reshape(n, length, HEADS, -1).transpose(0, 2, 1, 3) for p in ("query", "key", "value"))
        s = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // HEADS))
        s = np.exp(s - s.max(-1, keepdims=True))
        s /= s.sum(-1, keepdims=True)
        y = (s @ v).transpose(0, 2, 1, 3).reshape(n, length, width)
        return self.norm(self.linear(y, name + ".output.dense") + x, name + ".output.LayerNorm")

    def __call__(self, ids):
        e, length = "embeddings.", ids.shape[1]
        x = self.w[e + "word_embeddings.weight"][ids] + self.w[e + "position_embeddings.weight"][:length] + self.w[e + "token_type_embeddings.weight"][0]
        x = self.norm(x, e + "LayerNorm")
        for i in range(LAYERS):
            name = f"encoder.layer.{i}."
            x = self.attend(x, name + "attention")
            h = self.linear(x, name + "intermediate.dense")
            x = self.norm(self.linear(gelu(h), name + "output.dense") + x, name + "output.LayerNorm")
        y = x.mean(1)
        return y / np.linalg.norm(y, axis=1, keepdims=True)


def gelu(x):
    """GELU in place, by its tanh form (Hendrycks & Gimpel 2016): within 1e-3 of the exact one and faster."""
    t = x * x
    t *= np.float32(0.7978845608 * 0.044715)
    t += np.float32(0.7978845608)
    t *= x
    np.tanh(t, out=t)
    t += 1
    x *= np.float32(0.5)
    x *= t
    return x


def blocks_of(lengths):
    """Blocks of equal length, about 1,000 tokens each, in seeded random order."""
    groups = {}
    for i, n in enumerate(lengths):
        groups.setdefault(n, []).append(i)
    blocks = []
    for n in sorted(groups):
        size = max(1, 1000 // n)
        blocks += [groups[n][i:i + size] for i in range(0, len(groups[n]), size)]
    random.Random(2).shuffle(blocks)
    return blocks


def save(out, rows, order):
    np.save(out + "/teacher.tmp.npy", np.concatenate(rows))
    os.replace(out + "/teacher.tmp.npy", out + "/teacher.npy")
    json.dump(order, open(out + "/order.json", "w"))


def main(folder, texts, out, seconds="1e9"):
    bert, clock = Bert(folder), time.process_time
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    if not os.path.exists(out + "/tokens.npy"):
        ids = np.array([[CLS, t, SEP] for t in range(tokenizer.get_vocab_size())])
        np.save(out + "/tokens.npy", np.concatenate([bert(ids[i:i + 256]) for i in range(0, len(ids), 256)]).astype("f2"))
        print("vocabulary", round(clock()), "s", flush=True)
    encoded = [e.ids for e in tokenizer.encode_batch(json.load(open(texts)))]
    blocks = blocks_of([len(e) for e in encoded])
    order, rows = [], []
    if os.path.exists(out + "/order.json"):
        order = json.load(open(out + "/order.json"))
        rows = [np.load(out + "/teacher.npy")[:len(order)]]
    start, done, skip = clock(), 0, len(order)
    for k, block in enumerate(blocks):
        if done < skip:
            done += len(block)
            continue
        rows.append(bert(np.array([encoded[i] for i in block])).astype("f2"))
        order += block
        late = clock() - start > float(seconds)
        if k % 200 == 199 or late or k == len(blocks) - 1:
            save(out, rows, order)
            print(len(order), "of", len(encoded), "texts,", round((len(order) - skip) / (clock() - start)), "a CPU second", flush=True)
        if late:
            break


if __name__ == "__main__":
    main(*sys.argv[1:])
