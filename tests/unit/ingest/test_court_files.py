"""The courts' csv files: read by header, reconciled with themselves, refused where they do not agree."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from ingest.published_files import observed, pick, read

from assize.core.errors import FileRefused
from assize.core.nouns import Mark
from assize.core.periods import parse_period

TIMES = """\
Year,Period,Court type,National,Region,LCJB area,LJA or Court name,Defendants,Mean offence to charge,\
Mean charge to first list,Mean first list to completion,Mean offence to completion,Median offence to charge,\
Median charge to first list,Median first list to completion,Median offence to completion
2018,2018 Q2 (Apr-Jun),All courts,England and Wales,-,-,-,280,94,32,32,159,63,27,0,130
2018,2018 Q2 (Apr-Jun),All courts,-,London,-,-,40,99,33,35,168,74,26,0,142
2018,2018 Q2 (Apr-Jun),All courts,-,Midlands,-,-,40,104,34,30,168,71,29,0,141
2018,2018 Q2 (Apr-Jun),All courts,-,North East,-,-,40,82,28,33,142,52,22,0,109
2018,2018 Q2 (Apr-Jun),All courts,-,North West,-,-,40,88,31,31,151,57,27,0,121
2018,2018 Q2 (Apr-Jun),All courts,-,South East,-,-,40,95,32,33,160,66,28,0,129
2018,2018 Q2 (Apr-Jun),All courts,-,South West,-,-,40,95,31,36,162,63,27,0,133
2018,2018 Q2 (Apr-Jun),All courts,-,Wales,-,-,40,93,41,26,159,63,35,0,138
2018,2018 Q2 (Apr-Jun),All courts,-,London,Central London LCJB,-,8,81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),All courts,-,Midlands,Staffordshire LCJB,-,9,81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Crown Court,England and Wales,-,-,-,"1,500",81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Crown Court,-,Midlands,-,-,"1,400",81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Crown Court,-,Midlands,Staffordshire LCJB,-,"1,300",81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Crown Court,-,Midlands,Staffordshire LCJB,Stafford,"1,200",81,32,46,160,37,14,0,114.5
2018,2018 Q2 (Apr-Jun),Magistrates' courts,England and Wales,-,-,-,5,81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Magistrates' courts,-,Midlands,-,-,5,81,32,46,160,37,14,0,114
2018,2018 Q2 (Apr-Jun),Magistrates' courts,-,Midlands,Staffordshire LCJB,-,0,-,-,-,-,-,-,-,-
2018,2018 Q2 (Apr-Jun),Magistrates' courts,-,Midlands,Staffordshire LCJB,North Staffordshire,0,-,-,-,-,*,..,-,-
"""
TRAJECTORY = """\
quarter_end,year,quarter,disposals,open,receipts,net_flow
2025-09-30,2025,Q3,28818.0,79446.0,30388.0,1570.0
2025-12-31,2025,Q4,28812.0,80203.0,29482.0,670.0
"""
BANDS = (
    "Under 4 weeks", "4 to 8 weeks", "8 to 12 weeks", "12 to 16 weeks", "16 to 20 weeks", "20 to 26 weeks",
    "6 months to under 1 year", "1 to 2 years", "2 years or more",
)  # fmt: skip
AGES = "quarter_end,year,quarter,age_band,age_order,count\n" + "".join(
    f"2025-12-31,2025,Q4,{band},{order}.0,{order * 100}.0\n" for order, band in enumerate(BANDS, start=1)
)
COURTS = """\
region,court,open_latest,open_year_ago,change,pct_change
Midlands,Stafford,871.0,776.0,95.0,0.12242268041237113
Midlands,Stoke On Trent,754.0,672.0,82.0,0.12202380952380952
Unknown,Unknown,101.0,31.0,70.0,2.2580645161290325
South West,Dorchester,,2.0,,
"""
REGIONS = ("London", "Midlands", "North East", "North West", "South East", "South West", "Wales")
BY_REGION = (
    "quarter_end,year,quarter,region,geo_level,offence_to_completion_median,offence_to_completion_mean\n"
    + "".join(
        f"2025-12-31,2025,Q4,{name},region,{300 + 10 * at}.5,{500 + 10 * at}.0\n" for at, name in enumerate(REGIONS)
    )
    + "2025-12-31,2025,Q4,England and Wales,national,340.0,540.0\n"
)
QUARTER = parse_period("2025Q4")
NAMES = {
    TIMES: "timeliness-transparency-july-september-2018.csv",
    TRAJECTORY: "trajectory.csv",
    AGES: "ages.csv",
    COURTS: "courts.csv",
    BY_REGION: "regions.csv",
}


def written(folder: Path, text: str, name: str = "") -> Path:
    path = folder / (name or NAMES[text])
    path.write_text(text, encoding="utf-8")
    return path


def refusals(path: Path, scratch: Path) -> list[str]:
    with pytest.raises(FileRefused) as error:
        read(path, scratch, period=QUARTER)
    return [problem.sentence for problem in error.value.problems]


# --- read -------------------------------------------------------------------------------------------------------------


def test_four_kinds_of_place_in_one_file(tmp_path: Path) -> None:
    reading = read(written(tmp_path, TIMES), tmp_path)
    assert reading.source == "criminal-court-timeliness"
    assert (reading.released.isoformat(), reading.released_estimated) == ("2018-12-24", True)  # by the name's quarter
    places = [(row["line"], row["area"], row["court_type"], row["court"]) for row in pick(reading, field="defendants")]
    assert places[0] == (2, "england-and-wales", "all-courts", "")
    assert places[1] == (3, "hmcts-london", "all-courts", "")
    assert places[7] == (9, "hmcts-wales", "all-courts", "")
    assert places[8:] == [
        (10, "central-london", "all-courts", ""),
        (11, "staffordshire", "all-courts", ""),
        (12, "england-and-wales", "crown-court", ""),
        (13, "hmcts-midlands", "crown-court", ""),
        (14, "staffordshire", "crown-court", ""),
        (15, "crown-court-stafford", "crown-court", "Stafford"),
        (16, "england-and-wales", "magistrates-courts", ""),
        (17, "hmcts-midlands", "magistrates-courts", ""),
        (18, "staffordshire", "magistrates-courts", ""),
        (19, "court-north-staffordshire", "magistrates-courts", "North Staffordshire"),
    ]
    (cell,) = pick(reading, line=15, field="median_days_offence_to_completion")
    assert (cell["value"], cell["raw"], cell["col"]) == (Decimal("114.5"), "114.5", "Median offence to completion")
    assert pick(reading, line=15, field="defendants")[0]["value"] == 1200
    assert {row["period"] for row in pick(reading)} == {"2018Q2"}
    assert [row["absence"] for row in pick(reading, line=19)] == ["", *["[z]"] * 4, "[c]", "[x]", "[z]", "[z]"]


def test_other_words_for_the_same_courts_and_a_provisional_quarter(tmp_path: Path) -> None:
    other = TIMES.replace(",All courts,", ",All,").replace(",Crown Court,", ",The Crown Court,")
    other = other.replace("Magistrates' courts", "Magistrates courts").replace("2018 Q2 (Apr-Jun)", "2018 Q2 [p]")
    plain, renamed = (read(written(tmp_path, text, NAMES[TIMES]), tmp_path) for text in (TIMES, other))
    assert observed(renamed) == observed(plain)
    assert {row.marks for row in plain.content} == {()}
    assert {row.marks for row in renamed.content} == {(Mark.PROVISIONAL,)}


def test_a_court_type_that_is_not_known_is_refused(tmp_path: Path) -> None:
    said = refusals(written(tmp_path, TIMES.replace(",Crown Court,", ",Youth courts,"), NAMES[TIMES]), tmp_path)
    assert said[0].endswith(
        "[line 12, Court type]: this court type is not known, found 'Youth courts', expected All courts, Magistrates'"
        " courts or Crown Court."
    )


def test_an_area_with_its_words_in_another_order_is_guessed_at(tmp_path: Path) -> None:
    path = written(tmp_path, TIMES.replace("Central London LCJB", "London Central LCJB", 1), NAMES[TIMES])
    assert (
        "found 'London Central LCJB', expected an area of the courts, perhaps Central London."
        in refusals(path, tmp_path)[0]
    )


def test_the_trajectory(tmp_path: Path) -> None:
    reading = read(written(tmp_path, TRAJECTORY), tmp_path)
    assert (reading.source, reading.released.isoformat()) == ("crown-court-caseload", "2026-03-26")
    assert "derived from" in reading.title
    assert [(row["field"], row["value"], row["raw"]) for row in pick(reading, line=3)] == [
        ("disposals", 28812, "28812.0"),
        ("open_cases", 80203, "80203.0"),
        ("receipts", 29482, "29482.0"),
    ]


def test_open_cases_by_age(tmp_path: Path) -> None:
    reading = read(written(tmp_path, AGES), tmp_path)
    found = pick(reading, period="2025Q4", field="open_cases_by_age", area="england-and-wales")
    assert [(row["age_band"], row["value"]) for row in found][-1] == ("2-years-or-more", 900)
    assert sum(row["value"] for row in found) == 4500


def test_open_cases_by_court(tmp_path: Path) -> None:
    reading = read(written(tmp_path, COURTS), tmp_path, period=QUARTER)
    found = [(row["area"], row["period"], row["value"], row["absence"]) for row in pick(reading, field="open_cases")]
    assert found == [
        ("crown-court-stafford", "2025Q4", 871, ""),
        ("crown-court-stafford", "2024Q4", 776, ""),
        ("crown-court-stoke-on-trent", "2025Q4", 754, ""),
        ("crown-court-stoke-on-trent", "2024Q4", 672, ""),
        ("court-not-known", "2025Q4", 101, ""),
        ("court-not-known", "2024Q4", 31, ""),
        ("crown-court-dorchester", "2025Q4", None, "[x]"),
        ("crown-court-dorchester", "2024Q4", 2, ""),
    ]
    assert {(covered.area, covered.field) for covered in reading.covers} == {
        (area, "open_cases") for area, *_ in found
    }  # else it would take the place of the nation's own figures


def test_days_by_region(tmp_path: Path) -> None:
    reading = read(written(tmp_path, BY_REGION), tmp_path)
    assert reading.source == "crown-court-timeliness"
    (cell,) = pick(reading, area="hmcts-midlands", field="median_days_offence_to_completion")
    assert (cell["value"], cell["period"], cell["line"]) == (Decimal("310.5"), "2025Q4", 3)


@pytest.mark.parametrize("text", NAMES)
def test_columns_may_move_and_more_may_come(tmp_path: Path, text: str) -> None:
    head, *lines = re.sub(r'"1,(\d00)"', r"1\1", text).splitlines()
    turned = ["extra," + ",".join(reversed(head.split(",")))]
    turned += ["7," + ",".join(reversed(line.split(","))) for line in lines]
    plain = read(written(tmp_path, text), tmp_path, period=QUARTER)
    moved = read(written(tmp_path, "\n".join(turned) + "\n", f"moved-{NAMES[text]}"), tmp_path, period=QUARTER)

    def values(reading: object) -> list[tuple[object, ...]]:
        rows = pick(reading)  # type: ignore[arg-type]
        return sorted(
            (row["area"], row["period"], row["field"], str(row["value"]), row["absence"], row["line"]) for row in rows
        )

    assert values(moved) == values(plain)
    assert any(
        "a column that is not known is not read, found 'extra'" in problem.sentence for problem in moved.problems
    )


def test_a_name_of_a_quarter_that_no_line_is_of_is_said(tmp_path: Path) -> None:
    about = "no line is of the quarter that the file's name speaks of"
    other = read(written(tmp_path, TIMES), tmp_path)
    (said,) = (problem.sentence for problem in other.problems if about in problem.what)
    assert "found 2018Q2, expected 2018Q3" in said
    same = read(written(tmp_path, TIMES, "timeliness-transparency-april-june-2018.csv"), tmp_path)
    assert not any(about in problem.what for problem in same.problems)


# --- refused ----------------------------------------------------------------------------------------------------------


def test_a_quarter_must_be_said_where_the_file_does_not(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as error:
        read(written(tmp_path, COURTS), tmp_path)
    assert error.value.problems[0].sentence == (
        "courts.csv: the file does not say which quarter it is of, expected the quarter of its column 'open_latest'. Say it:"
        " --period 2025Q4 if its latest figures are those of the end of December 2025."
    )


def test_a_title_above_open_cases_by_court_and_the_quarter_given_agree(tmp_path: Path) -> None:
    titled = "Open cases by court: October to December 2025,,,,,\n" + COURTS
    path = written(tmp_path, titled, "courts.csv")
    assert read(path, tmp_path, period=parse_period("2025Q4")).last_period == parse_period("2025Q4")
    with pytest.raises(FileRefused, match="says another time than the file's name or the period given"):
        read(path, tmp_path, period=parse_period("2025Q3"))


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (
            TRAJECTORY,
            "670.0",
            "671.0",
            "trajectory.csv [line 3, net_flow]: net flow is not receipts less disposals, found '671.0', expected"
            " 29482.0 - 28812.0 = 670.0. Load the file as it was made: one of the three is wrong, or stands in another's"
            " column.",
        ),
        (
            TRAJECTORY,
            "disposals,open,receipts",
            "disposals,receipts,open",
            "trajectory.csv [line 2, net_flow]: net flow is not receipts less disposals, found '1570.0', expected"
            " 79446.0 - 28818.0 = 50628.0. Load the file as it was made: one of the three is wrong, or stands in another's"
            " column.",
        ),
        (
            TRAJECTORY,
            "2025,Q4",
            "2025,Q3",
            "trajectory.csv [line 3]: the quarter's last day, year and number do not agree, found '2025-12-31', '2025',"
            " 'Q3', expected a last day such as 2016-03-31 with 2016 and Q1: calendar quarters.",
        ),
        (
            TRAJECTORY,
            "80203.0",
            "80.203",
            "trajectory.csv [line 3, open]: this is no number of cases, found '80.203', expected a whole number of 0 or more,"
            " or [x] if not available.",
        ),
        (
            TRAJECTORY,
            "2025-12-31,2025,Q4,28812.0,80203.0,29482.0,670.0\n",
            "2025-09-30,2025,Q3,28818.0,79446.0,30388.0,1570.0\n",
            "trajectory.csv [line 3]: this line stands for the same thing as another, found line 2 as well.",
        ),
        (
            AGES,
            "2025-12-31,2025,Q4,4 to 8 weeks,2.0,200.0\n",
            "",
            "ages.csv: a quarter has not all of its age bands, so no share of it could be told, found 2025Q4 without"
            " 4 to 8 weeks, expected all 9 bands.",
        ),
        (
            AGES,
            "4 to 8 weeks,2.0",
            "4 to 8 weeks,3.0",
            "ages.csv [line 3, age_order]: the age band does not stand at its place in the order, found '3.0' beside"
            " '4 to 8 weeks', expected 2.",
        ),
        (
            COURTS,
            "871.0",
            "817.0",
            "courts.csv [line 2, change]: the change printed does not follow from the counts, found '95.0', expected 41.0."
            " Load the file as it was made: a count is wrong, or stands in another's column.",
        ),
        (
            COURTS,
            "0.12242268041237113",
            "12.2%",
            "courts.csv [line 2, pct_change]: the change printed does not follow from the counts, found '12.2%', expected"
            " 0.122423. Load the file as it was made: a count is wrong, or stands in another's column.",
        ),
        (
            COURTS,
            "Midlands,Stafford",
            "Wales,Stafford",
            "courts.csv [line 2, region]: the court does not lie in the region beside it, found Stafford in 'Wales',"
            " expected HMCTS Midlands region.",
        ),
        (
            COURTS,
            "Stafford,",
            "Staford,",
            "courts.csv [line 2, court]: this Crown Court centre is not known, found 'Staford', expected a court, perhaps"
            " Stafford. Correct the name, or ask the person who keeps Assize's catalogue to add the court.",
        ),
        (
            BY_REGION,
            "national,340.0",
            "national,34.0",
            "regions.csv [line 9, offence_to_completion_median]: the national figure does not lie between those of the"
            " regions, found 34.0 days, expected 300.5 to 360.5 days. Load the file as it was made.",
        ),
        (
            BY_REGION,
            "Midlands,region",
            "Midlands,national",
            "regions.csv [line 3, region]: this is no region of the courts, or not of the level beside it, found 'Midlands',"
            " 'national', expected a region such as Midlands with 'region', or England and Wales with 'national'.",
        ),
        (
            TIMES,
            "-,London,-,-,40",
            "-,London,-,-,41",
            "timeliness-transparency-july-september-2018.csv [line 2, Defendants]: the defendants of an area are not those of"
            " the areas in it, found 280, expected 281, the sum of 7 areas. Load the publisher's own file.",
        ),
        (
            TIMES,
            "Central London LCJB,-,8,",
            "Central London LCJB,-,48,",
            "timeliness-transparency-july-september-2018.csv [line 3, Defendants]: the defendants of an area are not those of"
            " the areas in it, found 40, expected at least 48. Load the publisher's own file.",
        ),
        (
            TIMES,
            "280,94,32,32,159,63,27,0,130",
            "280,94,32,32,159,63,27,0,100",
            "timeliness-transparency-july-september-2018.csv [line 2, Median offence to completion]: a mean or median of an"
            " area is not what its parts make it, so it may be another's, found 100, expected from 109 to 142 days, as in 7"
            " parts. Load the publisher's own file. If it is so, say it in assize.toml under [reasons]:"
            ' "criminal-court-timeliness@mixtures-1@2018q2" = "…".',
        ),
        (
            TIMES,
            "280,94,32,32,159,63,27,0,130",
            "280,99,32,32,164,63,27,0,130",
            "timeliness-transparency-july-september-2018.csv [line 2, Mean offence to charge]: a mean or median of an"
            " area is not what its parts make it, so it may be another's, found 99, and 1 more, expected about 94 days, by 7"
            " parts. Load the publisher's own file. If it is so, say it in assize.toml under [reasons]:"
            ' "criminal-court-timeliness@mixtures-2@2018q2" = "…".',
        ),
        (
            TIMES,
            "94,32,32,159",
            "13,32,32,159",
            "timeliness-transparency-july-september-2018.csv [line 2, Mean offence to completion]: the stages of a case do not"
            " add up to the whole, found 159 days, expected 13 + 32 + 32 = 77 days. Load the publisher's own file.",
        ),
        (
            TIMES,
            "2018 Q2 (Apr-Jun),Crown",
            "2018 Q1 (Apr-Jun),Crown",
            "timeliness-transparency-july-september-2018.csv [line 12, Period]: this is no calendar quarter, or its parts do"
            " not agree, found '2018', '2018 Q1 (Apr-Jun)', expected a year and a quarter such as 2010 Q2 (Apr-Jun).",
        ),
        (
            TIMES,
            "Midlands,Staffordshire LCJB,-",
            "Wales,Staffordshire LCJB,-",
            "timeliness-transparency-july-september-2018.csv [line 11, LCJB area]: the place does not lie in the wider one"
            " beside it, found 'Staffordshire LCJB' beside HMCTS Wales region, expected HMCTS Midlands region.",
        ),
        (
            TIMES,
            "Central London LCJB",
            "Centrl London LCJB",
            "timeliness-transparency-july-september-2018.csv [line 10, LCJB area]: this area is not known, found"
            " 'Centrl London LCJB', expected an area of the courts, perhaps Central London. Correct the name, or add it to the"
            " area's variants in the catalogue.",
        ),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_refused(tmp_path: Path, text: str, old: str, new: str, said: str) -> None:
    assert old in text
    path = written(tmp_path, text.replace(old, new, 1), NAMES[text])
    assert refusals(path, tmp_path)[0] == said


@pytest.mark.parametrize("text", NAMES)
def test_a_doubled_column_and_a_cut_line_are_refused(tmp_path: Path, text: str) -> None:
    head, *lines = re.sub(r'"1,(\d00)"', r"1\1", text).splitlines()
    last = head.rsplit(",", 1)[1]
    doubled = [f"{head},{last}", *(f"{line},{line.rsplit(',', 1)[1]}" for line in lines)]
    path = written(tmp_path, "\n".join(doubled) + "\n", NAMES[text])
    assert refusals(path, tmp_path)[0].endswith(
        f"several columns hold the same thing, and nothing shows which is meant, found '{last}' and '{last}', expected one"
        " column for each header. Load the publisher's own file."
    )
    path = written(tmp_path, text[: text.rindex(",") - 1] + "\n", NAMES[text])
    assert "a line is not like the others" in refusals(path, tmp_path)[0]


# Open cases by age as a quarter has them: to the week the fewer the older they are.
_AGED = (7300, 7400, 5900, 5300, 4700, 6300, 17900, 14800, 6200)


def _aged(turned: int) -> str:
    """A file of two quarters whose counts stand so many bands below their own."""
    counts = [_AGED[(at - turned) % len(BANDS)] for at in range(len(BANDS))]
    return "quarter_end,year,quarter,age_band,age_order,count\n" + "".join(
        f"2025-{day},2025,{quarter},{band},{at}.0,{count + more}.0\n"
        for day, quarter, more in (("09-30", "Q3", 21), ("12-31", "Q4", 0))
        for at, (band, count) in enumerate(zip(BANDS, counts, strict=True), start=1)
    )


def test_counts_that_stand_beside_another_band_in_every_quarter_are_doubted(tmp_path: Path) -> None:
    assert len(pick(read(written(tmp_path, _aged(0), "caseload_age.csv"), tmp_path))) == 2 * len(BANDS)
    for turned in (1, -1, 3):
        (said,) = refusals(written(tmp_path, _aged(turned), "caseload_age.csv"), tmp_path)
        assert "the bands of age do not follow from one another, so counts may stand beside other bands" in said
        assert "expected fewer cases to the week the older they are" in said


def test_means_of_two_stages_exchanged_are_refused(tmp_path: Path) -> None:
    exchanged = TIMES.replace(
        "Mean charge to first list,Mean first list to completion",
        "Mean first list to completion,Mean charge to first list",
    ).replace(
        "Mean charge to first listing,Mean first listing to completion",
        "Mean first listing to completion,Mean charge to first listing",
    )
    assert exchanged != TIMES
    (sentence,) = refusals(written(tmp_path, exchanged, NAMES[TIMES]), tmp_path)
    assert "the stages of a case stand in another order among the means than among the medians" in sentence


@pytest.mark.parametrize("text", NAMES)
def test_a_renamed_column_is_named(tmp_path: Path, text: str) -> None:
    head = text.splitlines()[0]
    last = head.rsplit(",", 1)[1]
    path = written(tmp_path, text.replace(last, "something else", 1), NAMES[text])
    (said,) = refusals(path, tmp_path)
    assert f"found no '{last.replace('_', ' ').casefold()}', and besides 'something else'" in said
