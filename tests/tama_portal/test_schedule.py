import pytest
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from tama_portal.celery import app
from tama_portal.schedule import Scheduler

pytestmark = pytest.mark.django_db(transaction=True)  # beat closes the connection it finds


def test_matching_starts_at_two_in_the_night_of_tokyo():
    Scheduler(app=app, lazy=False)

    nightly = PeriodicTask.objects.get(name="nightly matching").crontab
    assert (nightly.hour, nightly.minute, str(nightly.timezone)) == ("2", "0", "Asia/Tokyo")


def test_what_the_office_changed_survives_a_restart_of_beat():
    Scheduler(app=app, lazy=False)
    later = CrontabSchedule.objects.create(hour="3", minute="30", timezone="Asia/Tokyo")
    PeriodicTask.objects.filter(name="nightly matching").update(crontab=later)

    Scheduler(app=app, lazy=False)

    assert PeriodicTask.objects.get(name="nightly matching").crontab == later


def test_what_the_office_switched_off_stays_off():
    Scheduler(app=app, lazy=False)
    PeriodicTask.objects.filter(name="nightly matching").update(enabled=False)

    assert "nightly matching" not in Scheduler(app=app, lazy=False).schedule


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
