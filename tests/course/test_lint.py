"""One test per kind of mistake that `tuidl lesson check` finds by reading."""

# ruff: noqa: E501

from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course.lint import across, lint
from tuidl.course.load import read

N, D, T = sample.NEURON, sample.INIT, "lesson.toml"
LONG = "word " * 130


def texts(folder: Path) -> list[str]:
    return [f"{finding.file}: {finding.text}" for finding in lint(folder)[1]]


@pytest.mark.parametrize("folder", [N, D])
def test_the_model_lessons_are_clean(folder: Path) -> None:
    lesson, findings = lint(folder)
    assert lesson is not None
    assert findings == ()


MISTAKES: dict[str, tuple[Path, str, tuple[tuple[str, str], ...], list[str]]] = {
    "title": (N, T, (('title = "One neuron"', f'title = "{"x" * 29}"'),), ["title has 29 characters; at most 28"]),
    "objectives": (
        N,
        T,
        (('  "say how one step of learning changes a weight",\n  "write a neuron in Python and train with it",\n  "say why one neuron cannot learn XOR",\n', ""),),
        ["there are 2 objectives; 3 to 6 are wanted"],
    ),
    "number": (N, T, (('number = "1.1"', 'number = "1.2"'),), [
        "the folder is called '1-01-neuron', but number and id make it '1-02-neuron'",
        'number "1.2" is not the place on the course map, "1.1"',
    ]),
    "needs": (N, T, (("needs = []", 'needs = ["lesson-mpl"]'),), ["needs: lesson 'lesson-mpl' is on no course map; did you mean 'mlp'?"]),
    "next": (N, T, (('next = "lesson-mlp"', 'next = "lesson-zzqqxx"'),), ["next: lesson 'lesson-zzqqxx' is on no course map"]),
    "demo": (N, T, (('plays = "watch"', 'plays = "corners"'),), ["[demo]: plays: step 'corners' is a predict step, and its recording would give the answer away"]),
    "knob off its stops": (N, T, (("default = 0.1", "default = 0.2"),), ["knob 'rate': default 0.2 is on no stop"]),
    "knob off its steps": (N, T, (("default = -1.5", "default = -1.6"),), ["knob 'w1': default -1.6 is on no stop"]),
    "knob of nothing": (N, T, (('rate = { knob = "rate" }', "rate = 0.1"),), ["knob 'rate': nothing refers to it, so turning it does nothing"]),
    "page number": (N, T, (('page = "02-inside.md"', 'page = "03-hand.md"'),), [
        "step 'inside': page '03-hand.md' must be called '02-SLUG.md', as step 2",
    ]),
    "task": (N, T, (('task = "Three questions."', f'task = "{"x" * 69}"'),), ["step 'quiz': task has 69 characters; at most 68"]),
    "no panel": (N, T, (('panels = ["network", "boundary"]\npoint = ["panel:network", "panel:boundary"]', "panels = []"),), ["step 'inside': shows no panel"]),
    "five panels": (D, T, (('panels = ["signal", "gradients", "loss", "boundary"]\npoint = ["knob:scale"', 'panels = ["signal", "gradients", "loss", "boundary", "layers"]\npoint = ["knob:scale"'),), ["step 'scale': panels: there are 5; at most 4"]),
    "a panel twice": (N, T, (('panels = ["boundary", "loss", "network"]', 'panels = ["boundary", "loss", "loss"]'),), ["step 'watch': panels: 'loss' stands there twice"]),
    "set off its stops": (D, T, (("scale = 0.05 }\nsteps", "scale = 0.06 }\nsteps"),), ["step 'silence': set: scale = 0.06 is on no stop of that knob"]),
    "solution of a hidden knob": (D, T, (("solution = { scale = 0.25 }", "solution = { width = 64 }"),), ["step 'scale': solution: knob 'width' is not among those the step shows"]),
    "hints": (N, T, (('  "Each press of . is one step on all 200 points.",\n', ""),), ["step 'single': hints: there are 2; a run step has exactly three"]),
    "hints of a quiz": (N, T, (('task = "Three questions."', 'task = "Three questions."\nhints = ["a", "b", "c"]'),), ["step 'quiz': hints: there are 3; a quiz step has none"]),
    "last explanation": (N, T, (('say = "Your function made', 'when = "loss < 1"\nsay = "Your function made'),), ["step 'write': explanation 1 is the last and must have no 'when'"]),
    "hidden explanation": (N, T, (('when = "accuracy < 1"\n', ""),), ["step 'watch': explanation 1 has no 'when', so those after it are never shown"]),
    "long explanation": (N, T, (('say = "Your function made', f'say = "{LONG}'),), ["step 'write': explanation 1 has 154 words; at most 75"]),
    "chips in an explanation": (N, T, (('say = "Your function made', 'say = "[[panel:loss]] **made**'),), [
        "step 'write': explanation 1 has a chip; explanations are plain sentences",
        "step 'write': explanation 1 has bold; explanations are plain sentences",
    ]),
    "no check": (N, T, (('check = "step >= 3"\n', ""),), ["step 'single': a run step needs check"]),
    "a check of a quiz": (N, T, (('task = "Three questions."', 'task = "Three questions."\ncheck = "step > 1"'),), ["step 'quiz': check belongs to run, tune, code and repair steps, not to quiz"]),
    "no score": (D, T, (('score = "val_accuracy"\n', ""),), ["step 'scale': a tune step needs score"]),
    "no solution": (D, T, (("solution = { scale = 0.25 }\n", ""),), ["step 'scale': a tune step needs solution"]),
    "best in a read": (N, T, (('task = "Move the cursor', 'best = ["watch"]\ntask = "Move the cursor'),), ["step 'inside': best belongs to recap steps, not to read"]),
    "single in a tune": (N, T, (('score = "accuracy"', 'mode = "single"\nscore = "accuracy"'),), ["step 'hand': mode = \"single\" belongs to run steps, not to tune"]),
    "none expected": (N, T, (('note = "no better than a coin"', 'note = "no better"\ntempting = "x"'),), ["step 'corners': question 'curve': one choice, the expected one, has no 'tempting'; here 0 have none"]),
    "no when": (N, T, (('when = "loss < 0.2"\n', ""),), ["step 'corners': question 'curve': choice 'zero' has no 'when': no run could make it right"]),
    "a curve that turns back": (N, T, (("[40, 0.6], [100, 0.25]", "[100, 0.6], [40, 0.25]"),), ["step 'corners': question 'curve': choice 'zero' needs a 'curve' of at least two points with rising steps"]),
    "choices of one id": (N, T, (('id = "half"', 'id = "zero"'),), ["step 'corners': question 'curve': two choices are called 'zero'"]),
    "two right": (N, T, (('"It moves outwards", tempting = "A', '"It moves outwards", right = true, tempting = "A'),), [
        "step 'quiz': question 1: exactly one choice is right; here 2 are",
        "step 'quiz': question 1: choice 'It moves outwards' is right and needs no 'tempting'",
    ]),
    "no tempting": (N, T, (('{ label = "It turns", tempting = "The line turns when w₁ and w₂ change against each other. Here their ratio stayed the same." }', '{ label = "It turns" }'),), ["step 'quiz': question 1: choice 'It turns' is wrong and does not say why it is 'tempting'"]),
    "a fault that is not set": (D, T, (('fault = { init = "constant" }', 'fault = { init = "zeros" }'),), ["step 'copies': fault must be part of 'set': the step has to open with it"]),
    "a decoy that is hidden": (D, T, (("{ width = 8 }", "{ depth = 8 }"),), ["step 'copies': decoys: knob 'depth' is not among those the step shows"]),
    "no decoys": (D, T, (("decoys = [{ rate = 0.05 }", "decoys = []\n#"),), ["step 'copies': there are no decoys"]),
    "a banned word": (N, T, (('"Press space once and wait', '"Simply press space once and wait'),), ["step 'watch': hint 3 has the word 'Simply', which helps nobody who does not see it"]),
    "an exclamation mark": (N, T, (('task = "Three questions."', 'task = "Three questions!"'),), ["step 'quiz': task has an exclamation mark"]),
    "a hyphen for a minus": (N, T, (("w₂ = −1.5, b = 0.", "w₂ = -1.5, b = 0."),), ["step 'hand': hint 3 has '-1' with a hyphen; the minus is −"]),
    "page title": (N, "01-watch.md", (("# Watch one neuron learn", "# " + "x" * 33),), ["title has 33 characters; at most 32"]),
    "page words": (N, "01-watch.md", (("Press [[key:space]]", LONG + "Press [[key:space]]"),), ["the page has 214 words; at most 120"]),
    "page list": (N, "01-watch.md", (("Press [[key:space]]", "- Press [[key:space]]"),), ["has a list, which only a recap may have"]),
    "page formula": (N, "02-inside.md", (("    p = 1 /", "    p = 1 + 2 + 3 + 4 + 5 + 6 + 7 /"),), ["formula 'p = 1 + 2 + 3 + 4 + 5 + 6 + 7 / (1 + e⁻ᶻ)' is 41 columns wide; at most 28"]),
    "page chip": (N, "01-watch.md", (("[[panel:boundary]]", "[[panel:boundry]]"),), ["points at panel 'boundry', which this step does not show; did you mean 'boundary'?"]),
    "page knob": (N, "01-watch.md", (("[[panel:boundary]]", "[[knob:rate]]"),), ["points at knob 'rate', which this step does not show"]),
    "page key": (N, "01-watch.md", (("[[key:space]]", "[[key:spce]]"),), ["points at key 'spce', which is no key; did you mean 'space'?"]),
    "bold without term": (N, "01-watch.md", (("the line turn", "the **line** turn"),), ["'line' is bold, but has no entry in terms.toml"]),
    "bold on another page": (N, "03-hand.md", (("the neuron has no", "the **neuron** has no"),), ["'neuron' is bold, but terms.toml introduces it on page '01-watch.md'"]),
    "bold twice": (N, "01-watch.md", (("the line turn", "the **neuron** turn"),), ["'neuron' is bold more than once"]),
    "broken page": (N, "01-watch.md", (("**neuron**", "**neuron"),), ["'**' is opened and not closed"]),
    "page prose": (N, "01-watch.md", (("the line turn.", "the line turn!"),), ["the page has an exclamation mark"]),
    "long term": (N, "terms.toml", (('short = "The slope', f'short = "{"word " * 20}The slope'),), ["term 'gradient': short has 35 words; at most 20"]),
    "term not bold": (N, "terms.toml", (("[gradient]", "[slope]"),), ["term 'slope': page '04-learning.md' does not introduce it in bold"]),
    "term of no page": (N, "terms.toml", (('page = "09-recap.md"', 'page = "09-recp.md"'),), ["term 'logistic regression': page '09-recp.md' is shown by no step; did you mean '09-recap.md'?"]),
    "stub is no Python": (N, "code/neuron.py", (("def neuron", "def def neuron"),), ["is no Python: invalid syntax"]),
    "stub without arrows": (N, "code/neuron.py", (("# <- the weighted", "# the weighted"), ("# <- the sigmoid", "# the sigmoid")), ["no line carries '<-', so a learner cannot see which lines to write"]),
    "no function": (N, "code/neuron.py", (("def neuron", "def neurone"),), ["has no function 'neuron'"]),
    "other arguments": (N, "code/neuron.py", (("w1: float, w2: float", "w2: float, w1: float"),), ["'neuron' does not have the stub's arguments"]),
    "other docstring": (N, "code/neuron.py", (("How sure the neuron", "How sure one neuron"),), ["'neuron' does not have the stub's docstring"]),
    "tests without cases": (N, "code/neuron_tests.py", (("def cases", "def case"),), ["does not give 'cases'"]),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_kind_of_mistake(what: str, tmp_path: Path) -> None:
    source, file, changes, expected = MISTAKES[what]
    folder = sample.copied(tmp_path, source, file, *changes)
    found = [finding.text for finding in lint(folder)[1]]
    for sentence in expected:
        assert sentence in found
    if file == T:
        assert all(
            finding.file != file or "step" in finding.text or finding.text in expected for finding in lint(folder)[1]
        )


def test_references_are_findings_and_all_are_listed(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path,
        N,
        T,
        ('panels = ["boundary", "loss", "network"]', 'panels = ["boundary", "los"]'),
        ('check = "step >= 3"', 'check = "stepp >= 3"'),
    )
    found = texts(folder)
    assert "lesson.toml: step 'watch': panel 'los' is unknown; did you mean 'loss'?" in found
    assert "lesson.toml: step 'single': check: value 'stepp' is unknown; did you mean 'step'?" in found


def test_a_panel_of_a_layer_that_has_nothing_to_show_in_it(tmp_path: Path) -> None:
    change = ('panels = ["boundary", "loss", "network"]', 'panels = ["boundary", "gates:neuron"]')
    said = (
        "panel 'gates:neuron' shows nothing: 'neuron' is of type dense, and lstm or gru is needed; choose another panel"
    )
    assert f"lesson.toml: step 'watch': {said}" in texts(sample.copied(tmp_path, N, T, change))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (T, "minutes = 12", "minutes = ", "minutes = "),  # TOML says it
        (T, "minutes = 12", 'minutes = "x"', 'minutes = "x"'),
        (T, "needs = []", 'needs = ["lesson-mpl"]', 'needs = ["lesson-mpl"]'),
        (T, 'type = "dense"', 'type = "dens"', 'type = "dens"'),
        (T, 'loss = "binary-cross-entropy"', 'loss = "cross"', 'loss = "cross"'),
        (T, 'data = { knob = "points" }', 'data = "nix"', 'data = "nix"'),
        (T, 'source = "xor"', 'source = "xr"', 'source = "xr"'),
        (T, 'kind = "read"', 'kind = "raed"', 'kind = "raed"'),
        (
            T,
            'panels = ["network", "boundary"]\n',
            'panels = ["netwrk", "boundary"]\n',
            'panels = ["netwrk", "boundary"]',
        ),
        (T, 'start = "watch"                      #', 'start = "wotch" #', 'start = "wotch"'),
        (T, "set = { w1 = 0.0, w2", "set = { w1 = 99.0, w2", "set = { w1 = 99.0"),
        (T, "solution = { w1 = 3.0", 'solution = { w1 = "x"', 'solution = { w1 = "x"'),
        (T, 'check = "step >= 3"', 'check = "stepp >= 3"', 'check = "stepp >= 3"'),
        (T, 'task = "Take three single steps with the . key."\n', "", 'id = "single"'),
        (T, 'page = "02-inside.md"', 'page = "02-nix.md"', 'page = "02-nix.md"'),
        ("02-inside.md", "**bias**", "**bias", "**bias"),
        ("02-inside.md", "**bias**", "**nix**", "**nix**"),
        ("code/neuron.py", "def neuron(", "def neuron((", "def neuron(("),
    ],
)
def test_the_line_is_named(file: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, N, file, (old, new))
    finding = next(one for one in lint(folder)[1] if one.file == file)
    assert said in (folder / file).read_text().splitlines()[finding.line - 1]
    assert str(finding).startswith(f"{file}:{finding.line}: ")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("02-inside.md", "file '02-inside.md' is a link that leads to itself"),
        ("code/neuron.py", "step 'write': code: file 'code/neuron.py' is a link that leads to itself"),
    ],
)
def test_a_link_that_leads_to_itself(file: str, text: str, tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, N, T)
    (folder / file).unlink()
    (folder / file).symlink_to(folder / file)
    found = lint(folder)[1]
    assert [one.text for one in found if "link" in one.text or "links" in one.text] == [text]


