"""``tuidl open`` and ``tuidl sandbox`` in the shell."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tuidl
from tuidl.errors import Exit
from tuidl.plain import course
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, Turn, code, opened
from tuidl.sandbox.description import changed, start
from tuidl.tui.asked import Asked

SMALL = changed(start(), steps=30)
REFERENCE = ("--device", "reference")


def summary(output: str) -> dict[str, object]:
    told = json.loads(output.splitlines()[-1])
    return {key: value for key, value in told.items() if key != "time"}


def test_a_code_runs_as_far_as_it_had_come(tuidl: Tuidl) -> None:
    text = code(Shared(SMALL, 12, (Turn(0, "rate", 0.1), Turn(5, "batch", 8))))
    first = tuidl("open", text, "--headless", "--json", *REFERENCE)
    assert first.exit_code == Exit.MET
    events = [json.loads(line) for line in first.stdout.splitlines()]
    assert max(event["step"] for event in events if event["event"] == "step") == 12
    assert summary(first.stdout) == summary(tuidl("open", text.lower(), "--headless", "--json", *REFERENCE).stdout)


def test_a_code_of_step_0_runs_to_its_end(tuidl: Tuidl) -> None:
    done = tuidl("open", code(Shared(SMALL)), "--headless", "--quiet", *REFERENCE)
    assert done.exit_code == Exit.MET
    assert "30 steps" in done.stdout
    longer = tuidl("open", code(Shared(SMALL, 5)), "--headless", "--quiet", "--steps", 40, *REFERENCE)
    assert "40 steps" in longer.stdout


def test_other_data_get_layers_that_fit_them(tuidl: Tuidl) -> None:
    done = tuidl("sandbox", "--new", "--data", "digits", "--headless", "--steps", 3, "--quiet", *REFERENCE)
    assert done.exit_code == Exit.MET
    told = opened(tuidl("sandbox", "--new", "--data", "digits", "--code").stdout.strip()).sandbox
    assert told.layers[0].type == "conv2d"
    spirals = opened(tuidl("sandbox", "--new", "--data", "spirals", "--code").stdout.strip()).sandbox
    assert spirals.layers == start().layers  # they fit


def test_it_is_saved_and_goes_on(tuidl: Tuidl, tmp_path: Path) -> None:
    run = tmp_path / "run.npz"
    done = tuidl("open", code(Shared(SMALL, 9)), "--headless", "--save", run, "--quiet", *REFERENCE)
    assert done.exit_code == Exit.MET
    assert run.exists()
    folder = next((tmp_path / "home" / "cache" / "sandbox").iterdir())
    again = tuidl("run", folder, "--headless", "--resume", run, "--quiet", *REFERENCE)
    assert again.exit_code == Exit.MET
    assert "30 steps" in again.stdout or "21 steps" in again.stdout


@pytest.mark.parametrize(
    ("text", "told", "status"),
    [
        ("nonsense", "this code is damaged", Exit.CONTENT),
        ("%", "this is no code: character 1", Exit.CONTENT),
        ("7" * 1_000_000, "1000000 characters long", Exit.CONTENT),
        (code(Shared(SMALL))[:-8], "this code is damaged", Exit.CONTENT),
        (code(Shared(changed(SMALL, data={"source": "nowhere"}))), "there is no data set 'nowhere'", Exit.CONTENT),
        (
            code(Shared(changed(SMALL, data={"source": "digits"}))),
            "layer 'h1' (dense) reads rows of numbers, but the data are images",
            Exit.CONTENT,
        ),
    ],
)
def test_what_cannot_be_opened(tuidl: Tuidl, text: str, told: str, status: Exit) -> None:
    done = tuidl("open", text, "--headless")
    assert done.exit_code == status
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_options_that_need_headless(tuidl: Tuidl) -> None:
    for words in (("open", code(Shared(SMALL))), ("sandbox",)):
        done = tuidl(*words, "--save", "x.npz")
        assert done.exit_code == Exit.USAGE
        assert "--save needs --headless" in done.stderr
    assert tuidl("open", code(Shared(SMALL)), "--headless", "--json", "--plain").exit_code == Exit.USAGE


def test_with_plain_it_is_told_in_lines(tuidl: Tuidl, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Shared, str, bool]] = []

    def launch(lesson: str = "", asked: Asked | None = None, sandbox: Shared | None = None) -> int:
        assert asked is not None
        assert sandbox is not None
        told.append((sandbox, asked.device, asked.suit))
        return 0

    monkeypatch.setattr(course, "launch", launch)
    keeping.keep(Shared(SMALL))
    for words in (("sandbox", "--plain"), ("--plain", "sandbox"), ("open", code(Shared(SMALL, 4)), "--plain")):
        assert tuidl(*words, *REFERENCE).exit_code == Exit.MET
    assert tuidl("sandbox", "--plain", "--data", "iris").exit_code == Exit.MET
    assert told[:3] == [(Shared(SMALL, step), "reference", False) for step in (0, 0, 4)]
    assert (told[3][0].sandbox.data.source, told[3][2]) == ("iris", True)


def test_the_last_sandbox_in_the_shell(tuidl: Tuidl, tmp_path: Path) -> None:
    keeping.keep(Shared(SMALL, 4))
    assert tuidl("sandbox", "--code").stdout.strip() == code(Shared(SMALL, 4))
    assert "30 steps" in tuidl("sandbox", "--headless", "--quiet", *REFERENCE).stdout
    assert tuidl("sandbox", "--new", "--code").stdout.strip() == code(Shared(start()))
    spirals = tuidl("sandbox", "--data", "spirals", "--code").stdout.strip()
    assert spirals == code(Shared(changed(SMALL, data={"source": "spirals"})))
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")
    done = tuidl("sandbox", "--data", tmp_path / "mine.csv")
    assert done.exit_code == Exit.USAGE
    assert "tuidl data import" in done.stderr


def test_data_that_was_imported(tuidl: Tuidl, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("a,b,side\n" + "".join(f"{k % 7},{k % 5},{'left' if k % 2 else 'right'}\n" for k in range(60)))
    assert tuidl("data", "import", table, "--name", "mine").exit_code == Exit.MET
    done = tuidl("sandbox", "--new", "--data", "mine", "--headless", "--steps", 10, "--quiet", *REFERENCE)
    assert (done.exit_code, "10 steps" in done.stdout) == (Exit.MET, True), done.stderr


def test_a_lesson_of_ones_own(tuidl: Tuidl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = tuidl("lesson", "new", "my-own")
    assert done.exit_code == Exit.MET
    assert done.stdout.splitlines()[1] == "next: tuidl lesson check 8-01-my-own"
    assert tuidl("lesson", "check", "8-01-my-own").stdout == "8-01-my-own: no mistakes\n"
    assert tuidl("lesson", "new", "my-own").exit_code == Exit.USAGE
    assert "cannot be called 'My own'" in tuidl("lesson", "new", "My own").stderr
    text = code(Shared(changed(SMALL, seed=77)))
    assert tuidl("lesson", "new", "other", "--from", text, "--in", tmp_path / "more").exit_code == Exit.MET
    assert "default = 77" in (tmp_path / "more" / "8-01-other" / "lesson.toml").read_text("utf-8")
    assert tuidl("lesson", "new", "third", "--from", text[:-4]).exit_code == Exit.CONTENT
    bad = code(Shared(changed(SMALL, data={"source": "digits"})))
    assert "the data are images" in tuidl("lesson", "new", "third", "--from", bad).stderr
    assert not list(tmp_path.glob("*third*"))
