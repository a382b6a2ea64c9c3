"""Writes the reference of embedding-core's tokenizer: texts and their entries by the `tokenizers` package.

usage: cases.py MODEL_FOLDER OUT.jsonl      (a case a line: [text, [entry, …]])"""
import json, random, sys, unicodedata
from tokenizers import Tokenizer

WRITTEN = """The quick brown fox jumps over the lazy dog.
How do I reset my password? I've tried twice!
Unbelievable: 3.14159 isn't 22/7, e.g. it's ~0.04% less
naïve café façade Ångström über coöperate résumé Zoë
ÀÉÎÕÜ àéîõü ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż ĞİŞ ğış ß ẞ ﬁ ﬂ
straße STRASSE Στίγμας ΣΊΓΜΑΣ Ελληνικά
Съешь же ещё этих мягких французских булок, да выпей чаю
שלום עולם
مرحبا بالعالم العربيُّ
नमस्ते दुनिया हिन्दी
สวัสดีชาวโลก
안녕하세요 세계 한국어
こんにちは世界 カタカナ ガギグゲゴ
你好,世界!今天天气怎么样?
𠀀𪜀𫝀 漢字かな交じり文
Việt Nam Tiếng Việt
👩‍👩‍👧‍👦 🎉😀 ok 👍🏽 done
zero​width soft­hyphen no break ideographic space
tab	and
newline
return
nul�bell vt formfeednextline
foo_bar-baz.qux@example.com https://example.com/a?b=c&d=%20#frag
$12.50 €99 £5 ¥1000 10% ±3 x² H₂O ½ №5 ™ ©2024
`code` ~tilde ^caret |pipe| <tag attr="v"> {"json": [1, 2, null]}
electroencephalographically antidisestablishmentarianism supercalifragilisticexpialidocious
telecommunications intercontinental qwrtzpsdfg xqzjkvbnmw
##ing ing ## # ###
[unused1] ( [ mask ] ) unk cls sep
a
I
é
́
é ñ ö
Ｆｕｌｌｗｉｄｔｈ ＡＢＣ １２３
“curly” ‘quotes’ — dash – en … ellipsis • bullet
١٢٣ ۱۲۳ १२३
ǅ ǈ ǋ Ǆ ŉ ǰ ΐ
""".split("\n")
BLOCKS = [(0x20, 0x7E), (0x20, 0x7E), (0x01, 0x1F), (0x80, 0xFF), (0x100, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF),
          (0x5D0, 0x5EA), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE5B), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BD),
          (0x2190, 0x21FF), (0x3000, 0x303F), (0x3041, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xAFFF), (0xF900, 0xFA2D), (0xFF01, 0xFF5E),
          (0xFFF0, 0xFFFD), (0x1F300, 0x1F5FF), (0x20000, 0x200FF)]


def assigned(c):
    """True for characters known to Unicode 6.0, so that all implementations agree on their properties."""
    return unicodedata.ucd_3_2_0.category(c) != "Cn" or 0x1F300 <= ord(c) < 0x1F580


def made(rng):
    text = ""
    for _ in range(rng.randint(1, 5)):
        low, high = rng.choice(BLOCKS)
        text += "".join(c for c in (chr(rng.randint(low, high)) for _ in range(rng.randint(1, 8))) if assigned(c)) + rng.choice(["", "", " "])
    return text


def main(folder, out):
    description = json.load(open(folder + "/tokenizer.json"))
    description.update(added_tokens=[], padding=None, truncation=None, post_processor=None)
    tokenizer, rng = Tokenizer.from_str(json.dumps(description)), random.Random(4)
    texts = WRITTEN + ["\n".join(WRITTEN[:6]), "x" * 100, "x" * 101, "é" * 100, "é" * 101, "ab" * 49 + "qq", "lots " * 40]
    texts += [made(rng) for _ in range(500)]
    with open(out, "w", encoding="utf-8") as f:
        for text in dict.fromkeys(texts):
            f.write(json.dumps([text, tokenizer.encode(text).tokens], ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
