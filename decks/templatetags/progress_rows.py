"""Tags of the Progress page that write hundreds of like places: the rows of its tables
and the links over its pictures.

Built here, not in a template: a year has thousands of numbers, and a variable of a
template costs many times what joining words does. Whatever is not a number is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from decks.progress.overview.charts.words import date_words
from decks.progress.overview.figures import Recall
from decks.templatetags.flashcards import to

register = template.Library()


@register.simple_tag
def hits(places: Iterable[Any], name: str) -> SafeString:
    """Links over a picture, to the page `name` of what each counts; hidden from the
    keyboard and from screen readers, who have the same links in the table."""
    url = escape(to(name))
    return _joined(
        f'<a href="{url}{escape(one.query)}" tabindex="-1">'
        f"<title>{escape(one.words)}</title>"
        f'<rect x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}"/></a>'
        for one in places
    )


@register.simple_tag
def calendar_rows(cells: Iterable[Any], url: str, has_practice: bool) -> SafeString:
    """Of each day its reviews, those in practice, new cards and minutes."""
    start = escape(url)
    return _joined(
        f'<tr><th scope="row">{escape(cell.name)}</th>'
        f'<td><a href="{start}{escape(cell.query)}">{cell.figures.reviews:,}</a></td>'
        f"{_count(cell.figures.practice, start, cell.practice_query) * has_practice}"
        f"{_count(cell.figures.new_cards, start, cell.new_query)}"
        f"<td>{escape(str(cell.figures.minutes))}</td></tr>"
        for cell in cells
    )


@register.simple_tag
def rating_rows(columns: Iterable[Any], url: str) -> SafeString:
    """Of each day or week its reviews by level, and all of them."""
    start = escape(url)
    return _joined(
        f'<tr><th scope="row">{escape(column.name)}</th>'
        f"{''.join(_count(n, start, query) for n, query in column.level_counts)}"
        f"{_count(column.figures.reviews, start, column.query)}</tr>"
        for column in columns
    )


@register.simple_tag
def recall_rows(points: Iterable[Any], url: str) -> SafeString:
    """Of each point of time the recall of young and of mature cards."""
    start = escape(url)
    return _joined(
        f'<tr><th scope="row">{escape(point.name)}</th>'
        f"<td>{_recall(point.young, start, point.young_query)}</td>"
        f"<td>{_recall(point.mature, start, point.mature_query)}</td></tr>"
        for point in points
    )


@register.simple_tag
def mastery_rows(
    points: Sequence[Any], latest: Iterable[tuple[int, str]], url: str
) -> SafeString:
    """Of each day, the latest first, the cards by level; those of today lead there."""
    start = escape(url)
    today = "".join(_count(count, start, query) for count, query in latest)
    first = f'<tr><th scope="row">Today</th>{today}</tr>'
    rows = (
        f'<tr><th scope="row">{escape(date_words(point.day))}</th>'
        f"{''.join(f'<td>{count:,}</td>' for count in point.counts)}</tr>"
        for point in points[1:]
    )
    return _joined([first, *rows])


def _recall(recall: Recall, start: str, query: str) -> str:
    """`31 of 34 91% (77% to 97%)`; without a percentage where they are few."""
    if not recall.count:
        return '<span aria-hidden="true">–</span><span class="sr">none</span>'
    link = (
        f'<a href="{start}{escape(query)}">{recall.recalled:,} of {recall.count:,}</a>'
    )
    if not recall.is_known:
        return link
    low, high = recall.interval_percent
    share = f"{recall.percent}% ({low}% to {high}%)"
    return f'{link} <span class="mut">{share}</span>'


def _count(count: int, start: str, query: str) -> str:
    """A number that leads to what it counts, 0 to nothing. `start` is escaped."""
    if not count:
        return "<td>0</td>"
    return f'<td><a href="{start}{escape(query)}">{count:,}</a></td>'


def _joined(parts: Iterable[str]) -> SafeString:
    return SafeString("".join(parts))  # nosec B703
