"""The house's rules hold, and each rule finds what breaks it."""

import importlib

import pytest
from django.apps import apps

from decks import models as index
from tests.architecture_rules import (
    BELOW,
    ROOT,
    RULES,
    Module,
    Rule,
    floors,
    hidden_writes,
    layers,
    markup,
    names,
    project_modules,
    purity,
    sizes,
)

# --- the project ---------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    modules = list(project_modules())
    assert len(modules) > 50
    assert [words for module in modules for words in rule(module)] == []


def test_templates_work_without_script_and_without_inline_code() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 30
    broken = [
        words
        for page in pages
        for words in markup(
            page.name, page.read_text(), is_mail=page.parent.name == "email"
        )
    ]
    assert broken == []


def test_every_model_is_in_the_index() -> None:
    for path in (ROOT / "decks").glob("*/models.py"):
        importlib.import_module(f"decks.{path.parent.name}.models")
    registered = {model.__name__ for model in apps.get_app_config("decks").get_models()}
    assert registered == set(index.__all__)


def test_the_index_only_imports() -> None:
    source = (ROOT / "decks" / "models.py").read_text()
    assert "class " not in source


def test_every_room_has_its_floor() -> None:
    folders = {p.parent.name for p in (ROOT / "decks").glob("*/__init__.py")}
    rooms = folders - {"management", "migrations", "templatetags"}
    assert rooms <= set(BELOW)


@pytest.mark.parametrize("room", BELOW)
def test_the_floors_have_no_circle(room: str) -> None:
    assert all(room not in BELOW[lower] for lower in BELOW[room])
    assert all(BELOW[lower] <= BELOW[room] for lower in BELOW[room])


# --- each rule finds what breaks it --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.cards.library", "from decks.study.models import Review"),
        ("decks.cards.library", "from decks import study"),
        ("decks.cards.library", "import decks.progress.today"),
        ("decks.cards.library", "from ..study import models"),
        ("decks.cards.library", "def late():\n    from decks.study import queue"),
        ("decks.study.queue", "from decks.progress.today import due"),
        ("decks.study.queue", "from decks.transfer.run import run"),
        ("decks.scheduling.fsrs", "from decks.cards.models import Card"),
        ("decks.accounts.models", "from decks.cards.models import Deck"),
        ("decks.groups.models", "from decks.editing.models import LikelyCopy"),
        ("decks.progress.today", "from decks.transfer import run"),
        ("decks.study.queue", "from decks.models import Card"),
        ("decks.study.queue", "from decks import models"),
        ("decks.study.queue", "from decks.admin import CardAdmin"),
        ("decks.study.queue", "from decks.htmx import is_swap"),
        ("decks.study.queue", "from flashcards import settings"),
        ("decks.attic.models", "import os"),
    ],
)
def test_floors_find_an_arrow_that_runs_up(name: str, source: str) -> None:
    assert len(floors(Module(name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.progress.today", "from decks.study.models import Review"),
        ("decks.progress.today", "from decks.scheduling.levels import Level"),
        ("decks.study.views", "from decks.htmx import is_swap"),
        ("decks.transfer.run", "from decks.study.models import Review"),
        ("decks.cards.models", "from decks.accounts.models import User"),
        ("decks.admin", "from decks.study.models import Review"),
        ("decks.management.commands.import_deck", "from decks.models import Deck"),
        ("decks.templatetags.flashcards", "from decks.progress import edge"),
    ],
)
def test_floors_let_arrows_run_down(name: str, source: str) -> None:
    assert floors(Module(name, source)) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.study.models", "from decks.study.queue import due"),
        ("decks.study.models", "from decks.study.views import rate"),
        ("decks.study.queue", "from decks.study.views import rate"),
        ("decks.study.queue", "from decks.study import views"),
        ("decks.study.forms", "from decks.study import urls"),
        ("decks.study.views", "from decks.study import urls"),
        ("decks.progress.views", "from decks.study.views import rate"),
        ("decks.progress.urls", "from decks.study import views"),
        ("decks.progress.today", "from decks.study import urls"),
    ],
)
def test_layers_find_an_import_from_above(name: str, source: str) -> None:
    assert len(layers(Module(name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.study.urls", "from decks.study import views"),
        ("decks.study.views", "from decks.study.forms import RatingForm"),
        ("decks.study.queue", "from decks.study.models import Review"),
        ("decks.study.queue", "from decks.study.showings import Showing"),
        ("decks.study.models", "from decks.cards.models import Card"),
    ],
)
def test_layers_let_imports_run_down(name: str, source: str) -> None:
    assert layers(Module(name, source)) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.scheduling.fsrs", "from django.utils import timezone"),
        ("decks.scheduling.fsrs", "import django"),
        ("decks.transfer.formats.text", "from decks.cards.models import Card"),
        ("decks.transfer.formats.text", "import psycopg"),
        ("decks.cards.copies", "from decks.cards.models import Card"),
        ("decks.cards.written_lines", "from django.utils.html import escape"),
    ],
)
def test_purity_finds_django_and_other_rooms(name: str, source: str) -> None:
    assert len(purity(Module(name, source))) == 1


