"""Which app answers under which path?"""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from accounts.views import remove_passkey
from config import health, locked, metrics, sign_on, styleguide
from config.kept import kept_form
from config.navigation import home

handler400 = "config.broken.not_read"
handler404 = "config.broken.not_here"
handler500 = "config.broken.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", home, name="home"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/family/", styleguide.family, name="styleguide_family"),
    path("styleguide/paper/", styleguide.paper, name="styleguide_paper"),
    path("", include("governance.urls")),
    path("", include("notifications.urls")),
    path("", include("organizations.urls")),
    path("", include("interop.urls")),
    path("", include("screening.urls")),
    path("", include("referrals.urls")),
    path("people/", include("people.urls")),
    path("api/v1/", include("config.api")),
    path("kept/<uuid:kept_id>/", kept_form, name="kept_form"),
    path("kept/<uuid:kept_id>/words/", locked.kept_words, name="kept_words"),
    path("locked/", locked.locked, name="locked"),
    path("locked/now/", locked.lock, name="lock"),
    path("locked/awake/", locked.awake, name="awake"),
    path("sign-on/", sign_on.sign_on, name="sign_on"),
    path("sign-on/<uuid:organization_id>/go/", sign_on.go, name="sign_on_go"),
    path("sign-on/<uuid:organization_id>/try/", sign_on.try_it, name="sign_on_try"),
    path("sign-on/<uuid:organization_id>/back/", sign_on.back, name="sign_on_back"),
    path("sign-on/<uuid:organization_id>/metadata/", sign_on.metadata, name="sign_on_metadata"),
    path("sign-on/<uuid:organization_id>/ended/", sign_on.ended, name="sign_on_ended"),
    path("sign-on/<uuid:organization_id>/left/", sign_on.left, name="sign_on_left"),
    path("", include("insights.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
