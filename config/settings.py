"""One settings file, safe by default: what differs between places comes from the environment."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config import guard, logs
from config.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- environment -------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Four secrets: one can be replaced or lost without touching what the others protect.
SECRET_KEY = guard.secret(env, "SECRET_KEY", debug=DEBUG)  # sessions, forms
PHI_KEYS = guard.keyring(
    env, "PHI_KEYS", debug=DEBUG
)  # or PHI_KEYS_FILE. They wrap the networks' keys: the first wraps
INDEX_KEY = guard.secret(env, "INDEX_KEY", debug=DEBUG)  # search tokens of sealed fields
INDEX_KEY_BEFORE = guard.former(env, "INDEX_KEY_BEFORE")  # while tokens are made anew
LINK_KEY = guard.secret(env, "LINK_KEY", debug=DEBUG)  # links for families and partners

# --- apps --------------------------------------------------------------------------------------
OUR_APPS = [
    "core",
    "accounts",
    "organizations",
    "governance",
    "people",
    "screening",
    "referrals",
    "notifications",
    "insights",
    "interop",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "django_cotton",
    "django_htmx",
    "csp",
    *OUR_APPS,
    "config.wiring.WiringConfig",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- middleware --------------------------------------------------------------------------------
MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",  # first: every line in the log has the id
    "config.metrics.MetricsMiddleware",
    "config.tracing.TracingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",  # before whoever refuses a request unread: that answer has headers too
    "config.odd.OddQuestionMiddleware",
    "config.limits.SizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.signing_in.SignedInMiddleware",  # before what is kept: a locked screen shows nobody
    "config.kept.KeptFormMiddleware",  # before the login check: what was typed is kept
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.ActorMiddleware",
    "config.middleware.TenantMiddleware",  # last: runs and renders the view in its network
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- templates ---------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.navigation.navigation",
                "config.sample_sign_ins.sample_sign_ins",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # or our django/forms/*.html are ignored

# --- database, cache, broker -------------------------------------------------------------------
# Web and worker connect with DATABASE_URL (role app: rows only). manage.py sets AS_OWNER for the
# commands that change tables, and then DATABASE_OWNER_URL is used under the same alias: no second
# alias to route around, and nothing that serves pages ever holds the owner's password.
AS_OWNER = env.bool("AS_OWNER", default=False)
_database = env.db_url(
    "DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL", default="postgresql:///porchlight"
)
# A transaction that somebody forgot keeps dead rows in the way of the sweep; a lock that never comes
# keeps a person waiting; a question whose asker is gone keeps a machine busy. All end by themselves. Whoever
# changes tables may take longer, and a worker's question as long as its task: 0 is no limit.
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=0)
_TIMEOUTS = (
    "-c idle_in_transaction_session_timeout=120s -c lock_timeout=30s -c client_connection_check_interval=10s"
    f" -c statement_timeout={STATEMENT_SECONDS}s"
)
# A page's rows are reached along their foreign keys, as they are written down: weighing every order of ten
# tables, each behind its wall, took the planner 65 ms where the answer took one.
_PLANNING = "-c join_collapse_limit=4"
if not AS_OWNER:
    _database["OPTIONS"] = {"options": f"{_TIMEOUTS} {_PLANNING}", **_database.get("OPTIONS", {})}
DATABASES = {
    "default": {
        **_database,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a restarted database costs one reconnect, not an error page
    }
}
# In the database, not in Redis: pages must work while the broker is down.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Codes that were used and knocks at doors stand there: nobody may push them out by knocking
        # from many places. What has run out goes every hour (`insights.tasks.keep_house`).
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")

# --- auth --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    env.str("PASSWORD_HASHER", default="django.contrib.auth.hashers.Argon2PasswordHasher"),
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited; nobody signs up alone
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # devices are shared: a session ends with the browser
ACCOUNT_EMAIL_NOTIFICATIONS = True  # how one signs in was changed: its owner hears so
# axes counts tries, in the database: one way, and no cache to lose
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
# A second step: an app, passkeys, and codes on paper. Wrong codes are counted in accounts/second_step.py.
MFA_ADAPTER = "accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = (
    1  # a telephone's clock may be half a minute off; a code is still good once only
)
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up with an address of somebody else
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.NewAppForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
    "add_webauthn": "accounts.forms.NewPasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.adapter.name_tried"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a name alone would let anybody lock it out
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# --- API: keys only, no session ----------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.said_json.Parser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Porchlight API",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api_refusals.tell_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {"ToldVia": "screening.api.TOLD", "AnyVia": "referrals.api.WAYS"},
}

# --- Celery: every task is idempotent and carries ids only -------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_BEAT_SCHEDULER = "config.celery:Clock"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False  # a page does not wait for a dead broker: the sweep finds the row
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than any task may run
    "unacked_restore_interval": 10,  # both: or a killed worker's task comes back after 100 s
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 30,
}

# --- mail --------------------------------------------------------------------------------------
globals().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Porchlight <porchlight@localhost>")

# --- security ----------------------------------------------------------------------------------
OURS = ["script", "style", "img", "font", "connect", "manifest"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{f"{kind}-src": [SELF] for kind in OURS},
        **{what: [NONE] for what in ("default-src", "base-uri", "frame-ancestors")},
        "form-action": [SELF],
    }
}
# Links carry tokens, so nothing of them leaves our origin. "no-referrer" would also make browsers send
# "Origin: null" with our own forms, and the CSRF check would refuse every one of them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):  # only a proxy that sets the header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = (
    "Lax"  # Strict would drop the session on a mailed link
)
CSRF_FAILURE_VIEW = "config.kept.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- languages, static files -------------------------------------------------------------------
TEST_LANGUAGES = env.bool("TEST_LANGUAGES", default=False)
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
if TEST_LANGUAGES:
    LANGUAGES.append(("ar", "العربية"))  # proves right-to-left; its catalog is not complete
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.str("TIME_ZONE", default="America/Los_Angeles")
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_MANIFEST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept in files
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- logging -----------------------------------------------------------------------------------
LOGGING = logs.to_stderr(level=env.str("LOG_LEVEL", default="INFO"))

# --- ours --------------------------------------------------------------------------------------
DEMO = env.bool("DEMO", default=False)  # sample sign-ins on the sign-in page; `make run` sets it
CATCHER_DIR = env.str("CATCHER_DIR", default="")  # messages `make run` caught; empty: no page
# who carries text messages (notifications.channels.text.PROVIDERS); empty: nobody is sent a text
TEXT_PROVIDER = env.str("TEXT_PROVIDER", default="catcher" if CATCHER_DIR else "")
TEXT_API_URL = env.str("TEXT_API_URL", default="https://api.twilio.com")
TEXT_ACCOUNT = env.str("TEXT_ACCOUNT", default="")
TEXT_TOKEN = env.str("TEXT_TOKEN", default="")  # also proves that a call to us is the provider's
TEXT_FROM = env.str("TEXT_FROM", default="")
MAIL_HOOK_SECRET = env.str(
    "MAIL_HOOK_SECRET", default=""
)  # proves that a call is the mail provider's
# signs the seals of the history that leave the database (manage.py export_seals); no page needs it
SEAL_KEY = env.str("SEAL_KEY", default="")
# who can read backups: public keys of age, with commas (manage.py backup --new-key makes one)
BACKUP_TO = env.list("BACKUP_TO", default=[])
PG_BIN = env.str("PG_BIN", default="")  # where pg_dump and pg_restore are, if not on PATH
# whether programs and sign-in providers may be called at http and private addresses: for trying out only
PRIVATE_WEBHOOKS = env.bool("PRIVATE_WEBHOOKS", default=DEMO)
# parts of an instrument that are not asked here, such as ahc_hrsn_core.safety
SECTIONS_LEFT_OUT = env.list("SECTIONS_LEFT_OUT", default=[])
# opens /metrics to whoever says it; empty: there is no such page, and nothing is counted
METRICS_TOKEN = guard.token(env, "METRICS_TOKEN")
# where spans go (OpenTelemetry over http); needs requirements-tracing.lock. Empty: none are made
TRACING_URL = env.str("TRACING_URL", default="")
# so long a process believes what it knows of the partners' decisions, at most 4; 0: it asks each time
POLICY_SECONDS = min(4.0, env.float("POLICY_SECONDS", default=4.0))
SAMPLE_PASSWORD = env.str("SAMPLE_PASSWORD", default="")  # of every sample user
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")  # links in messages start with it
# guardian's own backend would be a second gate; core.access is the one
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
