"""How many jobs there are, for whoever watches the site."""

import dataclasses
import datetime as dt

from django.db.models import Count, Min

from decks.jobs.models import Job


@dataclasses.dataclass(frozen=True, slots=True)
class JobFigure:
    """Jobs of a kind in a state, and when the first of them is or was to run."""

    kind: str
    state: str
    count: int
    first_run_at: dt.datetime


def job_figures() -> list[JobFigure]:
    """All jobs that are kept. One statement."""
    groups = Job.objects.values("kind", "state").order_by("kind", "state")
    return [
        JobFigure(**row)
        for row in groups.annotate(count=Count("pk"), first_run_at=Min("run_at"))
    ]