def test_pure_rooms_may_see_each_other() -> None:
    source = "from decks.cards.formulas import guard"
    assert purity(Module("decks.transfer.formats.text", source)) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("decks.cards.x", "from django.db.models.signals import post_save"),
        ("decks.cards.x", "from django.db.models import signals"),
        ("decks.cards.x", "from django.dispatch import receiver"),
        ("decks.cards.models", "class A:\n    def save(self): ..."),
        ("decks.cards.models", "class A:\n    def delete(self): ..."),
    ],
)
def test_hidden_writes_are_found(name: str, source: str) -> None:
    assert len(hidden_writes(Module(name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source", "count"),
    [
        ("decks.cards.x", "def f():\n" + "    a = 1\n" * 39, 0),
        ("decks.cards.x", "def f():\n" + "    a = 1\n" * 40, 1),
        ("decks.cards.x", "async def f():\n" + "    a = 1\n" * 40, 1),
        ("decks.cards.x", "class A:\n def f():\n" + "    a = 1\n" * 40, 1),
        ("decks.cards.x", "a = 1\n" * 300, 0),
        ("decks.cards.x", "a = 1\n" * 301, 1),
        ("decks.management.commands.x", "a = 1\n" * 40, 0),
        ("decks.management.commands.x", "a = 1\n" * 41, 1),
    ],
)
def test_sizes_are_counted(name: str, source: str, count: int) -> None:
    assert len(sizes(Module(name, source))) == count


@pytest.mark.parametrize("word", ["utils", "helpers", "services", "common"])
def test_names_that_say_nothing_are_found(word: str) -> None:
    assert names(Module(f"decks.cards.{word}", ""))
    assert names(Module(f"decks.{word}.cards", ""))


@pytest.mark.parametrize(
    "source",
    [
        '<button hx-get="/a">',
        '<a hx-get="/a" href="">',
        '<button hx-post="/a">',
        '<form hx-post="/a">',
        '<a href="/a" hx-delete="/a">',
        '<a hx-on:click="go()" href="/a">',
        '<a onclick="go()" href="/a">',
        '<p style="color: red">',
        '<p{% if a %} style="width: {{ w }}%"{% endif %}>',
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<script type="application/json">{}</script>',
    ],
)
def test_markup_that_breaks_a_rule_is_found(source: str) -> None:
    assert len(markup("x.html", source)) == 1


def test_mail_may_carry_its_style_and_no_script() -> None:
    source = '<p style="margin: 0" onclick="go()">x</p>'
    assert markup("x.html", source, is_mail=True) == ["x.html: <p onclick>"]


def test_markup_that_keeps_the_rules_passes() -> None:
    source = (
        '<a href="{% url \'a\' %}" hx-get="{{ b }}">'
        '<form method="post" action="{% url \'a\' b.c %}" hx-post="/a">'
        "<script src=\"{% static 'a.js' %}\" defer></script>"
        '<li{% if a == "b" %} class="c"{% endif %} data-on="x">'
    )
    assert markup("x.html", source) == []
