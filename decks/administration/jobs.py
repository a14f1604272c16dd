"""Work beside the site, in the administration: looked at, tried again, put aside."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from decks.administration.rights import ForSuperusers
from decks.jobs.models import Job
from decks.jobs.queueing import set_aside, try_again


@admin.register(Job)
class JobAdmin(ForSuperusers):
    """Jobs. What one is given is nobody's to change, and may hold people's words: it is
    not shown."""

    list_display = ("kind", "state", "tries", "run_at", "user", "finished_at", "error")
    list_filter = ("state", "kind")
    list_select_related = ("user",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-run_at", "-pk")
    fields = (
        *("kind", "state", "tries", "error", "user", "done_count", "total_count"),
        *("created_at", "run_at", "started_at", "finished_at"),
    )
    actions = ("run_again", "put_aside")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Try again what was set aside or cancelled")
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        count = try_again(queryset, now=timezone.now())
        messages.success(request, f"{count} of these will be tried again.")

    @admin.action(description="Put aside what waits")
    def put_aside(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        count = set_aside(queryset, now=timezone.now())
        messages.success(request, f"{count} of these were put aside.")
