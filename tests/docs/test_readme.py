"""Whatever README tells people to type: it is typed here."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.data.conftest import write_pair
from tests.docs import markdown
from tests.docs.conftest import Shell
from tuidl import paths
from tuidl.course import library
from tuidl.errors import Exit
from tuidl.sandbox.code import Shared, code
from tuidl.sandbox.description import start

README = markdown.read("README.md")
INSTALLS = ("pip install .", "pipx install .", "uv tool install .")  # built and used in the wheel section of .ci/run
BLOCKS = [
    fence for fence in markdown.fences(README, "sh") if "tuidl run" in fence.text or "tuidl sandbox" in fence.text
]
INLINE = [word for word in markdown.words(markdown.prose(README)) if re.match(r"tuidl( |$)", word)]


def digits(place: Path) -> Path:
    """A folder as MNIST comes, only smaller."""
    write_pair(place, "train-", n=64, side=28)
    write_pair(place, "t10k-", n=32, side=28)
    return place


def table(place: Path) -> Path:
    path = place / "mine.csv"
    path.write_text("width,height,kind\n" + "".join(f"{k},{k % 5},{'ab'[k % 2]}\n" for k in range(20)))
    return path


def test_every_line_to_type_is_known() -> None:
    for fence in markdown.fences(README, "sh"):
        for line in fence.lines:
            assert line in INSTALLS or line.split()[0] in ("git", "make", "tuidl"), line
    assert set(INSTALLS) <= {line for fence in markdown.fences(README, "sh") for line in fence.lines}


def test_the_lessons_in_the_table_are_there() -> None:
    listed = [markdown.words(row[0])[0] for row in markdown.rows(README, "lesson")]
    cards = {card.id: card for card in library.cards()}
    assert listed == sorted(listed, key=lambda name: [int(part) for part in cards[name].number.split(".")])
    for row in markdown.rows(README, "lesson"):
        assert row[0].endswith(f"` {cards[markdown.words(row[0])[0]].title}")


@pytest.mark.parametrize("fence", BLOCKS, ids=lambda fence: fence.lines[0])
def test_in_the_shell(fence: markdown.Fence, tmp_path: Path, shell: Shell) -> None:
    done = shell(fence.text, tmp_path)
    assert done.returncode == Exit.MET, (done.stdout[-2000:], done.stderr[-2000:])
    made = {
        word for line in fence.lines for word in line.split() if re.fullmatch(r"\w+\.(npz|jsonl|svg)|8-01-.*", word)
    }
    assert made == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("line", INLINE)
def test_named_in_a_sentence(line: str, tmp_path: Path, shell: Shell) -> None:
    stand_ins = {
        "DIR": digits,
        "PATH": table,
        "NAME": lambda _: "moons",
        "FILE": lambda _: paths.shipped("lessons") / "1-01-neuron" / "demo.jsonl",
        "CODE": lambda _: code(Shared(start())).lower(),
    }
    words = [str(stand_ins[word](tmp_path)) if word in stand_ins else word for word in line.split()]
    assert not [word for word in words if word.isupper()], line
    if words[:3] == ["tuidl", "data", "remove"]:  # one's own, and nobody is there to be asked
        words = ["tuidl", "data", "import", str(table(tmp_path)), "--name", "mine;", *words[:3], "mine", "--yes"]
    if words == ["tuidl", "data", "get", "mnist"]:  # it is here already, so that no test goes to the web
        words = [f"TUIDL_MNIST={digits(tmp_path)}", *words]
    done = shell(" ".join(words), tmp_path)
    assert done.returncode == Exit.MET, (done.stdout, done.stderr)


def test_a_text_of_ones_own(tmp_path: Path, shell: Shell) -> None:
    assert "`lesson-rnn` on a text file of your own" in " ".join(README.split())
    (tmp_path / "text.txt").write_text("".join(f"{a}{b}{a}\n" for a in "abcdefgh" for b in "aeiou"))
    done = shell("tuidl run lesson-rnn --headless --quick --quiet --data text.txt", tmp_path)
    assert done.returncode == Exit.MET, done.stderr


def test_pictures_of_ones_own(tmp_path: Path, shell: Shell) -> None:
    assert "or on a folder of pictures with a folder for each class" in " ".join(README.split())
    for k in range(12):
        (tmp_path / "mine" / "ab"[k % 2]).mkdir(parents=True, exist_ok=True)
        Image.new("L", (12, 12), 120 * (k % 2) + k).save(tmp_path / "mine" / "ab"[k % 2] / f"{k}.png")
    done = shell("tuidl run lesson-cnn --headless --quick --quiet --data mine", tmp_path)
    assert done.returncode in (Exit.MET, Exit.MISSED), done.stderr


@pytest.mark.parametrize("fence", markdown.fences(README, "python"))
def test_python(fence: markdown.Fence, tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "block.py"
    file.write_text(fence.text)
    done = subprocess.run(["python", file], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    assert ast.literal_eval(told)["accuracy"] > 0.9
    assert "dense_1" in done.stdout


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_make(name: str) -> None:
    text = markdown.read(name)
    typed = [line for fence in markdown.fences(text) for line in fence.lines] + markdown.words(markdown.prose(text))
    calls = {match[1].strip() for line in typed if (match := re.match(r"make((?: [a-z]+)+)", line))}
    assert calls
    for targets in calls:
        done = subprocess.run(
            ["make", "-n", *targets.split()], cwd=markdown.ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
