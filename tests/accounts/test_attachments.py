"""What is sent to be saved."""

import pytest

from decks.accounts.attachments import CSV, attachment


def test_a_whole_file_is_saved_under_its_name():
    reply = attachment(b"a,b\r\n", "cards.csv", CSV)
    assert reply["Content-Disposition"] == 'attachment; filename="cards.csv"'
    assert reply["Content-Type"] == CSV
    assert b"".join(reply) == b"a,b\r\n"
    assert not reply.streaming


def test_pieces_are_sent_as_they_are_made():
    reply = attachment(iter([b"a", b"b"]), "cards.csv", CSV)
    assert reply.streaming
    assert b"".join(reply) == b"ab"


@pytest.mark.parametrize("name", ["Zürich.csv", 'a"b.csv', "a\r\nb.csv"])
def test_a_name_stays_within_its_header(name):
    header = attachment(b"", name, CSV)["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\n" not in header
