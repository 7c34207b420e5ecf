"""The catalogue holds what the code says, and every translation that ships goes with it."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.language import pseudo
from tuidl import language

SCRIPT = Path(__file__).parents[2] / ".ci" / "catalogue.py"


def test_it_is_up_to_date():
    """`make catalogue` writes the template, every tuidl.po and every tuidl.mo anew."""
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_sentence_stands_for_itself_in_english():
    with pseudo.TEMPLATE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 2000
    assert not [message.id for message in messages if message.string not in ("", ("", ""))]
    for message in messages:
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            assert text == text.strip(), f"{text!r} begins or ends with a blank: is it glued to something?"


def test_a_begun_translation_is_found(tmp_path, monkeypatch):
    """What `.ci/catalogue.py --new` writes can be filled in and spoken."""
    import runpy

    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--new", "sv"])
    script = runpy.run_path(str(SCRIPT))
    monkeypatch.setitem(script["main"].__globals__, "LANGUAGES", tmp_path)
    monkeypatch.setitem(script["main"].__globals__, "TEMPLATE", tmp_path / "tuidl.pot")
    assert script["main"]() == 0
    path = tmp_path / "sv" / "LC_MESSAGES" / "tuidl.po"
    text = path.read_text("utf-8")
    assert 'msgid "Quit"\nmsgstr ""' in text
    path.write_text(text.replace('msgid "Quit"\nmsgstr ""', 'msgid "Quit"\nmsgstr "Avsluta"'), "utf-8")
    monkeypatch.setattr(sys, "argv", [str(SCRIPT)])
    assert script["main"]() == 0
    with pseudo.spoken(tmp_path, "sv"):
        assert language.tr("Quit") == "Avsluta"
        assert language.tr("Help") == "Help"
    path.write_text(
        path.read_text("utf-8").replace('msgid "key {key}"\nmsgstr ""', 'msgid "key {key}"\nmsgstr "x {y}"')
    )
    assert script["main"]() == 1  # a place that the sentence has not


@pytest.mark.parametrize("path", sorted(language.SHIPPED.glob("*/LC_MESSAGES/tuidl.po")))
def test_a_language_that_ships_is_complete(path):
    with path.open("rb") as file:
        assert not [message.id for message in read_po(file) if message.id and not message.string]
