from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_other_sources_and_editing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="intakedraft",
            name="meetings_intakedraft_text_is_not_empty",
        ),
        migrations.AlterField(
            model_name="intakedraft",
            name="text",
            field=models.TextField(blank=True, verbose_name="全文"),
        ),
        migrations.AddConstraint(
            model_name="intakedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "meeting"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="meetings_intakedraft_report_has_a_text",
            ),
        ),
    ]
