import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.languages import (
    LANGUAGES,
    language_code,
    language_name,
    languages_in_words,
)
from decks.cards.models import LANGUAGE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("German", "de"),
        (" german ", "de"),
        ("DE", "de"),
        ("pt_br", "pt-BR"),
        ("ZH-hANT-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("", ""),
        ("what now", "what now"),
    ],
)
def test_a_language_is_understood_by_its_name_and_by_its_code(written, code):
    assert language_code(written) == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_offered_is_a_code_and_comes_back_by_its_name(code):
    LANGUAGE(code)
    assert language_code(language_name(code)) == language_code(code) == code


@given(st.text(max_size=50))
def test_writing_a_code_again_changes_nothing(written):
    once = language_code(written)
    assert language_code(once) == once or once in LANGUAGES.values()


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("", "", ""),
        ("en", "en", "English"),
        ("en", "de", "English to German"),
        ("en", "", "questions in English"),
        ("", "de", "answers in German"),
        ("xx-YY", "de", "xx-YY to German"),
    ],
)
def test_both_sides_in_words(question, answer, words):
    assert languages_in_words(question, answer) == words
