import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks.cards.copies import (
    CANDIDATES_MAX,
    SHINGLE_WORDS,
    SIMILARITY_MIN,
    are_copies,
    find_copies,
    say_the_same,
    trigrams,
)

LONG = "Lambda scales to process as quickly as possible, up to the active groups"


def test_the_same_card_twice():
    assert find_copies([("q", LONG), ("other", "x y z"), ("q", LONG)]) == [(2, 0)]


def test_a_reworded_copy():
    reworded = LONG.replace("quickly", "fast").replace("Lambda", "LAMBDA")
    assert find_copies([("What scales?", LONG), ("What scales", reworded)]) == [(1, 0)]


def test_nearly_the_same_question_with_another_answer_is_no_copy():
    cards = [
        ("Lambda Execution Context", "Large files can be written into a /tmp space"),
        ("Lambda Execution Context", "Creates a temporary runtime environment for it"),
    ]
    assert find_copies(cards) == []


def test_the_same_answer_to_another_question_is_no_copy():
    first = "Which service keeps the messages of a queue for fourteen days at most?"
    second = "How would you call the thing that a fanout of notifications begins with?"
    assert find_copies([(first, "True"), (second, "True")]) == []


def test_short_answers_are_compared_as_wholes():
    assert find_copies([("Capital of France?", "Paris")] * 2) == [(1, 0)]


@pytest.mark.parametrize("cards", [[], [("q", "a")], [("", ""), ("q", "")]])
def test_nothing_to_compare(cards):
    assert find_copies(cards) == []


def test_letters_of_any_script():
    cards = [
        ("何ですか", "これは長い答えです。もっと長く。"),
        ("何ですか", "これは長い答えです。もっと長く!"),
    ]
    assert find_copies(cards) == [(1, 0)]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=60)), max_size=12))
def test_pairs_are_later_and_earlier_and_equal_cards_are_found(cards):
    pairs = find_copies([*cards, ("What scales to groups?", LONG)] * 2)
    assert all(later > earlier for later, earlier in pairs)
    assert pairs == sorted(set(pairs))
    assert (2 * len(cards) + 1, len(cards)) in pairs


def jaccard(one, other):
    return len(one & other) / len(one | other)


def runs(answer):
    words = answer.split()
    places = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return {tuple(words[at : at + SHINGLE_WORDS]) for at in places}


def alike(one, other):
    """The rule itself, without the index: two cards, in plain words."""
    answers = trigrams(one[1]), trigrams(other[1])
    whole = answers[0] | trigrams(one[0]), answers[1] | trigrams(other[0])
    both_alike = min(jaccard(*answers), jaccard(*whole)) >= SIMILARITY_MIN
    return both_alike and bool(runs(one[1]) & runs(other[1]))


TREES = ["ash", "beech", "cedar", "elm", "fir", "oak"]
few_words = st.lists(st.sampled_from(TREES), min_size=1)
few_sides = st.tuples(few_words.map(" ".join), few_words.map(" ".join))


@given(st.lists(few_sides, max_size=CANDIDATES_MAX))
def test_in_a_small_deck_every_pair_is_looked_at(cards):
    assert find_copies(cards) == [
        (later, earlier)
        for later in range(len(cards))
        for earlier in range(later)
        if alike(cards[later], cards[earlier])
    ]


HOSTILE = {
    "nearly equal": ("Question {n}", "The answer to question {n} is always the same"),
    "one phrase in all": ("What is {n}?", "it is well known that {n} {n} {n}"),
    "one short answer": ("Is {n} a prime?", "False"),
}


@pytest.mark.full
@pytest.mark.parametrize("name", HOSTILE)
def test_ten_thousand_hostile_cards_are_bounded(name):
    """All pairs would be 50 million; how long it takes is `bench_copies`."""
    question, answer = HOSTILE[name]
    cards = [(question.format(n=n), answer.format(n=n)) for n in range(10_000)]
    pairs = find_copies(cards)
    assert len(pairs) <= CANDIDATES_MAX * len(cards)


def test_a_copy_is_found_behind_a_thousand_cards_with_its_phrase():
    cards = [(f"{n} {n}?", f"it is well known that {n * 7919}") for n in range(1000)]
    card = ("Where does the Danube end?", "it is well known that it ends at Sulina")
    assert (1001, 1000) in find_copies([*cards, card, card])


def test_a_short_answer_finds_its_like_among_thousands():
    cards = [(f"Is item{n * 7919} one?", "True") for n in range(2000)]
    card = ("Does the Danube end in the Black Sea?", "True")
    assert (2001, 2000) in find_copies([*cards, card, card])


@given(st.lists(few_sides, max_size=CANDIDATES_MAX), st.data())
def test_only_pairs_with_a_changed_card_are_looked_for(cards, data):
    changed = data.draw(st.sets(st.sampled_from(range(len(cards) or 1))))
    changed &= set(range(len(cards)))
    assert find_copies(cards, changed) == [
        pair for pair in find_copies(cards) if changed & set(pair)
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_changed_card_finds_its_like_in_a_hostile_deck(name):
    question, answer = HOSTILE[name]
    cards = [(question.format(n=n), answer.format(n=n)) for n in range(2000)]
    card = ("Where does the Danube end?", "it is well known that it ends at Sulina")
    assert find_copies([card, *cards, card], [2001]) == [(2001, 0)]
    assert find_copies([card, *cards, card], [0]) == [(2001, 0)]


def test_many_changed_cards_at_once():
    cards = [(f"Question {n}?", f"{n} {LONG} {n}") for n in range(200)]
    other = [
        ("What is it?", f"thing{n} is{n} what{n} it{n} does{n}") for n in range(60)
    ]
    pairs = find_copies([*other, *cards, *other], range(260, 320))
    assert pairs == [(260 + n, n) for n in range(60)]


@pytest.mark.full
def test_long_cards_much_alike_are_found_however_many():
    """More than WORK_MAX trigrams: the last ones are judged by their shingles."""
    words = [f"word{n * 7919 % 3001}" for n in range(400)]
    cards = [(f"Question {n}", " ".join([*words, f"end{n}"])) for n in range(1500)]
    pairs = find_copies(cards)
    assert {later for later, _ in pairs} == set(range(1, 1500))


def test_two_cards_by_themselves():
    assert are_copies(("What scales?", LONG), ("What scales", LONG.upper()))
    assert not are_copies(("What scales?", LONG), ("What scales?", "Something else"))
    assert not are_copies(("A wholly different question here", "a"), ("What?", "a"))


def test_saying_the_same():
    assert say_the_same(("What  scales?", LONG), ("what scales?\n", LONG.upper()))
    assert not say_the_same(("What scales?", LONG), ("What scales", LONG))


@given(st.text(alphabet="aB \n.ß", max_size=60) | st.text(max_size=60))
def test_trigrams_are_all_runs_of_three_signs(text):
    plain = " ".join(text.casefold().split())
    padded = f"  {plain} " if plain else ""
    runs = {padded[at : at + 3] for at in range(len(padded) - 2)}
    assert trigrams(text) == runs
