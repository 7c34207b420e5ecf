import json
import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.archives import array, lying, members, packed
from tests.train import lessons
from tuidl import archive
from tuidl.commands import Play, Restore, Save, SetKnob, Step
from tuidl.errors import CheckpointError
from tuidl.events import Diagnosis, Evaluated, Event, Failed, RunEnded, RunStarted, Saved, StepsEnded
from tuidl.train import checkpoint
from tuidl.view import RunView


def _view(found: list[Event]) -> RunView:
    view = RunView()
    for event in found:
        view.apply(event)
    return view


def _saved(folder: Path, path: Path, steps: int = 13, **fields: Any) -> list[Event]:
    return list(lessons.events(lessons.request(folder, **fields), Step(steps), Save(str(path))))


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_a_resumed_run_is_the_same_run_bit_for_bit(folder: Path, tmp_path: Path, optimiser: str) -> None:
    """Saved in the middle of an epoch and between two evaluations."""
    knobs = {"optimiser": optimiser}
    whole = _view(list(lessons.events(lessons.request(folder, knobs=knobs), Play())))
    saved = _saved(folder, tmp_path / "run.npz", knobs=knobs)
    assert [e for e in saved if isinstance(e, Saved)] == [Saved(str(tmp_path / "run.npz"), 13)]
    found = list(lessons.events(lessons.request(folder, resume=str(tmp_path / "run.npz")), Play()))
    (started,) = [e for e in found if isinstance(e, RunStarted)]
    assert started.step == 13
    assert dict(started.knobs)["optimiser"] == optimiser
    resumed = _view(found)
    assert resumed.evaluations == whole.evaluations
    assert resumed.steps == whole.steps
    assert resumed.first == whole.first
    assert resumed.step == 25


@pytest.mark.parametrize("body", [lessons.DIGITS, lessons.TEXT])
def test_dropout_batch_norm_and_memory_go_on_as_they_were(tmp_path: Path, body: str) -> None:
    folder = lessons.written(tmp_path / "x", body)
    whole = _view(list(lessons.events(lessons.request(folder), Play())))
    _saved(folder, tmp_path / "run.npz", steps=5)
    resumed = _view(list(lessons.events(lessons.request(folder, resume=str(tmp_path / "run.npz")), Play())))
    assert resumed.evaluations == whole.evaluations
    assert resumed.steps == whole.steps


def test_turned_knobs_are_saved(folder: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "run.npz")
    turned = [Step(2), SetKnob("rate", 1.0), SetKnob("batch", 11), SetKnob("bias", 0.5), Step(3), Save(path), Play()]
    whole = _view(list(lessons.events(lessons.request(folder), *turned)))
    found = list(lessons.events(lessons.request(folder, resume=path), Play()))
    (started,) = [e for e in found if isinstance(e, RunStarted)]
    assert dict(started.knobs)["rate"] == 1.0
    assert _view(found).evaluations == whole.evaluations


def test_restore_goes_back_within_a_session(folder: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "run.npz")
    found = list(lessons.events(lessons.request(folder), Step(5), Save(path), Play(), Restore(path), Play()))
    ends = [e for e in found if isinstance(e, RunEnded)]
    assert [e.step for e in ends] == [25, 25]
    assert ends[0].values == ends[1].values
    assert [e.step for e in found if isinstance(e, RunStarted)] == [0, 5]


