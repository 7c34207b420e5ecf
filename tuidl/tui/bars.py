"""The rows around a lesson, from what the learner is doing: head, pulse, knobs, keys."""

from dataclasses import replace

from tuidl.course.vocabulary import CONTESTANTS
from tuidl.language import tr
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.gauge import meter
from tuidl.tui.drawing.prose import shortened
from tuidl.tui.grid import Grid
from tuidl.tui.lab import grouped
from tuidl.tui.rows import head as head_row
from tuidl.tui.rows import keys as key_row
from tuidl.tui.rows import knobs as knob_row
from tuidl.tui.rows import lanes as lane_row
from tuidl.tui.rows import pulse as pulse_row
from tuidl.tui.rows.keys import Key
from tuidl.tui.rows.scrub import Scrub
from tuidl.tui.study import Study
from tuidl.view import RunView

BAR = 20  # columns


def head(cells: Cells, study: Study, review: str = "") -> None:
    """Where the learner is, how the run does; ``review``: which one it is, in the place of the steps."""
    walk = study.walk
    glyph, word, role = study.lab.state
    steps = walk.lesson.steps
    done = [] if review else [walk.states[step.id].done for step in steps]
    state = (getattr(cells.ink.glyphs, glyph), word, role)
    head_row.draw(cells, walk.lesson.number, walk.lesson.title, done, walk.place, state, study.lab.facts(), review)


def compiling(cells: Cells, view: RunView, y: int) -> bool:
    """A bar that names the kernel under way, right-aligned; False if none is."""
    ready = view.compiled
    if view.state != "compiling" or ready is None:
        return False
    ink, text = (
        cells.ink,
        tr("compiling {name}, {index} of {total}", name=ready.name, index=ready.index, total=ready.total),
    )
    start = cells.right(cells.width - 2, y, text, ink.dim)
    meter(cells, start - BAR - 1, y, BAR, ready.index / max(1, ready.total), ink.accent)
    return True


def scrub(study: Study, held: bool) -> Scrub:
    """Where what was taken back stands between its first and its last step; in a race the memory is that of all."""
    first, last = study.timed.reach
    told, view = study.timed.rewound, study.lab.view
    along = view.branches.get(view.along)
    left, parted = (along.parent, along.start) if along is not None else (view.parent, view.parted)
    at, line = min(max(study.at, first), last), view.along + 1 if len(view.lines) > 1 and study.contest is None else 0
    memory, budget = (told.memory, told.budget) if told else (0, 0)
    return Scrub(first, last, at, parted if left is not None else None, memory, budget, held, line)


def pulse(cells: Cells, study: Study) -> None:
    """The run in one line."""
    view = study.lab.shown
    if not compiling(cells, study.lab.view, 0):
        pulse_row.draw(
            cells,
            view,
            tr("{step} of {budget}", step=grouped(view.step), budget=grouped(view.budget)) if view.budget else "",
        )


def lanes(cells: Cells, study: Study, grid: Grid | None) -> tuple[tuple[int, int], ...]:
    """The contestants of a race, how far they are, and which columns each has."""
    contest = study.contest
    if contest is None:
        return ()
    if grid is not None and grid.small and any(compiling(cells, lab.view, 0) for lab in contest.labs):
        return ()
    chosen = None if contest.everyone else contest.chosen
    looks = lane_row.of(contest.view, contest.names, chosen)
    looks = [replace(look, waits=bool(lab.stale)) for look, lab in zip(looks, contest.labs, strict=True)]
    return lane_row.draw(cells, looks, lane_row.fact(contest.view, contest.seeds))


def knobs(cells: Cells, study: Study, grid: Grid | None) -> tuple[knob_row.Spot, ...]:
    """The knobs, and where each stands; beside them, where no pulse row says it, what the learner must know now."""
    note, tone, view = "", "", study.lab.view
    if grid is not None and not grid.small:
        if study.note:
            note, tone = study.note, cells.ink.warn
        else:
            compiling(cells, view, cells.height - 1)
    return knob_row.draw(cells, study.lab.looks(), note, tone, over=bool(study.note))


def free(study: Study) -> bool:
    """Whether `n` goes on: a step that is done, only read, or not judged."""
    return study.asked.own_data or study.walk.state.done or study.walk.step.kind in ("read", "recap")


def asks(study: Study) -> bool:
    """Whether the step wants a prediction before anything runs."""
    return study.walk.step.kind == "predict" and not study.walk.predicted and not study.asked.own_data


def drawable(view: RunView) -> bool:
    """Whether the net reads what can be drawn: images with classes, or points of the plane with classes."""
    started = view.started
    return started is not None and bool(started.classes) and (started.kind == "images" or started.shape == (2,))


def writes(study: Study) -> bool:
    """Whether the step wants a function before anything runs."""
    return study.walk.step.kind == "code" and not study.walk.state.agreed and not study.asked.own_data


