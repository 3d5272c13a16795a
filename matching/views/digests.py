"""The digest's own links: how often it comes, without a login."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from matching.access import get_user_by_digest_token
from matching.forms import RhythmForm
from members.models import DigestRhythm
from members.services import set_digest_rhythm


def digest_rhythm(request: HttpRequest, digest_token: str) -> HttpResponse:
    user = get_user_by_digest_token(digest_token)
    form = RhythmForm(request.POST or None, initial={"rhythm": user.digest})
    if request.method == "POST" and form.is_valid():
        set_digest_rhythm(user=user, rhythm=DigestRhythm(form.cleaned_data["rhythm"]))
        messages.success(request, _("Your settings are kept."))
        return redirect("digest_rhythm", digest_token)
    return render(request, "matching/digest_rhythm.html", {"form": form, "email": user.email})


# A mail program posts here for its reader, by RFC 8058: it has the letter's address, and no cookie of ours.
@csrf_exempt
def digest_stop(request: HttpRequest, digest_token: str) -> HttpResponse:
    user = get_user_by_digest_token(digest_token)
    if request.method == "POST":
        set_digest_rhythm(user=user, rhythm=DigestRhythm.NEVER)
    return redirect("digest_rhythm", digest_token)
