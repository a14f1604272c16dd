"""Measures the site: `python -m tests.benchmarks` (`make bench`).

    --quick          shorter rounds, smaller tables: minutes become one
    --only a,b       of: step, copies, preview, search, group, progress, rating,
                     growth, anki
    --keep           leave the filled tables in var/bench (some 5 GB) for a look
    --profile        where the time of one rating goes, and nothing else

Prints tables and writes them to var/bench.json. Nothing passes or fails by a time.
"""

import argparse
import sys
from collections.abc import Callable, Iterator

from tests.benchmarks import place, report

SECTIONS = (
    *("step", "copies", "preview", "search"),
    *("group", "progress", "rating", "growth", "anki"),
)


def main() -> None:
    """Measure what was asked for."""
    options = _options()
    place.settle()
    about = report.machine() | {"options": " ".join(sys.argv[1:]) or "none"}
    sys.stdout.write(", ".join(f"{k} {v}" for k, v in about.items()) + "\n")
    tables = []
    try:
        for table in _tables(options):
            report.show(table)
            tables.append(table)
    finally:
        place.stop_database(keeps=options.keep)
    path = place.var_dir() / ("profile.json" if options.profile else "bench.json")
    report.write_json(path, about, tables)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only", default=",".join(SECTIONS))
    options = parser.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(SECTIONS):
        parser.error(f"--only knows {', '.join(SECTIONS)}, not {', '.join(unknown)}")
    return options


def _tables(options: argparse.Namespace) -> Iterator[report.Table]:
    if options.profile:
        yield from _profile()
        return
    sections: dict[str, Callable[[bool], Iterator[report.Table]]] = {
        "step": _step,
        "copies": _copies,
        "preview": _preview,
        "search": _search,
        "group": _group,
        "progress": _progress,
        "rating": _rating,
        "growth": _growth,
        "anki": _anki,
    }
    for name in options.only:
        yield from sections[name](options.quick)


def _profile() -> Iterator[report.Table]:
    from tests.benchmarks import spans, world

    place.make_database()
    world.number_rows_apart()
    yield from spans.tables(300)


def _step(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_step

    yield bench_step.table()


def _copies(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_copies

    yield bench_copies.table()


def _preview(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_preview

    yield bench_preview.table()


def _search(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_search

    place.make_database()
    yield from bench_search.tables(is_quick=is_quick)


def _group(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_group

    place.make_database()
    yield from bench_group.tables(is_quick=is_quick)


def _progress(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import bench_progress

    place.make_database()
    yield from bench_progress.tables(is_quick=is_quick)


def _rating(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import rating, world

    place.make_database()
    world.number_rows_apart()
    with place.served() as port:
        plan = rating.Plan(rounds=3, seconds=1.5) if is_quick else rating.Plan()
        yield rating.table(port, plan)


def _growth(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import growth, world

    place.make_database()
    world.number_rows_apart()
    with place.served() as port:
        yield from growth.tables(port, growth.QUICK if is_quick else growth.Plan())


def _anki(is_quick: bool) -> Iterator[report.Table]:
    from tests.benchmarks import anki_engine

    yield anki_engine.table(is_quick=is_quick)


if __name__ == "__main__":
    main()
