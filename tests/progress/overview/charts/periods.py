"""Periods with given numbers of ratings, for tests of the pictures."""

import datetime as dt

from hypothesis import strategies as st

from decks.progress.overview.figures import DayFigures, Period, Recall

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)

counts = st.integers(0, 10_000)
levels = st.tuples(counts, counts, counts, counts, counts)
recalls = st.tuples(counts, counts).map(lambda pair: Recall(max(pair), min(pair)))


def link(first, last, **more):
    """An address's query that names what it is asked for."""
    named = {"from": first, "to": last} | more
    return "?" + "&".join(f"{key}={value}" for key, value in named.items())


def period_of(days, *, weeks=4, today=MONDAY):
    """The weeks up to `today`; `days` are the figures of some of them."""
    monday = today - today.weekday() * DAY - (weeks - 1) * 7 * DAY
    count = (today - monday).days + 1
    by_day = {day.day: day for day in days}
    every = (monday + n * DAY for n in range(count))
    return Period(today, [by_day.get(day) or DayFigures(day) for day in every])


@st.composite
def periods(draw):
    """4 to 52 weeks that end on any day, with ratings on some days."""
    weeks = draw(st.sampled_from((4, 12, 26, 52)))
    today = MONDAY + draw(st.integers(0, 400)) * DAY
    ago = draw(st.sets(st.integers(0, 7 * weeks - 7), max_size=12))
    days = [
        DayFigures(
            today - n * DAY,
            draw(levels),
            practice=draw(counts),
            young=draw(recalls),
            mature=draw(recalls),
        )
        for n in ago
    ]
    return period_of(days, weeks=weeks, today=today)
