"""The pinned task from what the learner has done in the open step."""

from tuidl.course.check import parse
from tuidl.course.spec import Ask
from tuidl.course.walk import Verdict, Walk
from tuidl.language import later, tr
from tuidl.race import RaceView
from tuidl.tui.page.goal import SHARES, Distance, distance
from tuidl.tui.page.task import Task
from tuidl.tui.question import bands
from tuidl.tui.rows.keys import Key
from tuidl.view import RunView

INVITES = {
    "read": later("read on with n"),
    "quiz": later("press space to answer"),
    "recap": later("read on with n"),
}
RUNNING = {"playing": later("running to the end"), "paused": later("press space to go on")}


def described(
    walk: Walk,
    view: RunView,
    saved: bool,
    verdicts: tuple[Verdict, ...],
    keys: tuple[Key, ...],
    own: bool = False,
    begun: bool = False,
    seen: RunView | RaceView | None = None,
) -> Task:
    """The task line of the open step; with ``own`` data nothing is judged. ``begun``: a run was asked for. ``seen``:
    what is judged, where it is not the run."""
    step, state = walk.step, walk.state
    if own and step.kind not in INVITES:
        return Task(kind=step.kind, text=step.task, done=False, note=tr("your data: not judged"), keys=keys)
    note = tr(INVITES.get(step.kind, "")) if not state.done else ""
    if begun and not note and not state.done and view.state in ("starting", "compiling"):
        note = tr("one moment: it runs soon")
    elif step.kind == "predict" and not state.done:
        note = tr("press space to predict") if not walk.predicted else _running(view.state)
    elif step.kind == "code" and not state.agreed:
        note = tr("press e to write it")
    elif not note and view.diverged is not None:
        note = tr("NaN at step {step}: press r", step=view.diverged.step)
    elif not note and view.ended is not None and view.ended.reason == "early":
        note = tr("stopped at step {step}: press r", step=view.ended.step)
    elif not note and not state.done and view.step > 0 and (step.check or "").endswith("within 0 steps"):
        note = tr("step 0 counts: press r")
    elif not note and view.step == 0 and step.check and not step.check.endswith("within 0 steps"):
        note = tr("press . for one step") if step.single else tr("press space to run")
    return Task(
        kind="run" if step.kind == "predict" and walk.predicted else step.kind,
        text=step.task,
        done=state.done,
        predicted=answer(walk),
        verdict=verdict(walk, verdicts),
        distance=_distance(walk, view if seen is None else seen),
        reached=state.reached,
        note=note,
        saved=saved,
        keys=keys,
    )


def _running(state: str) -> str:
    return tr(RUNNING.get(state, later("press space to run")))


def _distance(walk: Walk, view: RunView | RaceView) -> Distance | None:
    if walk.step.check is None:
        return None
    return distance(parse(walk.step.check), walk.names(view))


def answer(walk: Walk) -> str:
    """The answer to the first question of a predict step, as the learner knows it."""
    for ask in walk.step.ask:
        chosen = walk.state.chosen.get(ask.id)
        if chosen is not None:
            return label_of(walk, ask.id, chosen)
    return ""


def label_of(walk: Walk, ask_id: str, chosen: str) -> str:
    """The words of an answer: a choice's label, or a band."""
    return answered(next(ask for ask in walk.step.ask if ask.id == ask_id), chosen)


def answered(ask: Ask, chosen: str) -> str:
    """The words of an answer to a question."""
    if ask.kind == "band":
        words = bands(ask.edges, ask.value.rpartition(".")[2] in SHARES)
        return words[int(chosen)] if chosen.isdigit() and int(chosen) < len(words) else "–"
    return next((choice.label for choice in ask.choices if choice.id == chosen), "–")


def verdict(walk: Walk, verdicts: tuple[Verdict, ...]) -> str:
    """``right``, ``half`` or ``wrong``; empty before the prediction was judged."""
    state = walk.state
    hits = (
        [told.hit for told in verdicts]
        if verdicts
        else [state.chosen.get(ask.id) == state.right[ask.id] for ask in walk.step.ask if ask.id in state.right]
    )
    if not hits:
        return ""
    return "right" if all(hits) else "half" if any(hits) else "wrong"
