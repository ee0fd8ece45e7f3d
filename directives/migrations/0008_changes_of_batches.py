from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0007_replies_to_general_words")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="changed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="改名或移出任务的时间"
            ),
        ),
    ]
