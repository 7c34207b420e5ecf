"""Time series: windows of the past and the values that follow. What is held out comes after all that is learned."""

import numpy as np

from tuidl import paths
from tuidl.data.dataset import DataSet, Floats
from tuidl.data.options import Options
from tuidl.data.tables import moments, standardised
from tuidl.errors import DataError
from tuidl.language import tr


def sunspots(options: Options, seed: int) -> DataSet:
    """The mean number of sunspots of every year from 1700 to 2008 (see ``assets/sunspots/ORIGIN.md``)."""
    return series(options, _shipped("sunspots"), "sunspots", tr("sunspots a year"), time=22)


def passengers(options: Options, seed: int) -> DataSet:
    """Thousands of air passengers of every month from 1949 to 1960 (see ``assets/passengers/ORIGIN.md``)."""
    return series(options, _shipped("passengers"), "passengers", tr("air passengers a month"), time=12)


def _shipped(name: str) -> Floats:
    path = paths.shipped("assets") / name / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return np.array([float(line.rpartition(",")[2]) for line in lines], np.float32)


def series(options: Options, values: Floats, feature: str, label: str, time: int) -> DataSet:
    """Windows of ``time`` values and the ``horizon`` values after each, in order, cut where time goes on.

    Training windows come first, then those held out, then those of the last test. No value that is to be predicted
    in one part is in another: horizon − 1 windows between two parts are left out. ``log`` takes the logarithm first.
    ``standardise``: by mean and deviation of the values that the training windows hold. ``n`` takes the last windows
    of the training part.
    """
    time = options.count("time", time, 1, 1_000)
    horizon = options.count("horizon", 1, 1, 100)
    logarithm = options.flag("log", False)
    total = len(values) - time - horizon + 1
    if total < 1:
        raise DataError(
            tr(
                "data set '{source}' has {count} values, but a window needs time + horizon = "
                "{time}: take a smaller time",
                source=options.source,
                count=len(values),
                time=time + horizon,
            )
        )
    held, test = options.held_out(0.2, total), options.tested(total)
    between = (horizon - 1) * ((held > 0) + (test > 0))
    room = total - held - test - between
    n = options.some("n", 1, 1_000_000) or max(room, 1)
    label = options.label(label)
    standardise = options.flag("standardise", True)
    options.finish()
    if n > room:
        raise DataError(
            tr(
                "data set '{source}' has {total} windows, but n = {n}, validation = {held} and test = {test} ask "
                "for {asked}: ask for fewer, or take a smaller time",
                source=options.source,
                total=total,
                n=n,
                held=held,
                test=test,
                asked=n + held + test + between,
            )
        )
    if logarithm and values.min() <= 0:
        raise DataError(
            tr(
                "data set '{source}' holds values of 0 or less, which have no logarithm: say log = false",
                source=options.source,
            )
        )
    numbers = np.log(values).astype(np.float32) if logarithm else values
    first, last = room - n, room + time + horizon - 1
    mean, deviation = moments(numbers[first:last, None]) if standardise else (None, None)
    scaled = standardised(numbers[:, None], mean, deviation)[:, 0]
    starts = np.arange(total)
    x = scaled[starts[:, None] + np.arange(time)][..., None]
    y = scaled[starts[:, None] + time + np.arange(horizon)]
    after = room + (horizon - 1) * (held > 0)
    train, val, tested = slice(first, room), slice(after, after + held), slice(total - test, total)
    name = tr("log {feature}", feature=feature) if logarithm else feature
    return DataSet(
        name=options.source,
        kind="series",
        label=label,
        x=np.ascontiguousarray(x[train]),
        y=np.ascontiguousarray(y[train]),
        val_x=np.ascontiguousarray(x[val]),
        val_y=np.ascontiguousarray(y[val]),
        test_x=np.ascontiguousarray(x[tested]),
        test_y=np.ascontiguousarray(y[tested]),
        features=(name,),
        targets=(tr("next {name}", name=name),)
        if horizon == 1
        else tuple(tr("{name} in {k}", name=name, k=k + 1) for k in range(horizon)),
        mean=mean,
        deviation=deviation,
        target_mean=None if mean is None else np.repeat(mean, horizon),
        target_deviation=None if deviation is None else np.repeat(deviation, horizon),
        notes=(tr("in order of time: what is held out comes after all that is learned"),),
    )
