"""The language spoken: which is wanted, what is said where a catalogue lacks something, how it is chosen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.sample import lesson
from tests.language import pseudo
from tuidl import language
from tuidl.cli import doctor
from tuidl.course.written import Written
from tuidl.exercise.judging import judged
from tuidl.language import later, listed, pieces, tr, trn, wanted


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, ()),
        ({"LANG": "de_AT.UTF-8"}, ("de_AT", "de")),
        ({"LANG": "de_DE@euro"}, ("de_DE", "de")),
        ({"LANG": "en_GB.UTF-8"}, ()),
        ({"LANG": "C.UTF-8"}, ()),
        ({"LANG": "fr_FR", "LC_MESSAGES": "de"}, ("de",)),
        ({"LC_ALL": "it_IT", "LC_MESSAGES": "de", "LANG": "fr"}, ("it_IT", "it")),
        ({"LANGUAGE": "pt_BR:es", "LANG": "de_DE"}, ("pt_BR", "pt", "es")),
        ({"LANGUAGE": "de:en:fr", "LANG": "de_DE"}, ("de",)),  # English is complete: nothing comes after it
        ({"LANGUAGE": "de", "LC_ALL": "C"}, ()),  # as gettext has it
        ({"TUIDL_LANGUAGE": "sv", "LANGUAGE": "de", "LANG": "fr_FR"}, ("sv",)),
        ({"TUIDL_LANGUAGE": "en", "LANG": "de_DE"}, ()),
        ({"TUIDL_LANGUAGE": "pt-BR"}, ("pt_BR", "pt")),
        ({"TUIDL_LANGUAGE": "../../etc"}, ()),  # no name of a folder
        ({"TUIDL_LANGUAGE": "", "LANG": "nl_NL"}, ("nl_NL", "nl")),
    ],
)
def test_the_languages_wanted(environment, found):
    assert wanted(environment) == found


def test_english_needs_no_catalogue():
    assert tr("step {step} of {count}", step=3, count=9) == "step 3 of 9"
    assert tr("braces {stand} for themselves") == "braces {stand} for themselves"
    assert tr("") == ""
    assert [trn("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert later("looked up later") == "looked up later"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_in_a_row(words, said):
    assert listed(words) == said


def catalogue(folder: Path, code: str, text: str) -> Path:
    """A folder with one catalogue."""
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    place = folder / code / "LC_MESSAGES" / "tuidl.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, read_po(io.BytesIO(text.encode()), locale=code))
    return folder


GERMAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Quit"
msgstr "Ende"

msgid "step {step} of {count}"
msgstr "von {count} Schritten der {step}."

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} Tag"
msgstr[1] "{n} Tage"

msgid "Help"
msgstr "Hilfe {unknown}"

msgid "key {key}"
msgstr "Taste {taste}"
"""


def test_what_a_catalogue_has_is_said_and_the_rest_is_english(tmp_path):
    with pseudo.spoken(catalogue(tmp_path, "de", GERMAN), "de_AT"):
        assert tr("Quit") == "Ende"
        assert tr("step {step} of {count}", step=3, count=9) == "von 9 Schritten der 3."
        assert [trn("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["0 Tage", "1 Tag", "2 Tage"]
        assert tr("Open the chosen lesson") == "Open the chosen lesson"
        assert list(pieces("step {step} of {count}")) == [("von ", "count"), (" Schritten der ", "step"), (".", "")]
    assert tr("Quit") == "Quit"


def test_a_place_that_a_sentence_has_not_costs_nobody_the_sentence(tmp_path):
    with pseudo.spoken(catalogue(tmp_path, "de", GERMAN), "de"):
        assert tr("key {key}", key="^e") == "key ^e"


def test_of_two_languages_the_second_says_what_the_first_lacks(tmp_path):
    both = catalogue(tmp_path, "de", GERMAN)
    catalogue(both, "sv", 'msgid "Quit"\nmsgstr "Avsluta"\n\nmsgid "dark"\nmsgstr "mörk"\n')
    with pseudo.spoken(both, "de:sv"):
        assert (tr("Quit"), tr("dark")) == ("Ende", "mörk")


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_catalogue_that_cannot_be_read_is_none(tmp_path, content):
    place = tmp_path / "de" / "LC_MESSAGES" / "tuidl.mo"
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    with pseudo.spoken(tmp_path, "de"):
        assert tr("Quit") == "Quit"


def test_an_unknown_language_is_english(tmp_path):
    with pseudo.spoken(tmp_path, "tlh"):
        assert tr("Quit") == "Quit"


def test_the_doctor_says_what_language_is_spoken_and_why(tmp_path):
    def told() -> tuple[str, str]:
        [finding] = doctor.language()
        return finding.state, finding.text

    with pseudo.spoken(tmp_path, "en"):
        assert told() == ("works", "English")
    with pseudo.spoken(tmp_path, "tlh"):
        assert told()[0] == "limited"
        assert told()[1].startswith("English, for there is no catalogue for tlh")
    with pseudo.spoken(catalogue(tmp_path, "de", GERMAN), "de_AT"):
        assert told() == ("works", f"de_AT, de: {tmp_path / 'de' / 'LC_MESSAGES' / 'tuidl.mo'}")


def said(words: list[str], **environment: str) -> str:
    """What ``python -m tuidl`` says."""
    clean = {name: value for name, value in os.environ.items() if name not in language.VARIABLES}
    done = subprocess.run(
        [sys.executable, "-m", "tuidl", *words],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_it_is_chosen_by_option_and_by_environment(tmp_path):
    folder = str(pseudo.written(tmp_path))
    first = "Learn deep learning by watching"
    assert first in said(["--help"], TUIDL_LANGUAGES=folder)
    assert first in said(["--help"], TUIDL_LANGUAGES=folder, LANG="qx", LANGUAGE="en")
    for words, environment in (
        (["--help"], {"LANG": "qx_QX.UTF-8"}),
        (["--help"], {"LANGUAGE": "qx"}),
        (["--help"], {"TUIDL_LANGUAGE": "qx", "LANGUAGE": "en"}),
        (["--language", "qx", "--help"], {}),
    ):
        assert pseudo.said(first) in said(words, TUIDL_LANGUAGES=folder, **environment)


async def test_a_process_started_from_here_speaks_the_same(tmp_path):
    """The judge and its candidates have an environment of their own."""
    text = "import os\n\n\ndef neuron(x1, x2, w1, w2, b):\n    os.fork()\n"
    with pseudo.spoken(pseudo.written(tmp_path)):
        told = await judged(lesson(), Written("write", text))
    assert pseudo.said("start another process") in told.text