def test_code_that_is_no_text(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, N, T)
    (folder / "code" / "neuron.py").write_bytes(b"# fine\n\xff\n")
    assert "code/neuron.py:2: this is not UTF-8 text" in [str(one) for one in lint(folder)[1]]


def test_needs_that_go_round(tmp_path: Path) -> None:
    first = read(sample.copied(tmp_path / "a", N, T, ("needs = []", 'needs = ["lesson-init"]')))
    second = read(sample.copied(tmp_path / "b", D, T, ("needs = [", 'needs = ["lesson-neuron", ')))
    found = [str(one) for one in across([first, second])]
    assert (
        "1-01-neuron/lesson.toml: needs: lesson-neuron needs lesson-init needs lesson-neuron: no learner could begin"
        in found
    )
    assert not [one for one in across([read(N), read(D)]) if "needs" in one.text]


def test_a_folder_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, N, T, ("minutes = 12", "minutes = "))
    lesson, findings = lint(folder)
    assert lesson is None
    assert len(findings) == 1
    assert "is not valid TOML" in findings[0].text


def test_a_page_nobody_shows(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path)
    (folder / "10-more.md").write_text("# More\n")
    assert texts(folder) == ["10-more.md: no step shows this page"]


def test_four_new_terms(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, N, "02-inside.md", ("no idea", "no **idea**"))
    sample.copied(tmp_path, N, "terms.toml", ("[XOR]", '[idea]\nshort = "A thought."\npage = "02-inside.md"\n[XOR]'))
    assert texts(folder) == ["02-inside.md: has 4 new terms; at most 3"]


