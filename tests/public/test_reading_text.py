"""The reading text shows a report cleanly and carries places of the frozen text over to it."""

from public.reading_text import Mark, ReadingText, reading_text

NOISY = "7月1日,鎮(zhèn)裡開會。\n王鎮(zhèn)長要求,要抓招商;要抓項目(mù)。大家參加。\n\n"


def mark(number: int, words: str, charged: bool = True) -> Mark:
    start = NOISY.index(words)
    return Mark(number, start, start + len(words), charged)


def lines(text: ReadingText) -> list[str]:
    return ["".join(piece.text for piece in paragraph.segments) for paragraph in text.paragraphs]


def test_notes_that_copying_mixed_in_are_left_out_and_it_says_so() -> None:
    text = reading_text(NOISY, [])
    assert lines(text) == ["7月1日，镇里开会。", "王镇长要求，要抓招商；要抓项目。大家参加。"]
    assert text.was_tidied
    assert not reading_text("镇里开会。", []).was_tidied


def test_each_demand_is_marked_at_its_own_words_even_within_one_sentence() -> None:
    text = reading_text(NOISY, [mark(1, "要抓招商"), mark(2, "要抓項目(mù)")])
    pieces = [piece for paragraph in text.paragraphs for piece in paragraph.segments]
    assert [(piece.directive_id, piece.text) for piece in pieces if piece.number] == [
        ("d1", "要抓招商"),
        ("d2", "要抓项目"),
    ]
    assert text.paragraphs[1].begins == [1, 2]


def test_every_sentence_has_one_anchor_and_every_demand_one() -> None:
    start = NOISY.index("要抓招商")
    text = reading_text(NOISY, [Mark(1, start, NOISY.index("參加"), True)])
    pieces = [piece for paragraph in text.paragraphs for piece in paragraph.segments]
    assert [piece.sentence_id for piece in pieces if piece.sentence_id] == ["s1", "s2", "s3"]
    assert [piece.directive_id for piece in pieces if piece.directive_id] == ["d1"]


def test_demands_without_tasks_are_anchored_but_not_underlined() -> None:
    text = reading_text(NOISY, [mark(1, "要抓招商", charged=False)])
    assert [piece.charged for piece in text.paragraphs[1].segments if piece.number] == [False]


def test_overlapping_and_nested_places_lose_no_word() -> None:
    marks = [
        mark(1, "王鎮(zhèn)長要求,要抓招商;要抓項目(mù)。"),
        mark(2, "要抓招商"),
        Mark(3, 0, len(NOISY), True),
    ]
    assert lines(reading_text(NOISY, marks)) == lines(reading_text(NOISY, []))


def test_text_of_blanks_or_symbols_does_no_harm() -> None:
    assert reading_text("\n \n", []).paragraphs == []
    assert lines(reading_text("。。。\n！", [])) in ([], ["", ""])
