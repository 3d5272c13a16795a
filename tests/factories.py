"""Rows for tests. Names are invented, addresses end in .example."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from coordinators.models import Assignment, Coordinator
from events.models import Event, News
from matching.models import Match, MatchRun, Need, RunState, RunTrigger, Seed, SeedKind
from members.models import (
    BaseTechnology,
    Contact,
    Membership,
    MembershipState,
    Municipality,
    Organisation,
    OrganisationKind,
    Process,
    Product,
    User,
)
from tlo.models import Patent, Researcher, ResearchTheme

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "a-long-test-password"


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = "13201"
    name_ja, name_ko, name_en, name_kana = "八王子市", "하치오지시", "Hachioji-shi", "ハチオウジシ"
    prefecture_ja, prefecture_ko, prefecture_en = "東京都", "도쿄도", "Tokyo"
    latitude, longitude = 35.666, 139.316
    in_zone = True


class BaseTechnologyFactory(DjangoModelFactory[BaseTechnology]):
    class Meta:
        model = BaseTechnology
        django_get_or_create = ("code",)

    code = "B13"
    name_ja, name_ko, name_en = "切削加工", "절삭가공", "Machining"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@firm.example")
    name = factory.Sequence(lambda n: f"利用者{n}")
    language = "en"

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        return User.objects.create_user(*args, password=PASSWORD, **kwargs)  # type: ignore[arg-type]  # fields


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    kind = OrganisationKind.PRODUCT_SME
    name = factory.Sequence(lambda n: f"見本精機{n}")
    name_kana = factory.Sequence(lambda n: f"ミホンセイキ{n}")
    municipality = factory.SubFactory(MunicipalityFactory)
    summary = "精密部品を作っています。"

    @factory.post_generation
    def is_member(self: Organisation, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if extracted is not False:
            MembershipFactory.create(organisation=self)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory, is_member=False)
    member_class = "regular"
    state = MembershipState.ACTIVE
    applied_on = date(2020, 4, 1)
    since = date(2020, 4, 1)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda contact: contact.user.name if contact.user else "担当者")
    email = factory.LazyAttribute(lambda contact: contact.user.email if contact.user else "desk@firm.example")


class ProductFactory(DjangoModelFactory[Product]):
    class Meta:
        model = Product

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"小型真空ポンプ{n}")
    description = "半導体製造装置向けの小型真空ポンプです。"
    language = "ja"


class ProcessFactory(DjangoModelFactory[Process]):
    class Meta:
        model = Process

    organisation = factory.SubFactory(OrganisationFactory)
    base_technology = factory.SubFactory(BaseTechnologyFactory)
    name = factory.Sequence(lambda n: f"アルミの精密切削{n}")
    description = "薄肉アルミニウム合金の切削を得意とします。"
    language = "ja"


class ResearcherFactory(DjangoModelFactory[Researcher]):
    class Meta:
        model = Researcher

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    name = factory.Sequence(lambda n: f"研究者{n}")


class PatentFactory(DjangoModelFactory[Patent]):
    class Meta:
        model = Patent

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    title = factory.Sequence(lambda n: f"薄肉アルミニウム合金の切削方法{n}")
    abstract = "残留応力を低減し、薄肉部品の変形を抑える切削方法を提供する。"
    language = "ja"


class ResearchThemeFactory(DjangoModelFactory[ResearchTheme]):
    class Meta:
        model = ResearchTheme

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    title = factory.Sequence(lambda n: f"全固体電池の界面設計{n}")
    summary = "固体電解質と電極の界面抵抗を下げる研究です。"
    language = "ja"


class NeedFactory(DjangoModelFactory[Need]):
    class Meta:
        model = Need

    owner = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"薄肉アルミ部品の歪みを抑える切削{n}")
    text = "肉厚0.8mmのアルミ部品が切削後に歪むため、変形を抑える方法を探しています。"
    language = "ja"
    published_at = NOW - timedelta(days=1)
    expires_on = date(2030, 3, 31)


class SeedFactory(DjangoModelFactory[Seed]):
    class Meta:
        model = Seed

    kind = SeedKind.PATENT
    source_model = "tlo.patent"
    source_pk = factory.Sequence(lambda n: 1_000_000 + n)
    owner = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UNIVERSITY)
    owner_name = factory.LazyAttribute(lambda seed: seed.owner.name if seed.owner else "")
    title = factory.Sequence(lambda n: f"薄肉アルミニウム合金の切削方法{n}")
    text = "残留応力を低減し、薄肉部品の変形を抑える切削方法を提供する。"
    language = "ja"
    visibility = "public"
    content_hash = factory.Sequence(lambda n: f"{n:064d}")


class MatchRunFactory(DjangoModelFactory[MatchRun]):
    class Meta:
        model = MatchRun

    trigger = RunTrigger.COMMAND
    state = RunState.DONE
    is_active = False
    created_at = started_at = finished_at = heartbeat_at = NOW


class MatchFactory(DjangoModelFactory[Match]):
    class Meta:
        model = Match

    need = factory.SubFactory(NeedFactory)
    seed = factory.SubFactory(SeedFactory)
    score = 12.5
    coverage = 0.5
    grade = 2
    first_seen_in = factory.SubFactory(MatchRunFactory)
    first_seen_at = NOW


class CoordinatorFactory(DjangoModelFactory[Coordinator]):
    class Meta:
        model = Coordinator

    user = factory.SubFactory(UserFactory, is_coordinator=True)
    services = ["linkage"]
    starts_on = date(2025, 4, 1)
    phone = "042-000-0000"


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    organisation = factory.SubFactory(OrganisationFactory)
    coordinator = factory.SubFactory(CoordinatorFactory)
    since = date(2025, 4, 1)


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"ミニTAMA会{n}")
    summary = "近くの会員が集まります。"
    starts_at = NOW + timedelta(days=7)
    ends_at = NOW + timedelta(days=7, hours=2)
    place = "八王子市"


class NewsFactory(DjangoModelFactory[News]):
    class Meta:
        model = News

    title = factory.Sequence(lambda n: f"お知らせ{n}")
    body = "本文です。"
    published_at = NOW - timedelta(days=1)
