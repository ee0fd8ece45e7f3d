from django.apps import AppConfig
from django.db.models.signals import post_migrate

from xiaolan_portal.append_only import install_after_migrate


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = "工作要求与任务"

    def ready(self) -> None:
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="append_only")
