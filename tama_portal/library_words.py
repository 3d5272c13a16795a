"""Words of libraries that our admin shows and that the libraries do not say in every language of the portal.

Nothing imports this: the catalogues take the words from here, and Django finds them for the libraries.
"""

from django.utils.translation import gettext_noop as _

SCHEDULE = [
    _("Periodic Tasks"),
    _("periodic task"),
    _("periodic tasks"),
    _("crontab"),
    _("crontabs"),
    _("interval"),
    _("intervals"),
    _("Enabled"),
    _("Name"),
    _("Positional Arguments"),
    _("Keyword Arguments"),
    _("Periodic Tasks Using This Schedule"),
    _('JSON encoded positional arguments (Example: ["arg1", "arg2"])'),
    _('JSON encoded keyword arguments (Example: {"argument": "value"})'),
    _('The Name of the Celery Task that Should be Run.  (Example: "proj.tasks.import_contacts")'),
    _("Set to False to disable the schedule"),
    _("Short Description For This Task"),
    _("Crontab Schedule"),
    _("Crontab Schedule to run the task on.  Set only one schedule type, leave the others null."),
    _("Interval Schedule"),
    _("Interval Schedule to run the task on.  Set only one schedule type, leave the others null."),
    _("Last Run Datetime"),
    _("Datetime that the schedule last triggered the task to run. Reset to None if enabled is set to False."),
    _("Total Run Count"),
    _("Running count of how many times the schedule has triggered the task"),
    _("Minute(s)"),
    _("Hour(s)"),
    _("Day(s) Of The Month"),
    _("Month(s) Of The Year"),
    _("Day(s) Of The Week"),
    _("Cron Timezone"),
    _('Cron Minutes to Run. Use "*" for "all". (Example: "0,30")'),
    _('Cron Hours to Run. Use "*" for "all". (Example: "8,20")'),
    _('Cron Days Of The Month to Run. Use "*" for "all". (Example: "1,15")'),
    _('Cron Months (1-12) Of The Year to Run. Use "*" for "all". (Example: "1,12")'),
    _('Cron Days Of The Week to Run. Use "*" for "all", Sunday is 0 or 7, Monday is 1. (Example: "0,5")'),
    _("Timezone to Run the Cron Schedule on. Default is UTC."),
    _("Number of Periods"),
    _("Number of interval periods to wait before running the task again"),
    _("Interval Period"),
    _("The type of period between task runs (Example: days)"),
    _("Days"),
    _("Hours"),
    _("Minutes"),
    _("Seconds"),
    _("Microseconds"),
]

ACCOUNTS = [_("client ID"), _("type")]

# Django says these two in every language, but not well in Korean.
LISTS = [_("Select %s to change"), _("Select %s to view")]
