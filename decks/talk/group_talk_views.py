"""All that is said of the cards of a group's decks."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decks.accounts.requests import LearnerRequest
from decks.groups.models import GroupDeck, StudyGroup
from decks.talk.reading import talked_about, talks_of

CARDS_A_PAGE = 20


@require_safe
def group_talk(request: LearnerRequest, group_id: int) -> HttpResponse:
    """The cards that are talked about, the latest first, for those in the group."""
    group = get_object_or_404(StudyGroup.objects.of(request.user), pk=group_id)
    shared = GroupDeck.objects.filter(group=group).values_list("deck", flat=True)
    found = talked_about(request.user, list(shared))
    page = Paginator(found, CARDS_A_PAGE).get_page(request.GET.get("page"))
    talks = talks_of(request.user, [row["card"] for row in page])
    context = {"group": group, "page": page, "talks": talks, "now": timezone.now()}
    return render(request, "talk/group.html", context)
