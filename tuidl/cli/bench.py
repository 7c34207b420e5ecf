"""``tuidl bench``: how fast networks train on this machine."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from tuidl.cli import spoken
from tuidl.errors import Exit, UsageError, suggest
from tuidl.language import later, tr

if TYPE_CHECKING:
    from tuidl.speed import Result, Workload
    from tuidl.speed.machine import Machine

BUSY = 0.5  # load above which figures are doubtful


@spoken.command()
@click.argument("workloads", nargs=-1)
@spoken.option(
    "--threads",
    type=click.IntRange(min=1, max=1024),
    metavar="N",
    help=later("Threads, for torch too.  [default: all that pay]"),
)
@spoken.option(
    "--rounds",
    type=click.IntRange(min=1, max=10**6),
    default=15,
    show_default=True,
    metavar="N",
    help=later("Rounds of 0.1 s for each."),
)
@spoken.option("--kernels", is_flag=True, help=later("Where the time of one workload's step goes, on one thread."))
@spoken.option("--json", "as_json", is_flag=True, help=later("One JSON object."))
def command(workloads: tuple[str, ...], threads: int | None, rounds: int, kernels: bool, as_json: bool) -> Exit:
    """Time the reference WORKLOADS on this machine.

    torch stands beside them where it is installed.

    A step is forward, loss, backward and Adam in float32; "g" makes up a text. tuidl and torch take turns within one
    process, torch in each way that may be its fastest; ratios are of the least times. "of one" is the share of what
    one processor can multiply and add. Only ratios mean anything on other machines, and nothing from a machine that
    does something else meanwhile.

    \b
    Examples:
      tuidl bench
      tuidl bench c d --threads 1
      tuidl bench d --kernels
      tuidl bench --json > here.json
    """
    from tuidl.speed import WORKLOADS, machine, measure

    for name in workloads:
        if name not in WORKLOADS:
            raise UsageError(
                tr(
                    "there is no workload '{name}'{hint}; the workloads are {workloads}",
                    name=name,
                    hint=suggest(name, WORKLOADS),
                    workloads=", ".join(WORKLOADS),
                )
            )
    if kernels and len(workloads) != 1:
        raise UsageError(tr("--kernels looks into one workload: name it, as in 'tuidl bench d --kernels'"))
    if kernels and WORKLOADS[workloads[0]].written:
        raise UsageError(tr("workload '{name}' makes up text and has no training step to look into", name=workloads[0]))
    here = machine.this()
    if not as_json:
        click.echo(f"{here}\n")
        if here.load is not None and here.load > BUSY:
            click.echo(
                tr("something else is running (load {load}): figures will be too slow", load=here.load) + "\n", err=True
            )
    if kernels:
        return parts(WORKLOADS[workloads[0]], here, as_json)
    if not as_json:
        click.echo(header())
    results = []
    for name in workloads or WORKLOADS:
        results.append(measure(WORKLOADS[name], threads, rounds))
        if not as_json:
            click.echo(row(results[-1], here))
    if as_json:
        click.echo(json.dumps({"machine": here.as_dict(), "workloads": [result.as_dict() for result in results]}))
    return Exit.MET


def parts(work: "Workload", here: "Machine", as_json: bool) -> Exit:
    """The kernels of a step, the most expensive first."""
    from tuidl.speed.kernels import timed

    found = timed(work)
    if as_json:
        click.echo(json.dumps({"machine": here.as_dict(), "id": work.id, "kernels": [asdict(each) for each in found]}))
        return Exit.MET
    whole = sum(each.seconds for each in found)
    click.echo(
        tr("{id}  {title}: {whole:.3f} ms a step on one thread", id=work.id, title=work.title, whole=whole * 1e3)
    )
    for each in found:
        speed = f"{2e-9 * each.work / each.seconds:7.1f}" if each.work else f"{'-':>7}"
        share = each.seconds / whole
        click.echo(f"{each.seconds * 1e3:9.4f} ms {share:5.1%} {speed} GFLOP/s  {each.kernel:32} {each.target}")
    return Exit.MET


def header() -> str:
    """What stands above the table."""
    columns = ((tr("threads"), 8), ("ms", 10), (tr("median"), 10), ("GFLOP/s", 9), (tr("of one"), 9), ("torch ms", 11))
    return f"{'':66}" + "".join(text.rjust(width) for text, width in (*columns, (tr("ratio"), 8)))


def row(result: "Result", here: "Machine") -> str:
    """A line of the table."""
    title, ours, best = f"{result.work.id}  {result.work.title}", result.ours, result.best
    share = result.gflops / here.peak
    beside = f"{best.least:11.3f}{result.ratio:7.2f}x" if best else f"{'-':>11}{'-':>8}"
    return f"{title:66}{result.threads:8}{ours.least:10.4f}{ours.median:10.4f}{result.gflops:9.1f}{share:9.0%}{beside}"
