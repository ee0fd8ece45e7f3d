"""Names of units and their slugs."""

import pytest

from meetings.report_parser import UnitDirectory, UnitName

from .golden import UNITS


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("经发局", "jingfa"),
        ("镇经发局", "jingfa"),
        ("經發局", "jingfa"),
        ("全镇各部门", "ge-bumen"),
        ("各村(社区)", "ge-cun-shequ"),
        ("村（社區）", "ge-cun-shequ"),
    ],
)
def test_a_name_is_found_in_either_script_with_any_brackets_and_level(name: str, slug: str) -> None:
    assert UNITS.slug(name) == slug


@pytest.mark.parametrize("name", ["有关部门", "相关部门", "各有关部门", "宣传部门", "和平", "经", ""])
def test_what_is_on_no_list_stays_open(name: str) -> None:
    assert UNITS.slug(name) is None


def test_a_name_that_two_units_share_names_neither() -> None:
    both = UnitDirectory([UnitName("a", "城建办", "department"), UnitName("b", "城建办", "department")])
    assert both.slug("城建办") is None


def test_the_kind_of_a_slug_is_known() -> None:
    assert UNITS.kind("ge-bumen") == "unit_set"
    assert UNITS.kind("nobody") is None
