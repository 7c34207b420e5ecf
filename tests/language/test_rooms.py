"""Every sentence for people in these rooms goes through the catalogue; what does not is named here, with its reason."""

from pathlib import Path

import pytest

import tuidl
from tests.language.sentences import found

PACKAGE = Path(tuidl.__file__).parent
OPEN: tuple[str, ...] = ()  # rooms that are not done yet
EXEMPT = {  # files whose other texts are not said to anybody in words of the interface
    "cli/shells.py": "programs for shells",
    "course/seal.py": "SQL",
    "course/storage.py": "SQL",
    "course/lint/place.py": "patterns",
    "data/dates.py": "data: what dates end with",
    "data/family.py": "data: sentences of a corpus",
    "data/senses.py": "data: sentences of a corpus",
    "data/reviews.py": "data: sentences of a corpus",
    "kernels": "for those who write kernels",
    "program": "equations, and sentences for those who write layers",
    "sandbox/skeleton.py": "the files of a lesson to begin with: what authors write over",
    "speed/workloads.py": "names of workloads",
    "speed/torch_twins.py": "names of torch's ways",
    "train/microscope/naming.py": "equations",
    "train/microscope/spelling": "formulas, and the names of operations they are for",
}
SENTENCES = {  # and single texts
    "cli/bench.py": ("torch ms",),
    "headless/examination.py": ("demo.jsonl: {}", "recording {}"),  # a file's name; what is taken out of a sentence
    "course/expressions.py": ("contestant of '{}'",),  # places in lesson.toml, whose words are those of the format
    "course/lint/steps.py": ("question {}: {}",),
    "course/references.py": ("step '{}': code: {}", "{}: explanation: when", "{}: choice of knob '{}'"),
    "data/graphs.py": ("clique pair",),  # the name of a class
    "exercise/compiling.py": (  # what numba says
        *("reflected list", "reflected set", "format spec in f-strings", "The use of yield in a closure"),
        *("Int value is too large", "Exception object cannot be stored|exception_match", "Invalid use of getiter"),
        *("could not convert string to float", "operation: build_set|operation: build_list|operation: build_map"),
        *(r"(?:Cannot cast|unsafe cast from) (.+?) to (\w+)", r"imprecise type: DictType\[undefined"),
        *(r"\*args in function call should be a tuple", r"del found at: del (\w+)"),
    ),
    "speed/machine.py": ("{}, Python {}, numpy {}, ",),
    "train/microscope/chain.py": ("−log p",),
    "train/microscope/microscope.py": ("moment of {}", "square of {}", "average of {}"),  # names of tensors
    "train/probes/lossof.py": ("other slope",),  # the role of a curve
    "tui/panels/functions.py": ("other slope",),
    "tui/home/map.py": ("part {}",),  # names of places
    "tui/screens/home.py": ("run {}",),
    "tui/screens/milestone.py": ("tuidl progress export --format md",),
    "plain/sandbox.py": ("layer {}",),  # names of rows, in no language
    "tui/sandbox/bench.py": ("layer {}",),
    "tui/sandbox/stack.py": ("layer {}",),
    "exercise/source.py": ("your file",),  # the name of a file in a traceback
}
HARD = ("ValueError",)  # raised by what only a damaged file or a program can ask for
READ = ("nn", "train", "data", "exercise")  # but here they reach whoever wrote the lesson or built the network
DAMAGED = (  # except in these
    *("train/column.py", "train/history.py", "train/race/saved.py", "train/stopping.py", "train/timeline.py"),
    "exercise/values.py",
)


def rooms() -> list[str]:
    return sorted(
        path.name for path in PACKAGE.iterdir() if (path.is_dir() or path.suffix == ".py") and path.name[0] not in "_."
    )


@pytest.mark.parametrize("room", [room for room in rooms() if room not in OPEN])
def test_every_sentence_is_looked_up(room):
    place = PACKAGE / room
    told = []
    for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        name = path.relative_to(PACKAGE).as_posix()
        if not any(name == each or name.startswith(f"{each}/") for each in EXEMPT):
            inside = () if room in READ and name not in DAMAGED else HARD
            told += [
                f"{name}:{line}: {text!r}" for line, text in found(path, inside) if text not in SENTENCES.get(name, ())
            ]
    assert not told


@pytest.mark.parametrize("name", [*EXEMPT, *SENTENCES])
def test_what_is_exempt_is_there(name):
    assert (PACKAGE / name).exists()
