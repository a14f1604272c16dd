"""Addresses in plain text, found and left as they are written. Pure.

Only what says its scheme is an address: a card is full of names with dots in them.
"""

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"\bhttps?://[^\s<>\"“”]+|\bmailto:[^\s<>\"“”@]+@[^\s<>\"“”@]+", re.IGNORECASE
)
_HOST = re.compile(r"https?://[^/?#]*\w", re.IGNORECASE)
_LAST = ".,;:!?'’…*_"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is an http, https or mailto address.

    Put together they are the text to the letter. What ends a sentence and a bracket
    that was opened before the address are no part of it.
    """
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _without_end(found.group())
        if not _leads_somewhere(address):
            continue
        if done < found.start():
            yield text[done : found.start()], False
        yield address, True
        done = found.start() + len(address)
    if done < len(text):
        yield text[done:], False


def _without_end(address: str) -> str:
    end = len(address)
    opened = {sign: address.count(sign) for sign in _BRACKETS.values()}
    closed = {sign: address.count(sign) for sign in _BRACKETS}
    while end:
        sign = address[end - 1]
        if sign in _BRACKETS and closed[sign] > opened[_BRACKETS[sign]]:
            closed[sign] -= 1
        elif sign not in _LAST:
            break
        end -= 1
    return address[:end]


def _leads_somewhere(address: str) -> bool:
    """Not `https://` alone."""
    is_mail = address[:7].lower() == "mailto:"
    return address[-1] != "@" if is_mail else _HOST.match(address) is not None
