"""The five answers to "How well did you know this?" and the grades behind them."""

from enum import IntEnum


class Grade(IntEnum):
    """FSRS's four grades; the numbers stand in its formulas."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Level(IntEnum):
    """What the learner says; stored as it was said."""

    NOT_AT_ALL = 1
    BARELY = 2
    PARTLY = 3
    MOSTLY = 4
    PERFECTLY = 5

    @property
    def word(self) -> str:
        """The word on the tile."""
        return _WORDS[self]

    @property
    def grade(self) -> Grade:
        """The FSRS grade: both 1 and 2 say that the answer had to be shown."""
        return _GRADES[self]

    @property
    def recalled(self) -> bool:
        """Whether the answer came to mind: from 3 on."""
        return self >= Level.PARTLY


_WORDS = {
    Level.NOT_AT_ALL: "Not at all",
    Level.BARELY: "Barely",
    Level.PARTLY: "Partly",
    Level.MOSTLY: "Mostly",
    Level.PERFECTLY: "Perfectly",
}
_GRADES = {
    Level.NOT_AT_ALL: Grade.AGAIN,
    Level.BARELY: Grade.AGAIN,
    Level.PARTLY: Grade.HARD,
    Level.MOSTLY: Grade.GOOD,
    Level.PERFECTLY: Grade.EASY,
}

RECALLED_SHARES = ((Grade.HARD, 0.224), (Grade.GOOD, 0.631), (Grade.EASY, 0.145))
"""How often a card that is recalled is rated so (SCHEDULER, "Exam day")."""
