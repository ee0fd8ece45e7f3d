"""A task that units spoke of is not deleted, and a proposal keeps the name by which the unit knew its task."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_tasks(apps, schema_editor):
    proposals, tasks = apps.get_model("directives", "Proposal"), apps.get_model("directives", "Task")
    title = tasks.objects.filter(pk=OuterRef("task")).values("title")
    proposals.objects.update(task_title=Subquery(title))


class Migration(migrations.Migration):
    dependencies = [("directives", "0004_corrections")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="task_title",
            field=models.CharField(default="", max_length=200, verbose_name="任务名称（提出时）"),
            preserve_default=False,
        ),
        migrations.RunPython(name_tasks, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="proposal",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="directives.task",
                verbose_name="任务",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("task_title", ""), _negated=True),
                name="directives_proposal_task_title_is_not_empty",
            ),
        ),
    ]
