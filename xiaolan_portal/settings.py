"""Settings of the portal; every value that differs between installations comes from the environment.

Production is the default and refuses to start on a missing or unsafe value, with one line that says
which. `PORTAL_MODE` is `demo` (`make run`), `test` (the tests) or `offline` (commands on a file alone).
"""

import secrets
import sys
from pathlib import Path
from typing import NoReturn

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.interpolate = False  # a password may begin with "$"

MODES = ("production", "demo", "test", "offline")
MODE = env.str("PORTAL_MODE", "production")


def refuse(reason: str) -> NoReturn:
    """End the process with one line; a traceback would hide what is to be done."""
    sys.exit(f"启动失败：{reason}")


def required(name: str) -> str:
    """The value of an environment variable that production cannot do without."""
    value = env.str(name, "")
    if not value:
        refuse(f"缺少环境变量 {name}。请在运行环境中设置后重新启动。")
    return value


def secret_key() -> str:
    """Production's secret from the environment; elsewhere one that lives as long as the installation."""
    if MODE == "production":
        key = required("SECRET_KEY")
        if len(key) < 50 or len(set(key)) < 5:
            refuse("SECRET_KEY 太短或太简单，至少需要 50 个随机字符。")
        return key
    if MODE in ("test", "offline"):
        return "only-for-" + MODE * 12
    path = VAR_DIR / "demo-secret"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.write_text(secrets.token_urlsafe(60), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


def make_folder_of(file: str) -> None:
    """Where SQLite is to put its file; nothing for a database in memory."""
    if file == ":memory:":
        return
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"无法建立数据库目录 {Path(file).parent}：{error.strerror}。")


def database() -> dict:
    """Django's settings of the one database, with what each engine needs to keep its promises."""
    default = "" if MODE == "production" else f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    url = env.str("DATABASE_URL", default)
    if not url:
        refuse("缺少环境变量 DATABASE_URL，例如 postgres://用户:密码@主机/库名。")
    if url.partition("://")[0] not in ("postgres", "postgresql", "sqlite"):
        refuse("DATABASE_URL 无法识别，请使用 postgres:// 或 sqlite:/// 开头的地址。")
    try:
        config = environ.Env.db_url_config(url)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        refuse("DATABASE_URL 的写法有误，例如 postgres://用户:密码@主机/库名。")
    if not config.get("NAME"):
        refuse("DATABASE_URL 没有写明数据库名，例如 postgres://用户:密码@主机/库名。")
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"].endswith("sqlite3"):
        make_folder_of(config["NAME"])
        # A writer takes the lock when it begins, so that two of them wait instead of failing half-way.
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        )
    elif MODE == "production":
        options["pool"] = True
    return config


if MODE not in MODES:
    refuse(f"PORTAL_MODE 只能是 {'、'.join(MODES)} 之一。")

DEMO = MODE == "demo"
if env.str("DEBUG", "false").lower() not in ("true", "false", "1", "0", "on", "off", "yes", "no", ""):
    refuse("DEBUG 只能是 true 或 false。")
DEBUG = env.bool("DEBUG", False)
if DEBUG and MODE == "production":
    refuse("生产环境不得设置 DEBUG。")

SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if MODE == "production" else ["127.0.0.1", "localhost"])
if MODE == "production":
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        refuse("ALLOWED_HOSTS 必须写明本站域名，不能为空或 *。")
    PUBLIC_URL = required("PUBLIC_URL").rstrip("/")
    if not PUBLIC_URL.startswith("https://"):
        refuse("PUBLIC_URL 必须以 https:// 开头。")
else:
    PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

DATABASES = {} if MODE == "offline" else {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "xiaolan_portal.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "csp",
    "accounts",
    "departments",
    "documents",
    "publishing",
    "meetings",
    "directives",
    "public",
    "office",
]

MIDDLEWARE = [
    "xiaolan_portal.middleware.DemoMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads by a random length, so that sizes tell nothing of tokens
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "xiaolan_portal.middleware.PathLanguageMiddleware",
    "xiaolan_portal.middleware.ReadableAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "xiaolan_portal.urls"
WSGI_APPLICATION = "xiaolan_portal.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "xiaolan_portal.jinja.environment",
            "context_processors": ["xiaolan_portal.jinja.site"],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["departments.backends.MembershipBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if DEMO:
    PASSWORD_HASHERS.insert(0, "accounts.hashers.DemoPasswordHasher")
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "office.views.errors.csrf_failure"
LOGIN_URL = "office:sign-in"
LOGIN_REDIRECT_URL = "office:home"
LOGOUT_REDIRECT_URL = "office:sign-in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "xiaolan_portal.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": (
            "django.core.files.storage.InMemoryStorage"
            if MODE == "test"
            else "django.core.files.storage.FileSystemStorage"
        )
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = VAR_DIR / "media"  # no address of its own: `office.views.uploads` serves what lies there
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = MODE == "test"

# A paste of many times the 200,000 characters of a report must still reach the page that says so and gives it back.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12000  # a page of a draft sends some 1,000; beyond that lies no honest form

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
if MODE == "production":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = (
        ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUSTED_PROXY", False) else None
    )
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True


def approval_steps() -> list[tuple[str, list[str]]]:
    """呈批的环节 in their order, written `分管领导;书记、镇长=书记|镇长`: a name, and titles of who approves it."""
    steps = []
    for written in env.str("APPROVAL_STEPS", "分管领导;书记、镇长=书记|镇长").split(";"):
        name, equals, titles = (part.strip() for part in written.partition("="))
        named = [title.strip() for title in titles.split("|") if title.strip()]
        if not name or len(name) > 40 or (equals and not named):
            refuse("APPROVAL_STEPS 的写法有误，例如 分管领导;书记、镇长=书记|镇长。")
        steps.append((name, named))
    return steps


APPROVAL_STEPS = approval_steps()

SITE_NAME = env.str("SITE_NAME", "小榄镇经济工作督办平台")
FOOTER = {
    "sponsor": env.str("FOOTER_SPONSOR", "（主办单位待填写）"),
    "operator": env.str("FOOTER_OPERATOR", "（承办单位待填写）"),
    "site_code": env.str("FOOTER_SITE_CODE", "（网站标识码待填写）"),
    "icp": env.str("FOOTER_ICP", "（ICP备案号待填写）"),
    "police": env.str("FOOTER_POLICE", "（公安备案号待填写）"),
    "telephone": env.str("FOOTER_TELEPHONE", "（联系电话待填写）"),
    "address": env.str("FOOTER_ADDRESS", "（地址待填写）"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
