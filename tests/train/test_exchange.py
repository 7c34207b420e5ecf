"""Another lesson's run in the place of one under way."""

from tests.train import lessons
from tuidl.commands import Play, Reset, Step
from tuidl.events import Diagnosis, RunEnded, RunStarted, StepsEnded
from tuidl.sandbox import keeping
from tuidl.sandbox.description import changed, start
from tuidl.sandbox.lesson import lesson


def other(tmp_path, monkeypatch, **more) -> str:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    return str(keeping.folder(lesson(changed(start(), steps=6, **more))))


def test_it_begins_with_its_own_knobs(tmp_path, monkeypatch):
    folder = lessons.written(tmp_path / "x")
    asked = lessons.request(folder)
    there = other(tmp_path, monkeypatch, seed=4)
    told = list(lessons.events(asked, Step(3), Reset(lesson=there), Play()))
    first, second = (event for event in told if isinstance(event, RunStarted))
    assert (first.lesson, second.lesson, second.seed, second.step) == ("lesson-small", "lesson-sandbox", 4, 0)
    assert dict(second.knobs)["rate"] == 0.03
    ended = [event for event in told if isinstance(event, RunEnded)]
    assert (ended[-1].reason, ended[-1].step) == ("budget", 6)


def test_what_is_wrong_with_it_changes_nothing(tmp_path, monkeypatch):
    folder = lessons.written(tmp_path / "x")
    asked = lessons.request(folder)
    bad = other(tmp_path, monkeypatch, data={"source": "digits"})
    for place in (bad, str(tmp_path / "nowhere")):
        told = list(lessons.events(asked, Step(3), Reset(lesson=place), Step(2), Reset()))
        (fault,) = (event for event in told if isinstance(event, Diagnosis) and event.kind == "reset")
        assert "images" in fault.text or "does not exist" in fault.text
        assert [event.lesson for event in told if isinstance(event, RunStarted)] == ["lesson-small"] * 2
        assert max(event.last for event in told if isinstance(event, StepsEnded)) == 5
