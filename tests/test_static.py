"""What is not ours is listed, and styles and scripts keep to the site's policy."""

import hashlib
import re

import pytest

from tests.architecture_rules import ROOT

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
VERSIONS = (STATIC / "vendor" / "VERSIONS.md").read_text()
LISTED = dict(re.findall(r"\| `([^`|]+)` \| `([0-9a-f]{64})` \|", VERSIONS))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
SHEETS = sorted((STATIC / "css").glob("*.css"))


def test_the_list_holds_every_vendored_file_and_no_other():
    kept = {".md", ".txt", ""}  # the list itself, licences
    found = {
        str(path.relative_to(STATIC))
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.suffix not in kept
    }
    assert found | {"icons/sprite.svg"} == set(LISTED)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_each_listed_file_is_the_one_that_was_checked(name):
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == LISTED[name]


def test_each_vendor_brings_its_licence():
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            texts = [*folder.glob("LICENSE*"), *folder.glob("OFL.txt")]
            assert texts, folder.name
            assert all(path.stat().st_size > 200 for path in texts)


def test_the_sprite_holds_the_icons_in_use_and_no_other():
    listed = (STATIC / "icons" / "icons.txt").read_text().split()
    sprite = (STATIC / "icons" / "sprite.svg").read_text()
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text())
    }
    assert re.findall(r'<symbol id="([a-z0-9-]+)"', sprite) == listed == sorted(listed)
    assert used == set(listed)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_ask_for_nothing_from_elsewhere(path):
    text = path.read_text()
    assert "@import" not in text
    for address in re.findall(r"url\(([^)]*)\)", text):
        target = (path.parent / address.strip("\"'")).resolve()
        assert target.is_file(), address


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_evaluate_no_text(path):
    text = path.read_text()
    for forbidden in ("eval(", "new Function", "innerHTML", "document.write", "http:"):
        assert forbidden not in text


def test_htmx_is_told_to_evaluate_and_keep_nothing():
    base = (TEMPLATES / "base.html").read_text()
    for setting in (
        '"allowEval": false',
        '"includeIndicatorStyles": false',
        '"historyCacheSize": 0',
        '"selfRequestsOnly": true',
        '"allowScriptTags": false',
    ):
        assert setting in base
