"""What lesson 1.13, the whole recipe, says: every step on seed 0, its files, its recording, its numbers."""

from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl import data, paths
from tuidl.course import borrowing
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.data import DataSet
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.demo import FILE
from tuidl.headless.unattended import racer, trainer

FOLDER = paths.shipped("lessons") / "1-13-complete"
TRAIN = trainer(FOLDER, "cpu")
RACE = racer(FOLDER, "cpu")


@pytest.fixture(scope="module")
def table(lesson: Lesson) -> DataSet:
    spec = lesson.data["table"]
    return data.load(spec.source, dict(spec.options), 0, FOLDER)


@pytest.fixture(scope="module")
def found(lesson: Lesson) -> list[Claim | Told]:
    return list(verify(lesson, TRAIN, claims_of, [0], RACE))


def test_every_step_comes_out_as_told(found: list[Claim | Told]) -> None:
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    judged = {"watch", "bare", "same", "fair", "seeds", "write", "own", "stuck", "[headless]"}
    assert {claim.step for claim in claims} == judged
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert told["own"].startswith("The losses are 0.")
    assert "–" not in "".join(told.values())


def test_the_table_is_split_in_three_and_standardised_by_the_first_part(lesson: Lesson, table: DataSet) -> None:
    sizes = len(table.x), len(table.val_x), len(table.test_x)
    assert sizes == (640, 160, 200)
    for size in (1000, 800, *sizes):
        assert f"{size:,}".replace(",", " ") in lesson.pages["02-three.md"]
    assert table.x.shape[1:] == (20,)
    assert np.allclose(table.x.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(table.x.std(axis=0), 1, atol=1e-5)
    for other in (table.val_x, table.test_x):
        assert np.abs(other.mean(axis=0)).max() > 0.01  # measured by the training rows alone
    assert sum(name.startswith("informative") for name in table.features) == 15


@pytest.mark.parametrize("seed", range(5))
def test_columns_come_in_the_sizes_of_the_page(lesson: Lesson, seed: int) -> None:
    spec = lesson.data["table"]
    table = data.load(spec.source, dict(spec.options), seed, FOLDER)
    spread = dict(zip(table.features, table.raw(table.x).std(axis=0), strict=True))
    size = {
        kind: np.mean([s for name, s in spread.items() if name.startswith(kind)]) for kind in ("redundant", "noise")
    }
    assert 4 < size["redundant"] / size["noise"] < 7
    assert "about five times as large as noise" in lesson.pages["02-three.md"]


def test_one_row_in_ten_says_a_wrong_class(lesson: Lesson) -> None:
    spec = lesson.data["table"]
    options = dict(spec.options)
    noisy, clean = (
        data.load(spec.source, {**options, "label_noise": noise}, 0, FOLDER) for noise in (options["label_noise"], 0.0)
    )
    told, right = (np.bincount(np.r_[each.y, each.val_y, each.test_y], minlength=3) for each in (noisy, clean))
    assert right.max() - right.min() <= 1  # three classes of a size
    assert told.sum() == 1000
    assert options["label_noise"] == 0.1


def test_the_parameters_are_counted_as_on_the_page(lesson: Lesson) -> None:
    page = lesson.pages["03-layers.md"]
    sizes = (20, 64, 32, 16, 3)
    dense = sum(n * m + m for n, m in pairwise(sizes))
    for n, m in pairwise(sizes):
        assert f"{n} → {m}" in page
        assert f"{n}·{m} + {m}" in page
    norm = 2 * (64 + 32 + 16)
    assert f"{dense // 1000} {dense % 1000:03d} + {norm} = {(dense + norm) // 1000} {(dense + norm) % 1000}" in page
    started = {name: TRAIN(name, lesson.defaults(), 0, 0, 1).started for name in ("recipe", "bare")}
    assert {name: run.parameters for name, run in started.items() if run} == {"recipe": dense + norm, "bare": dense}


def test_fifty_epochs_are_a_thousand_steps(lesson: Lesson) -> None:
    started = TRAIN("recipe", lesson.defaults(), 0, 0, 1).started
    assert started is not None
    assert started.steps == 0
    assert 50 * started.examples / started.batch == lesson.experiments["recipe"].steps == 1000
    rates = [layer.options.get("rate") for layer in lesson.experiments["recipe"].layers if layer.type == "dropout"]
    assert [lesson.defaults()["drop"], lesson.defaults()["drop"], rates[2]] == [0.3, 0.3, 0.2]


def test_numbers_on_the_pages(lesson: Lesson) -> None:
    assert round(100 * sqrt(0.83 * 0.17 / 160)) == 3
    assert "For 83 % that is 3 points" in lesson.pages["07-seeds.md"]
    assert sum(0.9**k for k in range(1000)) == pytest.approx(10)
    assert "to ten times their size" in lesson.pages["08-write.md"]
    assert round(0.02 * 160) == 3
    assert "Two points are three of 160 rows" in (FOLDER / "lesson.toml").read_text("utf-8")


def test_each_optimiser_has_the_rate_of_the_page(lesson: Lesson) -> None:
    for one in lesson.experiments["fair"].contestants:
        assert f"{one.name:<10} {one.set['rate']}" in lesson.pages["06-fair.md"]


def test_the_net_of_ones_own_is_made_of_the_functions_on_the_page(lesson: Lesson) -> None:
    page, names = lesson.pages["09-own.md"], borrowing.named(lesson, "own")
    specs = {name: borrowing.lender(name, lesson).step(borrowing.parted(name)[1]).code for name in names}
    assert all(spec is not None and f"`{spec.function}`" in page for spec in specs.values())
    assert len(names) == 8
    assert page.partition("\n\n")[2].startswith("Eight functions of this part")
    plugs = {spec.plug for spec in specs.values() if spec}
    assert plugs == {
        "layers.activation", "layers.dense", "loss", "out.backward", "layers.init", "layers.batchnorm",
        "layers.dropout", "optimiser",
    }  # fmt: skip


def test_own_functions_and_the_engine_stay_within_rounding(lesson: Lesson) -> None:
    runs = RACE("own", lesson.defaults(), 1, 200, 20)
    far = [values["apart"] for _, values in runs.runs(0)[0].evaluations if "apart" in values]
    assert len(far) == 10
    assert 0 < max(far) < 1e-5  # other sums, other last digits; and no more than that
    ends = [runs.runs(k)[0].evaluations[-1][1]["loss"] for k in (0, 1)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-5)


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    assert (FOLDER / FILE).stat().st_size < 300_000
    demo.holds(FOLDER, tmp_path, range(0, 1001, 20), compared=(0, 20, 100), rel=0.05, abs=1e-6)
