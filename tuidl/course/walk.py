"""A learner walking through a lesson: what is met, predicted, answered and best. Nothing is drawn or stored here.

The screen opens a step, feeds every new ``RunView`` to ``observe`` and asks what to show;
``progress`` keeps ``states`` and ``step``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from tuidl.course import borrowing, check, explanation, quote, tree, vocabulary
from tuidl.course.check import parse, parse_sum
from tuidl.course.outcome import Outcome
from tuidl.course.spec import Ask, Lesson, Step
from tuidl.course.standing import Standing, TaskState, standing
from tuidl.course.state import StepState
from tuidl.course.values import Names, met_at
from tuidl.course.written import Written
from tuidl.language import later
from tuidl.race import RaceView
from tuidl.view import RunView

OVER = ("ended", "diverged")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a prediction came out. ``chosen`` and ``right`` are choice ids or band numbers; ``right`` may be empty."""

    ask: Ask
    chosen: str
    right: str
    value: float | None  # shape and band: the value that was predicted, at the end of the run
    why: str  # what made the wrong choice tempting; empty if it was right

    @property
    def hit(self) -> bool:
        """Whether the learner was right."""
        return bool(self.chosen) and self.chosen == self.right


class Walk:
    """A learner in a lesson. One step is open at a time; all calls without a step id mean that one."""

    def __init__(
        self,
        lesson: Lesson,
        states: Mapping[str, StepState] | None = None,
        at: str | None = None,
        lent: tuple[Written, ...] = (),
    ) -> None:
        self.lesson, self._lent = lesson, lent
        known = states or {}
        self.states = {step.id: known.get(step.id, StepState()) for step in lesson.steps}
        self._at = at if at in self.states else lesson.steps[0].id
        self._run = Outcome()
        self._over = False

    # ---- where ------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The open step."""
        return self.lesson.step(self._at)

    @property
    def state(self) -> StepState:
        """What was done in the open step."""
        return self.states[self._at]

    @property
    def place(self) -> int:
        """The open step's number, from 0."""
        return self.lesson.steps.index(self.step)

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return all(state.done for state in self.states.values())

    def open(self, step_id: str) -> Step:
        """Go to a step (KeyError if there is none of that id); the run shown so far is no longer looked at."""
        step = self.lesson.step(step_id)
        self._at, self._run, self._over = step_id, Outcome(), False
        self.state.opened = True
        return step

    def leave(self) -> bool:
        """The learner goes on: a step that is only read is done now. Whether that is news."""
        news = self.step.kind in ("read", "recap") and not self.state.done
        self.state.done = self.state.done or news
        return news

    def next(self) -> str | None:
        """The id of the step after the open one; None at the end."""
        after = self.lesson.steps[self.place + 1 : self.place + 2]
        return after[0].id if after else None

    # ---- runs -------------------------------------------------------------------------------------------------------

    def observe(self, view: RunView | RaceView) -> bool:
        """Look at the run as it is now. Whether the step's check is met by it and never was before."""
        step, state = self.step, self.state
        self._run, self._over = Outcome.of(view), view.state in OVER
        if step.score is not None:
            self._keep_best()
        newly = False
        own = step.kind != "code" or bool(state.agreed)  # the stub's run is nobody's
        if step.check is not None and step.kind in vocabulary.CHECKED and not state.done and own:
            state.reached = met_at(parse(step.check), self._names())
            newly = state.done = state.reached is not None
        if newly or (self._over and (state.outcome is None or not state.done or self._met() is not None)):
            state.outcome = self._run  # a later run that misses the goal does not take the place of one that met it
        if step.kind == "repair" and self._is_fault() and self._over and self._met() is None:
            state.fault = self._run
        return newly

    def keep(self, step_id: str, view: RunView | RaceView) -> None:
        """Keep the end of a run trained silently, for quoting; ``fault`` for the open step's faulty run."""
        if step_id == "fault":
            self.state.fault = Outcome.of(view)
        else:
            self.states[step_id].outcome = Outcome.of(view)

    def missing(self) -> tuple[str, ...]:
        """Runs the open step starts from or quotes and that nobody has made yet (step ids, ``fault``)."""
        step, known = self.step, self._earlier()
        wanted = [step.start] if step.start else []
        racing = [contestant.name for contestant in self.lesson.experiments[step.experiment].contestants]
        wanted += [name.scope for name in _quoted(step) if name.scope not in ("", "knob", *racing)]
        return tuple(dict.fromkeys(scope for scope in wanted if scope not in known))

    def task_state(self) -> TaskState:
        """The pinned line: the task, a word for how it stands, and the numbers of its check."""
        step, state = self.step, self.state
        standings: tuple[Standing, ...] = ()
        within = None
        if step.check is not None:
            goal = parse(step.check)
            within, names = goal.within, self._names()
            standings = tuple(standing(part, names) for part in tree.compares(goal))
        word = later("new")
        if state.done:
            word = later("met") if step.kind in vocabulary.CHECKED else later("done")
        elif self._over or (within is not None and self._run.step > within):
            word = later("missed") if step.check else later("done")
        elif self._run.step > 0:
            word = later("running")
        return TaskState(step.task, word, state.done, state.reached, within, standings, state.best)

    def names(self, view: RunView | RaceView) -> Names:
        """What the names in the open step's check stand for in this run; those of earlier steps are known."""
        return self._names(Outcome.of(view))

    def explanation(self, view: RunView | None = None, making: bool = False) -> str:
        """What happened, in the numbers of this run (or the last shown, or kept); empty before the step is done.

        ``making``: runs that it quotes and nobody made are under way.
        """
        run = self._run if view is None else Outcome.of(view)
        if not run.evaluations:
            run = self.state.outcome or run
        if not run.evaluations or not self.state.done:
            return ""
        met = met_at(parse(self.step.check), self._names(run)) if self.step.check else None
        names = self._names(run, self.state.reached if met is None else met)
        return explanation.told(self.lesson, self.step, names, making)

    # ---- predictions ------------------------------------------------------------------------------------------------

    def predict(self, ask_id: str, choice: str, sure: float | None = None) -> None:
        """Commit to an answer: a choice's id, or a band's number from "0"; ``sure``: how likely it is called, 0 to 1.

        ValueError once judged, or for no answer.
        """
        ask = next((ask for ask in self.step.ask if ask.id == ask_id), None)
        if ask is None or choice not in options(ask):
            raise ValueError(f"question '{ask_id}' has no answer '{choice}'")
        if self.state.right:
            raise ValueError("this prediction was judged already")
        self.state.chosen[ask_id] = choice
        if sure is None:
            self.state.sure.pop(ask_id, None)
        else:
            self.state.sure[ask_id] = sure

    @property
    def predicted(self) -> bool:
        """Whether every question of the open step has an answer, or was asked when the lesson had fewer."""
        return bool(self.state.right) or all(ask.id in self.state.chosen for ask in self.step.ask)

    @property
    def secret(self) -> bool:
        """Whether a prediction that is still to be made asks for what stands on the screen before the first step."""
        sums = (text for ask in self.step.ask for text in (ask.value, *(choice.when for choice in ask.choices)) if text)
        early = any("@0" in text for text in sums)
        return early and not self.state.right and not self.predicted

    @property
    def searching(self) -> bool:
        """Whether the learner is to find a fault still, and has asked for no hint."""
        return self.step.kind == "repair" and not self.state.done and not self.state.hints

    def incomparable(self, view: RunView | RaceView) -> str:
        """Why predictions cannot be held against this run: another that they are compared with is not there."""
        return explanation.incomparable(self.lesson, self.step.ask, self.names(view))

    def judge(self, view: RunView | RaceView) -> tuple[Verdict, ...]:
        """Hold the predictions against a run that is over; the first judgement is the one kept."""
        run = Outcome.of(view)
        names = self._names(run)
        verdicts = []
        for ask in self.step.ask:
            right = made_right(ask, names)
            chosen = self.state.chosen.get(ask.id, "")
            if self.predicted and chosen:
                self.state.right.setdefault(ask.id, right)
            why = next((c.tempting for c in ask.choices if c.id == chosen and chosen != right), "")
            number = check.value(parse_sum(ask.value), names) if ask.value else None
            verdicts.append(Verdict(ask, chosen, right, number, why))
        self._run, self.state.outcome = run, run
        self.state.done = self.state.done or self.predicted
        return tuple(verdicts)

    # ---- code ------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The file of the open code step as the learner left it: the stub at first."""
        assert self.step.code is not None
        return self.state.text or self.lesson.code[self.step.code.file]

    def write(self, text: str) -> None:
        """The file of the open code step reads like this now."""
        self.state.text = text

    def agree(self, text: str) -> None:
        """This text agreed with every case: from now on runs of the step are made with it."""
        self.state.text = self.state.agreed = text

    def solution(self) -> str | None:
        """The solution's text, once all hints have been shown or the function agreed; None before."""
        offered = self.state.agreed or self.state.hints >= len(self.step.hints)
        return self.lesson.code[self.step.code.solution] if self.step.code is not None and offered else None

    @property
    def looked_up(self) -> bool:
        """Whether the function that agreed is the solution, word for word."""
        code, agreed = self.step.code, self.state.agreed
        return code is not None and bool(agreed) and agreed.split() == self.lesson.code[code.solution].split()

    def written(self, step_id: str) -> Written | None:
        """The function that the runs of a code step are made with: the learner's, once it agreed. Before that the stub
        of the open step, and the solution of one that was skipped."""
        code = self.lesson.step(step_id).code
        if code is None:
            return None
        other = self.lesson.code[code.file if step_id == self._at else code.solution]
        return Written(step_id, self.states[step_id].agreed or other)

    def functions(self, experiment: str) -> tuple[Written, ...]:
        """Of the functions that an experiment's contestants are made of, those that the learner wrote, here or in
        other lessons; solutions stand in for the rest."""
        lent = {written.name: written.text for written in self._lent}

        def agreed(lesson: str, step: str) -> str:
            if lesson == self.lesson.id:
                return self.states[step].agreed if step in self.states else ""
            return lent.get(f"{lesson}.{step}", "")

        return borrowing.own(borrowing.named(self.lesson, experiment), agreed)

    def lenders(self, experiment: str) -> str:
        """Which of those functions are the learner's and which are not; empty if there are none."""
        return borrowing.told(self.lesson, borrowing.named(self.lesson, experiment), self.functions(experiment))

    # ---- quiz and hints ---------------------------------------------------------------------------------------------

    def answer(self, item: int, choice: int) -> tuple[bool, str]:
        """Try an answer of a quiz question. Whether it is right, and the sentence to show (because, or tempting)."""
        question = self.step.item[item]
        given = question.choices[choice]
        tried = self.state.tried.setdefault(item, [])
        if choice not in tried:
            tried.append(choice)
        self.state.done = self.state.done or all(self.answered(i) for i in range(len(self.step.item)))
        return given.right, question.because if given.right else given.tempting

    def answered(self, item: int) -> bool:
        """Whether the right answer of a quiz question was given."""
        choices = self.step.item[item].choices
        return any(choices[choice].right for choice in self.state.tried.get(item, []))

    def hint(self) -> str | None:
        """One hint more; None when all have been shown."""
        if self.state.hints >= len(self.step.hints):
            return None
        self.state.hints += 1
        return self.step.hints[self.state.hints - 1]

    def hints(self) -> tuple[str, ...]:
        """The hints shown so far."""
        return self.step.hints[: self.state.hints]

    # ---- inside -----------------------------------------------------------------------------------------------------

    def _names(self, run: Outcome | None = None, reached: int | None = None) -> Names:
        return Names.of(self.lesson, self._run if run is None else run, self._earlier(), reached)

    def _earlier(self) -> dict[str, Outcome]:
        known = {}
        for step in self.lesson.steps[: self.place]:
            outcome = self.states[step.id].outcome
            if outcome is not None:
                known[step.id] = outcome
        if self.state.fault is not None:
            known["fault"] = self.state.fault
        return known

    def _met(self) -> int | None:
        return met_at(parse(self.step.check), self._names()) if self.step.check else None

    def _is_fault(self) -> bool:
        opened = self.lesson.settings(self.step)
        return all(self._run.knobs.get(name, value) == value for name, value in opened.items() if name != "seed")

    def _keep_best(self) -> None:
        step, state = self.step, self.state
        assert step.score is not None
        goal = parse(step.check) if step.check else None
        within = None if goal is None else goal.within
        run = self._run if within is None else self._run.until(within)
        score, names = parse_sum(step.score), self._names(run)
        state.falls = isinstance(score, tree.Name) and score.word in vocabulary.FALLING
        beside = () if goal is None else tree.beside(goal, score)
        for place in range(len(run.evaluations)):
            here = names.at(place)
            number = check.value(score, here)
            if number is not None and isfinite(number) and all(check.holds(one, here) for one in beside):
                state.improve(number, run.knobs)


def options(ask: Ask) -> tuple[str, ...]:
    """The answers a question takes: ids of choices, or numbers of bands from "0"."""
    return tuple(c.id for c in ask.choices) or tuple(str(i) for i in range(len(ask.edges) - 1))


def made_right(ask: Ask, names: Names) -> str:
    """The answer that this run makes right; empty if none is (or more than one: `lesson check` forbids that)."""
    if ask.kind == "band":
        number = check.value(parse_sum(ask.value), names)
        if number is None or not ask.edges[0] <= number <= ask.edges[-1]:
            return ""
        inner = sum(number >= edge for edge in ask.edges[1:-1])
        return str(inner)
    right = [c.id for c in ask.choices if c.when is not None and check.holds(parse(c.when), names)]
    return right[0] if len(right) == 1 else ""


def _quoted(step: Step) -> Iterator[tree.Name]:
    for text in (step.check, *(one.when for one in step.explain)):
        if text is not None:
            yield from tree.names(parse(text))
    for one in step.explain:
        yield from quote.names(one.say)
    for ask in step.ask:
        if ask.value:
            yield from tree.names(parse_sum(ask.value))
        for choice in ask.choices:
            if choice.when is not None:
                yield from tree.names(parse(choice.when))
