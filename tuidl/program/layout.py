"""Where everything lies in the arena."""

from dataclasses import dataclass, field

from tuidl.program.tensor import Tensor

MOMENTS = 2  # regions kept for optimisers, each as large as the parameters


@dataclass
class Layout:
    """Parameters, gradients, moments and state come first, then each program's own tensors.

    Parameters, gradients and moments are regions of equal order, so that an optimiser works on whole regions. A layout
    ``beside`` another has regions of its own in the same arena, and finds the other's persistent tensors by their
    names: those it shares. What lies in its own regions is what its optimiser trains.
    """

    persistent: dict[str, Tensor] = field(default_factory=dict)
    initial: dict[str, tuple[Tensor, object]] = field(default_factory=dict)  # name -> (tensor, initialiser)
    sizes: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    end: int = 0
    frozen: bool = False
    beside: "Layout | None" = None
    layouts: int = 1  # that share the arena
    suffix: str = ""  # of the names of this layout's regions and programs: empty for the first in an arena

    def __post_init__(self) -> None:
        if self.beside:
            self.root.layouts += 1
            self.suffix = f"#{self.root.layouts}"

    @property
    def root(self) -> "Layout":
        """The first layout in the arena."""
        return self.beside.root if self.beside else self

    def own(self, name: str) -> str:
        """The name of a region or program of this layout, unlike that of any other in the arena."""
        return f"{name}{self.suffix}"

    def add(self, tensor: Tensor, private: bool = False) -> Tensor:
        """Give a persistent tensor its place; the same name gives the same tensor, the shared one if there is one.

        A ``private`` tensor is never shared. ValueError if the name is known with another shape.
        """
        known = self.persistent.get(tensor.name)
        if known is None and self.beside and not private:
            known = self.beside.persistent.get(tensor.name)
        if known is not None:
            if known.shape != tensor.shape:
                raise ValueError(f"tensor {tensor.name} exists with shape {known.shape}, not {tensor.shape}")
            return self.persistent.setdefault(tensor.name, known)
        if self.frozen:
            raise ValueError(f"tensor {tensor.name} is new, but the layout is frozen")
        tensor.place = self.sizes.get(tensor.region, 0)
        self.sizes[tensor.region] = tensor.place + tensor.words
        self.persistent[tensor.name] = tensor
        return tensor

    def owns(self, tensor: Tensor) -> bool:
        """Whether a persistent tensor lies in this layout's own regions."""
        return tensor.region in self.sizes

    def freeze(self) -> None:
        """Fix where the persistent regions start; further programs only add tensors of their own."""
        if not self.frozen:
            self.frozen = True
            for region in ("params", "grads", *(f"moments{i}" for i in range(MOMENTS)), "state"):
                self.reserve(self.own(region), self.sizes.get(self.own(region), 0))

    def reserve(self, region: str, words: int) -> None:
        """Put a region at the end of the arena."""
        root = self.root
        root.starts[region] = root.end
        root.end += words

    def offset(self, tensor: Tensor) -> int:
        """Words from the start of the arena."""
        return tensor.place + (self.offset(tensor.base) if tensor.base else self.root.starts[tensor.region])
