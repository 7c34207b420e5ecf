"""Input: where a branch of a network begins."""

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class Input(Layer):
    """y = the model's input called ``source``, or what the earlier layer of that name gave; what came before is left.

    So several branches stand one after the other in one Sequential, and a layer such as Parallel joins them. The
    gradient goes back to ``source``; a mask comes with it.
    """

    kind = "input"

    def __init__(self, source: str, *, name: str | None = None) -> None:
        super().__init__(name)
        self.source = source

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer. ValueError if there is no such input or layer before this one."""
        try:
            return emit.find(self.source)
        except ValueError as error:
            raise ValueError(tr("layer '{name}' (input): {error}", name=self.name, error=error)) from None

    def describe(self) -> str:
        """See Layer."""
        return f"Input({self.source!r})"
