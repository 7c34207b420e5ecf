"""The sandbox in lines: the stack is read out and changed by words, and trained like any lesson's run."""

from collections.abc import Callable
from typing import ClassVar

from tuidl.commands import Command, Watch
from tuidl.course.walk import Walk
from tuidl.errors import UsageError, suggest
from tuidl.events import Event
from tuidl.language import later, tr
from tuidl.plain import stack
from tuidl.plain.lines import Lines
from tuidl.plain.teller import GRID, HELP, Teller
from tuidl.sandbox import about, fields, keeping, panels, suggestion
from tuidl.sandbox.code import Shared, code, opened
from tuidl.session.measure import Measuring
from tuidl.tui.asked import Asked
from tuidl.tui.sandbox.project import Project, naming, place
from tuidl.tui.study import OpenRun, Study
from tuidl.view import RunView

HEARD = 64  # panels that can be heard
KEPT = 9  # of them, in a lesson that is made of it
OLD = later("The run is of the sandbox before the last change: run begins anew.")
SHARED = ("run", "step", "rewind", "values", "see", "doctor", "save", "help", "quit")  # words of a lesson, too


class SandboxTeller(Project, Teller):
    """What may be typed in a sandbox, each word a method ``do_WORD``. ``measure`` says what it comes to."""

    words: ClassVar[dict[str, str]] = {
        "list": later("the data, the layers one by one, the training"),
        "data": later("choose a data set: data spirals; alone it names them all"),
        "add": later(
            "a layer above the last one, or after another: add dense, add dropout 2; alone it names the kinds"
        ),
        "remove": later("take a layer away: remove 2"),
        "copy": later("a layer once more: copy 2"),
        "move": later("a layer to another place: move 3 1"),
        "show": later("what can be set in a layer, the data or the training: show 2, show data, show training"),
        "set": later("set it: set 2 units 16, set data noise 0.3, set rate 0.1; a dash leaves it out"),
        "fit": later("layers and a loss that fit the data"),
        "undo": later("as it was before the last change"),
        "redo": later("the change once more"),
        "reset": later("begin the run again, with what was changed"),
        "share": later("the code of this sandbox and its run"),
        "open": later("the sandbox of a code: open CODE"),
        "lesson": later("save it as a lesson to begin with: lesson my-net"),
        **{word: HELP[word] for word in SHARED},
    }

    def __init__(self, lines: Lines, shared: Shared, measure: Measuring) -> None:
        super().__init__(lines, lambda _: False, lambda *_: None)
        self.begin_project(shared)
        self._state, self.measure = shared, measure
        self._heard: tuple[str, ...] = ()

    def study_of(self, open_run: OpenRun, asked: Asked) -> Study:
        """The study whose run is the sandbox's."""
        self.study = Study(Walk(self.made()), open_run, None, None, self, asked, races=False)
        return self.study

    # ---- the sandbox --------------------------------------------------------------------------------------------

    async def tell(self, study: Study) -> None:
        """Until it is left."""
        self.lines.say(tr("Sandbox. Any data, any layers, any knob."), tr("Type help for all words."))
        study.enter(study.walk.step.id)
        await self._measured()
        if study.asked.suit and self.bench.sizes is not None:
            if self.bench.put(suggestion.suited(self.bench.sandbox, self.bench.sizes)):
                await self._measured()
                self.lines.say(tr("These layers fit the data; undo brings back those that did not."))
            self._state = Shared(self.bench.sandbox)
        self.lines.say(*stack.described(self.bench))
        await self._brought(self._state)
        while not self.finished:
            typed = await self.lines.ask(tr("A word, or enter for {wants}", wants="run"))
            if typed is None:
                break
            await self._do(typed or "run")

    async def _measured(self) -> None:
        while not self.bench.current:
            wanted = self.bench.sandbox
            self.bench.take(wanted, await self.measure.sizes(wanted))

    async def _edited(self, done: bool, *told: Callable[[], str]) -> None:
        """After a change: measure it, keep it, tell it."""
        if not done:
            self.lines.say(tr("Nothing changed."))
            return
        await self._measured()
        keeping.keep(Shared(self.bench.sandbox))
        self.lines.say(*(tell() for tell in told), stack.status(self.bench))

    def _layer(self, at: int) -> Callable[[], str]:
        return lambda: stack.layer(self.bench, at)

    async def _brought(self, state: Shared) -> None:
        """The run of the bench's sandbox, as far as the state says."""
        if self.bench.fault:
            return
        self._apply(*state.commands())
        if state.step:
            self.lines.say(tr("One moment: the run is trained up to step {step}.", step=state.step))
            await self.until(lambda: self._there(state.step))
            await self.do_values("")

    def _there(self, step: int) -> bool:
        view = self.study.lab.view
        return self.failed or (view.step >= step and view.state != "playing")

    def _apply(self, *then: Command) -> None:
        """A new run of what is on the bench."""
        sizes = self.bench.sizes
        self._heard = panels.fitting(self.bench.sandbox, sizes.data if sizes is not None else None)[:HEARD]
        self.chosen = self._heard[:KEPT]
        walk = Walk(self.made())
        self.applied = self.bench.sandbox
        self.study.exchange(walk, *then)
        self.study.watch(Watch(tuple((panel, *GRID) for panel in self._heard)))

    async def _fresh(self) -> bool:
        """A run of what is on the bench stands ready; False, and why, if none can."""
        if self.bench.fault:
            self.lines.say(stack.status(self.bench))
            return False
        if self.stale:
            self._apply()
        return await self.ready()

    # ---- news of the run ----------------------------------------------------------------------------------------

    def heard(self, event: Event) -> None:
        """Follow the run."""
        self.follow(event)

    def to_keep(self) -> None:
        """Nothing here is progress."""

    def ran(self, view: RunView) -> None:
        """Nor is a run."""

    async def came_out(self, met: bool) -> None:
        """There is no task."""
        if self.study.note:
            self.lines.say(self.study.note)

    # ---- words: the run -----------------------------------------------------------------------------------------

    async def do_run(self, _: str) -> None:
        """Train to the end, with what was changed."""
        if await self._fresh():
            await self.train(self.study.play)

    async def do_step(self, count: str) -> None:
        """Train so many steps."""
        if await self._fresh():
            await super().do_step(count)

    async def do_reset(self, _: str) -> None:
        """Begin again."""
        if self.stale:
            if await self._fresh():
                self.lines.say(tr("The run stands at its beginning."))
        else:
            await super().do_reset("")

    @property
    def panels(self) -> tuple[str, ...]:
        """All that have something to show."""
        return self._heard

    async def do_see(self, panel: str) -> None:
        """A panel in words; of the run as it is."""
        if self.stale:
            self.lines.say(tr(OLD))
        await super().do_see(panel)

    # ---- words: building ----------------------------------------------------------------------------------------

    async def do_list(self, _: str) -> None:
        """Read it out."""
        self.lines.say(*stack.described(self.bench))
        if self.stale:
            self.lines.say(tr(OLD))

    async def do_data(self, source: str) -> None:
        """Another data set."""
        known = about.sources()
        if not source:
            named = ((name, about.DATA.get(name, later("brought by you"))) for name in known)
            self.lines.say(*(f"{name}: {tr(words)}" for name, words in named))
        elif source not in known:
            told = later("there is no data set '{name}'{hint}")
            raise UsageError(tr(told, name=source, hint=suggest(source, known) or tr(": data names them all")))
        else:
            await self._edited(self.bench.set_data({}, source), lambda: stack.data(self.bench))
            if self.bench.fault:
                self.lines.say(tr("fit puts layers that go with these data."))

    async def do_add(self, typed: str) -> None:
        """One more layer."""
        kind, _, after = typed.partition(" ")
        if not kind:
            self.lines.say(*(f"{name}: {tr(words)}" for name, words in about.LAYERS.items()))
            return
        if kind not in about.LAYERS:
            told = later("there is no kind of layer '{kind}'{hint}")
            hint = suggest(kind, about.LAYERS) or tr(": add names them all")
            raise UsageError(tr(told, kind=kind, hint=hint))
        self.bench.go(f"layer {stack.place(self.bench, after.strip())}" if after.strip() else "data")
        await self._edited(self.bench.add(kind), self._layer(self._here))

    @property
    def _here(self) -> int:
        return self.bench.layer or 0

    async def do_remove(self, typed: str) -> None:
        """One layer less."""
        self.bench.go(f"layer {stack.place(self.bench, typed)}")
        await self._edited(self.bench.remove())

    async def do_copy(self, typed: str) -> None:
        """A layer once more, after itself."""
        self.bench.go(f"layer {stack.place(self.bench, typed)}")
        await self._edited(self.bench.copy(), self._layer(self._here))

    async def do_move(self, typed: str) -> None:
        """A layer to another place."""
        what, _, where = typed.partition(" ")
        at, to = stack.place(self.bench, what), stack.place(self.bench, where.strip())
        self.bench.go(f"layer {at}")
        await self._edited(at != to and self.bench.shift(to - at), self._layer(to))

    async def do_show(self, what: str) -> None:
        """What can be set."""
        sizes = self.bench.sizes
        if what in ("", "training"):
            self.lines.say(*stack.values(fields.of_training(self.bench.sandbox)))
        elif what == "data":
            self.lines.say(stack.data(self.bench))
            self.lines.say(*stack.values(fields.of_data(self.bench.sandbox, sizes.data if sizes else None)))
        else:
            at = stack.place(self.bench, what)
            self.lines.say(stack.layer(self.bench, at), *stack.values(fields.of_layer(self.bench.sandbox, at)))

    async def do_set(self, typed: str) -> None:
        """A value of a layer, of the data, of the training; a live knob of the run at once."""
        words = typed.replace("=", " ").split()
        names = [field.key for field in fields.of_training(self.bench.sandbox)]
        if len(words) == 2 and words[0] in names:
            knob = self.study.lab.lesson.knobs.get(words[0])
            if knob is not None and knob.change == "live" and not self.stale and self.study.lab.view.step:
                await super().do_set(typed)
            else:
                done = self.bench.set_training({words[0]: _value(words[1])})
                await self._edited(done, lambda: f"{words[0]} {words[1]}.")
        elif len(words) == 3 and words[0] == "data":
            await self._edited(self.bench.set_data({words[1]: _value(words[2])}), lambda: stack.data(self.bench))
        elif len(words) == 3:
            at = stack.place(self.bench, words[0])
            await self._edited(self.bench.set_layer(at, {words[1]: _value(words[2])}), self._layer(at))
        elif len(words) == 2:
            raise UsageError(
                tr("'{name}' is nothing of the training{hint}", name=words[0], hint=suggest(words[0], names))
            )
        else:
            self.lines.say(tr("set {words}", words=tr(self.words["set"])))

    async def do_fit(self, _: str) -> None:
        """Layers that go with the data."""
        sizes = self.bench.sizes
        data = sizes.data if sizes is not None else None
        if data is None:
            self.lines.say(tr("nothing is known of the data yet"))
        elif self.bench.put(suggestion.fitted(self.bench.sandbox, data)):
            await self._edited(True)
            await self.do_list("")
        else:
            await self._edited(False)

    async def do_undo(self, _: str) -> None:
        """As it was before."""
        await self._edited(self.bench.undo())

    async def do_redo(self, _: str) -> None:
        """Once more."""
        await self._edited(self.bench.redo())

    # ---- words: sharing -----------------------------------------------------------------------------------------

    async def do_share(self, _: str) -> None:
        """The code."""
        state = self.shared()
        self.lines.say(code(state))
        told = tr("With its run up to step {step}.", step=state.step) if state.step else tr("Its run has not begun.")
        self.lines.say(told, tr("'tuidl open CODE' brings it back, here or elsewhere."))

    async def do_open(self, text: str) -> None:
        """Another sandbox in the place of this one; undo brings this one back."""
        state = opened(text)
        self.bench.put(state.sandbox)
        await self._measured()
        keeping.keep(Shared(self.bench.sandbox))
        self.lines.say(*stack.described(self.bench))
        await self._brought(state)

    async def do_lesson(self, name: str) -> None:
        """The sandbox as a lesson to begin with."""
        self.lines.say(self.save_lesson(name, place()) if name else naming(place()))


def _value(typed: str) -> object:
    """What was typed, as the forms read it; a dash for nothing at all."""
    return None if typed in ("-", "−") else fields.read(typed)
