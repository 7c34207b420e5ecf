# ruff: noqa: E501
"""Every kind of mistake in a lesson folder is one sentence that names the place."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course.load import read
from tuidl.errors import LessonError

MISTAKES = {  # what is changed -> the whole sentence
    "an unknown key": (
        ('promise = "Watch', 'promisse = "Watch'),
        "key 'promise' is missing; is 'promisse' meant to be it?",
    ),
    "an unknown key with a neighbour": (
        ("evaluate_every = 1\npace", "evaluate_evry = 2\nevaluate_every = 1\npace"),
        "experiment 'neuron': key 'evaluate_evry' is unknown; did you mean 'evaluate_every'?",
    ),
    "a key nobody knows": (("minutes = 12", "minutes = 12\nzzz = 1"), "key 'zzz' is unknown"),
    "a wrong type": (("minutes = 12", 'minutes = "12"'), "'minutes' must be a whole number, not '12'"),
    "true is no number": (("minutes = 12", "minutes = true"), "'minutes' must be a whole number, not true"),
    "too small": (("minutes = 12", "minutes = 0"), "'minutes' must be at least 1, not 0"),
    "no list": (("knobs = []", "knobs = 3"), "step 'watch': 'knobs' must be a list of texts, not 3"),
    "a list of others": (
        ('panels = ["boundary", "loss", "network"]', 'panels = ["boundary", 7]'),
        "step 'watch': 'panels' must be a list of texts; 7 is none",
    ),
    "an empty text": (('title = "One neuron"', 'title = ""'), "'title' is empty"),
    "a missing key of a step": (
        ('task = "Press space. Watch until 95 % are right."', ""),
        "step 'watch': key 'task' is missing",
    ),
    "a step without id": (('[[step]]\nid = "hand"', "[[step]]"), "step 3: key 'id' is missing"),
    "an unknown kind": (
        ('kind = "tune"', 'kind = "tunes"'),
        "step 'hand': kind 'tunes' is unknown; did you mean 'tune'?",
    ),
    "an unknown format": (("format = 1", "format = 2"), "format 2 is not known here; this tuidl reads format 1"),
    "a format that is none": (("format = 1", 'format = "1"'), "'format' must be a whole number, not '1'"),
    "a number that is none": (('number = "1.1"', 'number = "1"'), "number '1' must be PART.PLACE, as in \"2.3\""),
    "an unknown loss": (
        ('"binary-cross-entropy"', '"cross-entropi"'),
        "experiment 'neuron': loss 'cross-entropi' is unknown; did you mean 'cross-entropy'?",
    ),
    "an unknown layer type": (
        ('type = "dense"', 'type = "dens"'),
        "experiment 'neuron', layer 'neuron': type 'dens' is unknown; did you mean 'dense'?",
    ),
    "an unknown layer key": (
        ("units = 1", "unit = 1"),
        "experiment 'neuron', layer 'neuron': key 'unit' is unknown; did you mean 'units'?",
    ),
    "an unknown activation": (
        ('activation = "sigmoid"', 'activation = "sigmoit"'),
        "experiment 'neuron', layer 'neuron': activation 'sigmoit' is unknown; did you mean 'sigmoid'?",
    ),
    "a batch that is none": (
        ('batch = "all"', 'batch = "al"'),
        "experiment 'neuron': 'batch' must be a whole number of at least 1 or \"all\", not 'al'",
    ),
    "a knob that is badly written": (
        ('rate = { knob = "rate" }', 'rate = { knob = "rate", x = 1 }'),
        "experiment 'neuron': 'rate': a knob is written { knob = \"NAME\" }, nothing else beside it",
    ),
    "a knob where none may stand": (
        ("evaluate_every = 1", 'evaluate_every = { knob = "rate" }'),
        "experiment 'neuron': 'evaluate_every' cannot be a knob",
    ),
    "an unknown knob": (
        ('rate = { knob = "rate" }', 'rate = { knob = "rat" }'),
        "experiment 'neuron': rate: knob 'rat' is unknown; did you mean 'rate'?",
    ),
    "an unknown nested knob": (
        ('[{ knob = "w2" }]', '[{ knob = "w3" }]'),
        "experiment 'neuron', layer 'neuron': knob 'w3' is unknown; did you mean 'w2'?",
    ),
    "a knob of the wrong type": (
        ('rate = { knob = "rate" }', 'rate = { knob = "points" }'),
        "experiment 'neuron': rate: knob 'points' is of type choice, and float is needed",
    ),
    "a choice that names no data": (
        ('choices = ["clouds", "corners"]', 'choices = ["clouds", "corner"]'),
        "experiment 'neuron': data: choice of knob 'points' 'corner' is unknown; did you mean 'corners'?",
    ),
    "a default outside the range": (
        ("default = 0.1", "default = 4.0"),
        "knob 'rate': default 4.0 is outside its range 0.01 to 3",
    ),
    "a default of the wrong type": (("default = 0.1", 'default = "x"'), "knob 'rate': default 'x' must be a number"),
    "an upside-down range": (
        ("range = [0.01, 3.0]", "range = [3.0, 0.01]"),
        "knob 'rate': 'range' must be [low, high] with low below high",
    ),
    "no range": (
        ("range = [0, 9999]\n", ""),
        "knob 'seed': key 'range' is missing: a number needs its lowest and highest value",
    ),
    "stops that fall": (("0.03, 0.1, 0.3, 1.0", "0.1, 0.03, 0.3, 1.0"), "knob 'rate': 'stops' must rise"),
    "a stop outside": (("1.0, 3.0]", "1.0, 3.5]"), "knob 'rate': 'stops' must lie within the range 0.01 to 3"),
    "a reset knob that is a tensor": (
        ('change = "live"\ntensor', 'change = "reset"\ntensor'),
        "knob 'w1': a knob with a 'tensor' must have change = \"live\"",
    ),
    "a tensor that is none": (
        ('"neuron.bias[0]"', '"neuron.bias"'),
        "knob 'b': tensor 'neuron.bias' must look like 'LAYER.weight[0,0]'",
    ),
    "a tensor of no layer": (
        ('"neuron.bias[0]"', '"neurn.bias[0]"'),
        "knob 'b': layer 'neurn' is unknown; did you mean 'neuron'?",
    ),
    "an unknown source": (
        ('source = "blobs"', 'source = "blob"'),
        "data 'clouds': source 'blob' is unknown; did you mean 'blobs'?",
    ),
    "an unknown experiment": (
        ('[headless]\nexperiment = "neuron"', '[headless]\nexperiment = "neurons"'),
        "[headless]: experiment 'neurons' is unknown; did you mean 'neuron'?",
    ),
    "an unknown panel": (
        ('panels = ["boundary", "loss", "network"]', 'panels = ["boundary", "loss", "weight:neuron"]'),
        "step 'watch': panel 'weight:neuron' is unknown; did you mean 'weights:neuron'?",
    ),
    "an unknown knob of a step": (
        ('knobs = ["w1", "w2", "b"]', 'knobs = ["w1", "w2", "bb"]'),
        "step 'inside': knob 'bb' is unknown; did you mean 'b'?",
    ),
    "pointing at what is not shown": (
        ('point = ["panel:network", "panel:boundary"]', 'point = ["panel:loss"]'),
        "step 'inside': points at panel 'loss', which it does not show",
    ),
    "an unknown start": (
        ('start = "watch"', 'start = "watsh"'),
        "step 'inside': start 'watsh' is no earlier step with a run; did you mean 'watch'?",
    ),
    "a start in the future": (
        ('start = "watch"', 'start = "three"'),
        "step 'inside': start 'three' is no earlier step with a run",
    ),
    "a set outside the range": (
        ("set = { w1 = 0.0", "set = { w1 = 9.0"),
        "step 'hand': set: w1 = 9.0 is outside its range -5 to 5",
    ),
    "a set of no choice": (
        ('set = { points = "corners" }', 'set = { points = "corner" }'),
        "step 'corners': set: points = 'corner' is none of its choices; did you mean 'corners'?",
    ),
    "an unknown set": (
        ("solution = { w1", "solution = { w9"),
        "step 'hand': solution: knob 'w9' is unknown; did you mean 'w2'?",
    ),
    "two steps of one id": (('id = "inside"', 'id = "watch"'), "step 'watch': another step has the same id"),
    "an id with a minus": (
        ('id = "inside"', 'id = "in-side"'),
        "step 'in-side': an id has small letters, digits and '_' only, and is neither 'fault' nor 'knob'",
    ),
    "a check that cannot be read": (
        ('check = "step >= 3"', 'check = "step => 3"'),
        "step 'single': check: check 'step => 3', character 6: expected a name, a number or a sign, got '='",
    ),
    "a check of an unknown value": (
        ('check = "step >= 3"', 'check = "stepp >= 3"'),
        "step 'single': check: value 'stepp' is unknown; did you mean 'step'?",
    ),
    "a check of what is only told": (
        ('check = "step >= 3"', 'check = "reached >= 3"'),
        "step 'single': check: 'reached' can be told in an explanation but not checked",
    ),
    "an explanation of an unknown step": (
        ("{watch.loss:.3f}.", "{wach.loss:.3f}."),
        "step 'hand': explanation: 'wach.loss' quotes no earlier step with a run; did you mean 'watch'?",
    ),
    "an explanation of the faulty run": (
        ("{watch.loss:.3f}.", "{fault.loss:.3f}."),
        "step 'hand': explanation: 'fault.loss' belongs to a repair step",
    ),
    "an unknown format of a number": (
        ("{accuracy@0:%}", "{accuracy@0:%%}"),
        "step 'watch': explanation: template '{accuracy@0:%%}': format '%%' is unknown; known are .2f, .1e, %, n and 1/n",
    ),
    "a page outside": (
        ('page = "02-inside.md"', 'page = "../../02-inside.md"'),
        "file '../../02-inside.md' is not inside the lesson folder",
    ),
    "code that is missing": (
        ('file = "code/neuron.py"', 'file = "code/neurn.py"'),
        "step 'write': code: file 'code/neurn.py' is missing in the lesson folder",
    ),
    "code outside": (
        ('file = "code/neuron.py"', 'file = "/etc/passwd"'),
        "step 'write': code: file '/etc/passwd' is not inside the lesson folder",
    ),
    "a plug that is none": (
        ('plug = "neuron.forward"', 'plug = "neuron.sideways"'),
        "step 'write': code: plug 'neuron.sideways' must be one of 'LAYER.forward', 'LAYER.backward', 'layers.init', "
        "'layers.dense', 'layers.activation', 'layers.softmax', 'layers.dropout', 'layers.batchnorm', 'loss', "
        "'optimiser', 'schedule'",
    ),
    "a plug for layers that are not there": (
        ('plug = "neuron.forward"', 'plug = "layers.dropout"'),
        "step 'write': code: plug 'layers.dropout': experiment 'neuron' has no layer where it could stand",
    ),
    "edges that fall": (
        ("edges = [0.0, 0.6, 0.9, 1.0]", "edges = [0.0, 0.9, 0.6, 1.0]"),
        "step 'corners', question 'right': 'edges' must be at least three rising numbers",
    ),
    "a curve that is none": (
        ("curve = [[0, 1.1], [40, 0.6]", "curve = [[0, 1.1, 2], [40, 0.6]"),
        "step 'corners', question 'curve', choice 'zero': 'curve' must be a list of pairs of numbers, not of [0, 1.1, 2]",
    ),
    "an unknown demo": (
        ('plays = "watch"', 'plays = "wach"'),
        "[demo]: plays: step 'wach' is unknown; did you mean 'watch'?",
    ),
    "no goals": (
        ("[[headless.goals]]", "[[headless.goal]]"),
        "[headless]: key 'goal' is unknown; did you mean 'goals'?",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_one_sentence(what: str, tmp_path: Path) -> None:
    change, sentence = MISTAKES[what]
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", change)
    with pytest.raises(LessonError) as caught:
        read(folder)
    assert str(caught.value) == f"lesson 'neuron': {sentence}"


MISTAKES_IN_INIT = {
    "a layer beyond the greatest depth": (
        ('kept = "signal[h20]', 'kept = "signal[h31]'),
        "measure 'kept': layer 'h31' is unknown; did you mean 'h3'?",
    ),
    "a value that needs a layer": (
        ('kept = "signal[h20]', 'kept = "signal'),
        "measure 'kept': 'signal' needs a layer, as in 'signal[h1]'",
    ),
    "a measure of a later one": (
        ('kept = "signal[h20]', 'kept = "spread * signal[h20]'),
        "measure 'kept': uses 'spread', which must stand above it",
    ),
    "a measure called like a value": (
        ("per_layer = ", "loss = "),
        "measure 'loss' has the name of a value that already exists",
    ),
    "too deep": (
        ("range = [1, 30]", "range = [1, 65]"),
        "experiment 'deep', layer 'h': repeat may be at most 64, not 65",
    ),
    "a choice that is no init": (
        ('"glorot", "he"]', '"glorot", "her"]'),
        "experiment 'deep', layer 'h': init: choice of knob 'init' 'her' is unknown; did you mean 'he'?",
    ),
    "a mend of no knob": (
        ('{ init = "he" }]', '{ inid = "he" }]'),
        "step 'copies': mends: knob 'inid' is unknown; did you mean 'init'?",
    ),
    "a histogram without layer": (
        ('"histogram:h20"', '"histogram"'),
        "step 'rule': panel 'histogram' is unknown; did you mean 'histogram:h9'?",
    ),
    "a quoted layer that is not there": (
        ("{fault.distinct[h2]}", "{fault.distinct[g2]}"),
        "step 'copies': explanation: layer 'g2' is unknown; did you mean 'h2'?",
    ),
}


@pytest.mark.parametrize("what", MISTAKES_IN_INIT)
def test_a_mistake_in_the_deep_lesson(what: str, tmp_path: Path) -> None:
    change, sentence = MISTAKES_IN_INIT[what]
    with pytest.raises(LessonError) as caught:
        read(sample.copied(tmp_path, sample.INIT, "lesson.toml", change))
    message = str(caught.value)
    if "did you mean 'h" in sentence:  # any near layer is a fair guess
        message, sentence = (text.rsplit(";", 1)[0] for text in (message, sentence))
    assert message.removeprefix("lesson 'init': ") == sentence.removeprefix("lesson 'init': ")


def test_a_syntax_error_names_the_line(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", ("minutes = 12", "minutes = = 12"))
    with pytest.raises(LessonError, match=r"^lesson '1-01-neuron': lesson.toml is not valid TOML: .*line 6"):
        read(folder)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"lesson folder '.*nowhere' does not exist"):
        read(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(LessonError, match=r"lesson 'empty': file 'lesson.toml' is missing in "):
        read(tmp_path / "empty")
    folder = sample.copied(tmp_path)
    (folder / "03-hand.md").unlink()
    with pytest.raises(LessonError, match=r"lesson 'neuron': file '03-hand.md' is missing in "):
        read(folder)


def test_broken_bytes(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path)
    (folder / "03-hand.md").write_bytes(b"# Hand\n\nbroken \xff here\n")
    with pytest.raises(LessonError, match=r"lesson 'neuron': file '03-hand.md', line 3: this is not UTF-8 text"):
        read(folder)
    (folder / "03-hand.md").write_bytes(b"# Hand\n" + b"x" * (1 << 20))
    with pytest.raises(LessonError, match="larger than 1 MiB"):
        read(folder)
    (folder / "lesson.toml").write_text("a = " + "[" * 5000, "utf-8")
    with pytest.raises(LessonError, match="nests too deep"):
        read(folder)


def test_terms_are_checked_too(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "terms.toml", ('short = "How wrong', 'shrt = "How wrong'))
    with pytest.raises(
        LessonError, match=r"lesson 'neuron': terms.toml, term 'loss': key 'short' is missing; is 'shrt'"
    ):
        read(folder)


def test_a_page_behind_a_link_is_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n", "utf-8")
    folder = sample.copied(tmp_path)
    (folder / "03-hand.md").unlink()
    (folder / "03-hand.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(LessonError, match="is not inside the lesson folder"):
        read(folder)


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_a_pipe_or_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = sample.copied(tmp_path)
    (folder / "terms.toml").unlink(missing_ok=True)
    make(folder / "terms.toml")
    with pytest.raises(LessonError, match=r"file 'terms.toml' is not an ordinary file"):
        read(folder)
