"""Writes the table that embedding-core compiles in. The format is described in crates/embedding-core/src/table.rs.

usage: table.py WORK_FOLDER OUT.bin"""
import struct, sys
import numpy as np

MAGIC, SLOTS, MEANING_SHARE, WEIGHT_MAX = b"PSEMBED1", 1 << 16, 0.67, 255
FNV_PRIME, FNV_BASIS, CONTINUED = 0x100000001B3, 0xCBF29CE484222325, 0x9E3779B97F4A7C15


def entry_hash(name):
    """FNV-1a (Fowler, Noll, Vo), from another basis for entries that continue a word."""
    continued = name.startswith("##") and len(name) > 2
    h = FNV_BASIS ^ (CONTINUED if continued else 0)
    for byte in (name[2:] if continued else name).encode():
        h = (h ^ byte) * FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return h


def slots_of(names, idf, weight):
    """Open addressing with linear probing: the hash's top 48 bits over the row, the idf, the weight."""
    slots = np.zeros(SLOTS, [("key", "<u8"), ("idf", "<f4"), ("weight", "<u4")])
    slots["key"] = 0xFFFF
    hashes = [entry_hash(name) for name in names]
    assert len({h >> 16 for h in hashes}) == len(names) < 0xFFFF
    for row, h in enumerate(hashes):
        at = (h ^ h >> 32) & SLOTS - 1
        while int(slots["key"][at]) & 0xFFFF != 0xFFFF:
            at = (at + 1) & SLOTS - 1
        slots[at] = h >> 16 << 16 | row, idf[row], weight[row]
    return slots


def main(work, out):
    fit = np.load(work + "/fit.npz")
    order = np.argsort(fit["idf"], kind="stable")  # frequent entries side by side: fewer pages are touched
    names, rows, idf = [str(w) for w in fit["entries"][order]], fit["rows"][order], fit["idf"][order]
    top = np.abs(rows).max(1)
    weight = np.clip(np.ceil(top / top.max() * WEIGHT_MAX), 1, WEIGHT_MAX)
    values = np.round(rows / (weight * top.max() / WEIGHT_MAX / 127)[:, None]).astype("i1")
    head = MAGIC + struct.pack("<3I2f", len(names), rows.shape[1], SLOTS, MEANING_SHARE, float(idf.max()))
    with open(out, "wb") as f:
        f.write(head.ljust(64, b"\0") + slots_of(names, idf, weight).tobytes() + values.tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
