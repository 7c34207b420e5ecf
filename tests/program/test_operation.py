"""Declarations, and what an instruction checks when it is bound."""

import pytest

from tuidl.program import OPERATIONS, Tensor
from tuidl.program.operation import declare, parse
from tuidl.program.program import bind, together


def tensor(*shape: int, kind: str = "float", tight: bool = False) -> Tensor:
    return Tensor("t", shape, "activation", "here", kind, tight=tight)  # type: ignore[arg-type]


def test_a_declaration_is_read() -> None:
    x, labels, y, size, rate, data = parse("in x[rows, 3]; in labels[rows]:int; inout y[a]; size s; real e; data d")
    assert (x.role, x.name, x.dims, x.is_int) == ("in", "x", ("rows", "3"), False)
    assert labels.is_int
    assert y.writes
    assert not x.writes
    assert [o.is_tensor for o in (x, size, rate, data)] == [True, False, False, False]


@pytest.mark.parametrize("text", ["x[rows]", "in", "in x[rows", "into x[rows]", "", "in x[rows]; ", "in x[]"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read operand"):
        parse(text)


def test_a_tensor_may_be_left_out_where_the_declaration_says_so() -> None:
    x, mask = parse("in x[rows]; in? mask[rows]:int")
    assert (x.optional, mask.optional, mask.is_int) == (False, True, True)
    with pytest.raises(ValueError, match="only a tensor may be left out"):
        parse("size? first")


def test_an_operation_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"dense\.forward is declared twice"):
        declare("dense.forward", "in x[rows]", "")
    assert len(OPERATIONS["dense.forward"].operands) == 4


def test_leading_dimensions_are_taken_together() -> None:
    assert together(tensor(2, 3, 4, 5), 2) == (24, 5)
    assert together(tensor(2, 3, 4, 5), 4) == (2, 3, 4, 5)
    assert together(tensor(4, 5, kind="int", tight=True), 1) == (20,)
    with pytest.raises(ValueError, match="1 dimensions"):
        together(tensor(4, 5), 1)  # rows are padded: they are no vector
    with pytest.raises(ValueError, match="3 dimensions"):
        together(tensor(4, 5), 3)


def test_sizes_follow_from_the_operands() -> None:
    made = bind("dense.forward", {"x": tensor(2, 6, 3), "w": tensor(3, 4), "b": tensor(4), "y": tensor(2, 6, 4)})
    assert made.sizes == {"rows": 12, "inputs": 3, "outputs": 4}
    assert str(made).startswith("dense.forward")


@pytest.mark.parametrize(
    ("changes", "error", "pattern"),
    [
        ({"w": tensor(5, 4)}, ValueError, "inputs 5, others 3"),
        ({"y": tensor(3, 4)}, ValueError, "rows 3, others 2"),
        ({"x": tensor(2, 3, kind="int")}, TypeError, "wrong kind int"),
        ({"x": 3}, TypeError, "not a in operand"),
        ({"extra": tensor(1)}, ValueError, "takes"),
        ({"b": None}, TypeError, "b=None"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Tensor], error: type[Exception], pattern: str) -> None:
    fitting = {"x": tensor(2, 3), "w": tensor(3, 4), "b": tensor(4), "y": tensor(2, 4)}
    with pytest.raises(error, match=pattern):
        bind("dense.forward", {**fitting, **changes})
