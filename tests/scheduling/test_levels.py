import pytest

from decks.scheduling.levels import Grade, Level

MAPPING = [
    (1, "Not at all", Grade.AGAIN, False),
    (2, "Barely", Grade.AGAIN, False),
    (3, "Partly", Grade.HARD, True),
    (4, "Mostly", Grade.GOOD, True),
    (5, "Perfectly", Grade.EASY, True),
]


@pytest.mark.parametrize(("number", "word", "grade", "recalled"), MAPPING)
def test_each_level_has_its_word_and_grade(number, word, grade, recalled):
    level = Level(number)
    assert (level.word, level.grade, level.recalled) == (word, grade, recalled)


def test_there_are_five_levels_and_the_grades_are_those_of_fsrs():
    assert [int(level) for level in Level] == [1, 2, 3, 4, 5]
    assert [int(grade) for grade in Grade] == [1, 2, 3, 4]
