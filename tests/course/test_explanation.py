"""What is compared with a run that is not there: the rest is told, and one clause says which run is missing."""

from dataclasses import replace

import pytest

from tests.course import sample
from tuidl.course import load, quote
from tuidl.course.explanation import incomparable, told
from tuidl.course.outcome import Outcome
from tuidl.course.spec import Explanation, Lesson
from tuidl.course.values import Names

HERE = Outcome(((0, {"loss": 2.0}), (40, {"loss": 0.5})))
BEFORE = Outcome(((0, {"loss": 2.0}), (30, {"loss": 0.25})))
NEVER = "This is compared with step 1, 'Watch one neuron learn', which was never run: go back to step 1 and run it."
MAKING = "One moment: the run of step 1, 'Watch one neuron learn', is still being made, and this is compared with it."
SHORT = (
    "This is compared with step 1, 'Watch one neuron learn', whose run ended too early for that: "
    "go back to step 1 and run it to its end."
)


@pytest.fixture
def lesson() -> Lesson:
    return sample.lesson()


def said(lesson: Lesson, *explanations: Explanation | str, before: Outcome | None = None, making: bool = False) -> str:
    explain = tuple(Explanation(one) if isinstance(one, str) else one for one in explanations)
    step = replace(lesson.step("hand"), explain=explain)
    names = Names.of(lesson, HERE, {} if before is None else {"watch": before})
    return told(lesson, step, names, making)


def test_with_every_run_it_is_the_text(lesson: Lesson) -> None:
    assert said(lesson, "{loss:.2f}, and {watch.loss:.2f} there.", before=BEFORE) == "0.50, and 0.25 there."


def test_sentences_before_the_comparison_stay(lesson: Lesson) -> None:
    text = "Loss {loss:.2f} here. There it was {watch.loss:.2f}. That is why it pays."
    assert said(lesson, text) == f"Loss 0.50 here. {NEVER}"
    assert said(lesson, text, making=True) == f"Loss 0.50 here. {MAKING}"
    assert said(lesson, "{loss:.2f}, and {watch.loss:.2f} there.") == NEVER


def test_a_run_that_ended_before_what_is_quoted(lesson: Lesson) -> None:
    assert said(lesson, "{loss:.2f}. {watch.loss@100:.2f}.", before=BEFORE) == f"0.50. {SHORT}"
    assert said(lesson, "{loss:.2f}. {max(watch.val_loss):.2f}.", before=BEFORE) == f"0.50. {SHORT}"


def test_what_hangs_on_a_run_that_is_missing_is_not_guessed(lesson: Lesson) -> None:
    ahead = Explanation("You are ahead.", when="loss < watch.loss")
    assert said(lesson, ahead, "It is ahead.", before=BEFORE) == "It is ahead."
    assert said(lesson, ahead, "It is ahead.") == NEVER
    assert said(lesson, ahead, "It is ahead.", before=BEFORE, making=True) == "It is ahead."


def test_values_of_this_run_are_as_they_were(lesson: Lesson) -> None:
    assert said(lesson, "{loss@100:.2f} and {watch.loss:.2f}.", before=BEFORE) == "– and 0.25."


def test_a_faulty_run() -> None:
    lesson = sample.lesson(sample.INIT)
    names = Names.of(lesson, HERE)
    step = replace(lesson.step("copies"), explain=(Explanation("Before: {fault.loss:.2f}."),))
    assert told(lesson, step, names).startswith("This is compared with the run as this step opens, and there is none")
    assert told(lesson, step, names, making=True).startswith("One moment: the run as this step opens")


def test_predictions_that_cannot_be_judged(lesson: Lesson) -> None:
    ask = lesson.step("corners").ask[0]
    asks = (replace(ask, choices=tuple(replace(one, when="loss < watch.loss") for one in ask.choices)),)
    assert incomparable(lesson, asks, Names.of(lesson, HERE)) == NEVER
    assert incomparable(lesson, asks, Names.of(lesson, HERE, {"watch": BEFORE})) == ""
    assert incomparable(lesson, (ask,), Names.of(lesson, HERE)) == ""


def test_every_explanation_of_the_course_that_compares_ends_in_the_clause() -> None:
    found = 0
    for folder in sorted(sample.LESSONS.glob("*-*")):
        lesson = load.read(folder)
        for step in lesson.steps:
            racing = {one.name for one in lesson.experiments[step.experiment].contestants}
            for one in step.explain:
                scopes = {name.scope for name in quote.names(one.say)} - {"", "knob"} - racing
                if scopes:
                    found += 1
                    text = told(lesson, replace(step, explain=(Explanation(one.say),)), Names.of(lesson, HERE))
                    assert text.endswith(("and run it.", "open the step again.")), text
    assert found > 30
