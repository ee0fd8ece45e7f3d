"""The shipped facts: loaded once, and never over a clerk's later edits."""

from departments.models import Department, Official, UnitAlias, UnitSet
from departments.reference import loading
from directives.models import Theme


def test_the_towns_units_sets_themes_and_officials_are_there(reference: None) -> None:
    assert Department.objects.filter(kind="community").count() == 23
    assert Department.objects.filter(kind="village").count() == 6
    assert Department.objects.filter(relation="town").count() == 8
    assert Theme.objects.count() == 10
    assert UnitSet.objects.get(slug="ge-cun-shequ").members.count() == 29
    assert [p.title for p in Official.objects.get(name="赖文盛").posts.all()] == ["镇党委副书记", "镇长"]


def test_loading_again_changes_nothing(reference: None) -> None:
    assert loading.load() == 0


def test_a_clerks_edits_and_removals_survive_loading_again(reference: None) -> None:
    Department.objects.filter(slug="fatong").update(full_name="发展改革和统计局")
    UnitAlias.objects.filter(name="城建").delete()
    UnitSet.objects.get(slug="ge-cun").memberships.all().delete()
    loading.load()
    assert Department.objects.get(slug="fatong").full_name == "发展改革和统计局"
    assert not UnitAlias.objects.filter(name="城建").exists()
    assert UnitSet.objects.get(slug="ge-cun").members.count() == 0


def test_a_unit_that_a_clerk_entered_before_is_left_as_it_is(db: None) -> None:
    Department.objects.create(slug="gongfu-ban", short_name="公服办", kind="office", relation="town")
    assert loading.load() > 100
    assert Department.objects.get(short_name="公服办").slug == "gongfu-ban"


def test_words_that_name_nobody_are_no_alias(reference: None) -> None:
    vague = {"有关部门", "相关部门", "各有关单位", "宣传部门"}
    assert not UnitAlias.objects.filter(name__in=vague).exists()


def test_units_are_found_by_name_short_form_alias_pinyin_and_initials(reference: None) -> None:
    for words in (
        "工科商局",
        "科技商务",
        "工科商部门",
        "gongke",
        "gks",
        "GKS",
        "ｇｋｓ",
        "工科商務局"[:3],
        "科技商務",
    ):
        assert Department.objects.named(words).filter(slug="gongkeshang").exists(), words
    assert not Department.objects.named("不存在的单位").exists()
