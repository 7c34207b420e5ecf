# ruff: noqa: E501
"""Races: read, refused where something is wrong, and spoken of in checks and explanations."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.commands import KnobValue
from tuidl.course import check, quote
from tuidl.course.lint import lint
from tuidl.course.load import read
from tuidl.course.outcome import Outcome, median
from tuidl.course.spec import Contestant, KnobRef, Lesson
from tuidl.course.values import Names, met_at
from tuidl.course.verify import Claim, verify
from tuidl.course.walk import Walk
from tuidl.course.written import Written
from tuidl.errors import LessonError
from tuidl.events import Values
from tuidl.view import RunView

DUEL = """
[experiment.duel]
kind = "race"
of = "neuron"
steps = 100
evaluate_every = 50

[[experiment.duel.contestants]]
name = "slow"
set = { rate = 0.1 }

[[experiment.duel.contestants]]
name = "fast"
set = { rate = 1 }

[knobs.w1]
"""
WATCH = """
[[step]]
id = "race"
kind = "run"
page = "01-watch.md"
task = "Which is faster?"
experiment = "duel"
panels = ["boundary", "loss"]
check = "fast.loss <= 0.4 and slow.loss > 0.4 within 100 steps"
hints = ["a", "b", "c"]
[[step.explain]]
say = "{fast.loss:.2f} and {slow.loss:.2f}, {race.fast.loss}"

[[step]]
id = "after"
kind = "recap"
page = "01-watch.md"
task = "Look back."
experiment = "neuron"
panels = ["loss"]
knobs = []
"""


def folder(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The lesson of one neuron with a race at its end."""
    target = sample.copied(tmp_path, sample.NEURON, "lesson.toml", ("\n[knobs.w1]\n", DUEL))
    text = (target / "lesson.toml").read_text("utf-8") + WATCH.replace(", {race.fast.loss}", "")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (target / "lesson.toml").write_text(text, "utf-8")
    return target


def lesson(tmp_path: Path) -> Lesson:
    return read(folder(tmp_path))


def run(*losses: float, diverged: int | None = None) -> Outcome:
    """A run evaluated every 50 steps."""
    told = [(50 * k, {"loss": loss}) for k, loss in enumerate(losses)]
    return Outcome.of(sample.view(*told, steps=100, diverged=diverged))


