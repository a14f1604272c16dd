"""The signs between question and answer, and between cards: by words, and in full."""

from decks.transfer.formats.parsed import NotADeck

SEPARATOR_MAX_CHARACTERS = 20

SEPARATOR_WORDS: dict[str, str] = {
    "\t": "tab",
    ",": "comma",
    ";": "semicolon",
    "|": "pipe",
    ":": "colon",
    " ": "space",
    " | ": "pipe between spaces",
    " / ": "slash between spaces",
    " - ": "dash between spaces",
    ", ": "comma and space",
    "; ": "semicolon and space",
    "\n": "new line",
    "\n\n": "blank line",
}
"""What people call a separator; others are shown as they are."""

_SIGNS = {word: sign for sign, word in SEPARATOR_WORDS.items()} | {
    "newline": "\n",
    "blank-line": "\n\n",
}
_ESCAPES = (("\\t", "\t"), ("\\n", "\n"))


def parse_separator(words: str) -> str:
    r"""The sign that `words` mean: "tab", "comma", … or itself; \t and \n are read.

    "" stays "", which means to look. Raises NotADeck for one that is too long.
    """
    if len(words) > SEPARATOR_MAX_CHARACTERS:
        what = f"A separator has at most {SEPARATOR_MAX_CHARACTERS} signs."
        raise NotADeck("the separator", what)
    sign = _SIGNS.get(words.strip().casefold())
    if sign is not None:
        return sign
    for escape, meant in _ESCAPES:
        words = words.replace(escape, meant)
    return words.replace("\r\n", "\n").replace("\r", "\n")


def in_words(sign: str) -> str:
    """What people call the sign, else the sign itself between quotation marks."""
    return SEPARATOR_WORDS.get(sign) or f"“{sign}”"
