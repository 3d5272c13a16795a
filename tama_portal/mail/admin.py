from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tama_portal.common.office import RecordAdmin
from tama_portal.mail import outbox
from tama_portal.mail.models import OutgoingMessage


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(RecordAdmin):
    list_display = ["to", "subject", "created_at", "sent_at", "attempts", "given_up_at", "last_error"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter), ("given_up_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject"]
    actions = ["try_again"]

    @admin.action(description=_("Try again the messages that were given up"), permissions=["work"])
    def try_again(self, request: HttpRequest, rows: QuerySet[OutgoingMessage]) -> None:
        count = outbox.try_again(rows, at=timezone.now())
        text = ngettext("%(n)d message waits again.", "%(n)d messages wait again.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)
