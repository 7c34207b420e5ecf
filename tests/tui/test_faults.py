"""An app that breaks."""

import pytest

from tuidl.cli.ending import ending
from tuidl.errors import Exit
from tuidl.tui import launch as launching
from tuidl.tui.faults import Faults


class Breaks(Faults[None]):
    def on_mount(self) -> None:
        raise ZeroDivisionError("of all things")


def test_it_keeps_what_ended_it_and_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    app = Breaks()
    app.run(headless=True)
    assert isinstance(app.fault, ZeroDivisionError)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "ZeroDivisionError" not in said.out + said.err


def test_a_learner_gets_a_sentence_and_the_log_the_rest(monkeypatch, tmp_path, capsys) -> None:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    monkeypatch.setattr(launching.terminal, "refusal", lambda: "")
    monkeypatch.setattr(launching.TuidlApp, "on_mount", Breaks.on_mount)
    monkeypatch.setattr(launching.TuidlApp, "run", lambda app: Faults.run(app, headless=True))
    with ending() as end:
        end.code = launching.launch(ink="dark")
    assert end.code == Exit.INTERNAL
    said = capsys.readouterr().err
    assert "something went wrong inside tuidl (ZeroDivisionError); the details are in" in said
    assert "Traceback" not in said
    log = next(tmp_path.rglob("log")).read_text(encoding="utf-8")
    assert "of all things" in log
