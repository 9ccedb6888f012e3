"""Addresses of what comes in from other systems and goes out to them."""

from django.urls import path

from interop import views

app_name = "interop"
urlpatterns = [
    path("network/import/", views.import_page, name="import"),
    path("network/import/<uuid:file_id>/", views.file, name="file"),
    path("network/import/<uuid:file_id>/bring-in/", views.bring_in, name="bring_in"),
]
