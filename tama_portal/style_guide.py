"""A page with every component, to look at while building; served in the demo and in development only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

TODAY = date(2026, 11, 24)


class SampleForm(forms.Form):
    title = forms.CharField(
        label="What do you need", help_text="One sentence that a specialist would search for."
    )
    details = forms.CharField(label="Details", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("technology", "Technology"), ("order", "Processing order")]
    )
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=[("members", "Members"), ("public", "Everybody")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Languages you can answer in",
        choices=[("ja", "日本語"), ("ko", "한국어"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    expires_on = forms.DateField(label="Open until", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.FileField(label="Drawing", required=False)
    is_anonymous = forms.BooleanField(label="Hide our name until both sides agree", required=False)


def facets() -> list[dict[str, Any]]:
    kinds = [("特許", 42), ("研究テーマ", 31), ("製品", 18), ("加工", 9)]
    return [
        {
            "name": "kind",
            "label": "種類",
            "options": [{"value": k, "label": k, "count": n, "chosen": n == 42} for k, n in kinds],
        },
        {
            "name": "language",
            "label": "言語",
            "options": [{"value": k, "label": k, "count": 10} for k in ("日本語", "한국어", "English")],
        },
    ]


def steps() -> list[dict[str, Any]]:
    return [
        {"title": "登録しました", "at": TODAY - timedelta(days=40), "done": True},
        {
            "title": "シーズと一致しました",
            "at": TODAY - timedelta(days=3),
            "done": True,
            "text": "候補 14 件",
        },
        {"title": "面談", "text": "コーディネータが日程を調整しています。"},
    ]


def style_guide(request: HttpRequest) -> HttpResponse:
    tabs = [
        {"text": "今週の新着", "url": "#", "count": 3, "current": True},
        {"text": "すべて", "url": "#", "count": 14},
        {"text": "興味あり", "url": "#", "count": 2},
        {"text": "見送り", "url": "#", "count": 5},
    ]
    context = {
        "form": SampleForm(request.GET if "check" in request.GET else None),
        "facets": facets(),
        "steps": steps(),
        "tabs": tabs,
        "sample_day": TODAY,
        "sample_time": timezone.now() - timedelta(hours=7),
        "past": datetime(2026, 4, 1, 9, tzinfo=UTC),
        "facts": [("所在地", "東京都八王子市"), ("従業員", "48 人"), ("資格", "ISO 9001、JIS Q 9100")],
        "processes": ["切削", "研削", "表面処理", "金型製作"],
        "table": {
            "head": ["年度", "計画", "実績"],
            "rows": [["2024", 40, 38], ["2025", 50, 56], ["2026", 60, 41]],
        },
        "tones": ["", "info", "success", "warning", "error"],
        "grades": ["strong", "good", "possible", "none"],
    }
    return render(request, "style_guide/index.html", context)


def style_guide_list(request: HttpRequest) -> HttpResponse:
    names = ["株式会社あおば精機", "有限会社みどり鋳造", "한빛정밀 주식회사", "Kestrel Optics Ltd"]
    context = {"facets": facets(), "names": names, "processes": ["切削", "研削", "金型製作"]}
    return render(request, "style_guide/list.html", context)
