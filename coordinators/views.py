from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coordinators.access import visible_coordinators
from coordinators.models import Service
from members.access import reader_of


def coordinator_list(request: HttpRequest) -> HttpResponse:
    """Coordinators in office. Phone numbers are for members."""
    service = request.GET.get("service", "")
    rows = visible_coordinators(at=timezone.now(), service=service if service in Service.values else "")
    reader = reader_of(request)
    context = {
        "coordinators": rows,
        "services": Service.choices,
        "service": service,
        "shows_phone": reader.is_member or reader.is_office or reader.is_coordinator,
    }
    return render(request, "coordinators/coordinator_list.html", context)
