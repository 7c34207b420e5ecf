"""Saving by line: the run as JSON lines, a table or a recording, a panel's words as text."""

from pathlib import Path

from tuidl.language import tr
from tuidl.plain import seen
from tuidl.plain.running import Running
from tuidl.tui.export.subject import RUNS, refused, written
from tuidl.tui.study import Study


class Saver:
    """Writes what is asked for; a file that is there is replaced when the same is asked once more."""

    def __init__(self, told_by: Running) -> None:
        self._told_by = told_by
        self._asked: Path | None = None

    async def save(self, typed: str) -> str:
        """``FILE.jsonl``, or ``PANEL FILE.txt``; what came of it, in one sentence."""
        study = self._told_by.study
        if not typed:
            return _usage(study)
        panel, _, name = typed.rpartition(" ")
        named = self._told_by.panel(panel.strip())
        form = Path(name).suffix[1:].lower()
        if panel and not named:
            return tr("What can be seen here: {panels}.", panels=", ".join(self._told_by.panels))
        if form not in (("txt",) if panel else RUNS):
            return _usage(study)
        path = Path(name).expanduser().absolute()
        if path.exists() and not path.is_dir() and self._asked != path:
            self._asked = path
            return tr("{path} is there already: the same once more replaces it", path=path)
        self._asked = None
        if wrong := refused(path):
            return wrong
        if not panel:
            return await self._run(path, form)
        if not await self._told_by.ready():
            return tr("There is no run yet: type run.")
        return written(path, words(study, named)) or tr("saved in {path}", path=path)

    async def _run(self, path: Path, form: str) -> str:
        study = self._told_by.study
        if not await self._told_by.ready() or not study.alive:
            return tr("There is no run yet: type run.")
        study.note = ""
        study.export(str(path), form)
        await self._told_by.until(lambda: bool(study.note) or self._told_by.failed or not study.alive)
        return study.note or tr("There is no run yet: type run.")


def words(study: Study, panel: str) -> bytes:
    """What a panel shows, with a line before it that says where that was."""
    lesson, view = study.walk.lesson, study.lab.view
    called = f"{lesson.place} {lesson.title}".strip()
    head = tr("{lesson}, {panel} at step {step}", lesson=called, panel=panel, step=view.step)
    return "".join(f"{line}\n" for line in (head, "", *seen.told(panel, view))).encode()


def _usage(study: Study) -> str:
    panel = next(iter(study.walk.step.panels), "loss")
    return tr(
        "save run.jsonl keeps the run as JSON lines, run.csv as a table, run.rec as a recording for tuidl replay; "
        "save {panel} {panel}.txt keeps the words of a panel.",
        panel=panel.partition(":")[0],
    )
