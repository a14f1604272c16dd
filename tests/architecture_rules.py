"""The house's rules, read from sources: each returns what breaks it, in words.

`floors`, `layers` and the rest take one module by its dotted name and its source, so
that a test can hand them one that breaks the rule.
"""

import ast
import dataclasses
import functools
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTION_MAX_LINES, FILE_MAX_LINES, COMMAND_MAX_LINES = 40, 300, 40
EMPTY_NAMES = {"utils", "util", "helpers", "services", "common", "misc"}

_STUDY = {"jobs", "accounts", "cards", "study", "scheduling"}
_TOGETHER = _STUDY | {"notices", "groups"}

BELOW: dict[str, set[str]] = {
    "scheduling": set(),
    "jobs": set(),
    "accounts": {"jobs"},
    "cards": {"jobs", "accounts"},
    "study": {"jobs", "accounts", "cards", "scheduling"},
    "notices": {"jobs", "accounts"},
    "groups": _STUDY | {"notices"},
    "editing": _TOGETHER,
    "reports": _TOGETHER | {"editing"},
    "search": _STUDY,
    "talk": _TOGETHER | {"editing"},
    "closing": _TOGETHER,
    "administration": _TOGETHER | {"editing", "reports", "talk", "closing"},
    "progress": _TOGETHER | {"editing", "talk"},
    "mails": _TOGETHER | {"editing", "talk", "progress"},
    "transfer": _TOGETHER | {"editing", "reports", "talk", "progress", "mails"},
}
"""What each vertical may import: a new one needs a line here."""

PURE = (
    "decks.scheduling",
    "decks.transfer.formats",
    "decks.cards.copies",
    "decks.cards.differences",
    "decks.cards.formulas",
    "decks.cards.plurals",
    "decks.cards.written_lines",
    "decks.cards.wanted_words",
)
"""Rooms without Django and without the rest of the project but for each other."""

SEES_EVERYTHING = (
    *("urls", "models", "admin", "apps", "templatetags", "management", "work"),
)


@dataclasses.dataclass(frozen=True)
class Module:
    """A Python module of the project."""

    name: str
    source: str

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def vertical(self) -> str:
        """`study` for decks.study.views; '' outside of `decks/<folder>/`."""
        parts = self.name.split(".")
        inside = parts[0] == "decks" and len(parts) > 1
        return parts[1] if inside and parts[1] not in SEES_EVERYTHING else ""

    @property
    def imported(self) -> set[str]:
        """Dotted names, as far as they are known: `a.b` and `a.b.c` for both forms."""
        return self._imported_by(self.tree)

    @property
    def named_in_types(self) -> set[str]:
        """The same of what is imported for the type checker only."""
        names = set()
        for node in self.tree.body:
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                names |= self._imported_by(node)
        return names

    def _imported_by(self, tree: ast.AST) -> set[str]:
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                names |= {f"{base}.{alias.name}" for alias in node.names}
        return names

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")[: -node.level]
        return ".".join([*package, node.module or ""]).rstrip(".")


def within(name: str, room: str) -> bool:
    """Whether a dotted name is the room or lies in it."""
    return name == room or name.startswith(room + ".")


def floors(module: Module) -> list[str]:
    """Arrows that run up, or around the modules to an index."""
    own = module.vertical
    if not own or own == "htmx":
        return []
    if own not in BELOW:
        return [f"{own} is a vertical without a line in BELOW"]
    found = []
    for name in sorted(module.imported):
        room, _, rest = name.partition(".")
        first = rest.partition(".")[0]
        if room == "flashcards":
            found.append(f"{module.name} imports the site: {name}")
        elif room == "decks" and first in SEES_EVERYTHING:
            found.append(f"{module.name} imports an index: {name}")
        elif room == "decks" and first == "htmx":
            if layer(module.name) not in (REPLIES, VIEWS):
                found.append(f"{module.name} is no view and imports {name}")
        elif room == "decks" and first not in BELOW[own] | {own}:
            found.append(f"{module.name} imports upwards: {name}")
    return found


BASES, MODELS, ACTIONS, REPLIES, VIEWS, URLS = range(6)
_LAYERS = {
    "study_options": BASES,
    "counters": BASES,
    "querysets": BASES,
    "models": MODELS,
    "replies": REPLIES,
    "views": VIEWS,
    "urls": URLS,
}


