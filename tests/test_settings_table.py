"""README's table of settings has every one that the code reads, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.architecture_rules import ROOT

READERS = re.compile(
    r"(environment\.)?(env\.str|one_of|typed|required|web_address|long_secret)"
    r"|os\.(environ\.get|getenv)"
)
"""What a setting's name is given to: flashcards/environment.py, `os.environ`."""

NOT_OURS = {"DJANGO_SETTINGS_MODULE"}
IS_SETTING = re.compile(r"[A-Z][A-Z0-9_]+")


def settings_read_in(source: str) -> set[str]:
    """Names that the source reads from its environment."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if READERS.fullmatch(ast.unparse(call.func))]
    words = {
        word.value
        for call in named
        for word in call.args[:2]
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    }
    return {word for word in words if IS_SETTING.fullmatch(word)} - NOT_OURS


def settings_in_table(readme: str) -> list[str]:
    """Names in the first column of the table under "Configure", in its order."""
    section = readme.split("\n## Configure\n")[1].split("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| `")]
    return [
        name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]


def sources() -> Iterator[str]:
    for folder in ("flashcards", "decks"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path.read_text()


def test_every_setting_that_is_read_stands_in_the_table():
    read = set().union(*map(settings_read_in, sources()))
    assert {"SECRET_KEY", "DATABASE_URL", "WORKERS", "HOST", "EMAIL_PORT"} <= read
    assert read == set(settings_in_table((ROOT / "README.md").read_text()))


def test_no_setting_stands_there_twice():
    names = settings_in_table((ROOT / "README.md").read_text())
    assert len(names) == len(set(names))


OF_A_CONTAINER = {
    *("HOST", "PORT", "FLASHCARDS_VAR", "STATIC_ROOT", "TRUSTED_PROXY_COUNT"),
    *("FLASHCARDS_JOBS", "FLASHCARDS_BACKUPS"),
}
"""What compose settles by its services, volumes and proxy."""


def test_compose_gives_every_setting_there_is_but_its_own():
    compose = (ROOT / "docker-compose.yml").read_text()
    site = compose.split("environment: &environment")[1].split("read_only:")[0]
    given = set(re.findall(r"^\s+([A-Z][A-Z0-9_]+):", site, re.MULTILINE))
    table = set(settings_in_table((ROOT / "README.md").read_text()))
    assert given == table - OF_A_CONTAINER


def test_a_name_is_found_however_it_is_read():
    source = 'a = typed("int", "A_NUMBER", 1); b = os.environ.get("B_WORD", "")'
    assert settings_read_in(source) == {"A_NUMBER", "B_WORD"}
    assert settings_read_in('x = headers.get("Host"); y = f("C_WORD")') == set()
