"""What a first copy proposes of the report's words: level, owners, measures. The clerk decides all of it."""

import pytest
from django.test import override_settings

from directives import intake
from directives.intake.nobody import is_own_town, names_nobody
from meetings.models import IntakeDraft
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def start(text: str, cast: Cast) -> IntakeDraft:
    return intake.start(text, by=cast.clerk)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("全市经济工作会议", "city"),
        ("市委常委会会议", "city"),
        ("全市镇街党委书记工作例会", "city"),
        ("全省高质量发展大会", "province"),
        ("省委农村工作会议", "province"),
        ("国务院常务会议", "nation"),
        ("全国安全生产工作会议", "nation"),
        ("全市贯彻落实中央经济工作会议精神动员大会", "city"),
        ("传达学习全市经济工作会议精神会议", "town"),
        ("中山市小榄镇招商工作会议", "town"),
        ("全镇市场主体培育工作会议", "town"),
        ("经济形势分析会", "town"),
    ],
)
def test_the_level_of_a_meeting_is_the_one_that_its_name_speaks_of(cast: Cast, name: str, level: str) -> None:
    draft = start(f"7月19日，{name}召开。会议要求，城建局要抓紧清理闲置土地。", cast)
    assert (draft.made["meeting"]["name"], draft.made["meeting"]["level"]) == (name, level)


def test_a_measure_that_is_the_title_word_for_word_is_not_repeated_under_it(cast: Cast) -> None:
    draft = start("7月19日，经济形势分析会召开。会议要求，城建局要全面清理全镇闲置土地，逐宗建立台账。", cast)
    [task] = draft.made["directives"][0]["tasks"]
    assert task["title"] == "全面清理全镇闲置土地"
    assert task["measures"] == "逐宗建立台账"


def test_groups_of_people_in_a_report_are_not_charged_and_vague_owners_stay_open(cast: Cast) -> None:
    text = "7月19日，经济形势分析会召开。会议要求，{}要抓紧清理闲置土地。"
    for words, charged in (
        ("全镇上下", []),
        ("广大党员干部", []),
        ("专家学者", []),
        ("有关部门", [("", "有关部门")]),
        ("城建局", [("chengjian", "城建局")]),
    ):
        [task] = start(text.format(words), cast).made["directives"][0]["tasks"]
        assert [(c["unit"], c["words"]) for c in task["charges"]] == charged, words


@pytest.mark.parametrize(
    ("words", "nobody"),
    [
        *(
            (words, True)
            for words in ("全镇上下", "广大党员干部", "各级", "专家学者", "广大企业家", "社会各界")
        ),
        *((words, True) for words in ("有关部门", "各部门", "各级各部门", "广大企业", "小榄镇", "你镇")),
        *(
            (words, False)
            for words in ("城建局", "妇联", "人民银行", "领导小组", "教师发展中心", "小榄镇商会")
        ),
        *((words, False) for words in ("城建局党员干部", "党员突击队", "居民委员会", "青年志愿者协会")),
    ],
)
def test_words_that_name_nobody_in_particular_are_told_from_names(words: str, nobody: bool) -> None:
    assert names_nobody(words) == nobody


def test_the_town_is_the_one_that_the_portal_is_of() -> None:
    assert is_own_town("小榄镇人民政府")
    with override_settings(SITE_NAME="古镇镇经济工作督办平台"):
        assert not is_own_town("小榄镇")
    with override_settings(SITE_NAME="督办平台"):
        assert not is_own_town("小榄镇")
        assert is_own_town("你镇")
