"""A sandbox as a lesson: what trains it is what trains every lesson."""

from dataclasses import dataclass, replace
from pathlib import Path

from tuidl.course.spec import NOWHERE, Goal, Lesson, Step
from tuidl.language import later, tr
from tuidl.sandbox.description import DATA, NET, SCHEDULE, Sandbox
from tuidl.sandbox.dials import dials, knobbed
from tuidl.sandbox.facts import DataFacts
from tuidl.sandbox.panels import at_first

ID = "lesson-sandbox"
PLAY = "play"  # its one step
PAGE = "01-play.md"
FRAMES = 400  # a run takes as many on screen, unless its pace is changed
WORDS = later("Any data, any layers, any knob.")


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of lessons says of one."""

    id: str = ID
    number: str = NOWHERE
    title: str = "Sandbox"
    promise: str = WORDS
    minutes: int = 1
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = (later("build a network of your own"),)


def lesson(
    sandbox: Sandbox,
    data: DataFacts | None = None,
    folder: Path = Path(),
    head: Head | None = None,
    panels: tuple[str, ...] = (),
) -> Lesson:
    """One experiment, all knobs, and one step that shows ``panels``, else those that fit best."""
    head = head or Head()
    made = dials(sandbox, data)
    return Lesson(
        folder=folder,
        id=head.id,
        number=head.number,
        title=head.title,
        promise=tr(head.promise),
        minutes=head.minutes,
        needs=head.needs,
        next="",
        objectives=tuple(map(tr, head.objectives)),
        data={DATA: sandbox.data},
        experiments={NET: replace(knobbed(sandbox, made), pace="frame", stride=max(1, sandbox.steps // FRAMES))},
        measures={},
        panels={},
        knobs={dial.knob.name: dial.knob for dial in made},
        demo=None,
        headless=NET,
        goals=(Goal(tr("the loss has fallen"), "loss < loss@0"),),
        steps=(
            Step(
                id=PLAY,
                kind="read",
                page=PAGE,
                task=tr("Change what you like, press r, then space."),
                experiment=NET,
                panels=panels or at_first(sandbox, data),
                knobs=tuple(dial.knob.name for dial in made),
            ),
        ),
        pages={PAGE: f"# {tr('Sandbox')}\n\n{tr(WORDS)}\n"},
        terms={},
        schedules={SCHEDULE: replace(sandbox.schedule, name=SCHEDULE)} if sandbox.schedule else {},
    )
