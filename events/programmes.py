"""The programme guide: what the association does, in the order a member meets it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Programme:
    title: str | Promise
    text: str | Promise


PROGRAMMES = [
    Programme(
        _("Matching of needs and seeds"),
        _(
            "Register what you lack. Every night your needs are compared with all patents, "
            "research themes, products and processes, and you see why each was found."
        ),
    ),
    Programme(
        _("Coordinators"),
        _(
            "Outside experts visit your firm, listen, and find partners. They help with IT, "
            "management innovation, business plans, linkage with universities, and project "
            "management."
        ),
    ),
    Programme(
        _("Technology licensing"),
        _("The TLO lists patents of its universities' researchers and helps you to license them."),
    ),
    Programme(
        _("Research and development support"),
        _(
            "The R&D promotion committee of university researchers and large firms advises on "
            "your themes and on subsidy applications."
        ),
    ),
    Programme(
        _("Meetings and study groups"),
        _(
            "Mini-TAMA meetings near you, theme study groups, seminars, fairs and one-to-one "
            "matching meetings."
        ),
    ),
    Programme(
        _("People"),
        _(
            "Internships, and experienced staff of large firms who move to smaller firms for a "
            "time or for good."
        ),
    ),
    Programme(
        _("Finance"),
        _(
            "Credit banks judge technology instead of collateral, with an evaluation by "
            "coordinators and the TLO."
        ),
    ),
    Programme(
        _("Links with other regions"),
        _("Other clusters in Japan and abroad, Korea among them, share their needs and seeds with us."),
    ),
]
