"""Writes the table that embedding-core compiles in. The format is described in crates/embedding-core/src/table.rs.

usage: table.py WORK_FOLDER OUT.bin"""
import struct, sys
import numpy as np

MAGIC, SLOTS, MEANING_SHARE = b"PSEMBED1", 1 << 16, 0.7
FNV_PRIME, FNV_BASIS, CONTINUED = 0x100000001B3, 0xCBF29CE484222325, 0x9E3779B97F4A7C15


def entry_hash(text, continued):
    """FNV-1a (Fowler, Noll, Vo), from another basis for entries that continue a word."""
    h = FNV_BASIS ^ (CONTINUED if continued else 0)
    for byte in text:
        h = (h ^ byte) * FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return h


def slots_of(entries):
    """Open addressing with linear probing: a slot is the row in the low half and 16 bits of the hash in the high one."""
    slots = np.full(SLOTS, 0xFFFFFFFF, "<u4")
    for row, (text, continued) in enumerate(entries):
        h = entry_hash(text, continued)
        at = (h ^ h >> 32) & SLOTS - 1
        while slots[at] != 0xFFFFFFFF:
            at = (at + 1) & SLOTS - 1
        slots[at] = h >> 48 << 16 | row
    return slots


def records_of(rows, idf):
    """A scale, an idf and the int8 values of each row, together, so that a row is one place in memory."""
    scale = np.maximum(np.abs(rows).max(1), 1e-9) / 127
    out = np.zeros(len(rows), [("scale", "<f4"), ("idf", "<f4"), ("values", "i1", rows.shape[1])])
    out["scale"], out["idf"], out["values"] = scale, idf, np.round(rows / scale[:, None])
    return out


def main(work, out):
    fit = np.load(work + "/fit.npz")
    names = [str(w) for w in fit["entries"]]
    entries = [(w[2:].encode(), True) if w.startswith("##") and len(w) > 2 else (w.encode(), False) for w in names]
    strings = b"".join(t for t, _ in entries)
    ends = np.cumsum([0] + [len(t) for t, _ in entries]).astype("<u4")
    strings += b"\0" * (-len(strings) % 8)
    heads = sum(not c for _, c in entries)
    assert all(not c for _, c in entries[:heads]) and len(entries) < 0xFFFF
    head = MAGIC + struct.pack("<6I2f", len(entries), heads, fit["rows"].shape[1], SLOTS, len(strings), max(len(t) for t, _ in entries),
                               MEANING_SHARE, float(fit["idf"].max()))
    with open(out, "wb") as f:
        f.write(head.ljust(64, b"\0") + slots_of(entries).tobytes() + ends.tobytes() + strings + records_of(fit["rows"], fit["idf"]).tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
