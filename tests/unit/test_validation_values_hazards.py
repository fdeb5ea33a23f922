"""What is allowed in cells but hurts users."""

import pyarrow as pa
import pytest

from exporter.findings import CODES
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, build_array
from exporter.validation.values.hazards import HazardFinder, find_hazards
from exporter.validation.values.types.cells import cast_cells


def find(kind, *texts, form="default"):
    """List code and text of every hazard of a column."""
    field = Field(name="x", type=kind, format=form)
    cells = build_array([None, *texts, "", None], TEXT).slice(1)
    found = find_hazards(field, cells, cast_cells(cells, field))
    assert all(CODES[hazard.code].level == "warning" and "(expected" in hazard.message for hazard in found)
    return [
        (hazard.code, text)
        for hazard in found
        for text, is_bad in zip(cells.to_pylist(), hazard.mask.to_pylist(), strict=True)
        if is_bad
    ]


HAZARDS = {
    "cell-formula": (
        ["=1+1", "=HYPERLINK(A1)", "@SUM(A1)", "+A1", "-2+3", "-x", "\t=1", "\rx", "+cmd|' /C calc'!A0"],
        ["-5", "+1.5", "-1e5", "-5 %", "+31 20 555-0100", "-", "--", "a=b", "1-2", "=", "-INF", "(=1)"],
    ),
    "cell-bidi": (["a\u202eb", "\u2066", "é\u2069"], ["“quoted” – text…", "שלום", "a\u200eb", "â\u0081"]),
    "cell-invisible": (
        ["a\u200bb", "\ufeffa", "soft\u00adhyphen", "a\u2060", "x\U000e0041"],
        ["क\u200dष", "می\u200cخواهم", "👩\u200d🚀", "🏴\U000e0067\U000e0062\U000e007f", "a\u00a0b", "«"],
    ),
    "cell-mojibake": (
        [
            "cafÃ©",
            "donâ€™t",
            "â€œso",
            "Ã‰cole",
            "Â£5",
            "â‚¬5",
            "ðŸ˜€",
            "Ð¿Ñ€Ð¸",
            "SÃ»r",
            "Å‚",
            "a\ufffd",
            "don\u00e2\u0080\u0099t",
        ],
        [
            "café",
            "don’t",
            "“É”",
            "AMANHÔ!",
            "MANHû",
            "naïve",
            "Ångström",
            "Île",
            "привет",
            "Ελλάδα",
            "BRÂNZĂ",
            "Ä“",
            "ÑA",
        ],
    ),
}


@pytest.mark.parametrize("code", HAZARDS)
def test_hazards_are_found_in_text(code):
    """A hazard is found in each cell that has it, alone and among others, and in no other."""
    bad, good = HAZARDS[code]
    assert find("string", *good, *bad, *good) == [(code, text) for text in bad]
    assert find("string", *good) == []
    for text in bad:
        assert find("any", text) == [(code, text)]


def test_numbers_and_bytes_are_no_formulas():
    """What starts like a formula is none in a column of numbers, nor in base64."""
    assert find("number", "-5", "+5") == []
    assert find("integer", "-5") == []
    assert find("string", "+A==", form="binary") == []


def test_numbers_that_are_not_finite_are_found():
    """NaN and infinity are found, also beside numbers that no float holds."""
    expected = [("value-infinite", text) for text in ("NaN", "-INF")]
    assert find("number", "1", "NaN", "-INF") == expected
    assert find("number", "9007199254740993", "NaN", "-INF") == expected
    field = Field(name="x", type="number")
    column = pa.array([1.0, float("inf"), None])
    (hazard,) = find_hazards(field, column, column)
    assert hazard.mask.to_pylist() == [False, True, None]


def test_zones_that_differ_from_the_first_are_found():
    """Moments of one column are all in one zone or all without; the first tells, batch by batch."""
    moments = [f"2024-01-01T00:00:00{zone}" for zone in ("Z", "", "+01:00", "Z")]
    assert find("datetime", *moments) == [("time-zones-mixed", moment) for moment in moments[1:3]]
    assert find("datetime", moments[0], "wrong", "24:00", moments[0]) == []
    assert find("datetime", moments[1], moments[1]) == []
    field = Field(name="x", type="datetime")
    finder = HazardFinder(field)
    found = []
    for moment in (moments[2], moments[2], moments[0]):
        cells = build_array([moment], TEXT)
        found.append([hazard.code for hazard in finder.find(cells, cast_cells(cells, field))])
    assert found == [[], [], ["time-zones-mixed"]]
