"""Somebody of each kind around a group, and their browsers."""

import dataclasses

from django.test import Client
from django.urls import reverse

from decks.groups.models import Role
from decks.models import StudyGroup, User
from tests.factories import make_group, make_member, make_user


@dataclasses.dataclass
class People:
    """A group with one of each role, somebody who was in it, and a stranger."""

    group: StudyGroup
    owner: User
    editor: User
    member: User
    former: User
    outsider: User

    def url(self, name: str, *more: int) -> str:
        """The address of a page of the group's."""
        return reverse(name, args=[self.group.pk, *more])

    def role_of(self, person: User) -> str | None:
        """Their role by now; None for whoever is not in it."""
        rows = self.group.memberships.filter(user=person)
        return rows.values_list("role", flat=True).first()


def make_people(**fields: object) -> People:
    owner, editor, member, former, outsider = (
        make_user(display_name=name)
        for name in ("Ada Owner", "Ben Editor", "Cleo Member", "Dan Former", "Eve Out")
    )
    group = make_group(owner=owner, **{"name": "Cloud Certs", **fields})
    make_member(group, user=editor, role=Role.EDITOR)
    make_member(group, user=member)
    return People(group, owner, editor, member, former, outsider)


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
