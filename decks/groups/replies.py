"""What several views of groups begin or answer with."""

from django.shortcuts import get_object_or_404

from decks.accounts.requests import LearnerRequest
from decks.groups.models import Membership, StudyGroup

NEEDS_OWNER = (
    "A group needs an owner. Make somebody else an owner first, or delete the group."
)


def owned_or_404(request: LearnerRequest, group_id: int) -> StudyGroup:
    """A group that this person owns. One statement."""
    return get_object_or_404(StudyGroup.objects.run_by(request.user), pk=group_id)


def member_or_404(request: LearnerRequest, group_id: int) -> Membership:
    """This person's own row in a group, with the group. One statement."""
    mine = Membership.objects.filter(user=request.user).select_related("group")
    row = get_object_or_404(mine, group=group_id)
    row.user = request.user
    return row
