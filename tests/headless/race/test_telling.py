"""What is told of a race: as it goes, and side by side at the end."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.headless import streams
from tuidl.errors import Exit
from tuidl.events import Diverged, Evaluated, Event, Raced, RaceStarted, RunEnded, StepsEnded
from tuidl.headless.closing import Quiet
from tuidl.headless.files import Plotted
from tuidl.headless.interruption import Interruption
from tuidl.headless.race import plot, telling
from tuidl.headless.race.bar import RaceBar
from tuidl.headless.race.table import table
from tuidl.headless.reporter import Chorus, Reporter
from tuidl.headless.training import RACE, RunFailed, conduct
from tuidl.race import RaceView
from tuidl.telling.outcome import GoalResult
from tuidl.telling.race.objects import RaceObjects
from tuidl.telling.race.outcome import RaceOutcome, Spread, spread, standings

SPEED = {"slow": 1.0, "fast": 0.5}  # of the loss, beside that of one run


def race(seeds: int = 1, lost: bool = False) -> list[Event]:
    """Two contestants in lock-step; ``lost``: the loss of the second one's last seed leaves the numbers."""
    names = tuple(SPEED)
    found: list[Event] = [
        RaceStarted("lesson-tiny", "tiny", names, ((), (("rate", 0.5),)), tuple(range(7, 7 + seeds)), 40)
    ]
    lanes = [(k, s) for k in range(2) for s in range(seeds)]
    for event in streams.run():
        for k, s in lanes:
            told = _scaled(event, SPEED[names[k]] * (1 + s / 10))
            if lost and (k, s) == lanes[-1] and isinstance(told, RunEnded):
                found.append(Raced(k, s, Diverged(40, "The loss is no number.", 38)))
                told = RunEnded(40, "diverged", {}, {})
            found.append(Raced(k, s, told))
    return found


def _scaled(event: Event, by: float) -> Event:
    if isinstance(event, Evaluated):
        return replace(event, values={n: v * by if n.endswith("loss") else v for n, v in event.values.items()})
    if isinstance(event, StepsEnded):
        return replace(event, values={n: tuple(x * by for x in xs) for n, xs in event.values.items()})
    return event


def told(
    *reporters: Reporter[RaceView, RaceOutcome], seeds: int = 1, lost: bool = False, goals: tuple[GoalResult, ...] = ()
) -> RaceOutcome:
    """The outcome of such a race, after these reporters have told of it."""
    run = iter(race(seeds, lost))
    return conduct(
        RACE, lambda inbox: run, Chorus(reporters), lambda outcome: replace(outcome, goals=goals), Interruption()
    )


def test_the_table_has_a_column_for_each_and_marks_the_best_by_a_sign() -> None:
    lines = table(told(), unicode=True).splitlines()
    assert lines[0].split() == ["●", "slow", "◆", "fast"]
    assert lines[3] == "loss           0.006738     0.003369 ★"
    assert lines[4].count("★") == 2  # both are as accurate
    assert lines[-1] == "★ best of its row"
    assert table(told(), unicode=False).isascii()


def test_several_seeds_are_told_by_median_lowest_and_highest() -> None:
    lines = table(told(seeds=3, lost=True), unicode=True).splitlines()
    assert lines[3:6] == [
        "loss           0.007412     0.003706 ★",  # what is no number counts as the largest
        "  lowest       0.006738     0.003369",
        "  highest      0.008086     0.003706",
    ]
    assert "diverged         0 of 3       1 of 3" in lines
    assert lines[-1] == "★ best of its row, medians of 3 seeds"


def test_spread() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert spread([1.0, float("nan"), 2.0]) == Spread(2.0, 1.0, 2.0)
    assert spread([float("inf")]).middle == float("inf")


def test_about_twenty_plain_lines() -> None:
    out, notes = StringIO(), StringIO()
    told(telling.Lines(out, notes), seeds=3, lost=True)
    lines = out.getvalue().splitlines()
    assert lines[0] == "lesson-tiny  tiny: slow against fast  seeds 7 to 9"
    assert lines[1] == "step 0/40  loss  slow 1.1  fast 0.55"
    assert lines[-1] == "step 40/40  loss  slow 0.007412  fast 0.003706"
    assert len(lines) == 10
    assert notes.getvalue() == "fast, seed 9: the loss is no number any more at step 40\n"