def _next(study: Study) -> str:
    """What `n` does, or when it will."""
    if free(study):
        return tr("next")
    return tr("next when met") if study.walk.step.check else tr("next when done")


def task_keys(study: Study, told: bool) -> tuple[Key, ...]:
    """The keys under the task. ``told``: the explanation stands on the page already."""
    walk = study.walk
    left = len(walk.step.hints) - walk.state.hints
    found = [Key("h", tr("hint") if left else tr("no hint left"), left > 0)] if walk.step.hints else []
    if not free(study):
        return (*found, Key("n", _next(study), False))
    found.append(Key("n", tr("next")))
    if not told and study.explanation:
        found.append(Key("w", tr("why")))
    return tuple(found)


def scrubbing(study: Study) -> tuple[Key, ...]:
    """What can be pressed while the arrow keys move the run in time."""
    return (
        Key("space", tr("pause") if study.lab.running else tr("run")),
        Key("←→", tr("a step")),
        Key("⇧←→", tr("ten")),
        Key(tr("home end"), ""),
        Key("esc", tr("leave")),
        *((Key("a", tr("other line")),) if len(study.lab.view.lines) > 1 and study.contest is None else ()),
        Key("c", tr("compare"), study.lab.view.branched),
        Key("s", tr("microscope")),
    )


def keys(
    cells: Cells, study: Study, grid: Grid | None, scrubs: bool = False, hand: tuple[Key, ...] = (),
    inward: tuple[Key, ...] = (),
) -> None:  # fmt: skip
    """What can be pressed; on a small screen a sentence for the learner goes before it. ``scrubs``: the arrow keys
    move the run in time. ``hand``: what they do in the widget that has them. ``inward``: what leads into the panel in
    front, where there is no other way.
    """
    walk, lab = study.walk, study.lab
    if study.note and grid is not None and grid.small:
        cells.put(2, 0, shortened(study.note, cells.width - 3), cells.ink.warn)
        return
    always = (Key("f", tr("sandbox")), Key("?", tr("help")), Key("^p", tr("palette")))
    fixed = always if cells.width >= 100 else always[1:2]
    if scrubs and study.rewound is not None:
        key_row.draw(cells, scrubbing(study), fixed)
        return
    quiz, asking, writing = walk.step.kind == "quiz", asks(study), writes(study)
    word = tr("questions") if quiz else tr("predict") if asking else tr("pause") if lab.running else tr("run")
    edit = [Key("e", tr("write"))] if walk.step.kind == "code" else []
    out = [Key("esc", tr("all panels"))] if lab.zoomed and not hand else []
    shown = [*edit, *hand, *out, Key("space", word, not walk.step.single and not writing)]
    single = Key(".", tr("step"), not asking and not writing)
    racing = len(study.contest.contestants) if study.contest is not None else 0
    twin = Key("t", tr("twin"), study.contest is None or racing < CONTESTANTS)
    back = (Key(",", tr("back"), study.timed.step > 0), *((twin,) if racing else ()))
    draws = [Key("d", tr("draw"))] if drawable(lab.view) else []
    reset, microscope = Key("r", tr("reset")), Key("s", tr("microscope"))
    trains = (  # a quiz may be tried out, and space opens its questions
        [single, reset, microscope] if quiz else [single, *back, reset, Key("x", tr("speed")), microscope, *draws]
    )
    moves = [Key("n", _next(study), free(study)), *([Key("h", tr("hint"))] if walk.step.hints else [])]
    turns = [Key("↑↓", tr("knob")), Key("←→", tr("turn"))] if lab.knobs and not hand else []
    first, last = racing + 1, racing + len(lab.step.panels)
    zoom = Key(f"{first}" if first == last else f"{first}-{last}", tr("zoom"))
    if racing:
        own = study.contest is not None and study.contest.own and not lab.zoomed  # of two keys esc the nearer one
        leaves = [Key("esc", tr("leave race"))] if own else []
        turns = [Key(f"1-{racing}", tr("choose")), *leaves, *turns, Key("0", tr("all"))]
    if grid is not None and (grid.tabs or grid.small):  # a narrow row ends early: what the step asks for comes first
        done = free(study)
        moves = [Key("n", tr("next"), done, spare=not done), *(replace(key, spare=done) for key in moves[1:])]
        rest = [replace(key, spare=not key.able or key.key not in ".,") for key in trains if key is not reset]
        into = tuple(replace(key, spare=racing > 0) for key in inward if not quiz and not asking)
        shown += [Key("tab", tr("panel")), *into, *turns, reset, *moves, *rest, replace(zoom, spare=True)]
    else:
        shown += [*trains, *moves, *turns, zoom]
    key_row.draw(cells, tuple(shown), fixed)
