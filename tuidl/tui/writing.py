"""What a study does in code steps: the learner's file, and its function in the requests for runs."""

from dataclasses import replace

from tuidl.session.request import Request
from tuidl.tui.racing import Racing
from tuidl.view import RunView


class Writing(Racing):
    """The part of a ``Study`` that knows of functions which the learner writes."""

    def _open(self, prepared: bool = False) -> None:
        raise NotImplementedError

    def write(self, text: str, keep: bool = False) -> None:
        """The learner's file reads like this now."""
        self.walk.write(text)
        if keep:
            self._listener.to_keep()

    def agree(self, text: str) -> None:
        """This text agreed with every case: the live network is made anew with it."""
        self.walk.agree(text)
        self.leave()
        self._forget()
        self.lab.view, self.note = RunView(), ""
        self._open()
        self._listener.to_keep()
        self._listener.changed()

    def _coded(self, request: Request, step_id: str) -> Request:
        """The request with the function of a code step, its own or the one it begins with (a saved run holds none), or
        with those that the learner wrote for a race. Own data go through the network as it is."""
        step = self.walk.lesson.step(step_id)
        if functions := self.walk.functions(step.experiment):
            return replace(request, code=functions)
        if self.asked.own_data:
            return request
        written = self.walk.written(step_id) or (self.walk.written(step.start) if step.start else None)
        return replace(request, code=(written,) if written is not None else ())
