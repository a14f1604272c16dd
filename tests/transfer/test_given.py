import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from decks.models import Deck
from decks.transfer import drafts
from decks.transfer.formats import NotADeck
from decks.transfer.formats.parsed import FILE_MAX_BYTES
from decks.transfer.forms import ImportForm, asked_in
from decks.transfer.given import SHOWN_MAX_CHARACTERS, given_in
from decks.transfer.models import ImportDraft
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

TEXT = "Größe\tÉté\r\nÖl\tÄther\r\n"


def given(user=None, file=None, **sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    files = MultiValueDict({"file": [file]} if file else {})
    form = ImportForm(data, files, decks=Deck.objects.none())
    return given_in(asked_in(form), user or make_user(), now=NOW)


def file_of(data, name="cards.txt"):
    return SimpleUploadedFile(name, data)


def refusal(data, name="cards.txt"):
    with pytest.raises(NotADeck) as caught:
        given(file=file_of(data, name))
    assert not ImportDraft.objects.exists()
    return caught.value.where, caught.value.what


def test_what_is_pasted_is_read_to_the_letter():
    pasted = "  Nile\tlong  \n\n\x07odd\n"
    found = given(text=pasted, file_name="rivers.csv")
    assert (found.text, found.data) == (pasted, pasted.encode())
    assert (found.title, found.draft) == ("rivers", None)


def test_nothing_at_all():
    assert given().data == b""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_whose_encoding_is_certain_goes_into_the_text_field(encoding):
    found = given(file=file_of(TEXT.encode(encoding)))
    assert found.text == TEXT.replace("\r\n", "\n")
    assert found.data.decode() == found.text
    assert found.file_name == "cards.txt"
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1251"])
def test_one_whose_encoding_is_guessed_is_kept_so_that_it_can_be_chosen(encoding):
    words = "Река\tдлинная\n" if encoding == "cp1251" else TEXT
    found = given(file=file_of(words.encode(encoding)))
    assert found.text == ""
    assert found.data == words.encode(encoding)
    assert found.draft is not None


def test_a_big_file_is_kept_and_a_smaller_one_shown():
    line = "question\tanswer\n"
    count = SHOWN_MAX_CHARACTERS // len(line)
    assert given(file=file_of((line * count).encode())).draft is None
    big = given(file=file_of((line * (count + 1)).encode(), "big.tsv"))
    assert big.text == ""
    assert big.draft is not None
    assert big.draft.name == "big.tsv"


def test_a_kept_file_is_read_again():
    user = make_user()
    first = given(user, file_of(TEXT.encode("latin-1"), "words.txt"))
    again = given(user, draft=str(first.draft.pk), text="left over")
    assert (again.data, again.text) == (TEXT.encode("latin-1"), "")
    assert again.title == "words"


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_a_file_of_others_is_as_one_that_is_gone(whose):
    draft = drafts.keep_file(make_user(), "secret.csv", b"a\tb", now=NOW)
    draft_id = draft.pk if whose == "another's" else uuid.uuid4()
    with pytest.raises(NotADeck, match="no longer kept") as caught:
        given(draft=str(draft_id))
    assert "secret" not in str(caught.value)


def test_a_kept_file_is_let_go():
    draft = drafts.keep_file(make_user(), "x.csv", b"a\tb", now=NOW)
    assert given(draft=str(draft.pk), drop="1", text="mine").text == "mine"


@pytest.mark.parametrize("draft", ["x", "'; DROP TABLE", "1" * 500])
def test_a_draft_that_is_no_number_is_none(draft):
    assert given(draft=draft, text="mine").text == "mine"


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.txt", "empty"),
        (b" \n\n", "blank.txt", "empty"),
        (b"PK\x03\x04rest", "deck.apkg", "Notes in Plain Text"),
        (b"anything", "DECK.COLPKG", "cannot be read yet"),
        (b"PK\x03\x04rest", "deck.xlsx", "Save it as CSV"),
        (b"PK\x03\x04rest", "deck.zip", "packed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "picture.png", "binary"),
        (b"a\tb\nc\0\td\n", "nul.txt", "NUL"),
    ],
)
def test_what_is_no_text_is_named_and_not_kept(data, name, says):
    where, what = refusal(data, name)
    assert name in where
    assert says in what


def test_ten_megabytes_and_one_byte_are_refused_unread():
    where, what = refusal(b"x" * (FILE_MAX_BYTES + 1), "big.txt")
    assert where == "big.txt"
    assert "10 MB" in what


def test_ten_megabytes_are_taken():
    data = (b"x" * 99 + b"\n") * (FILE_MAX_BYTES // 100)
    found = given(file=file_of(data))
    assert len(found.data) == FILE_MAX_BYTES
    assert found.draft is not None


def test_a_name_that_is_a_path_is_no_path():
    found = given(file=file_of(b"a\tb", "../../etc/rivers.csv"))
    assert (found.file_name, found.title) == ("rivers.csv", "rivers")
