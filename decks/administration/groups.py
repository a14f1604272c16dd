"""Study groups in the administration."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from decks.accounts.models import User
from decks.administration.rights import ForSuperusers
from decks.groups.leaving import end_group
from decks.groups.models import Membership, Role, StudyGroup


@admin.register(StudyGroup)
class GroupAdmin(ForSuperusers):
    """Groups: looked at, renamed, ended. Who is in one is its owners' to say."""

    list_display = ("name", "owners", "member_count", "created_at")
    search_fields = ("name", "memberships__user__email")
    fields = ("name", "description", "owners", "member_count", "created_at")
    readonly_fields = fields[2:]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StudyGroup]:
        people = Membership.objects.filter(group=OuterRef("pk")).order_by()
        counted = people.values("group").annotate(count=Count("user")).values("count")
        owners = models.Prefetch(
            "memberships",
            Membership.objects.filter(role=Role.OWNER).select_related("user"),
            to_attr="owning",
        )
        groups = super().get_queryset(request).prefetch_related(owners)
        counting: models.QuerySet[Any] = groups.annotate(people=Subquery(counted))
        return counting

    @admin.display(description="owners")
    def owners(self, group: Any) -> str:
        return ", ".join(row.user.email for row in group.owning)

    @admin.display(description="members", ordering="people")
    def member_count(self, group: Any) -> int:
        return group.people or 0

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A group begins with its owner, on the site."""
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Decks, histories and copies stay with their owners."""
        going = list(objs)
        people = Membership.objects.filter(group__in=[group.pk for group in going])
        counts = {"groups": len(going), "memberships": people.count()}
        return [str(group) for group in going], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: StudyGroup) -> None:
        end_group(obj.pk, by=cast(User, request.user), now=timezone.now())

    def delete_queryset(
        self, request: HttpRequest, queryset: models.QuerySet[StudyGroup]
    ) -> None:
        for group in queryset:
            self.delete_model(request, group)
