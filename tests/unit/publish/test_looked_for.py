"""Words that are looked for together, where they have a stretch of letters alike, and charts that several documents show."""

from __future__ import annotations

from dataclasses import replace

import pytest
import samples

from assize.core.document import Chart
from assize.publish.scan.account import account_of
from assize.publish.scan.charted import Places
from assize.publish.scan.look import Secrets, _with_a_stretch_alike, _Words
from assize.publish.scan.pieces import Kind, Piece

WORDS = {
    "police@ashford.example.org": "providers.toml",
    "youth.justice@ashford.example.org": "providers.toml",
    "probation@ashford.example.org": "providers.toml",
    "The refuge in Leek has no room before May": "asks.md",
    "The refuge in Leek is full": "asks.md",
    "No.7": "a short one",
}


def test_every_word_is_in_one_group_and_has_its_stretch() -> None:
    wanted = Secrets(words=WORDS).wanted
    groups = _with_a_stretch_alike(wanted)
    assert sorted(one for _, group in groups for one in group) == sorted(wanted)
    assert all(stretch in one[0] for stretch, group in groups for one in group)
    assert sorted(len(group) for _, group in groups) == [1, 2, 3]


@pytest.mark.parametrize("words", WORDS)
def test_each_is_found_wherever_it_stands_and_alone(words: str) -> None:
    looked = _Words(Secrets(words=WORDS).wanted)
    for data in (f"and {words}.".encode(), words.encode("utf-16-le"), f"<p>{words[:9]}<b>{words[9:]}</b></p>".encode()):
        (leak,) = looked.leaks("a.html", data, "")
        assert leak.found == f"words of {WORDS[words]}"
        (again,) = looked.leaks("b.html", data, "")
        assert again.place == "b.html"
    assert not list(looked.leaks("a.html", words[:-1].encode(), "example.org"))


def test_a_chart_says_the_same_in_every_section_that_shows_it() -> None:
    section = next(one for one in samples.deck().sections if any(isinstance(block, Chart) for block in one.blocks))
    charts: dict[int, Places] = {}
    (chart,) = (block for block in section.blocks if isinstance(block, Chart))
    first, other = account_of(section, charts), replace(section, id="other", headline=("Seven",), blocks=(chart,))
    assert not charts  # worked out where it is asked for
    again, alone = account_of(other, charts), account_of(other, {})
    assert first.charts[chart.alt]() is again.charts[chart.alt]()
    assert list(charts) == [id(chart)]
    assert again.figures == alone.figures
    assert again.sourced == alone.sourced
    assert again.shown == alone.shown
    again.figures[("a", "value", "7")] = {7.0}
    assert account_of(other, charts).figures == alone.figures


def test_a_number_that_stands_twice_must_be_said_twice() -> None:
    section = replace(samples.deck().sections[0], headline=("Of 731 cases 731 were heard",), blocks=())
    account = account_of(section, {})
    for words, is_said in (
        ("731 cases 731 were heard", True),
        ("Of 731 cases", True),
        ("Of 731 cases 731 cases 731", False),
        ("731 victims", False),
        ("31 cases", False),
        ("731", False),
    ):
        assert account.says(Piece("", Kind.WORDS, words), words) is is_said, words
