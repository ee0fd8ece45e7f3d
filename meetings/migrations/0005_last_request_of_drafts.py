from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_drafts_without_text")]

    operations = [
        migrations.AddField(
            model_name="intakedraft",
            name="last_request",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=40, verbose_name="最近一次请求"
            ),
            preserve_default=False,
        ),
    ]
