from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "public"
    verbose_name = "公开页面"

    def ready(self) -> None:
        from publishing import public_fields  # noqa: F401 - registers its system check

        from . import checks  # noqa: F401 - registers its system check
