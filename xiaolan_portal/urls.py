"""The whole site map."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("office/", include("office.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("public.urls")), prefix_default_language=False),
]

handler400 = "office.views.errors.bad_request"
handler403 = "office.views.errors.forbidden"
handler404 = "office.views.errors.not_found"
handler500 = "public.views.errors.failed"
