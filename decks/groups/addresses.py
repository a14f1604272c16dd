"""E-mail addresses out of what somebody typed or pasted."""

import re

_QUOTED = re.compile(r'"[^"]*"')
_IN_BRACKETS = re.compile(r"<([^<>]*)>")


def addresses_in(text: str) -> list[str]:
    """What may be addresses, in lower case, each once, in the order of the text.

    They stand on lines of their own or between commas, semicolons or blanks; names
    beside addresses in angle brackets ("Ada <ada@example.com>") are passed over.
    Whether each is an address is left to be seen.
    """
    found: list[str] = []
    for piece in re.split(r"[,;\r\n]+", _QUOTED.sub(" ", text)):
        found += _IN_BRACKETS.findall(piece) or piece.split()
    return list(dict.fromkeys(word.strip().lower() for word in found if word.strip()))