def test_json_names_contestant_and_seed_in_every_line() -> None:
    out = StringIO()
    told(RaceObjects(out), seeds=2)
    first, *lines, last = map(json.loads, out.getvalue().splitlines())
    assert first == {
        "event": "race", "lesson": "lesson-tiny", "experiment": "tiny", "steps": 40, "seeds": [7, 8],
        "contestants": [{"name": "slow", "knobs": {}}, {"name": "fast", "knobs": {"rate": 0.5}}],
    }  # fmt: skip
    assert {(line["contestant"], line["seed"]) for line in lines} == {(n, s) for n in SPEED for s in (7, 8)}
    assert sum(line["event"] == "step" for line in lines) == 4 * 40
    assert last["best"]["loss"] == ["fast"]
    assert last["contestants"][1]["values"]["loss"] == pytest.approx(0.003369 * 1.05, rel=1e-3)
    assert last["code"] == 0
    quiet = StringIO()
    told(RaceObjects(quiet, steps=False), seeds=2)
    assert json.loads(quiet.getvalue())["event"] == "summary"


def test_words_and_one_sentence() -> None:
    out, notes = StringIO(), StringIO()
    told(telling.Closing(out, notes, None, False, True, plain=True))
    assert "fast: Loss fell from 0.5 at step 0 to 0.003369 at step 40" in out.getvalue()
    assert "o slow" in out.getvalue()
    out = StringIO()
    told(Quiet(out, notes, telling.sentence), seeds=3)
    assert out.getvalue().startswith("lesson-tiny: slow against fast, 3 seeds: best loss 0.003706 with fast, accuracy")
    assert "with slow and fast" in out.getvalue()


def test_curves_in_the_shell_and_in_a_file(tmp_path: Path) -> None:
    out = StringIO()
    told(telling.Closing(out, StringIO(), 60, False, True))
    assert "●" in out.getvalue()
    assert "◆" in out.getvalue()
    for seeds, lines in ((1, 2), (3, 6)):
        file = tmp_path / f"{seeds}.svg"
        told(Plotted(file, plot.charted), seeds=seeds)
        tree = ElementTree.parse(file)
        long = [
            line for line in tree.iter("{http://www.w3.org/2000/svg}polyline") if line.get("points", "").count(" ") > 5
        ]
        assert len(long) == lines
    png = tmp_path / "race.png"
    told(Plotted(png, plot.charted), seeds=2)
    assert png.read_bytes().startswith(b"\x89PNG")


def test_the_bar_shows_every_contestant() -> None:
    out = StringIO()
    clock = iter(range(10**6))
    told(RaceBar(out, lambda: 100, clock=lambda: float(next(clock))))
    last = out.getvalue().split("\r\x1b[K")[-2]
    assert last.endswith("100 %  step 40/40  slow 0.006738  fast 0.003369")
    assert "compiling kernel 1 of 2" in out.getvalue()


def test_exit_codes() -> None:
    met, missed = GoalResult("a", "a", True), GoalResult("a", "a", False)
    assert told().code == Exit.MET
    assert told(goals=(met, missed)).code == Exit.MISSED
    assert told(goals=(met,)).code == Exit.MET
    outcome = told()
    one = replace(outcome.standings[0], goals=(missed,))
    other = replace(outcome.standings[1], goals=(met,))
    assert replace(outcome, standings=(one, other)).code == Exit.MET
    assert replace(outcome, standings=(one, one)).code == Exit.MISSED
    assert told(lost=True).code == Exit.MET  # the other came to its end
    lost = [replace(standing, diverged=1) for standing in outcome.standings]
    assert replace(outcome, standings=tuple(lost)).code == Exit.MISSED


def test_an_interruption_ends_it() -> None:
    interruption = Interruption()
    out, notes = StringIO(), StringIO()

    class After:
        def see(self, event: Event, view: object) -> None:
            interruption.asked = isinstance(event, Raced) and isinstance(event.told, StepsEnded)

        def end(self, outcome: RaceOutcome) -> None:
            pass

    def run(inbox):  # type: ignore[no-untyped-def]
        for event in race():
            yield event
            if interruption.asked:
                return

    chorus = Chorus((After(), telling.Closing(out, notes, None, False, True)))
    outcome = conduct(RACE, run, chorus, lambda told: told, interruption)
    assert (outcome.reason, outcome.code) == ("interrupted", Exit.INTERRUPTED)
    assert notes.getvalue() == "interrupted at step 0 of 40; nothing was saved (--save FILE keeps the state)\n"
    kept = replace(outcome, saved="race.npz", resume="tuidl run tiny --resume race.npz")
    assert kept.code == Exit.RESUMABLE


def test_a_race_that_fails_says_why() -> None:
    from tuidl.events import Failed

    with pytest.raises(RunFailed, match="no memory"):
        conduct(RACE, lambda inbox: iter([Failed("no memory", 3)]), Chorus(()), lambda told: told, Interruption())


def test_standings_of_a_lesson_count_goals() -> None:
    view = told(seeds=3).view
    assert [standing.seeds for standing in standings(view)] == [3, 3]
    assert [standing.samples for standing in standings(view)] == [400, 400]
