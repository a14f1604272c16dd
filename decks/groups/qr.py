"""A QR code as the path of an SVG."""

import dataclasses
import functools
import itertools

import segno

QUIET_MODULES = 4
"""White around the code, as ISO/IEC 18004 asks for."""


@dataclasses.dataclass(frozen=True)
class QrCode:
    """`size` modules along each side, the quiet zone among them; `path` in modules."""

    size: int
    path: str


@functools.lru_cache(maxsize=256)
def qr_code(text: str) -> QrCode:
    """The code of a link, readable with a seventh of it spoilt (level M or better)."""
    code = segno.make_qr(text, error="m")
    rows = list(code.matrix_iter(border=QUIET_MODULES))
    runs = (run for y, row in enumerate(rows) for run in _runs(y, bytes(row)))
    return QrCode(len(rows), "".join(runs))


def _runs(y: int, row: bytes) -> list[str]:
    """The dark modules of a row, those side by side as one bar."""
    bars, x = [], 0
    for is_dark, same in itertools.groupby(row):
        wide = len(list(same))
        if is_dark:
            bars.append(f"M{x} {y}h{wide}v1h-{wide}z")
        x += wide
    return bars
