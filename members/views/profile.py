"""The organisation's own profile, branches and links: kept by its member administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members import services
from members.access import (
    current_user,
    get_administered_organisation,
    get_own_branch,
    get_own_link,
    places_of,
)
from members.forms import BranchForm, LinkForm, ProfileForm
from members.models import Branch, Contact, Organisation
from members.views.tabs import own_page


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Straight to the only organisation; a choice for people with several."""
    places = list(places_of(current_user(request)))
    if len(places) == 1:
        return redirect(_start(places[0]), places[0].organisation_id)
    rows = [(place, _start(place)) for place in places]
    return render(request, "members/choose_organisation.html", {"rows": rows})


def _start(place: Contact) -> str:
    return "profile_edit" if place.is_administrator else "offers"


@login_required
def edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_administered_organisation(current_user(request), organisation_id)
    shown_name = organisation.name
    form = ProfileForm(request.POST or None, instance=organisation)
    if not form.is_valid():
        context = {
            "form": form,
            "shown_name": shown_name,
            "tests": organisation.product_tests.select_related("checked_by"),
        }
        return own_page(request, "profile_edit", organisation, context)
    services.keep_organisation(
        organisation=form.instance, technologies=form.cleaned_data["base_technologies"]
    )
    messages.success(request, _("The profile is kept."))
    return redirect("profile_edit", organisation.pk)


@login_required
def places(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_administered_organisation(current_user(request), organisation_id)
    return _places_page(request, organisation, BranchForm(prefix="branch"), _link_form(request, organisation))


@login_required
@require_POST
def branch_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_administered_organisation(current_user(request), organisation_id)
    form = BranchForm(request.POST, instance=Branch(organisation=organisation), prefix="branch")
    if not form.is_valid():
        return _places_page(request, organisation, form, LinkForm(organisation=organisation, prefix="link"))
    services.add_branch(branch=form.instance)
    messages.success(request, _("The branch “%(name)s” is kept.") % {"name": form.instance.name})
    return redirect("places", organisation.pk)


@login_required
@require_POST
def link_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_administered_organisation(current_user(request), organisation_id)
    form = _link_form(request, organisation)
    if not form.is_valid():
        return _places_page(request, organisation, BranchForm(prefix="branch"), form)
    services.add_link(organisation=organisation, **form.cleaned_data)
    messages.success(request, _("The link is kept."))
    return redirect("places", organisation.pk)


@login_required
@require_POST
def branch_remove(request: HttpRequest, branch_id: int) -> HttpResponse:
    branch = get_own_branch(current_user(request), branch_id)
    services.remove_branch(branch=branch)
    messages.success(request, _("The branch “%(name)s” is removed.") % {"name": branch.name})
    return redirect("places", branch.organisation_id)


@login_required
@require_POST
def link_remove(request: HttpRequest, link_id: int) -> HttpResponse:
    link = get_own_link(current_user(request), link_id)
    services.remove_link(link=link)
    messages.success(request, _("The link is removed."))
    return redirect("places", link.organisation_id)


def _link_form(request: HttpRequest, organisation: Organisation) -> LinkForm:
    return LinkForm(request.POST or None, organisation=organisation, prefix="link")


def _places_page(
    request: HttpRequest, organisation: Organisation, branch_form: BranchForm, link_form: LinkForm
) -> HttpResponse:
    context = {
        "branch_form": branch_form,
        "link_form": link_form,
        "branches": organisation.branches.select_related("municipality"),
        "links": organisation.links.select_related("other"),
    }
    return own_page(request, "places", organisation, context)
