"""HTML of Anki's fields as plain text: line ends kept, formatting off, media told."""

import html
import re
from dataclasses import dataclass, field

_TAG = re.compile(
    r"<!--(?s:.{0,2000}?)-->"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30}+)"
    r"""((?:[^<>"']++|"[^"]{0,5000}+"|'[^']{0,5000}+')*+)>"""
)
_SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
_LOOKS = re.compile(
    r"<(?:br|div|b|i|u|em|strong|img|span|p|ul|ol|li|sup|sub|a|font|hr)\b[^<>\n]*>"
    r"|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});",
    re.I,
)
_BLOCKS = {
    "div", "p", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "pre", "hr", "section", "center", "dl", "dt", "dd",
}  # fmt: skip
_PLAIN = {"br", "div", "p"}
"""Tags that only end lines: nothing is lost with them."""

_UNSHOWN = {"script", "style"}


@dataclass(slots=True)
class PlainText:
    """The text, and what of the HTML is not in it."""

    text: str
    pictures: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    formatting: set[str] = field(default_factory=set)


def looks_like_html(text: str) -> bool:
    """Whether a known tag or entity stands in the text."""
    return _LOOKS.search(text) is not None


def to_plain(source: str) -> PlainText:
    """The text that a reader of the HTML sees.

    `<br>` and the ends of blocks are line ends, `&nbsp;` is a space, other entities are
    the signs they mean. Time grows with the source.
    """
    if "<" in source or "&" in source:
        made = _Maker().make(source)
    else:
        made = PlainText(source)
    if "[sound:" in made.text:
        made.sounds += _SOUND.findall(made.text)
        made.text = _SOUND.sub("", made.text)
    return made


class _Maker:
    """Puts the text together; a line end of a block waits for text to follow."""

    def __init__(self) -> None:
        self.made = PlainText("")
        self.parts: list[str] = []
        self.last = "\n"
        self.waits = False
        self.unshown = ""

    def make(self, source: str) -> PlainText:
        at = 0
        for tag in _TAG.finditer(source):
            self._text(source[at : tag.start()])
            self._tag(tag)
            at = tag.end()
        self._text(source[at:])
        self.made.text = "".join(self.parts)
        return self.made

    def _text(self, source: str) -> None:
        if source and not self.unshown:
            text = html.unescape(source.replace("&nbsp;", " ")).replace("\0", "\ufffd")
            self._put(text.replace("\r\n", "\n").replace("\r", "\n"))

    def _put(self, text: str) -> None:
        if not text:
            return
        if self.waits and self.last != "\n":
            self.parts.append("\n")
        self.waits = False
        self.parts.append(text)
        self.last = text[-1]

    def _tag(self, tag: re.Match[str]) -> None:
        if not tag[2]:
            self.made.formatting.add("!--")
            return
        name, closes = tag[2].lower(), bool(tag[1])
        if name in _UNSHOWN:
            self.unshown = "" if closes else name
        if self.unshown:
            self.made.formatting.add(self.unshown)
        elif name == "br":
            self._put("\n")
        elif name in ("img", "audio", "video", "object", "embed") and not closes:
            self._media(name, tag[3])
        else:
            self._formatting(name, closes=closes)

    def _media(self, name: str, attributes: str) -> None:
        found = _SOURCE.search(attributes)
        source = html.unescape(next(filter(None, found.groups()), "")) if found else ""
        (self.made.pictures if name == "img" else self.made.sounds).append(source)

    def _formatting(self, name: str, *, closes: bool) -> None:
        if name in _BLOCKS:
            self.waits = True
        if name not in _PLAIN and name != "br":
            self.made.formatting.add(name)
        if name == "li" and not closes:
            self._put("- ")
        elif name in ("td", "th") and not closes and self.last != "\n":
            self._put(" ")
