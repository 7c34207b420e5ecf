"""The sandbox in lines, with real runs in this process on the reference device."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plain.test_teller import Heard
from tests.sandbox.made import IMAGES
from tests.session.inline import InlineSession
from tests.tui.fakes import InlineMeasure
from tuidl.course import load
from tuidl.plain.lines import Lines
from tuidl.plain.sandbox import SandboxTeller
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, Turn, code, opened
from tuidl.sandbox.description import changed, parsed, start
from tuidl.session.request import Request
from tuidl.session.stream import Inbox
from tuidl.train import loop
from tuidl.tui.asked import Asked

SMALL = changed(start(), steps=30, data={"source": "moons", "n": 60, "validation": 30})
Tell = Callable[..., tuple[str, SandboxTeller]]


def run(request: Request) -> InlineSession:
    def events(inbox: Inbox):
        return loop.run(request, inbox, on_screen=True)

    return InlineSession(events)


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUIDL_LESSONS", raising=False)
    monkeypatch.chdir(tmp_path)

    def told(shared: Shared, *typed: str, suit: bool = False) -> tuple[str, SandboxTeller]:
        async def whole() -> tuple[str, SandboxTeller]:
            out = Heard()
            lines = Lines(out, io.StringIO("".join(f"{line}\n" for line in typed)))
            teller = SandboxTeller(lines, shared, InlineMeasure())
            study = teller.study_of(run, Asked(device="reference", suit=suit))
            await asyncio.wait_for(teller.tell(study), 60)
            await study.close()
            return out.getvalue(), teller

        return asyncio.run(whole())

    return told


def test_the_stack_is_read_out_changed_and_trained(tell):
    typed = ("add dropout 1", "set 2 rate 0.1", "set h2 units 4", "move 2 3", "copy h2", "remove 4", "list", "run")
    said, teller = tell(Shared(SMALL), *typed, "values", "see loss")
    assert "Data moons: two moons, 60 examples, n 60, validation 30." in said
    assert "Layer 1, h1: dense, units 8, activation tanh; 2 in, 8 out, 24 parameters." in said
    assert "Layer 2, drop1: dropout, rate 0.2; 8 in, 8 out, 0 parameters." in said
    assert "Layer 2, drop1: dropout, rate 0.1;" in said
    assert "Training: loss cross-entropy, optimiser adam, rate 0.03, batch 32, steps 30" in said
    assert "The run is of the sandbox before the last change: run begins anew." in said
    assert [layer.name for layer in teller.bench.sandbox.layers] == ["h1", "h2", "h3", "out"]
    assert "At step 30:" in said
    assert "Loss fell from" in said
    assert "Task:" not in said
    assert all(char == "\n" or char.isprintable() for char in said)
    assert keeping.recalled() == Shared(teller.bench.sandbox)


def test_every_panel_that_has_something_to_show_can_be_heard(tell):
    said, teller = tell(Shared(SMALL), "run", "see")
    assert len(teller.panels) > len(teller.study.walk.step.panels) == 9
    assert f"What can be seen here: {', '.join(teller.panels)}." in said
    asked = [f"see {panel}" for panel in teller.panels]
    said, _ = tell(Shared(SMALL), "run", *asked, "save surface surface.txt")
    assert "Nothing yet" not in said
    assert "no words yet" not in said
    assert Path("surface.txt").read_text("utf-8").startswith("Sandbox, surface at step 30")
    assert "The run is of the sandbox before" not in said
    said, _ = tell(Shared(SMALL), "run", "add dropout 1", "see signal")
    assert "The run is of the sandbox before the last change: run begins anew." in said


def test_what_does_not_fit_is_told_and_never_runs(tell):
    said, teller = tell(Shared(SMALL), "add conv2d 1", "run", "undo", "undo", "redo", "undo", "run")
    assert said.count("This does not fit: layer 'conv1' (conv2d) needs images") >= 2
    assert "Nothing changed." in said
    assert teller.study.lab.view.step == 30
    assert teller.bench.sandbox == SMALL


def test_a_live_knob_turns_in_the_run_and_its_code_brings_it_back(tell):
    said, teller = tell(Shared(SMALL), "step 4", "set rate 0.1", "step 2", "share")
    assert "rate 0.03 to 0.1." in said
    (text,) = (word for word in said.split() if word == code(teller.shared()))
    assert opened(text) == Shared(SMALL, 6, (Turn(4, "rate", 0.1),))
    again, other = tell(Shared(start()), f"open {text}", "values", "undo")
    assert "the run is trained up to step 6." in again
    mine, theirs = (list(each.study.lab.view.steps["loss"].ends) for each in (teller, other))
    assert mine == theirs
    assert len(mine) == 6
    assert other.bench.sandbox == start()


def test_data_are_chosen_and_layers_put_that_fit_them(tell):
    said, teller = tell(Shared(SMALL), "data", "data digits", "fit", "set data validation 0.2", "show data", "show 1")
    assert "spirals: points: arms wound about each other" in said
    assert "fit puts layers that go with these data." in said
    assert "conv2d" in said
    assert teller.bench.fault == ""
    assert teller.bench.sandbox.data.options == {"validation": 0.2}
    assert "activation relu; " in said
    suited, teller = tell(Shared(changed(SMALL, data={"source": "digits"})), suit=True)
    assert "undo brings back those that did not" in suited
    assert teller.bench.fault == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ad", "'ad' is no word here; did you mean 'add'?"),
        ("add dens", "there is no kind of layer 'dens'; did you mean 'dense'"),
        ("data moonz", "there is no data set 'moonz'; did you mean 'moons'"),
        ("remove 9", "there is no layer '9': a number from 1 to 3, or a name"),
        ("set rat 1", "'rat' is nothing of the training; did you mean 'rate'"),
        ("set 1 unitz 4", "unitz"),
        ("set rate -", "rate"),
        ("set", "set it: set 2 units 16"),
        ("open nonsense", "this code is damaged"),
        ("next", "'next' is no word here"),
        ("remove 1 2", "there is no layer '1 2'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence_and_changes_nothing(tell, typed, said):
    told, teller = tell(Shared(SMALL), typed)
    assert said in told
    assert teller.bench.sandbox == SMALL


def test_it_is_saved_as_a_lesson_that_trains_the_same(tell, tmp_path):
    said, _ = tell(
        Shared(SMALL), "lesson", "lesson My Net", "lesson my-net", "lesson my-net", "add conv2d 1", "lesson b"
    )
    assert f"A name for the lesson: small letters, digits and '-'. It becomes a folder in {tmp_path}." in said
    assert "a lesson cannot be called 'My Net'" in said
    (folder,) = tmp_path.glob("8-*")
    assert f"saved: 'tuidl lesson check {folder.name}' reads it, in {tmp_path}" in said
    assert "there is a lesson 'my-net' already" in said
    assert "(conv2d) needs images" in said.rpartition("already")[2]
    made = load.read(folder)
    assert [layer.name for layer in made.experiments["net"].layers] == [layer.name for layer in SMALL.layers]
    assert made.knobs["rate"].default == SMALL.rate


def test_every_word_does_something_and_is_explained(tell):
    said, _ = tell(Shared(parsed(IMAGES)), "help", "add", "show", "save", "doctor", "reset")
    assert all(callable(getattr(SandboxTeller, f"do_{word}")) for word in SandboxTeller.words)
    assert all(f"{word}: " in said for word in SandboxTeller.words)
    assert "dense: every output sees every input" in said
    assert "save run.jsonl keeps the run" in said
    assert "The run stands at its beginning." in said
