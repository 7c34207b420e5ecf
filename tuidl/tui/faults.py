"""What goes wrong in the app itself: whoever started it says so in a sentence; nothing is printed on the way out."""

from textual.app import App, ReturnType


class Faults(App[ReturnType]):
    """An app that ends at an unexpected exception, as Textual's do, and keeps it."""

    @property
    def fault(self) -> Exception | None:
        """What ended it."""
        return self._exception

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