def layer(name: str) -> int:
    """How high a vertical's module stands.

    What models are built on, models, forms and actions, what several views answer with,
    views (`views` or `…_views`), urls.
    """
    stem = name.split(".")[2] if name.count(".") >= 2 else ""
    if stem.endswith("_views"):
        return VIEWS
    return _LAYERS.get(stem, ACTIONS)


def layers(module: Module) -> list[str]:
    """Imports within the verticals that run up, and any of another's views or urls."""
    own = module.vertical
    if not own:
        return []
    found = []
    imported = module.imported
    if layer(module.name) == BASES:
        # A queryset is of a model: its type names it, its code does not.
        imported -= module.named_in_types
    for name in sorted(imported):
        if not within(name, "decks") or name.count(".") < 2:
            continue
        high = layer(name)
        is_own = within(name, f"decks.{own}")
        if (is_own and high > layer(module.name)) or high == URLS:
            found.append(f"{module.name} imports from above: {name}")
        elif high == VIEWS and (not is_own or layer(module.name) == VIEWS):
            found.append(f"{module.name} imports views: {name}")
        elif is_own and layer(module.name) == high == MODELS:
            found.append(f"{module.name} imports itself: {name}")
    return found


def purity(module: Module) -> list[str]:
    """Django, the database or other rooms in a module that must be pure."""
    if not _is_pure(module.name):
        return []
    foreign = ("django", "psycopg", "flashcards", "decks")
    return [
        f"{module.name} is pure and imports {name}"
        for name in sorted(module.imported)
        if name.split(".")[0] in foreign and not _is_pure(name)
    ]


def _is_pure(name: str) -> bool:
    return any(within(name, room) for room in PURE)


def hidden_writes(module: Module) -> list[str]:
    """Signals anywhere; `save` and `delete` overridden in a models module."""
    found = [
        f"{module.name} uses signals: {name}"
        for name in sorted(module.imported)
        if within(name, "django.dispatch") or "signals" in name.split(".")
    ]
    if module.name.endswith(".models"):
        found += [
            f"{module.name} overrides {node.name}()"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
        ]
    return found


def sizes(module: Module) -> list[str]:
    """Functions, files and commands that grew too long."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_MAX_LINES:
                found.append(f"{module.name}.{node.name} has {length} lines")
    is_command = ".management.commands." in module.name
    most = COMMAND_MAX_LINES if is_command else FILE_MAX_LINES
    length = module.source.count("\n")
    if length > most:
        found.append(f"{module.name} has {length} lines, at most {most}")
    return found


def names(module: Module) -> list[str]:
    """Modules and folders that are named for nothing."""
    empty = EMPTY_NAMES & set(module.name.split("."))
    return [f"{module.name}: {word} says nothing" for word in sorted(empty)]


Rule = Callable[[Module], list[str]]
RULES: tuple[Rule, ...] = (floors, layers, purity, hidden_writes, sizes, names)


@functools.cache
def project_modules() -> list[Module]:
    """Every module of the project but for migrations and empty ones."""
    return list(_modules())


def _modules() -> Iterator[Module]:
    for folder in ("decks", "flashcards", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            source = path.read_text()
            if source.strip() and "migrations" not in path.parts:
                dotted = path.relative_to(ROOT).with_suffix("").as_posix()
                name = dotted.replace("/", ".").removesuffix(".__init__")
                yield Module(name, source)


class _Tags(HTMLParser):
    """Collects (tag, attributes, text) of a template."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))


def markup(name: str, source: str, *, is_mail: bool = False) -> list[str]:
    """htmx without a plain way beside it, and whatever the security policy forbids.

    Mail is read elsewhere and finds no stylesheet of ours: it may carry its style.
    """
    parser = _Tags()
    # A template tag may stand for an attribute or for a value: a blank word does both.
    parser.feed(re.sub(r"{%.*?%}|{{.*?}}", " x ", source))
    found = []
    for tag, attributes in parser.tags:
        found += [
            f"{name}: <{tag} {attribute}>"
            for attribute in attributes
            if (attribute == "style" and not is_mail)
            or re.match(r"on\w|hx-on", attribute)
        ]
        if "hx-get" in attributes and not attributes.get("href"):
            found.append(f"{name}: <{tag} hx-get> without href")
        if set(attributes) & {"hx-post", "hx-put", "hx-patch", "hx-delete"} and not (
            tag == "form" and attributes.get("action")
        ):
            found.append(f"{name}: <{tag} hx-post> is no form with an action")
        if tag == "style" or (tag == "script" and not attributes.get("src")):
            found.append(f"{name}: inline <{tag}>")
    return found
