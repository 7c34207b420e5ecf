"""Dates as people spell them, and as they are filed: pairs for nets that read one sequence and write another."""

import datetime

import numpy as np

from tuidl.data.dataset import PADDING, DataSet
from tuidl.data.options import Options
from tuidl.data.split import consecutive, sizes_made
from tuidl.data.streams import stream
from tuidl.language import tr

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST, LAST = datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)
BEGIN, END = "‹", "›"  # around each answer
ANSWERS = PADDING + BEGIN + END + "-0123456789"
VOCABULARY = PADDING + " ,./0123456789" + "".join(sorted(set("".join((*MONTHS, *DAYS, "st nd rd th"))) - {" "}))
SPELLINGS = 7


def spelt(date: datetime.date, spelling: int) -> str:
    """A date in one of seven spellings. Where all are numbers and points stand between them, the day comes first."""
    day, month, year = date.day, MONTHS[date.month - 1], date.year
    match spelling:
        case 0:
            return f"{day} {month} {year}"
        case 1:
            return f"{month} {day}, {year}"
        case 2:
            return f"{day:02}.{date.month:02}.{year}"
        case 3:
            return f"{year}/{date.month:02}/{day:02}"
        case 4:
            return f"{day} {month[:3]} {year}"
        case 5:
            tail = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
            return f"{month} {day}{tail}, {year}"
    return f"{DAYS[date.weekday()]}, {day} {month} {year}"


def dates(options: Options, seed: int) -> DataSet:
    """Days from 1950 to 2049, each once, in one of seven spellings; the answer is "‹2021-03-09›".

    A decoder is given y without its last token and asked for y without its first. Held-out days are spelt in no other
    example.
    """
    counts = sizes_made(options, 2000, 0.2, 36_000)
    label = options.label(tr("dates in several spellings"))
    options.finish()
    every = (LAST - FIRST).days + 1
    if sum(counts) > every:
        raise options.refuse(
            "n", tr("a number that leaves room for validation and test: there are {every} days", every=every)
        )
    random = stream(seed, f"{options.source}/examples")
    days = [FIRST + datetime.timedelta(days=int(k)) for k in random.permutation(every)[: sum(counts)]]
    asked = [spelt(day, int(k)) for day, k in zip(days, random.integers(0, SPELLINGS, len(days)), strict=True)]
    x = numbered(asked, VOCABULARY, LONGEST)
    y = numbered([f"{BEGIN}{day.isoformat()}{END}" for day in days], ANSWERS, len("‹2021-03-09›"))
    given = consecutive(counts).of(x, y)
    return DataSet(options.source, "pairs", label, **given, vocabulary=VOCABULARY, answers=ANSWERS)


def numbered(texts: list[str], vocabulary: str, time: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Each character's place in the vocabulary, filled up with 0 to ``time``."""
    place = {char: k for k, char in enumerate(vocabulary)}
    rows = np.zeros((len(texts), time), np.int32)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = [place[char] for char in text]
    return rows


LONGEST = max(len(f"{day}, 30 {month} 2000") for day in DAYS for month in MONTHS)