def test_more_steps_can_be_asked_for(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    _saved(folder, path, 25)
    found = list(lessons.events(lessons.request(folder, resume=str(path), steps=30), Play()))
    assert [e.step for e in found if isinstance(e, RunEnded)] == [30]


def test_a_knob_given_with_the_resumed_run_counts(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    _saved(folder, path)
    request = lessons.request(folder, resume=str(path), knobs={"rate": 0.0})
    values = [e.values["loss"] for e in lessons.events(request, Play()) if isinstance(e, Evaluated)]
    assert values[-1] == values[-2]


def test_the_generation_before_is_kept(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    list(
        lessons.events(
            lessons.request(folder), Step(1), Save(str(path)), Step(1), Save(str(path)), Step(1), Save(str(path))
        )
    )
    assert checkpoint.read(path).step == 3
    assert checkpoint.read(tmp_path / "run.npz.previous").step == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.npz", "run.npz.previous", "small"]


def test_the_generation_before_is_kept_also_without_links(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*names: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unable)
    path = tmp_path / "run.npz"
    _saved(folder, path, 1)
    _saved(folder, path, 2)
    assert checkpoint.read(tmp_path / "run.npz.previous").step == 1


def test_a_place_that_cannot_be_written_is_told_and_the_run_goes_on(folder: Path, tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Save(str(tmp_path / "no" / "run.npz")), Play()))
    (told,) = [e for e in found if isinstance(e, Diagnosis)]
    assert "choose another place" in told.text
    assert any(isinstance(e, RunEnded) for e in found)
    assert not any(isinstance(e, Saved | Failed) for e in found)


def test_a_write_that_breaks_leaves_the_older_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.npz"
    _saved(folder, path, 3)
    before = path.read_bytes()

    def broken(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    (told,) = [e for e in _saved(folder, path, 5) if isinstance(e, Diagnosis)]
    assert "No space left" in told.text
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.npz", "small"]


# ---- files that are not what they seem ----------------------------------------------------------------------------


def _rewritten(path: Path, change: dict[str, Any], compression: int = zipfile.ZIP_STORED) -> Path:
    """The archive with some members replaced by arrays or raw bytes, under a right seal."""
    written = {n: v if isinstance(v, bytes) else array(np.asarray(v), allow_pickle=True) for n, v in change.items()}
    path.write_bytes(packed({**members(path.read_bytes()), **written}, compression))
    return path


def _head(path: Path, **fields: Any) -> dict[str, Any]:
    head, _ = archive.read(path)
    return {"head.npy": np.frombuffer(json.dumps({**head, **fields}).encode(), np.uint8)}


@pytest.fixture
def path(folder: Path, tmp_path: Path) -> Path:
    _saved(folder, tmp_path / "run.npz", 3)
    return tmp_path / "run.npz"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 not really", b"\x00" * 100])
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(CheckpointError, match="no saved run"):
        checkpoint.read(tmp_path / "x")


@pytest.mark.parametrize("place", range(0, 100, 9))
def test_a_damaged_file_is_noticed_wherever_it_is_damaged(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) * place // 100] ^= 0x55
    path.write_bytes(content)
    with pytest.raises(CheckpointError):
        checkpoint.read(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_is_refused(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(CheckpointError):
        checkpoint.read(path)


class _Trap:
    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("code in a saved run was executed",))


def test_nothing_in_a_file_is_executed(path: Path) -> None:
    for trap in (np.array([_Trap()], dtype=object), pickle.dumps(_Trap())):
        with pytest.raises(CheckpointError):
            checkpoint.read(_rewritten(path, {"state/position.npy": trap}))


def test_other_numbers_under_an_old_seal_are_noticed(path: Path) -> None:
    old = path.read_bytes()[-64:]
    _rewritten(path, {"state/position.npy": np.array(77)})
    path.write_bytes(path.read_bytes()[:-64] + old)
    with pytest.raises(CheckpointError, match="not those that were saved"):
        checkpoint.read(path)


def test_compressed_members_are_refused(path: Path) -> None:
    with pytest.raises(CheckpointError, match="no saved run"):
        checkpoint.read(_rewritten(path, {}, zipfile.ZIP_DEFLATED))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tuidl": 9}, "format 9"),
        ({"step": "x"}, "'step'"),
        ({"step": True}, "'step'"),
        ({"step": -1}, "'step'"),
        ({"steps": 10**300}, "'steps'"),
        ({"knobs": {"rate": [1]}}, "'knobs'"),
        ({"request": {"lesson": "x", "odd": 1}}, "incomplete"),
        ({"request": {"lesson": 7}}, "incomplete"),
        ({"request": {"lesson": "x", "knobs": {"rate": {}}}}, "incomplete"),
    ],
)
def test_a_header_that_is_wrong_is_told(path: Path, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(CheckpointError, match=said):
        checkpoint.read(_rewritten(path, _head(path, **fields)))


def test_a_header_that_promises_more_than_is_there_allocates_nothing(path: Path) -> None:
    with pytest.raises(CheckpointError):
        checkpoint.read(_rewritten(path, {"state/position.npy": lying("(1125899906842624,)", "<f8")}))


def test_the_older_file_is_named_where_there_is_one(folder: Path, path: Path) -> None:
    _saved(folder, path, 4)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CheckpointError, match=r"run\.npz\.previous"):
        checkpoint.read(path)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("state/position.npy", np.array(np.inf)),
        ("state/position.npy", np.array(-1)),
        ("state/position.npy", np.array([1, 2])),
        ("state/batch.npy", np.array(0)),
        ("state/net/step.npy", np.array(np.nan)),
        ("state/net/out.bias.npy", np.array([1])),
        ("state/net/out.bias.npy", np.array([True])),
    ],
)
def test_numbers_of_another_kind_are_refused_in_a_sentence(
    folder: Path, path: Path, member: str, value: np.ndarray
) -> None:
    request = lessons.request(folder, resume=str(_rewritten(path, {member: value})))
    with pytest.raises(CheckpointError, match="another network"):
        list(lessons.events(request, Step(1)))


