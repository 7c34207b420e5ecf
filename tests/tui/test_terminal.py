import pytest

from tuidl.tui import launch, terminal


@pytest.mark.parametrize(
    ("environ", "tty", "said"),
    [
        ({"TERM": "xterm"}, False, "no terminal"),
        ({"TERM": "dumb"}, True, "TERM=dumb"),
        ({}, True, "TERM is not set"),
        ({"TERM": ""}, True, "TERM is not set"),
        ({"TERM": "xterm"}, True, ""),
    ],
)
def test_refuses_where_nothing_can_be_drawn(environ, tty, said):
    reason = terminal.refusal(environ, tty)
    assert said in reason
    assert bool(reason) == bool(said)
    assert not reason or "--headless" in reason


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm"}, "ansi"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "mono"),
        ({"TERM": "xterm-256color", "TUIDL_THEME": "light"}, "light"),
        ({"TERM": "xterm-256color", "TUIDL_THEME": "pink"}, "dark"),
    ],
)
def test_ink_by_environment(environ, name):
    assert terminal.ink_name(environ) == name


def test_launch_refuses_with_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(terminal.os, "isatty", lambda _: False)
    assert launch.launch() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("tuidl: ")
    assert said.err.count("\n") == 1
