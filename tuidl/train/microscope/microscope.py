"""The microscope: a training step on one example, taken apart. What it does to weights happens on copies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TypedDict

import numpy as np

from tuidl.commands import Inspect
from tuidl.errors import UsageError
from tuidl.kernels import Array
from tuidl.language import tr
from tuidl.nn import Model
from tuidl.nn.walk import Walk
from tuidl.program import Program, Tensor
from tuidl.program.program import Instruction
from tuidl.signals import Audit, Closeup, Dissection, Line, Piece, Reading, Stretch
from tuidl.train.microscope import naming
from tuidl.train.microscope import table as tables
from tuidl.train.microscope.audit import audit
from tuidl.train.microscope.chain import chain
from tuidl.train.microscope.gradients import Gradients, steps_of, tensors, written
from tuidl.train.microscope.places import Index, index_of, inside, word
from tuidl.train.microscope.specimen import Specimen
from tuidl.train.microscope.spelling import Moment, spell

EACH = 16  # numbers of every gradient that are checked at once


@dataclass(frozen=True)
class _Target:
    """A tensor of an instruction that can be looked at: the memory it lies in and the operand it belongs to."""

    tensor: Tensor
    operand: str
    writes: bool


class _Shown(TypedDict):
    """The part of a ``Closeup`` that is about its table."""

    row: int
    column: int
    plane: int
    planes: int
    height: int
    width: int
    top: int
    left: int
    values: tuple[tuple[float, ...], ...]
    sums: bool
    over: tuple[Stretch, ...]
    beside: Stretch | None
    under: tuple[Stretch, ...]


class Microscope:
    """The next training step of a network, were one example its whole batch; or, where batch normalisation would make
    nothing of one, that example and some after it."""

    def __init__(self, net: Model, specimen: Specimen) -> None:
        self._specimen, self.example = specimen, specimen.number
        try:
            self._walk, self.batch = Walk(net, specimen.x, specimen.y), 1
            if specimen.company is not None and _alone(self._walk.program):
                self._walk, self.batch = Walk(net, *specimen.company), len(specimen.company[1])
        except ValueError as error:
            raise UsageError(tr("the microscope cannot look: {error}", error=error)) from error
        self._program, self._layout = self._walk.program, self._walk.layout
        self._gradients = Gradients(self._walk)
        self._checks: dict[str, tuple[int, int, float]] = {}
        for name in self._gradients.by_name:
            self._check(name, EACH)

    def _check(self, name: str, count: int) -> None:
        """Hold the largest numbers of a gradient against finite differences."""
        slopes = [self._gradients.slope(name, index) for index in self._gradients.strongest(name, count)]
        agreed = [slope for slope in slopes if slope.verdict in ("agree", "corner", "stand-in")]
        errors = [slope.error for slope in slopes if slope.verdict == "agree"]
        worst = max(errors if len(agreed) == len(slopes) else [slope.error for slope in slopes], default=0.0)
        self._checks[name] = len(slopes), len(agreed), worst

    # ---- the whole program ------------------------------------------------------------------------------------------

    def dissection(self) -> Dissection:
        """Every instruction in one line."""
        lines, last = [], dict[str, int]()
        for number, instruction in enumerate(self._program.instructions):
            lines.append(self._line(number, instruction, last))
            last |= {tensor.name: number for _, tensor in written(instruction)}
        about, origin = self._origin()
        return Dissection(
            self.example, self._specimen.of, self._specimen.label, self._gradients.loss, tuple(lines),
            chain(self._program, self._gradients), about, origin, self._first(), self.batch,
        )  # fmt: skip

    def _first(self) -> int:
        """The first product with weights: gathering the example says little."""
        forward = self._program.instructions[: self._program.first_backward]
        return next((k for k, each in enumerate(forward) if any(t.role == "param" for t in tensors(each))), 0)

    def _line(self, number: int, instruction: Instruction, last: dict[str, int]) -> Line:
        readings, by_name = [], instruction.operation.by_name
        for name, tensor in instruction.operands.items():
            if isinstance(tensor, Tensor):
                root, writes = tensor.root, by_name[name].writes
                readings.append(Reading(naming.short(root), root.name, root.shape, writes, last.get(root.name, -1)))
        made = {tensor.name for _, tensor in written(instruction)}
        users = tuple(
            k
            for k in range(number + 1, len(self._program.instructions))
            if made & {tensor.name for tensor in self._reads(self._program.instructions[k])}
        )
        checked = [self._checks[name] for name in made & self._checks.keys() if self._complete(name, number)]
        return Line(
            steps_of(self._program, number), instruction.operation.name, naming.brief(instruction),
            naming.formula(instruction), tuple(readings), users, self._products(instruction),
            sum(each[0] for each in checked), sum(each[1] for each in checked),
            max((each[2] for each in checked), default=0.0),
        )  # fmt: skip

    def _reads(self, instruction: Instruction) -> Iterator[Tensor]:
        by_name = instruction.operation.by_name
        for name, tensor in instruction.operands.items():
            if isinstance(tensor, Tensor) and by_name[name].role != "out":
                yield from inside(self._layout, tensor)

    def _complete(self, name: str, number: int) -> bool:
        return self._gradients.by_name[name].last == number

    @property
    def step(self) -> int:
        """Training steps done before this one."""
        return self._walk.step

    @staticmethod
    def _products(instruction: Instruction) -> int:
        """Multiplications of a product with weights: each weight once a row."""
        family, _, kind = instruction.operation.name.partition(".")
        if family not in ("dense", "conv2d", "groupconv2d", "convtranspose2d") or kind == "backward_bias":
            return 0
        weight = instruction.operands.get("w") or instruction.operands.get("dw")
        rows = instruction.operands.get("dy") or instruction.operands.get("y")
        assert isinstance(weight, Tensor)
        assert isinstance(rows, Tensor)
        return weight.root.size * rows.rows

    def _origin(self) -> tuple[str, tuple[tuple[str, float, float, float], ...]]:
        """What the network said, what was wanted, and the gradient they make; of a sequence the worst moment, of
        several examples the first."""
        loss = next((i for i in self._program.instructions if i.operation.name.startswith("loss.")), None)
        if loss is None:
            return "", ()
        self._walk.to(self._program.first_backward)
        said = loss.operands.get("logits") or loss.operands.get("output")
        slope = loss.operands.get("dlogits") or loss.operands.get("doutput")
        assert isinstance(said, Tensor)
        assert isinstance(slope, Tensor)
        output, gradient = self._walk.operand(said, 2), self._walk.operand(slope, 2)
        losses = self._walk.read(self._program.tensors["loss"])
        row = 0 if self.batch > 1 else int(np.nan_to_num(losses, nan=-np.inf).argmax())
        wanted = loss.operands.get("labels") or loss.operands.get("target") or loss.operands.get("chances")
        assert isinstance(wanted, Tensor)
        if wanted.kind == "int":
            target: Array = np.eye(output.shape[1])[int(self._walk.operand(wanted, 1)[row])]
        else:
            target = self._walk.operand(wanted, 2)[row]
        values, word_ = output[row], "output"
        with np.errstate(all="ignore"):
            if (
                "softmax" in loss.operation.name
                or "soft_" in loss.operation.name
                or "divergence" in loss.operation.name
            ):
                powers = np.exp(values - values.max())
                values, word_ = powers / powers.sum(), "p"
            elif "sigmoid" in loss.operation.name:
                values, word_ = 1 / (1 + np.exp(-values)), "p"
        names = self._specimen.names(len(values))
        moment = ""
        if len(output) > 1:
            moment = (tr("first of {n} ·", n=self.batch) if self.batch > 1 else tr("moment {row} ·", row=row)) + " "
        rows = zip(names, map(float, values), map(float, target), map(float, gradient[row]), strict=True)
        return f"{moment}{word_}", tuple(rows)

    def audit(self, first: int) -> Audit:
        """Some numbers of all gradients checked, from number ``first`` on."""
        return audit(self._gradients, self.example, first)

    # ---- one number -----------------------------------------------------------------------------------------------

    def closeup(self, asked: Inspect) -> Closeup:
        """One number of an instruction with its table, its formula and its check."""
        number = self._first() if asked.instruction is None else asked.instruction
        number = min(max(number, 0), len(self._program.instructions) - 1)
        instruction = self._program.instructions[number]
        targets = list(self._targets(instruction))
        target = next((t for t in targets if t.tensor.name == asked.tensor), self._main(targets))
        self._walk.to(number)
        before, old = self._operands(instruction), self._walk.read(target.tensor)
        self._walk.to(number + 1)
        moment = Moment(instruction, before, self._operands(instruction), self._walk.step)
        new = self._walk.read(target.tensor)
        layout = tables.Layout.of(target.tensor)
        products = _products_table(moment, target.operand, layout)
        if products is not None:
            return self._sums(number, target, asked, moment, old, new, products)
        index = layout.index(asked.plane, asked.row, asked.column)
        plane, row, column = layout.place(index)
        table = layout.table(new, plane)
        top, left = (tables.start(at, size, room) for at, size, room in (
            (row, layout.height, tables.ROWS), (column, layout.width, tables.COLUMNS),
        ))  # fmt: skip
        part = table[top : top + tables.ROWS, left : left + tables.COLUMNS]
        over, beside = _edges(moment, target.operand, layout, left, top)
        return self._made(
            number, target, asked, moment, old, new, index,
            _Shown(row=row, column=column, plane=plane, planes=layout.planes, height=layout.height, width=layout.width,
                 top=top, left=left, values=tuple(map(tables.numbers, part)), sums=False, over=over, beside=beside,
                 under=()),
        )  # fmt: skip

    def _sums(
        self, number: int, target: _Target, asked: Inspect, moment: Moment, old: Array, new: Array, made: "_Products"
    ) -> Closeup:
        """The table of the terms that a row of sums consists of: the number under the cursor is one of the sums."""
        height, width = made.terms.shape
        row, column = min(max(asked.row, 0), height - 1), min(max(asked.column, 0), width - 1)
        top, left = tables.start(row, height, tables.ROWS), tables.start(column, width, tables.COLUMNS)
        part = made.terms[top : top + tables.ROWS, left : left + tables.COLUMNS]
        side = stretch_cut(made.beside, top, tables.ROWS)
        under = tuple(stretch_cut(each, left, tables.COLUMNS) for each in made.under)
        index = tables.Layout.of(target.tensor).index(0, 0, column)
        return self._made(
            number, target, asked, moment, old, new, index,
            _Shown(row=row, column=column, plane=0, planes=1, height=height, width=width, top=top, left=left,
                 values=tuple(map(tables.numbers, part)), sums=True, over=(), beside=side, under=under),
        )  # fmt: skip

    def _made(
        self, number: int, target: _Target, asked: Inspect, moment: Moment, old: Array, new: Array, index: Index,
        shown: _Shown,
    ) -> Closeup:  # fmt: skip
        tensor, name = target.tensor, target.tensor.name
        layout = tables.Layout.of(tensor)
        plane = layout.place(index)[0]
        reach = max(tables.reach(old), tables.reach(new)) if target.writes else tables.reach(new)
        terms = [abs(v) for row in shown["values"] for v in row if isfinite(v)]
        width = max(terms, default=0.0) if shown["sums"] else reach
        slope, unchecked = None, ""
        if target.writes and name in self._gradients.by_name and number < self._program.first_update:
            if not self._complete(name, number):
                unchecked = tr(
                    "a part of it: complete after instruction {last}", last=self._gradients.by_name[name].last
                )
            else:
                slope = self._gradients.slope(name, index)
        elif steps_of(self._program, number) == "backward" and target.writes:
            unchecked = tr("a part of a gradient: the sum is checked")
        else:
            unchecked = tr("no gradient: nothing to check") if target.writes else tr("read here, not made")
        return Closeup(
            example=self.example, instruction=number, tensor=name, name=naming.short(tensor), written=target.writes,
            shape=tensor.shape, index=index, reach=width,
            before=tables.field(layout.table(old, plane), reach), after=tables.field(layout.table(new, plane), reach),
            sizes=(*tables.sizes(old), *tables.sizes(new)), formula=self._spelt(moment, target, index), slope=slope,
            unchecked=unchecked, **shown,
        )  # fmt: skip

    def _spelt(self, moment: Moment, target: _Target, index: Index) -> tuple[Piece, ...]:
        if not target.writes:
            return ()
        operand = moment.instruction.operands[target.operand]
        assert isinstance(operand, Tensor)
        dims = len(moment.instruction.operation.by_name[target.operand].dims)
        declared = index_of(self._layout, operand, dims, word(self._layout, target.tensor, index))
        pieces = spell(moment, target.operand, declared) if declared is not None else ()
        return tuple(_placed(piece, target.tensor, index) for piece in pieces)

    def _targets(self, instruction: Instruction) -> Iterator[_Target]:
        """What it writes, then what it reads; of a region the tensors in it."""
        by_name = instruction.operation.by_name
        for writes in (True, False):
            for name, tensor in instruction.operands.items():
                if isinstance(tensor, Tensor) and by_name[name].writes is writes:
                    yield from (_Target(each, name, writes) for each in inside(self._layout, tensor))

    @staticmethod
    def _main(targets: list[_Target]) -> _Target:
        """The one that is shown first: the result, not what is noted beside it."""
        wanted = ("y", "h", "dx", "dz", "dw", "loss", "value")
        return min(
            (t for t in targets if t.writes is targets[0].writes),
            key=lambda t: wanted.index(t.operand) if t.operand in wanted else len(wanted),
        )

    def _operands(self, instruction: Instruction) -> dict[str, Array]:
        by_name = instruction.operation.by_name
        return {
            name: self._walk.operand(tensor, len(by_name[name].dims))
            for name, tensor in instruction.operands.items()
            if isinstance(tensor, Tensor)
        }


def _alone(program: Program) -> bool:
    """Whether batch normalisation is to find a mean and a deviation of a single row."""
    normals = (each for each in program.instructions if each.operation.name == "batchnorm.train")
    return any(isinstance(x := each.operands["x"], Tensor) and x.rows == 1 for each in normals)


REGIONS = {  # a region: the end of the names of tensors in it, and how a number there is called
    "params": ("", "{}"), "grads": (".grad", "d{}"), "moments0": (".moment0", "moment of {}"),
    "moments1": (".moment1", "square of {}"), "average": (".average", "average of {}"),
}  # fmt: skip
_ENDS = re.compile(r"\.(grad|moment0|moment1|average)$")


def _placed(piece: Piece, tensor: Tensor, index: Index) -> Piece:
    """A number of a whole region, called by the tensor of the region that it belongs to."""
    region = REGIONS.get(piece.tensor.partition(".")[0].partition("#")[0]) if "[" in piece.text else None
    if piece.value is None or region is None or piece.tensor == tensor.name:
        return piece
    base = _ENDS.sub("", tensor.name)
    place = ",".join(str(i) for i, size in zip(index, tensor.shape, strict=True) if size > 1)
    return Piece(region[1].format(naming.short(base) + f"[{place}]"), piece.value, base + region[0])


@dataclass(frozen=True)
class _Products:
    """Terms (summands × sums), the factor at the left, and what is added and made below."""

    terms: Array
    beside: Stretch
    under: tuple[Stretch, ...]


def _products_table(moment: Moment, operand: str, layout: tables.Layout) -> _Products | None:
    """Of a dense layer on one row: inputs times weights, so that each column adds up to an output; or the way back."""
    name, old, new = moment.instruction.operation.name, moment.before, moment.after
    with np.errstate(all="ignore"):
        if name == "dense.forward" and operand == "y" and len(old["x"]) == 1 and layout.height == 1:
            under = tables.stretch(moment, "b", old["b"]), tables.stretch(moment, "y", new["y"][0])
            return _Products(old["x"][0][:, None] * old["w"], tables.stretch(moment, "x", old["x"][0]), under)
        if name == "dense.backward_input" and operand == "dx" and len(old["dy"]) == 1 and layout.height == 1:
            under_ = (tables.stretch(moment, "dx", new["dx"][0]),)
            return _Products(old["dy"][0][:, None] * old["w"].T, tables.stretch(moment, "dy", old["dy"][0]), under_)
    return None


def stretch_cut(stretch: Stretch, first: int, room: int) -> Stretch:
    """The part of an edge beside the part of a table."""
    return Stretch(stretch.name, stretch.tensor, stretch.values[first : first + room])


def _edges(
    moment: Moment, operand: str, layout: tables.Layout, left: int, top: int
) -> tuple[tuple[Stretch, ...], Stretch | None]:
    """What stands above a table and beside it: the factors of a product, or what a row was made from."""
    old, name = moment.before, moment.instruction.operation.name
    if name == "dense.backward_weight" and operand == "dw" and len(old["x"]) == 1 and layout.down >= 0:
        along = stretch_cut(tables.stretch(moment, "dy", old["dy"][0]), left, tables.COLUMNS)
        return (along,), stretch_cut(tables.stretch(moment, "x", old["x"][0]), top, tables.ROWS)
    if layout.height > 1 or operand not in moment.after:
        return (), None
    wanted = moment.after[operand].shape
    same = [
        key
        for key, values in old.items()
        if key != operand and values.shape == wanted and not moment.instruction.operation.by_name[key].writes
    ]
    if layout.width != wanted[-1]:
        return (), None
    return tuple(
        stretch_cut(tables.stretch(moment, key, old[key].reshape(-1)), left, tables.COLUMNS) for key in same
    ), None