def test_a_history_that_does_not_fit_is_refused(path: Path) -> None:
    for change in (
        {"history/steps/loss.npy": np.zeros((3, 1))},
        {"history/steps/loss.npy": np.zeros(3, np.float32)},
        {"history/steps/loss.npy": np.zeros(2)},
        {"history/evaluations/step.npy": np.array([0, 3])},
        {"history/evaluations/step.npy": np.array([-1])},
        {"history/evaluations/values/loss.npy": np.array([1])},
    ):
        content = path.read_bytes()
        with pytest.raises(CheckpointError, match="incomplete"):
            checkpoint.read(_rewritten(path, change))
        path.write_bytes(content)


def test_a_run_of_another_lesson_or_other_data_is_refused(folder: Path, path: Path, tmp_path: Path) -> None:
    other = lessons.written(tmp_path / "other", lessons.DIGITS)
    toml = (other / "lesson.toml").read_text().replace("lesson-small", "lesson-other")
    (other / "lesson.toml").write_text(toml)
    with pytest.raises(CheckpointError, match="of lesson-small"):
        list(lessons.events(lessons.request(other, resume=str(path))))
    with pytest.raises(CheckpointError, match="other data"):
        list(lessons.events(lessons.request(folder, resume=str(path), data="corners")))
    with pytest.raises(CheckpointError, match="another network"):
        list(lessons.events(lessons.request(folder, resume=str(path), knobs={"depth": 3})))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"seed": 99}, "has seed .*, not 99"),
        ({"experiment": "other"}, "has experiment .*, not other"),
        ({"steps": 1}, "has done 3 steps, 1 were asked for"),
    ],
)
def test_what_a_saved_run_has_settled_cannot_be_asked_for(
    folder: Path, path: Path, asked: dict[str, Any], sentence: str
) -> None:
    _saved(folder, path, 3)
    with pytest.raises(CheckpointError, match=sentence):
        checkpoint.agree(checkpoint.read(path), lessons.request(folder, **asked))


def test_a_restore_that_cannot_be_done_leaves_the_run(folder: Path, tmp_path: Path) -> None:
    found = list(lessons.events(lessons.request(folder), Step(2), Restore(str(tmp_path / "none.npz")), Step(1)))
    assert [e.kind for e in found if isinstance(e, Diagnosis)] == ["restore"]
    assert [e.last for e in found if isinstance(e, StepsEnded)] == [2, 3]
