"""The office answers a unit's general words too: what it says back, to which words, who and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0002_officials_from_outside"),
        ("directives", "0006_cancelled_approvals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="commentrequest",
            name="replied_to",
            field=models.TextField(blank=True, default="", verbose_name="已答复的总体意见"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commentrequest",
            name="reply",
            field=models.TextField(blank=True, default="", verbose_name="对总体意见的答复"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commentrequest",
            name="replied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="commentrequest",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
        ),
        migrations.AddConstraint(
            model_name="commentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at__isnull", True), ("replied_to", ""), ("reply", "")),
                    models.Q(
                        ("replied_at__isnull", False),
                        models.Q(("reply", ""), _negated=True),
                        models.Q(("replied_to", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="directives_commentrequest_replied_with_a_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replied_to", ""), models.Q(("general", ""), _negated=True), _connector="OR"
                ),
                name="directives_commentrequest_answered_words_stay",
            ),
        ),
    ]
