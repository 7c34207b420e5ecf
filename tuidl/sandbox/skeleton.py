"""A lesson to begin with: a sandbox, five steps about it, and comments that say what to change."""

import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from tuidl.course import library, outline
from tuidl.course.spec import Ask, Choice, Explanation, Goal, Lesson, QuizChoice, QuizItem, Step
from tuidl.errors import LessonError, UsageError
from tuidl.language import later, tr
from tuidl.sandbox.description import NET, Sandbox
from tuidl.sandbox.dials import SLOW
from tuidl.sandbox.facts import DataFacts
from tuidl.sandbox.lesson import Head, lesson
from tuidl.sandbox.toml import toml

PART = 8  # of the map: those of the course are 1 to 7
MOST = 99  # places in a part
TITLE = 28  # characters
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

PAGES = {
    "01-watch.md": """# Watch it learn

Say in two or three sentences what is to be seen, and where to look: at [[panel:{panel}]]. A **new term** is bold
where it is introduced, and has an entry in `terms.toml`.

Press [[key:space]].
""",
    "02-small.md": """# Smaller steps

Now take something away, and let the learner say first what will happen. Here the learning rate is a thousand times
smaller, and nothing else is changed.

Press [[key:space]]. You will be asked before it runs.
""",
    "03-mend.md": """# Your turn

Say what has to be reached, and what may be turned: [[knob:rate]]. A formula stands by itself, indented by four:

    w = w − rate · gradient

Turn the knob, press [[key:r]] for a fresh start, then [[key:space]].
""",
    "04-quiz.md": """# What did you see?

One short question, or up to three. A wrong answer costs nothing and says why it was tempting.
""",
    "05-recap.md": """# Take this with you

- What was to be seen, in one sentence.
- Why it is so, in another.
- What it leaves open: the way to the next lesson.
""",
}
TERMS = """["new term"]
short = "What it means, in at most twenty words."
page = "01-watch.md"
"""
SAME_WAY = "It does go the same way. But it has only as many steps, and each is far shorter."
SHORTER = (
    "From {loss@0:.4f} to {loss:.4f}; with the larger rate it was {watch.loss:.4f}. The steps are as many, and each is "
    "a thousand times shorter."
)
COMMENTS = {
    "head": "A lesson that works as it stands. Change it part by part: docs/writing-lessons.md leads through them,\n"
    "'tuidl lesson check FOLDER' says what is wrong, 'tuidl run FOLDER' opens it.\n\n"
    "1. The head: what lists of lessons show.",
    "data": "2. What is learned from. 'tuidl data list' names the sets, 'tuidl data info NAME' shows one.",
    "experiment": '3. What trains. A plain number cannot be turned; { knob = "NAME" } in its place makes it a knob.',
    "layers": 'The layers, in order. units = "classes" makes as many as the data have.',
    "knobs": "4. What may be turned. A step shows those it names, at most four; take out what you do not need.",
    "headless": "5. What 'tuidl run FOLDER --headless' has to reach, with every knob at its default.",
    "step watch": "6. First something that works. 'check' says when the task is met, for example:\n"
    'check = "accuracy >= 0.95 within 400 steps"',
    "step small": "7. Then something that fails, and a prediction of it. Each 'when' says which run makes it right;\n"
    "each answer but the expected one has a 'tempting': the sound idea behind it, taken one step too far.",
    "step mend": "8. Then the learner's turn: it fails as it opens ('set') and passes with the 'solution'.",
    "step quiz": "9. One to three questions. Steps of the kinds read, code and repair are in docs/writing-lessons.md.",
    "step recap": "10. Last what to remember. Only here a page may have a list.",
    "end": "\n11. What plays until the learner presses run. Take the marks away, then 'tuidl lesson record FOLDER'.\n"
    '[demo]\nplays = "watch"\npicture = "watch"',
}


def checked(name: str) -> str:
    """The slug of a lesson called so (``lesson-`` before it does not count). UsageError for a name that makes none."""
    slug = name.removeprefix("lesson-")
    if not NAME.fullmatch(slug) or len(slug) > TITLE:
        raise UsageError(
            tr(
                "a lesson cannot be called {name!r}: take up to {most} of a-z, 0-9 and -, beginning with a letter",
                name=name[:40],
                most=TITLE,
            )
        )
    if slug in outline.entries():
        raise UsageError(tr("'{name}' is the name of a lesson of the course; take another", name=slug))
    return slug


def free(place: Path) -> str:
    """A number that no lesson has, neither in this folder nor among those that can be found: ``8.3``."""
    taken = {card.number for card in library.cards()}
    if place.is_dir():
        found = (re.fullmatch(rf"{PART}-(\d\d)-.*", path.name) for path in place.iterdir())
        taken |= {f"{PART}.{int(match[1])}" for match in found if match}
    number = next((n for n in range(1, MOST + 1) if f"{PART}.{n}" not in taken), None)
    if number is None:
        first, last = f"{PART}.1", f"{PART}.{MOST}"
        raise UsageError(tr("all numbers {first} to {last} are taken; choose another folder", first=first, last=last))
    return f"{PART}.{number}"


