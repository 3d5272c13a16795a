"""All settings, driven by the environment. README.md has the table of variables."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from tama_portal.common.env import read

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = read("DEBUG", env.bool, expects="true or false", default=False)
DEMO = read("DEMO", env.bool, expects="true or false", default=False)


def demo_secret_key() -> str:
    """The demo's own key, made once and kept readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = read("SECRET_KEY", env.str, expects="a long random text", default="")
if not SECRET_KEY:
    if not DEMO:
        raise ImproperlyConfigured("SECRET_KEY is missing. It expects a long random text.")
    SECRET_KEY = demo_secret_key()

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = (
    LOOPBACK if DEMO else read("ALLOWED_HOSTS", env.list, expects="host names with commas", default=[])
)
CSRF_TRUSTED_ORIGINS = read(
    "CSRF_TRUSTED_ORIGINS", env.list, expects="origins such as https://portal.example", default=[]
)
SITE_URL = read("SITE_URL", env.str, expects="the portal's address", default="http://127.0.0.1:8000").rstrip(
    "/"
)

# --- Apps -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "tama_portal",
    "tama_portal.mail",
    "members",
    "tlo",
    "matching",
    "coordinators",
    "events",
    "tama_portal.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "js_lib_bootstrap5",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.UserLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "tama_portal.urls"
WSGI_APPLICATION = "tama_portal.wsgi.application"
ASGI_APPLICATION = "tama_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tama_portal.context.portal",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Stores -----------------------------------------------------------------------------------------------

DATABASES = {
    "default": read(
        "DATABASE_URL",
        env.dj_db_url,
        expects="postgres://user:password@host:port/name or sqlite:///path",
        default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    # With the defaults, concurrent writers fail with "database is locked"; these three make them wait.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read("REDIS_URL", env.str, expects="redis://host:port/number", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- Accounts ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "members.backends.OfficeRoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # every account starts from an invitation sent to its address
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are proven by the invitation; accounts from the command line or the office have none to prove.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "TAMA Portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
# Office logins without a second factor: on the loopback demo only.
OFFICE_MFA_REQUIRED = not DEMO

# --- Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Mail -------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "tama_portal.mail.backend.OutboxBackend"
MAIL_TRANSPORT = read(
    "EMAIL_URL",
    env.dj_email_url,
    expects="smtp://user:password@host:port, smtp+tls://…, or file:///folder",
    default=f"file://{VAR_DIR / 'mail'}",
)
DEFAULT_FROM_EMAIL = read(
    "DEFAULT_FROM_EMAIL", env.str, expects="an address", default="TAMA Portal <office@tama-portal.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Security ---------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its form icons as data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
IS_PLAIN_HTTP = DEMO or DEBUG
SECURE_SSL_REDIRECT = not IS_PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Behind the proxy every visitor has its address; the limits on logins and applications need their own.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if IS_PLAIN_HTTP else 1
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if IS_PLAIN_HTTP else int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_PLAIN_HTTP
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not IS_PLAIN_HTTP
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- API --------------------------------------------------------------------------------------------------

OAUTH2_PROVIDER_APPLICATION_MODEL = "members.PartnerSystem"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "organisations:read": _("Read organisations"),
        "needs:read": _("Read needs"),
        "needs:write": _("Register and change needs"),
        "seeds:read": _("Read seeds"),
        "matches:read": _("Read matches and their reasons"),
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES_BACKEND_CLASS": "members.api.scopes.SystemScopes",
    "APPLICATION_ADMIN_CLASS": "members.admin.PartnerSystemAdmin",
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
} | {
    # The library's stricter reading of the OAuth security BCP, its next version's default.
    f"COMPLIANT_BCP_RFC9700_{rule}": True
    for rule in (
        "IMPLICIT_GRANT",
        "PASSWORD_GRANT",
        "PKCE_METHOD",
        "ACCESS_TOKEN_TRANSPORT",
        "AUTHZ_RESPONSE_ISS",
        "TOKEN_STORAGE",
    )
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["members.api.authentication.PartnerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["members.api.permissions.HasScope"],
    "DEFAULT_PAGINATION_CLASS": "tama_portal.common.pagination.NewestFirstCursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["members.api.parsers.ShallowJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["members.api.authentication.SystemThrottle"],
    "DEFAULT_THROTTLE_RATES": {"system": "600/min"},
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "TAMA Portal API",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- Work in the background -------------------------------------------------------------------------------

CELERY_BROKER_URL = read("CELERY_BROKER_URL", env.str, expects="redis://host:port/number", default="")
# Without a broker nothing waits in a queue: tasks run where they are called.
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "tama_portal.schedule:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "nightly matching": {"task": "matching.tasks.start_nightly_run", "schedule": crontab(hour=2, minute=0)},
    "resume interrupted runs": {
        "task": "matching.tasks.resume_interrupted_runs",
        "schedule": timedelta(minutes=1),
    },
    "deliver mail": {"task": "tama_portal.mail.tasks.deliver_due_messages", "schedule": timedelta(minutes=1)},
    "remind of expiring needs": {
        "task": "matching.tasks.remind_of_expiring_needs",
        "schedule": crontab(hour=8, minute=0),
    },
    "write digests": {"task": "matching.tasks.write_digests", "schedule": crontab(hour=7, minute=0)},
}

# A file of the engine's numbers that differ from the product's own; checked when matching starts up.
MATCHING_CONFIG = read("MATCHING_CONFIG", env.str, expects="the path of a JSON file", default="")
# A folder with a model of model2vec or sentence-transformers, for texts that mean the same in other words.
MATCHING_VECTOR_MODEL = read("MATCHING_VECTOR_MODEL", env.str, expects="the path of a folder", default="")
# A run that gives no sign of life for this long was interrupted, and may be taken over.
MATCHING_SILENCE = timedelta(
    seconds=read("MATCHING_SILENCE_S", env.int, expects="a whole number of seconds", default=120)
)

# Processes one worker may use for a run; more than the machine has cores gain nothing.
MATCHING_PROCESSES = read(
    "MATCHING_PROCESSES", env.int, expects="a whole number of processes", default=os.cpu_count() or 1
)

# Needs that a process or another worker compares in one go.
MATCHING_SLICE = read("MATCHING_SLICE", env.int, expects="a whole number of needs", default=250)
# Where a run keeps its counted seeds for the next one; it can be emptied at any time. "none" keeps nothing.
kept_in = read("MATCHING_KEPT_IN", env.str, expects="a folder, or none", default=str(VAR_DIR / "matching"))
MATCHING_KEPT_IN = None if kept_in == "none" else Path(kept_in)

# --- Logs -------------------------------------------------------------------------------------------------

LOG_LEVEL = read("LOG_LEVEL", env.str, expects="DEBUG, INFO, WARNING or ERROR", default="INFO")
# What every line says, whether it comes from us or from a library.
LOG_FACTS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *LOG_FACTS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": LOG_FACTS,
            "processor": structlog.dev.ConsoleRenderer(colors=False)
            if IS_PLAIN_HTTP
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
