"""The pictures of the Progress page, with the addresses of what they show."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from decks.progress.overview.charts.due_bars import DueBars, due_bars
from decks.progress.overview.charts.heatmap import (
    PHONE_WEEKS,
    Heatmap,
    darkest,
    heatmap,
)
from decks.progress.overview.charts.mastery_areas import MasteryAreas, mastery_areas
from decks.progress.overview.charts.rating_bars import RatingBars, rating_bars
from decks.progress.overview.charts.recall_chart import RecallChart, recall_chart
from decks.progress.overview.figures import (
    DueDay,
    ExamMark,
    MasteryPoint,
    Period,
    Target,
)
from decks.progress.overview.scope import Scope


@dataclass(frozen=True)
class Pictures:
    """All of them. `heatmap_phone` has the last 12 weeks; None where that is all.

    `reviews_query` leads to all ratings of these weeks, `practice_query` to those in
    practice, `young_query` and `mature_query` to those that its recall is of;
    `new_query` leads to the cards that are new now.
    """

    heatmap: Heatmap
    heatmap_phone: Heatmap | None
    ratings: RatingBars
    recall: RecallChart
    due: DueBars
    mastery: MasteryAreas
    reviews_query: str
    practice_query: str
    young_query: str
    mature_query: str
    new_query: str


@dataclass(frozen=True)
class Links:
    """Queries of the pages behind the numbers of a scope."""

    scope: Scope

    @functools.cached_property
    def _start(self) -> str:
        """Asked for hundreds of times a page: the scope is written once."""
        query = self.scope.query()
        return f"{query}&" if query else "?"

    def reviews(self, first: dt.date, last: dt.date, **more: object) -> str:
        """Of `progress_reviews`: those of these days, `more` in plain words."""
        rest = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{self._start}from={first}&to={last}{rest}"

    def due(self, day: dt.date) -> str:
        """Of `progress_cards`: those that fall due on this day."""
        return self.scope.query(due=day.isoformat())

    def level(self, level: int) -> str:
        """Of `progress_cards`: those at this level now."""
        return self.scope.query(level=level)

    def show(self, kind: str) -> str:
        """Of `progress_cards`: those that are `hard` or `stuck`."""
        return self.scope.query(show=kind)


def pictures(
    period: Period,
    *,
    due: Sequence[DueDay],
    exams: Sequence[ExamMark],
    mastery: Sequence[MasteryPoint],
    target: Target,
    scope: Scope,
) -> Pictures:
    """The pictures of these figures."""
    links = Links(scope)
    ends = period.first, period.today
    is_long = len(period.weeks) > PHONE_WEEKS
    short = period.last_weeks(PHONE_WEEKS)
    top = darkest(period.days)
    return Pictures(
        heatmap=heatmap(period, top=top, link=links.reviews),
        heatmap_phone=heatmap(short, top=top, link=links.reviews) if is_long else None,
        ratings=rating_bars(period, link=links.reviews),
        recall=recall_chart(period, target=target, link=links.reviews),
        due=due_bars(due, exams, link=links.due),
        mastery=mastery_areas(mastery, link=links.level),
        reviews_query=links.reviews(*ends),
        practice_query=links.reviews(*ends, only="practice"),
        young_query=links.reviews(*ends, only="young"),
        mature_query=links.reviews(*ends, only="mature"),
        new_query=links.level(0),
    )