def test_the_solution_as_stub(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path)
    (folder / "code/neuron.py").write_text((folder / "code/neuron_solution.py").read_text() + "# <-\n")
    assert texts(folder) == ["code/neuron.py: is the solution itself"]


def test_no_explanation_at_all(tmp_path: Path) -> None:
    text = (D / T).read_text("utf-8")
    start = text.index('[[step.explain]]\nsay = "With scale')
    folder = sample.copied(tmp_path, D, T, (text[start : text.index("[[step]]", start)], ""))
    assert texts(folder) == ["lesson.toml: step 'scale': there is no [[step.explain]]"]


def test_three_questions_and_two_expected_answers(tmp_path: Path) -> None:
    extra = '[[step.ask]]\nid = "x"\nkind = "band"\ntext = "How many?"\nvalue = "accuracy"\nedges = [0, 0.5, 1]\n'
    old = '[[step.explain]]\nwhen = "loss >= 0.6 and loss < 0.8"'
    tempting = (
        'tempting = "It worked on two clouds. But a border that is one straight line can never part these corners."\n'
    )
    folder = sample.copied(tmp_path, N, T, (old, extra + old), (tempting, ""))
    assert texts(folder) == [
        "lesson.toml: step 'corners': there are 3 questions; one or two",
        "lesson.toml: step 'corners': question 'curve': one choice, the expected one, has no 'tempting'; here 2 have none",
    ]


