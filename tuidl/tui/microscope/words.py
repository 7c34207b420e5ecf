"""What an instruction does, in plain words; what the number under the cursor means, where there is something to say."""

from math import prod

from tuidl.language import later, tr
from tuidl.signals import Closeup, Line
from tuidl.tui.drawing.prose import Span
from tuidl.tui.drawing.styled import styled
from tuidl.tui.microscope.figures import cell

WORDS: dict[str, str] = {
    "dense.forward": later(
        "Each output is a sum: every input times its own weight, and a bias. The weights are what is learnt."
    ),
    "dense.backward_input": later(
        "How much each input is to blame: the wish of every output, through the weight that joins them. The same "
        "weights, read backwards."
    ),
    "dense.backward_weight": later(
        "A weight is to blame in proportion to what went through it and to the wish of the output it led to."
    ),
    "dense.backward_bias": later(
        "A bias is added as it is, so its gradient is that of the outputs it was added to, summed."
    ),
    "conv2d.forward": later(
        "One small filter is laid on every place of the image; where the image looks like the filter, the sum is "
        "large. All places share the same weights."
    ),
    "conv2d.backward_input": later(
        "A pixel was read by several windows. Each sends its wish back through the weight it read the pixel with."
    ),
    "conv2d.backward_weight": later(
        "A weight of a filter met one pixel in every window. What it met, times what the window wished, is added "
        "over all windows."
    ),
    "groupconv2d": later("As a convolution, but a filter sees only its own group of channels."),
    "convtranspose2d": later(
        "A convolution the other way round: every pixel lays the filter down, larger by its own value, and what "
        "overlaps is added."
    ),
    "maxpool2d.forward": later(
        "Of each window only the largest number goes on. Which one it was is noted for the way back."
    ),
    "maxpool2d.backward": later(
        "Only the pixel that won its window had a say in the loss, so it gets the whole gradient and the others "
        "nothing."
    ),
    "avgpool2d.forward": later("Each window becomes its mean."),
    "avgpool2d.backward": later(
        "Every pixel of a window had the same share in its mean, and so gets the same share of the gradient."
    ),
    "globalpool2d": later(
        "Each channel becomes one number: its mean over all pixels. On the way back every pixel gets an equal share."
    ),
    "upsample2d": later(
        "The image becomes larger by a whole factor; on the way back every pixel gathers what its copies wished."
    ),
    "activation.relu": later(
        "What is below zero becomes zero. Without such a bend, many layers would be no more than one."
    ),
    "activation.relu_backward": later(
        "Where the unit was silent nothing it did could matter: its gradient is zero. Elsewhere the gradient "
        "passes as it is."
    ),
    "activation.leaky_relu": later(
        "What is below zero is made small, not silent, so that a gradient still comes through."
    ),
    "activation.tanh": later(
        "Every sum is squeezed between −1 and 1. Far from zero the curve is flat, and little gets through on the "
        "way back."
    ),
    "activation.tanh_backward": later(
        "The slope of tanh is 1 − y²: near ±1 it is nearly zero, and a unit there learns hardly anything."
    ),
    "activation.sigmoid": later("Every sum is squeezed between 0 and 1."),
    "activation.sigmoid_backward": later(
        "The slope of the sigmoid is y (1 − y), at most a quarter: through many such layers a gradient fades."
    ),
    "activation.softmax": later(
        "Numbers become chances: all positive, together 1. A larger number gets a larger share."
    ),
    "activation.softmax_backward": later(
        "Chances share one whole: what one wins the others lose, so each gradient is held against the mean of all."
    ),
    "activation": later(
        "Every number is bent by itself. On the way back the gradient is multiplied by the slope of the curve there."
    ),
    "shape": later("Nothing is computed: the same numbers in another shape."),
    "sequence": later("Nothing is learnt here: moments are taken, turned or laid side by side."),
    "sum": later("Values meet and are added. A gradient comes to both of them unchanged."),
    "concat": later("Parts are laid side by side; on the way back each takes its own part of the gradient again."),
    "dropout.forward": later(
        "Some numbers are dropped at random and the others made larger, so that no unit can rely on one other. In "
        "the next step others are dropped."
    ),
    "dropout.backward": later(
        "What was dropped had no say, so it gets no gradient. It is the same mask as on the way forward."
    ),
    "dropout": later("Some numbers are dropped at random, others made larger. The same mask holds on the way back."),
    "noise": later("A little noise is added, drawn anew in every step."),
    "batchnorm": later("Each feature is brought to mean 0 and deviation 1 over the batch, then stretched and shifted."),
    "layernorm": later("Each row is brought to mean 0 and deviation 1 by itself, then stretched and shifted."),
    "rnn.forward": later(
        "At every moment the new state is made of what is read now and of the state before. The same weights "
        "serve all moments."
    ),
    "rnn.backward": later(
        "From the last moment to the first: each state is to blame for its own output and for all that came "
        "later. Where the steps back are small, the distant past is not learnt from."
    ),
    "lstm": later(
        "Gates decide how much of the cell is kept, what is written into it and what is shown. What is kept "
        "passes back undimmed."
    ),
    "gru": later("One gate mixes the old state with a new one, another says how much of the old is used for it."),
    "onehot": later("A character becomes a row of zeros with a single 1 at its own place."),
    "embedding": later("A character becomes its own row of numbers, looked up in a table that is learnt."),
    "position": later("Every moment gets numbers of its own, so that the network can tell where it is."),
    "attention.weights": later(
        "Each query is held against every key; the better they fit, the larger the share of attention. The shares "
        "of a query add up to 1."
    ),
    "attention.apply": later("Each query takes the values of all keys, mixed by its shares of attention."),
    "attention": later(
        "The gradient goes back through the shares: to the values that were looked at, and to what decided where "
        "to look."
    ),
    "graph": later(
        "Each node hears itself and those it is joined to; the more neighbours two nodes have, the less they "
        "say to "
        "each other."
    ),
    "mask": later("Padding is no part of the example: it is left out here."),
    "augment": later(
        "The image is moved, turned or made lighter at random, so that the network does not learn one position by "
        "heart."
    ),
    "loss.softmax_cross_entropy": later(
        "The loss is the surprise at the right answer: −log of its chance. Its gradient is simply what was said "
        "less what was wanted."
    ),
    "loss.sigmoid_cross_entropy": later(
        "The loss is the surprise at the right answer, yes or no. Its gradient is the chance that was said less "
        "the answer."
    ),
    "loss.squared": later("The loss is the squared distance from the target: twice as far off counts four times."),
    "loss.absolute": later("The loss is the distance from the target. Its gradient only says which way, not how far."),
    "loss": later("One number says how wrong the answer was. All gradients begin here."),
    "optimizer.sgd": later("Every weight takes a small step downhill: the rate times its gradient."),
    "optimizer.momentum": later("The step is kept and fades slowly: where gradients agree, it grows."),
    "optimizer.adam": later(
        "Each weight has its own step: the mean of its last gradients over their usual size. Early on both means "
        "are still too small, and are made up for it."
    ),
    "optimizer.rmsprop": later(
        "Each weight divides its gradient by its usual size, so that steep and flat directions move alike."
    ),
    "optimizer.adagrad": later(
        "Each weight divides its gradient by the size of all its gradients so far: its steps only become smaller."
    ),
    "optimizer.clip": later(
        "If all gradients together are longer than the limit, all are made shorter by the same factor. The "
        "direction stays."
    ),
    "optimizer.square_sums": later("The squares of all gradients are added, to know how long they are together."),
    "optimizer.shrink": later("Every weight is made a little smaller, as if it had to be earned again."),
    "optimizer.penalty": later("Large weights are pulled back towards zero."),
    "optimizer": later("The optimiser changes what the weights are, or keeps notes for its next step."),
    "data.rate": later("The schedule says how large the learning rate is in this step."),
    "data.mean": later("The number is noted for the curves."),
    "data": later("The example is brought in. In training a whole batch comes at once; here it is one."),
}


