"""The association in numbers, for everybody: counts only, never a name."""

from dataclasses import dataclass
from datetime import datetime

from matching.models import Judgement, Need, Seed, Verdict
from members.models import Membership, MembershipState


@dataclass(frozen=True)
class Figures:
    """members: memberships in force. wanted: pairs at least one side is interested in. The rest: now."""

    members: int
    open_needs: int
    seeds: int
    wanted: int


def association_figures(at: datetime) -> Figures:
    wanted = Judgement.objects.filter(verdict=Verdict.INTERESTED).order_by().values("need", "seed").distinct()
    return Figures(
        members=Membership.objects.filter(state=MembershipState.ACTIVE).count(),
        open_needs=Need.objects.open(at).count(),
        seeds=Seed.objects.offered().count(),
        wanted=wanted.count(),
    )