def test_a_repair_for_two_reasons_and_a_suspect_nobody_tried(tmp_path: Path) -> None:
    two = ('fault = { init = "constant" }', 'fault = { init = "constant", rate = 0.2 }')
    untried = ("{ width = 8 }, { width = 64 }, ", "")
    assert texts(sample.copied(tmp_path, D, T, two, untried)) == [
        "lesson.toml: step 'copies': fault: init and rate are two; a repair step fails for one reason, so for one knob",
        "lesson.toml: step 'copies': knob 'width' is shown, and neither mends nor decoys say what turning it does",
    ]


def test_stars_that_would_be_seen(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path,
        N,
        "01-watch.md",
        ("At the start it knows nothing.", "At the start it knows *nothing*, and 2 * 3 * 4 is 24."),
    )
    assert texts(folder) == ["01-watch.md: has '*nothing*', and pages know no italics; the stars would be seen"]


def test_between_lessons(tmp_path: Path) -> None:
    assert list(across([read(N), read(D)])) == []
    double = sample.copied(tmp_path, D, "terms.toml", ("[spread]", "[weight]"))
    assert [str(found) for found in across([read(N), read(D), read(double)])][0:2] == [
        "1-09-init/lesson.toml: id 'lesson-init' is that of 1-09-init too",
        "1-09-init/terms.toml: term 'weight' is introduced by lesson-neuron already",
    ]