ALONE = later("One sample is its own mean, so here it becomes 0.")
PLACES = later("Here that is over all places of one example.")
COMPANY = later(
    "One sample would be its own mean and become 0, so here the batch is this example, in row 0, and the {n} after it."
)
BROUGHT = later(
    "This example is brought in, in row 0, and the {n} after it: batch normalisation needs company. In training a "
    "whole batch comes at once."
)


def meaning(operation: str) -> str:
    """The sentences for an operation, or for its family."""
    return tr(WORDS.get(operation) or WORDS.get(operation.partition(".")[0], ""))


def _about(line: Line, batch: int) -> str:
    """What it does, and what the batch of this step is, where that matters."""
    said, family = meaning(line.operation), line.operation.partition(".")[0]
    if batch > 1 and family == "data" and line.operation not in WORDS:
        return tr(BROUGHT, n=batch - 1)
    if batch > 1 and family == "batchnorm":
        return f"{said} {tr(COMPANY, n=batch - 1)}"
    if line.operation == "batchnorm.train":
        rows = next((prod(reading.shape[:-1]) for reading in line.tensors if not reading.writes), 1)
        return f"{said} {tr(PLACES) if rows > 1 else tr(ALONE)}"
    return said


def words(line: Line, close: Closeup | None, batch: int = 1) -> list[Span]:
    """About the number under the cursor first, then about the instruction, in a step on ``batch`` examples."""
    found = [*_weight(close)] if line.operation == "dense.backward_weight" and close is not None else []
    if close is not None and close.slope is not None and not found:
        found = [*_wish(close)]
    gap: list[Span] = [("\n\n", "plain")] if found else []
    return [*found, *gap, (_about(line, batch), "plain")]


def _weight(close: Closeup) -> list[Span]:
    """Of a weight's gradient: what went through it, what was wished, which way it should go."""
    if close.beside is None or not close.over or close.slope is None:
        return []
    sent = close.beside.values[close.row - close.top]
    wish = close.over[-1].values[close.column - close.left]
    gradient = close.slope.gradient
    if not gradient:
        return styled(
            "Cell {cell}: nothing went through this weight, or nothing was wished; it stays.",
            "plain",
            cell=(f"{close.row},{close.column}", "chip"),
        )
    return styled(
        "Cell {cell}: input {input} sent {sent}; output {output} would lower the loss if its sum went "
        "{wished}. So this "
        "weight should go {way}, in proportion to both.",
        "plain",
        cell=(f"{close.row},{close.column}", "chip"),
        input=(str(close.row), "code"),
        sent=(cell(sent, 1.0), "number"),
        output=(str(close.column), "code"),
        wished=(_way(wish), "number"),
        way=(_way(gradient), "number"),
    )


def _way(gradient: float) -> str:
    """Where a number has to go against its gradient."""
    return tr("down") if gradient > 0 else tr("up")


def _wish(close: Closeup) -> list[Span]:
    """Of any other gradient: which way its number should go."""
    gradient = close.slope.gradient if close.slope is not None else 0.0
    where = ",".join(str(i) for i, size in zip(close.index, close.shape, strict=True) if size > 1) or "0"
    if gradient != gradient:
        return []
    if not gradient:
        return styled("Cell {cell}: the loss does not depend on this number.", "plain", cell=(where, "chip"))
    return styled(
        "Cell {cell}: the loss would fall if this number went {way}.",
        "plain",
        cell=(where, "chip"),
        way=(_way(gradient), "number"),
    )