def test_a_race_is_what_its_first_contestant_runs(tmp_path: Path) -> None:
    experiments = lesson(tmp_path).experiments
    found, neuron = experiments["duel"], experiments["neuron"]
    assert found.race
    assert not neuron.race
    assert found.contestants == (
        Contestant("slow", "neuron", {"rate": 0.1}),
        Contestant("fast", "neuron", {"rate": 1.0}),
    )
    assert isinstance(found.contestants[1].set["rate"], float)
    assert (found.steps, found.evaluate_every, found.seeds) == (100, 50, 1)
    assert (found.layers, found.pace, found.seed) == (neuron.layers, neuron.pace, KnobRef("seed"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('of = "neuron"\nsteps', 'of = "nuron"\nsteps'), "of 'nuron' is no experiment that trains one network; did you mean 'neuron'?"),
        (('of = "neuron"\nsteps', "steps"), "experiment 'duel', contestant 'slow': key 'of' is missing"),
        (("steps = 100\nevaluate", "seeds = 21\nevaluate"), "seeds = 21; at most 20"),
        (('name = "fast"', 'name = "slow"'), "a step or another contestant has the same name"),
        (('name = "fast"', 'name = "watch"'), "a step or another contestant has the same name"),
        (('name = "fast"', 'name = "fault"'), "is no word of a check"),
        (("set = { rate = 1 }", "set = { rate = 0.1 }"), "it is the same run as 'slow'; set another knob"),
        (("set = { rate = 1 }", "set = { rat = 1 }"), "set: knob 'rat' is unknown; did you mean 'rate'?"),
        (("set = { rate = 1 }", "set = { rate = 1000 }"), "is outside its range"),
        (("fast.loss <= 0.4", "fst.loss <= 0.4"), "'fst.loss' quotes no earlier step with a run"),
        (("fast.loss <= 0.4", "fast.los <= 0.4"), "value 'los' is unknown; did you mean 'loss'?"),
        (("{slow.loss:.2f}", "{slow.reached}"), "'reached' can be told in an explanation but not checked"),
        (("{slow.loss:.2f}", "{hand.slow.loss}"), "contestant of 'hand' 'slow' is unknown"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(LessonError) as caught:
        read(folder(tmp_path, change))
    assert sentence in str(caught.value)


def test_one_contestant_is_enough_for_seeds_alone(tmp_path: Path) -> None:
    alone = ('[[experiment.duel.contestants]]\nname = "fast"\nset = { rate = 1 }\n', "")
    check_of = ("fast.loss <= 0.4 and ", "")
    told = ("{fast.loss:.2f} and ", "")
    with pytest.raises(LessonError, match="there are 1 contestants; 2 to 5 can race"):
        read(folder(tmp_path / "a", alone, check_of, told))
    found = read(folder(tmp_path / "b", alone, check_of, told, ("steps = 100\nevaluate", "seeds = 5\nevaluate")))
    assert found.experiments["duel"].seeds == 5


def test_steps_that_cannot_race(tmp_path: Path) -> None:
    changed = folder(
        tmp_path,
        (
            'id = "race"\nkind = "run"',
            'id = "race"\nkind = "tune"\nstart = "watch"\nscore = "loss"\nsolution = { rate = 1 }',
        ),
        ('id = "after"', 'id = "after"\nstart = "race"'),
        ('plays = "watch"', 'plays = "race"'),
    )
    told = [finding.text for finding in lint(changed)[1]]
    for text in (
        "step 'race': a tune step cannot have a race; read, run, predict, quiz and recap steps can",
        "step 'race': start: a race begins where all can begin, at step 0",
        "step 'race': step 'after' starts from it, but a race leaves no single network",
        "step 'race': [demo]: a race cannot be recorded; name a step with a single run",
    ):
        assert text in told


def test_checks_compare_contestants_at_the_same_step(tmp_path: Path) -> None:
    race = Outcome.race({"slow": [run(0.7, 0.5, 0.3)], "fast": [run(0.7, 0.3, 0.2)]})
    names = Names.of(lesson(tmp_path), race)
    assert met_at(check.parse("fast.loss <= 0.4 and slow.loss > 0.4 within 100 steps"), names) == 50
    assert met_at(check.parse("slow.loss <= 0.4 and fast.loss > 0.4 within 100 steps"), names) is None
    assert met_at(check.parse("min(fast.loss) < 0.25"), names) == 100
    assert met_at(check.parse("fast.loss@50 == 0.3"), names) == 50
    assert met_at(check.parse("loss == slow.loss and step == 100"), names) == 100
    assert quote.render("{slow.loss} {fast.loss} {loss@0} {nobody.loss}", names) == "0.3 0.2 0.7 –"


def test_a_contestant_that_left_the_numbers_stays_there(tmp_path: Path) -> None:
    race = Outcome.race({"slow": [run(0.7, diverged=30)], "fast": [run(0.7, 0.3, 0.2)]})
    names = Names.of(lesson(tmp_path), race)
    assert met_at(check.parse("slow.loss is nan and fast.loss < 0.25"), names) == 100
    assert met_at(check.parse("fast.loss < slow.loss"), names) is None
    assert quote.render("{slow.nan_at}", names) == "30"


def test_several_seeds_count_by_their_median(tmp_path: Path) -> None:
    seeds = [run(0.7, 0.1), run(0.7, 0.3), run(0.7, diverged=30)]
    race = Outcome.race({"slow": seeds, "fast": [run(0.7, 0.2)]})
    names = Names.of(lesson(tmp_path), race)
    assert met_at(check.parse("slow.loss == 0.3 and fast.loss == 0.2"), names) == 50
    assert median([1.0, 2.0]) == 1.5
    assert median([float("nan"), 1.0, 2.0]) == 2.0
    assert median([float("inf"), float("inf")]) == float("inf")
    assert median([float("nan")] * 2) != median([float("nan")] * 2)


def test_a_race_is_kept_and_quoted_later(tmp_path: Path) -> None:
    race = Outcome.race({"slow": [run(0.7, 0.5)], "fast": [run(0.7, 0.3)]})
    back = Outcome.from_json(race.to_json())
    assert back == race
    assert back.until(0).rivals["fast"].step == 0
    names = Names.of(lesson(tmp_path), run(0.9), {"race": back})
    assert quote.render("{race.fast.loss} {race.loss} {race.nobody.loss}", names) == "0.3 0.5 –"


def test_contestants_are_no_earlier_steps(tmp_path: Path) -> None:
    walk = Walk(lesson(tmp_path))
    walk.open("race")
    assert walk.missing() == ()


def test_the_claims_of_a_race_are_tried_contestant_by_contestant(tmp_path: Path) -> None:
    found = lesson(tmp_path)
    made: list[tuple[str, float, int, int]] = []

    def train(
        experiment: str,
        knobs: Mapping[str, KnobValue],
        seed: int,
        steps: int,
        every: int,
        written: Written | None = None,
    ) -> RunView:
        made.append((experiment, float(knobs["rate"]), seed, steps))
        told: list[tuple[int, Values]] = [
            (k, {"loss": 0.7 * (1 - float(knobs["rate"]) / 2) ** (k / 50)}) for k in (0, 50, 100)
        ]
        return sample.view(*told, steps=steps)

    only = replace(found, steps=(found.step("race"),), goals=())
    told = [claim for claim in verify(only, train, lambda *_: (), range(2)) if isinstance(claim, Claim)]
    assert [claim.text for claim in told if not claim.holds] == []
    assert {claim.reached for claim in told if claim.text == "the run meets the check"} == {50}
    assert made[:2] == [("neuron", 0.1, 0, 100), ("neuron", 1.0, 0, 100)]
    assert ("neuron", 0.1, 1, 100) in made


def test_a_knob_that_changes_nothing_makes_no_contestant(tmp_path: Path) -> None:
    idle = '\n[knobs.idle]\ntype = "bool"\ndefault = true\nchange = "reset"\nlabel = "o"\nhelp = "O."\n\n[knobs.w1]\n'
    changed = folder(tmp_path, ("set = { rate = 1 }", "set = { idle = false }"), ("\n[knobs.w1]\n", idle))
    with pytest.raises(LessonError, match="set: nothing in 'neuron' depends on the knob 'idle'"):
        read(changed)
