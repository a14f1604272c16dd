"""Template tags of every page (settings: builtins); the thinking is elsewhere."""

import functools
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from decks.cards import written_lines
from decks.cards.differences import Change, Piece, word_changes
from decks.cards.written_lines import Kind, Line, Paragraph, Question
from decks.progress import edge as edges
from decks.scheduling.levels import Level

register = template.Library()

PREVIEW_CHARACTERS = 300
_LINE_CLASSES = {Kind.BULLET: "ln--li", Kind.NUMBER: "ln--num", Kind.INDENTED: "ln--in"}
_ORDERED = frozenset({"session", "summary"})


@register.simple_tag
@functools.cache
def icon(name: str, variant: str = "") -> SafeString:
    """The sprite's icon `name`, 18 px; `variant` "sm" is 16 px, "xs" 12 px.

    It is decoration: the control around it carries the name.
    """
    return format_html(
        '<svg class="i{}" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        f" i--{variant}" if variant else "",
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def edge(
    levels: Sequence[int] | str,
    size: str = "row",
    current: int | None = None,
    label: str = "",
) -> SafeString:
    """The edge as an SVG image with a full sentence.

    For "row", "due", "deck" and "figure" `levels` are six counts, New to 5; for
    "session" and "summary" the levels in study order (0: not rated), and `current` is
    the place (from 0) of the card being shown. A fixed drawing writes "6,4,7,9,11,10".
    """
    if isinstance(levels, str):
        levels = [int(number) for number in levels.split(",")]
    if size in _ORDERED:
        drawn = edges.ordered_edge(levels, size, current)
        spoken = label or edges.ordered_label(levels, current)
    else:
        drawn = edges.sorted_edge(levels, size)
        spoken = label or edges.sorted_label(levels, size)
    return _svg(drawn, spoken)


def _svg(drawn: edges.Edge, label: str) -> SafeString:
    size = f"{drawn.width:g}", f"{drawn.height:g}"
    return format_html(
        '<svg class="edge{}" role="img" aria-label="{}" viewBox="0 0 {} {}"{}>{}</svg>',
        " edge--fluid" if drawn.fluid else "",
        label,
        *size,
        "" if drawn.fluid else format_html(' width="{}" height="{}"', *size),
        _rects(drawn),
    )


def _rects(drawn: edges.Edge) -> SafeString:
    # Numbers and our own class names: nothing to escape, and a page has hundreds.
    radius = drawn.radius
    ticks = (_rect(t.fill, t.x, t.y, t.width, t.height, radius) for t in drawn.ticks)
    return SafeString("".join(ticks))  # nosec B703


@functools.lru_cache(maxsize=8192)
def _rect(
    fill: str, x: float, y: float, width: float, height: float, radius: float
) -> str:
    # The same few places and heights come with every rating.
    return (
        f'<rect class="{fill}" x="{x:g}" y="{y:g}" '
        f'width="{width:g}" height="{height:g}" rx="{radius:g}"/>'
    )


@register.simple_tag
@functools.cache
def level_chip(level: int | None) -> SafeString:
    """The 24 px chip of a level; 0 or None is new."""
    context = {"level": level or 0, "word": level_word(level)}
    return render_to_string("components/_level_chip.html", context)


@register.simple_tag
@functools.lru_cache(maxsize=4096)
def to(name: str, *arguments: Any) -> str:
    """The address of a page, as `url` gives it, kept: a study page has a dozen.

    Those of a session are as many as there are sessions: what is kept is bounded, since
    a worker lives for months.
    """
    return reverse(name, args=arguments)


@register.simple_tag
def rating_tiles(tiles: Iterable[Any], was_level: int | None = None) -> SafeString:
    """The five answers, each with `.level` and `.interval`.

    `was_level` marks the one that was just taken back. Built here, not in a template:
    it is on every card, and the words are few and our own.
    """
    return SafeString(  # nosec B703
        "".join(
            _tile(tile.level, tile.interval, tile.level == was_level) for tile in tiles
        )
    )


@functools.lru_cache(maxsize=4096)
def _tile(level: Level, interval: str, is_old: bool) -> SafeString:
    return render_to_string(
        "components/_tile.html",
        {"level": level, "interval": interval, "is_old": is_old},
    )


@register.filter
def level_word(level: int | None) -> str:
    """`Mostly` for 4, `New` for 0 or None."""
    return Level(level).word if level else "New"


@register.filter
def thousands(number: int) -> str:
    """`4,218`."""
    return f"{number:,}"


@register.inclusion_tag("components/_question.html")
def question(card: Any) -> dict[str, Any]:
    """The question side of `card`: title and further lines, in `.fc__q`."""
    return {"question": written_lines.question(card.question), "card": card}


@register.inclusion_tag("components/_answer.html", takes_context=True)
def answer(context: Context, card: Any) -> dict[str, Any]:
    """The answer side of `card`: title, rule, answer text and the "More below" pill.

    In a sitting (`session_id`) also the learner's note, and what to do if it is stuck.
    """
    return {
        "card": card,
        "question": written_lines.question(card.question),
        "is_short": written_lines.is_short(card.answer),
        "session_id": context.get("session_id"),
        "earlier": context.get("earlier"),
        "is_practice": context.get("is_practice"),
        "is_browsing": context.get("is_browsing"),
    }


@register.filter
def question_parts(text: str) -> Question:
    """A question's `.title` and `.further_lines`, for rows and titles."""
    return written_lines.question(text)


@register.filter
def preview(text: str) -> str:
    """The beginning of a side on one line, for rows that end in an ellipsis."""
    return " ".join(text[:PREVIEW_CHARACTERS].split())


@register.filter
def written(text: str) -> SafeString:
    """Card text as paragraphs that keep every line break; all of it escaped."""
    return _paragraphs(written_lines.paragraphs(text))


@register.filter
def quiet_list(further: Iterable[Paragraph]) -> SafeString:
    """A question's further lines, one below the other."""
    return _paragraphs(further)


def _paragraphs(parts: Iterable[Paragraph]) -> SafeString:
    # Built by hand because a side of 20,000 characters may hold 10,000 lines; every
    # piece of the writer's text passes through escape().
    return SafeString(  # nosec B703
        "".join(f'<p dir="auto">{"".join(map(_line, part))}</p>' for part in parts)
    )


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.kind is Kind.PLAIN:
        return f'<span class="ln">{text}</span>'
    classes = f"ln {_LINE_CLASSES[line.kind]}"
    if line.depth:
        classes += f" ln--d{line.depth}"
    indent = f'<span class="ws">{line.indent}</span>' if line.indent else ""
    marker = f'<span class="mk">{line.marker}</span>' if line.marker else ""
    return f'<span class="{classes}">{indent}{marker}{text}</span>'


@register.simple_tag
def differences(old: str, new: str) -> SafeString:
    """The way from the old text to the new one, in one block that keeps the lines.

    What went and what came are told by line and tag as well as by colour, and to
    screen readers in words.
    """
    return format_html(
        '<div class="diff" dir="auto">{}</div>',
        format_html_join("", "{}", ((_piece(p),) for p in word_changes(old, new))),
    )


def _piece(piece: Piece) -> SafeString:
    if piece.change is Change.SAME:
        return format_html("{}", piece.text)
    tag, words = _DIFFERENCES[piece.change]
    return format_html(
        '<{0}><span class="sr">[{1}: </span>{2}<span class="sr">]</span></{0}>',
        tag,
        words,
        piece.text,
    )


_DIFFERENCES = {
    Change.GONE: ("del", "taken out"),
    Change.ADDED: ("ins", "put in"),
}


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """One form field: label, hint (the form's own, or `hint`), control, error."""
    if hint:
        bound.help_text = hint
    return {"field": bound}


@register.simple_tag
def sentence_labels(form: BaseForm) -> str:
    """Say "New password", not "New Password", in a form that is not ours."""
    for bound in form:
        bound.label = bound.label.capitalize()
    return ""


@register.filter
def control(bound: BoundField) -> SafeString:
    """The field's own input in the site's dress.

    Django ties it to the hint and the errors. Without placeholder: the label says it,
    and a placeholder vanishes while typing.
    """
    bound.field.widget.attrs.pop("placeholder", None)
    is_text = not isinstance(bound.field.widget, CheckboxInput)
    return bound.as_widget(attrs={"class": "input"} if is_text else None)
