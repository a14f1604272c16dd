"""Addresses in comments: found, followed safely, and never a letter changed."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.talk.links import pieces
from decks.templatetags.talk_words import linked
from tests.hostile_texts import hostile_texts

SCHEMES = ("http://", "https://", "mailto:")


class Seen(HTMLParser):
    """What a browser would make of it: the text, and the tags that stand in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", list[tuple[str, dict[str, str | None]]]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def refuse(self, found: str) -> None:
        raise AssertionError(found)

    handle_comment = handle_decl = handle_pi = unknown_decl = refuse  # type: ignore[assignment]


def check(text: str) -> None:
    seen = Seen(linked(text))
    assert seen.text == text
    for tag, attributes in seen.tags:
        assert tag == "a"
        assert set(attributes) == {"href", "rel"}
        assert attributes["rel"] == "nofollow noopener ugc"
        assert str(attributes["href"]).lower().startswith(SCHEMES)


PIECES = st.sampled_from(
    [
        *(*SCHEMES, "javascript:", "data:", "<script>", "<img src=x onerror=y>"),
        *("a.example", "&", "&amp;", "<", ">", '"', "'", "(", ")", "]", "@", "."),
        *(" ", "\n"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)


@given(TEXTS)
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in pieces(text)) == text


@given(TEXTS.filter(lambda text: "\r" not in text and "\0" not in text))
def test_nothing_but_links_comes_out_and_the_text_is_whole(text: str) -> None:
    check(text)


def test_hostile_texts_are_only_text() -> None:
    texts = [text for text in hostile_texts() if "\r" not in text]
    assert len(texts) > 400
    for text in texts:
        check(text)
        check(f"see https://a.example/{text}")


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b)", ["https://a.example/b"]),
        ("https://a.example/b_(c)", ["https://a.example/b_(c)"]),
        ("(see https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("HTTPS://A.example?x=1&y=2!", ["HTTPS://A.example?x=1&y=2"]),
        (
            "http://a.example, http://b.example",
            ["http://a.example", "http://b.example"],
        ),
        ("<https://a.example>", ["https://a.example"]),
        ('"https://a.example"', ["https://a.example"]),
        ("mailto:ada@a.example!", ["mailto:ada@a.example"]),
        ("https://müller.example/ü", ["https://müller.example/ü"]),
        ("https://", []),
        ("https://...", []),
        ("mailto:ada@", []),
        ("xhttps://a.example", []),
        ("a.example and ada@a.example", []),
        ("javascript:alert(1)", []),
        ("javascript://a.example/%0aalert(1)", []),
        ("data:text/html,<b>", []),
        ("ftp://a.example", []),
        ("", []),
    ],
)
def test_what_is_an_address(text: str, addresses: list[str]) -> None:
    assert [piece for piece, is_address in pieces(text) if is_address] == addresses


def test_a_long_text_of_brackets_takes_no_time() -> None:
    text = "https://a.example/" + ")" * 4000
    assert next(pieces(text)) == ("https://a.example/", True)
