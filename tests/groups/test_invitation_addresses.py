"""Addresses out of a pasted text, and the form around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.groups.addresses import addresses_in
from decks.groups.invite_forms import AT_ONCE, MailForm

PARTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789+-_", min_size=1, max_size=12)
ADDRESSES = st.builds("{}@{}.example".format, PARTS, st.from_regex(r"\A[a-z]{1,9}\Z"))
BETWEEN = st.sampled_from([",", ", ", ";", "\n", "\r\n", "  ", ",\n", " ;; "])
NAMES = st.sampled_from(["{}", "<{}>", "Ada <{}>", '"King, Ada; A." <{}>', "  {} "])


@given(st.lists(st.tuples(ADDRESSES, NAMES, BETWEEN), max_size=12))
def test_every_address_is_found_once_in_order(
    written: list[tuple[str, str, str]],
) -> None:
    # A blank alone does not end a name in front of an address.
    text = "".join(
        name.format(address) + (between if between.strip(" ") else ",")
        for address, name, between in written
    )
    wanted = list(dict.fromkeys(address for address, _, _ in written))
    assert addresses_in(text) == wanted


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for word in addresses_in(text):
        assert word == word.strip() != ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" ,;\n , ", []),
        ("a@x.example b@x.example", ["a@x.example", "b@x.example"]),
        ("A@X.example, a@x.EXAMPLE", ["a@x.example"]),
        ("Ada Lovelace", ["ada", "lovelace"]),
        ("<>, < >", []),
        ("Ada <a@x.example> <b@x.example>", ["a@x.example", "b@x.example"]),
        ('"Lovelace, Ada" a@x.example', ["a@x.example"]),
        ("a@x.example\u00a0b@x.example", ["a@x.example", "b@x.example"]),
    ],
)
def test_what_people_paste(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


def errors(text: str) -> str:
    form = MailForm({"addresses": text, "role": "member"})
    form.is_valid()
    return " ".join(str(words) for words in form.errors.get("addresses", []))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write at least one address."),
        (" , ;\n", "Write at least one address."),
        ("ada", "“ada” is not an address."),
        ("ada, b@x.example, c@", "“ada”, “c@” are not addresses."),
        ("a b c d e", "“a”, “b”, “c” and 2 more are not addresses."),
        (f"{'a' * 250}@x.example", f"“{'a' * 60}” is not an address."),
        ("a@x.example\x00", "Null characters are not allowed."),
    ],
)
def test_what_is_no_address_is_named(text: str, words: str) -> None:
    assert errors(text) == words


def test_so_many_at_once_and_not_more() -> None:
    many = [f"one{number}@x.example" for number in range(AT_ONCE + 1)]
    assert errors(", ".join(many[:-1])) == ""
    assert errors(", ".join(many)) == (
        f"These are {AT_ONCE + 1} addresses. Write to {AT_ONCE} at a time."
    )
    twice = [*many[:-1], many[0].upper()]
    assert errors("\n".join(twice)) == ""