def skeleton(sandbox: Sandbox, data: DataFacts, slug: str, number: str) -> Lesson:
    """The lesson, trained exactly as the sandbox is."""
    words = slug.replace("-", " ")
    head = Head(
        id=f"lesson-{slug}",
        number=number,
        title=words[:1].upper() + words[1:],
        promise="One sentence: what one will see, or be able to do.",
        minutes=10,
        objectives=("say what ...", "predict what ...", "choose a learning rate that is large enough"),
    )
    made = lesson(sandbox, data, head=head)
    panels = made.steps[0].panels
    rate = made.knobs["rate"]
    small = min(rate.stops, key=lambda stop: abs(stop - sandbox.rate / SLOW))
    return replace(
        made,
        goals=(Goal("the loss falls to nine tenths of what it was, or lower", "loss <= 0.9 * loss@0"),),
        steps=_steps(panels, sandbox, small),
        pages={name: text.format(panel=panels[0]) for name, text in PAGES.items()},
    )


def _steps(panels: tuple[str, ...], sandbox: Sandbox, small: float) -> tuple[Step, ...]:
    """One of each kind that most lessons have."""
    first = f"panel:{panels[0]}"
    learned = "(loss@0 - watch.loss)"
    far, near = f"loss > watch.loss + 0.5 * {learned}", f"loss <= watch.loss + 0.5 * {learned}"
    watch = Step(
        "watch", "run", "01-watch.md", "Press space. Watch the loss fall.", NET, panels, (first,),
        check=f"step >= {sandbox.steps}",
        hints=("Where to look.", "Which idea, in words.", "Press space and wait until it ends."),
        explain=_said("The loss was {loss@0:.4f} at first, and {loss:.4f} after {step} steps. Say what that means."),
    )  # fmt: skip
    predict = Step(
        "small", "predict", "02-small.md", "Say what will happen, then watch.", NET, panels, (first,),
        set={"rate": small},
        hints=("Where to look.", "Which idea, in words.", "As far as you can go without giving it away."),
        ask=(Ask("far", "choice", "How far does it come, in as many steps?", choices=(
            Choice("less", "not half as far", when=far),
            Choice("more", "at least half as far", when=near, tempting=SAME_WAY),
        )),),
        explain=_said(SHORTER),
    )  # fmt: skip
    tune = Step(
        "mend", "tune", "03-mend.md", "Bring the loss down as far as at first.", NET, panels, ("knob:rate", first),
        knobs=("rate",), set={"rate": small}, score="loss", solution={"rate": sandbox.rate},
        check=f"loss <= watch.loss + 0.1 * {learned} within {sandbox.steps} steps",
        hints=("Where to look.", "Which idea, in words.", f"Set rate to {sandbox.rate:g}, press r, then space."),
        explain=_said("At step {reached}, with rate {knob.rate}. Say why that was enough."),
    )  # fmt: skip
    quiz = Step(
        "quiz", "quiz", "04-quiz.md", "One question.", NET, panels, knobs=("rate",), start="watch",
        item=(QuizItem("What does the learning rate decide?", (
            QuizChoice("How far each step goes", right=True),
            QuizChoice("In which direction a step goes", tempting="That is the gradient's part."),
            QuizChoice("How many steps there are", tempting="Small steps need more of them, but get no more."),
        ), "A step is the gradient times the rate: the gradient has the direction, the rate the length."),),
    )  # fmt: skip
    recap = Step(
        "recap", "recap", "05-recap.md", "Take this with you.", NET, panels, start="watch", best=("mend",)
    )  # fmt: skip
    return watch, predict, tune, quiz, recap


def _said(text: str) -> tuple[Explanation, ...]:
    return (Explanation(text),)


def files(made: Lesson) -> dict[str, str]:
    """Everything in its folder, by name."""
    return {"lesson.toml": toml(made, COMMENTS), "terms.toml": TERMS, **made.pages}


def save(sandbox: Sandbox, data: DataFacts, name: str, place: Path) -> Path:
    """Write the lesson into a new folder in ``place``; the folder.

    UsageError for a name that cannot be used, or a lesson that is there already: nothing is ever written over.
    LessonError where it cannot be written.
    """
    slug = checked(name)
    here = sorted(path for path in place.glob(f"*-{slug}") if re.fullmatch(rf"\d+-\d\d-{slug}", path.name))
    if here:
        told = later("there is a lesson '{name}' already, {path}; take another name, or move that one away")
        raise UsageError(tr(told, name=slug, path=here[0]))
    if any(card.slug == slug for card in library.cards()):
        raise UsageError(tr("there is a lesson '{name}' already; take another name", name=slug))
    made = skeleton(sandbox, data, slug, free(place))
    part, _, number = made.number.partition(".")
    folder = place / f"{part}-{int(number):02d}-{slug}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=place, prefix=f".{slug}-"))
        try:
            for file, text in files(made).items():
                (fresh / file).write_text(text, encoding="utf-8")
            fresh.chmod(0o755)
            fresh.rename(folder)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        reason = error.strerror or error
        raise LessonError(tr("{path} cannot be written: {reason}", path=folder, reason=reason)) from None
    return folder
