"""A lesson in lines: what is typed becomes a request to the study, its news become sentences."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property, partial
from typing import ClassVar

from tuidl.commands import Watch
from tuidl.course.written import Written
from tuidl.errors import TuidlError, suggest
from tuidl.exercise.judging import judged
from tuidl.language import later, tr
from tuidl.plain import asking, seen, speech
from tuidl.plain.running import Running
from tuidl.plain.saving import Saver
from tuidl.tui import external
from tuidl.tui import knob as handle
from tuidl.tui.consultation import Trial
from tuidl.tui.study import Study

MEASURED = 5.0  # seconds until a number that was turned has been measured
GRID = (24, 24)  # of pictures that are told
HELP = {
    "run": later("train; ctrl-c pauses"),
    "step": later("train one step, or as many as you say: step 10"),
    "reset": later("begin the run again with the knobs as they are"),
    "rewind": later("take the run back: rewind 40"),
    "set": later("turn a knob: set rate 0.1"),
    "knobs": later("every knob that can be turned"),
    "all": later("all knobs of the lesson, or only the step's again"),
    "predict": later("say what will happen, before the run"),
    "quiz": later("answer the questions"),
    "edit": later("write the function, in your own editor ($EDITOR)"),
    "check": later("try the function on every case"),
    "solution": later("take the solution, after all hints or once yours agrees"),
    "task": later("the task and how far it is"),
    "read": later("the page once more"),
    "hint": later("a hint, three in all"),
    "why": later("what happened"),
    "words": later("what the words of the page mean, or any that was taught: words epoch"),
    "values": later("every value measured last"),
    "see": later("what a panel shows, in words: see loss; alone it names the panels"),
    "doctor": later("what ails the run, and what to try"),
    "save": later("the run, or a panel's words, in a file: save run.csv, save loss loss.txt"),
    "next": later("the next step, once this one is done"),
    "back": later("the step before"),
    "go": later("another step: go 4"),
    "help": later("these words"),
    "quit": later("leave; everything done so far is kept"),
}


class Teller(Running):
    """What may be typed, each word a method ``do_WORD``."""

    finished = False
    words: ClassVar[dict[str, str]] = HELP

    @cached_property
    def _saver(self) -> Saver:
        return Saver(self)

    # ---- the lesson ---------------------------------------------------------------------------------------------

    async def tell(self, study: Study) -> None:
        """The lesson from the step where the learner stands, until it is left."""
        self.study, lesson = study, study.walk.lesson
        self.lines.say(
            tr("Lesson {number}: {title}. {promise}", number=lesson.number, title=lesson.title, promise=lesson.promise)
        )
        self.lines.say(
            tr(
                "Type help for all words; enter alone does what the step asks for. Where a task says press "
                "space, type run."
            )
        )
        await self._enter(study.walk.step.id)
        while not self.finished:
            typed = await self.lines.ask(tr("A word, or enter for {wants}", wants=speech.wants(study)))
            if typed is None:
                break
            await self._do(typed or speech.wants(study))
        self.to_keep()
        written = asyncio.Event()
        if study.save(written.set):
            await asyncio.wait_for(written.wait(), 2.0)

    async def _do(self, typed: str) -> None:
        word, _, rest = typed.partition(" ")
        word = {"r": "run", "n": "next", "h": "hint", "?": "help", "q": "quit", "w": "why"}.get(
            word.lower(), word.lower()
        )
        act: Callable[[str], Awaitable[None]] | None = getattr(self, f"do_{word}", None) if word in self.words else None
        if act is None:
            self.lines.say(
                tr("'{word}' is no word here{hint}", word=word, hint=suggest(word, self.words) or tr(": type help"))
            )
            return
        try:
            await act(rest.strip())
        except TuidlError as error:
            self.lines.say(str(error))

    async def _enter(self, step_id: str) -> None:
        study = self.study
        study.enter(step_id)
        study.watch(Watch(tuple((panel, *GRID) for panel in study.walk.step.panels)))
        self.to_keep()
        self.lines.say(*speech.step(study))

    # ---- words: the run -----------------------------------------------------------------------------------------

    async def do_run(self, _: str) -> None:
        """Train to the end."""
        study = self.study
        if study.walk.step.kind == "code" and not study.walk.state.agreed and not study.asked.own_data:
            self.lines.say(tr("Write the function first: edit, then check."))
        elif study.walk.step.kind == "predict" and not study.walk.predicted and not study.asked.own_data:
            await self.do_predict("")
        elif study.walk.step.single:
            await self.do_step("")
        else:
            await self.train(study.play)

    async def do_step(self, count: str) -> None:
        """Train so many steps."""
        for _ in range(int(count) if count.isdigit() else 1):
            await self.train(self.study.single, count.isdigit(), single=True)
        if count.isdigit():
            self.lines.say(speech.news(self.study.lab.view))

    async def do_reset(self, _: str) -> None:
        """Begin again."""
        before = self.study.lab.view.started
        self.study.reset()
        await self.until(lambda: self.study.lab.view.started is not before or self.failed)
        self.lines.say(tr("The run stands at its beginning."))

    async def do_rewind(self, step: str) -> None:
        """Take the run back."""
        if not step.isdigit():
            self.lines.say(tr("Say the step: rewind 40"))
            return
        why = self.study.rewind(int(step))
        if why:
            self.lines.say(why)
            return
        await self.until(lambda: self.study.aim is None or self.failed)
        self.lines.say(self.study.note or tr("Back at {news}.", news=speech.news(self.study.lab.view)))

    # ---- words: knobs -------------------------------------------------------------------------------------------

    async def do_set(self, typed: str) -> None:
        """Turn a knob."""
        lab = self.study.lab
        name, _, value = typed.replace("=", " ").partition(" ")
        known = {key: one for one in lab.knobs for key in (one.name, one.label)}
        if name not in known:
            more = tr(": 'all' gives all knobs of the lesson") if len(lab.knobs) < len(lab.lesson.knobs) else ""
            self.lines.say(tr("'{name}' is no knob of this step{hint}", name=name, hint=suggest(name, known) or more))
            return
        if not await self.ready():
            return
        one, now = known[name], lab.value(known[name].name)
        wanted = handle.parsed(one, value)
        if wanted == now:
            self.lines.say(tr("{name} is {written} already.", name=one.name, written=handle.written(now)))
            return
        self.study.send(lab.take(Trial(one, now, wanted)))
        if one.change == "reset":
            self.lines.say(
                tr(
                    "{name} {now} → {then}, when the run begins again.",
                    name=one.name,
                    now=handle.written(now),
                    then=handle.written(wanted),
                )
            )
            return
        met = self.study.walk.state.done
        measured, view = lab.view.evaluations[-1:], lab.view
        await self.until(lambda: one.name not in lab.values or self.failed)
        self.lines.say(f"{one.name} {handle.written(now)} → {handle.written(wanted)}.")
        if one.tensor is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.until(lambda: view.evaluations[-1:] != measured), MEASURED)
            self.lines.say(speech.news(view))
            if self.study.walk.state.done and not met:
                await self.came_out(met)

    async def do_knobs(self, _: str) -> None:
        """Read them out."""
        self.lines.say(*(speech.knob(one, self.study.lab) for one in self.study.lab.knobs))
        if not self.study.lab.knobs:
            self.lines.say(tr("No knobs in this step; 'all' gives those of the lesson."))

    async def do_all(self, _: str) -> None:
        """All knobs of the lesson, or the step's own."""
        self.study.lab.sandbox = not self.study.lab.sandbox
        await self.do_knobs("")

    # ---- words: questions and code ------------------------------------------------------------------------------

    async def do_predict(self, _: str) -> None:
        """Ask, then run."""
        study = self.study
        if study.asked.own_data or not study.walk.step.ask or study.walk.state.right:
            self.lines.say(
                tr("Nothing to predict here.") if not study.walk.step.ask else tr("This was judged already: why.")
            )
            return
        answers = await asking.predict(study, self.lines)
        if answers is not None:
            await self.train(partial(study.predict, answers))

    async def do_quiz(self, _: str) -> None:
        """Ask the questions."""
        if not self.study.walk.step.item:
            self.lines.say(tr("No questions in this step."))
            return
        await asking.quiz(self.study, self.lines)
        self.to_keep()
        self.lines.say(*speech.task(self.study))

    async def do_edit(self, _: str) -> None:
        """The function in the learner's editor."""
        walk = self.study.walk
        if walk.step.code is None:
            self.lines.say(tr("Nothing to write in this step."))
            return
        words = external.command(os.environ)
        text = await asyncio.to_thread(external.edited, words, walk.text, walk.step.code.file)
        self.study.write(text, keep=True)
        self.lines.say(tr("Kept. Type check to try it."))

    async def do_check(self, _: str) -> None:
        """Every case, then compiled."""
        walk = self.study.walk
        if walk.step.code is None:
            self.lines.say(tr("Nothing to check in this step."))
            return
        self.lines.say(tr("One moment: every case, then compiling."))
        told = await judged(walk.lesson, Written(walk.step.id, walk.text))
        if told.agrees:
            self.study.agree(walk.text)
        self.lines.say(*speech.judgement(told))

    async def do_solution(self, _: str) -> None:
        """The solution in place of the learner's text."""
        found = self.study.walk.solution() if self.study.walk.step.code is not None else None
        if found is None:
            self.lines.say(tr("The solution comes after all hints, or once your function agrees."))
            return
        self.study.write(found, keep=True)
        self.lines.say(*found.splitlines(), tr("Type check to try it."))

    # ---- words: the page ----------------------------------------------------------------------------------------

    async def do_task(self, _: str) -> None:
        """The task."""
        self.lines.say(*speech.task(self.study))

    async def do_read(self, _: str) -> None:
        """The page."""
        self.lines.say(*speech.page(self.study))

    async def do_hint(self, _: str) -> None:
        """One hint more."""
        found = self.study.walk.hint()
        self.to_keep()
        self.lines.say(
            found or (tr("No more hints.") if self.study.walk.step.hints else tr("This step needs no hints."))
        )

    async def do_why(self, _: str) -> None:
        """What happened."""
        for told in self.study.verdicts:
            self.lines.say(*speech.verdict(told))
        await self.until(lambda: not self.study.rehearsing)
        self.lines.say(self.study.explanation or tr("The explanation comes once the step is done."))

    async def do_words(self, typed: str) -> None:
        """The glossary: the words of the page, or those that answer to what was typed."""
        self.lines.say(*speech.explained(self.study.walk, typed))

    async def do_values(self, _: str) -> None:
        """The last evaluation."""
        self.lines.say(*(self._veiled() or seen.values(self.study.lab.view)))

    def _veiled(self) -> list[str]:
        """Why nothing of the run is told yet."""
        return [tr("Your prediction comes first.")] if self.study.secret else []

    async def do_see(self, panel: str) -> None:
        """A panel in words."""
        named = self.panel(panel)
        if not named:
            self.lines.say(tr("What can be seen here: {panels}.", panels=", ".join(self.panels)))
        elif await self.ready():
            self.lines.say(*(self._veiled() or seen.told(named, self.study.lab.view)))

    async def do_doctor(self, _: str) -> None:
        """What ails the run."""
        self.complain()

    async def do_save(self, typed: str) -> None:
        """The run or a panel in a file."""
        self.lines.say(*(self._veiled() or [await self._saver.save(typed)]))

    async def do_next(self, _: str) -> None:
        """The next step."""
        study, walk = self.study, self.study.walk
        if not study.asked.own_data and walk.leave():
            self.to_keep()
        if not study.asked.own_data and not walk.state.done and walk.step.kind not in ("read", "recap"):
            self.lines.say(
                tr("Not done yet. Type task for what is missing, hint for a hint, or go N for another step.")
            )
        elif (after := walk.next()) is not None:
            await self._enter(after)
        else:
            self.finished = True
            self.lines.say(tr("The lesson is done.") if walk.finished else tr("The end of the lesson."))

    async def do_back(self, _: str) -> None:
        """The step before."""
        walk = self.study.walk
        if walk.place == 0:
            self.lines.say(tr("This is the first step."))
        else:
            await self._enter(walk.lesson.steps[walk.place - 1].id)

    async def do_go(self, number: str) -> None:
        """Another step."""
        steps = self.study.walk.lesson.steps
        if number.isdigit() and 0 < int(number) <= len(steps):
            await self._enter(steps[int(number) - 1].id)
        else:
            for place, step in enumerate(steps, 1):
                done = tr("done") if self.study.walk.states[step.id].done else tr("not done")
                self.lines.say(f"{place}. {step.kind}, {done}: {step.task or step.id}")

    async def do_help(self, _: str) -> None:
        """Every word."""
        self.lines.say(*(f"{word}: {tr(what)}" for word, what in self.words.items()))

    async def do_quit(self, _: str) -> None:
        """Leave."""
        self.finished = True
