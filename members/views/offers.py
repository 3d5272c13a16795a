"""Products and processes of one's own organisation: any of its people may keep them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.access import get_own_organisation, get_own_process, get_own_product, reader_of
from members.forms import ProcessForm, ProductForm
from members.models import Process, Product
from members.services import keep_process, keep_product, restore_offer, withdraw_offer
from members.views.tabs import own_page


@login_required
def offers(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_own_organisation(reader_of(request), organisation_id)
    context = {
        "products": organisation.products.all(),
        "processes": organisation.processes.select_related("base_technology"),
    }
    return own_page(request, "offers", organisation, context)


@login_required
def product_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_own_organisation(reader_of(request), organisation_id)
    return _product_page(request, Product(organisation=organisation, language=organisation.language))


@login_required
def product_edit(request: HttpRequest, product_id: int) -> HttpResponse:
    return _product_page(request, get_own_product(reader_of(request), product_id))


@login_required
def process_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_own_organisation(reader_of(request), organisation_id)
    return _process_page(request, Process(organisation=organisation, language=organisation.language))


@login_required
def process_edit(request: HttpRequest, process_id: int) -> HttpResponse:
    return _process_page(request, get_own_process(reader_of(request), process_id))


@login_required
@require_POST
def product_withdraw(request: HttpRequest, product_id: int) -> HttpResponse:
    return _withdraw(request, get_own_product(reader_of(request), product_id))


@login_required
@require_POST
def product_restore(request: HttpRequest, product_id: int) -> HttpResponse:
    return _restore(request, get_own_product(reader_of(request), product_id))


@login_required
@require_POST
def process_withdraw(request: HttpRequest, process_id: int) -> HttpResponse:
    return _withdraw(request, get_own_process(reader_of(request), process_id))


@login_required
@require_POST
def process_restore(request: HttpRequest, process_id: int) -> HttpResponse:
    return _restore(request, get_own_process(reader_of(request), process_id))


def _product_page(request: HttpRequest, product: Product) -> HttpResponse:
    form = ProductForm(request.POST or None, instance=product)
    if not form.is_valid():
        return render(request, "members/product_form.html", {"form": form, "offer": product})
    keep_product(product=form.instance, technologies=form.cleaned_data["base_technologies"])
    return _kept(request, product)


def _process_page(request: HttpRequest, process: Process) -> HttpResponse:
    form = ProcessForm(request.POST or None, instance=process)
    if not form.is_valid():
        return render(request, "members/process_form.html", {"form": form, "offer": process})
    keep_process(process=form.instance)
    return _kept(request, process)


def _kept(request: HttpRequest, offer: Product | Process) -> HttpResponse:
    messages.success(request, _("“%(name)s” is kept.") % {"name": offer.name})
    return redirect("offers", offer.organisation_id)


def _withdraw(request: HttpRequest, offer: Product | Process) -> HttpResponse:
    withdraw_offer(offer=offer, at=timezone.now())
    messages.success(
        request, _("“%(name)s” is withdrawn. You can offer it again at any time.") % {"name": offer.name}
    )
    return redirect("offers", offer.organisation_id)


def _restore(request: HttpRequest, offer: Product | Process) -> HttpResponse:
    restore_offer(offer=offer)
    messages.success(request, _("“%(name)s” is offered again.") % {"name": offer.name})
    return redirect("offers", offer.organisation_id)
