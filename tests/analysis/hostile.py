"""Comments that somebody will send one day."""

import random
from typing import Final

EMOJI: Final = "😀😡🎉💔🙏🏽👩‍👩‍👧‍👦🇪🇺"

TEXTS: Final[dict[str, str]] = {
    "4,000 emoji": (EMOJI * 600)[:4000],
    "one emoji 4,000 times": "😀" * 4000,
    "1 MB of one word": "a" * 1_000_000,
    "1 MB of one digit": "7" * 1_000_000,
    "1 MB of words": "word " * 200_000,
    "1 MB of digits and spaces": "12 " * 330_000,
    "1 MB of digits and dots": "1." * 500_000,
    "1 MB of digits and hyphens": "123-" * 250_000,
    "1 MB of at signs": "@" * 1_000_000,
    "1 MB of addresses without end": "a.b@c" * 200_000,
    "1 MB of capitals and numbers": "Aa 1 " * 200_000,
    "1 MB of dots": "." * 1_000_000,
    "1 MB of colons": "ab:" * 330_000,
    "1 MB of spaces": " " * 1_000_000,
    "1 MB of line breaks": "\n" * 1_000_000,
    "1 MB of sentences": "Good, but bad. " * 70_000,
    "good but": "good but " * 4000,
    "1 MB of brackets": "(0" * 500_000,
    "1 MB of plus signs": "+1 " * 330_000,
    "1 MB of slashes": "https://x.com/" * 70_000,
    "1 MB of streets": "12 Maple Maple " * 65_000,
    "1 MB of references": "ref 1-" * 160_000,
    "1 MB of letters and digits": "DE12" * 250_000,
    "1 MB of Chinese": "公共服务" * 250_000,
    "1 MB of bracketed digits": "(1) " * 250_000,
    "1 MB of digits and two spaces": "1  " * 330_000,
    "1 MB of owned numbers": "my 123456789 " * 77_000,
    "1 MB of half postcodes": "12 AA 12345 " * 83_000,
    "1 MB of accounts": "GB82 WEST 1234 5698 7654 32, " * 34_000,
    "1 MB of local phones": "020 7946 0000, " * 66_000,
    "1 MB of letters and colons": "a:1:" * 250_000,
    "1 MB of French streets": "1 rue Aa " * 111_000,
    "1 MB of many streets": "12 Maple street, Lindenweg 3, Via Roma 5, " * 24_000,
    "1 MB of account names": "@a " * 330_000,
    "1 MB of spelled addresses": "a (at) b dot " * 77_000,
    "1 MB of question marks": "Why? " * 200_000,
    "1 MB of any signs": "".join(
        random.Random(7).choices(  # noqa: S311 -- no secret
            "0123456789 -./()+A@:a", k=1_000_000
        )
    ),
    "right-to-left marks": "\u202e\u200f\u202babc 12\u200f3\u202e" * 500,
    "NUL": "before\x00after\x00" * 100,
    "HTML": "<p onclick='x'>Call <b>020&nbsp;7946 0000</b></p><script>1</script>" * 50,
    "lone surrogate": "a\ud800b 12",
    "combining": "e" + "\u0301" * 100_000,
    "zero width": "\u200b" * 100_000,
    "other digits": "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0661"
    * 100,
    "superscripts": "\u00b2\u00b3\u00b9\u2460\u2167" * 1000,
    "empty": "",
    "dotted I": "İSTANBUL İ " * 1000,
}
