"""Numbers as a person reads them in a shell."""

from math import isfinite, isnan

from tuidl.language import tr


def plain(value: float) -> str:
    """Four significant digits, without trailing noise: 0.4123, 12, 3.2e-07, nan."""
    if isnan(value):
        return "nan"
    if not isfinite(value):
        return "inf" if value > 0 else "-inf"
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def share(value: float) -> str:
    """A share of one as per cent: 0.9754 is 97.5 %."""
    return f"{value * 100:.1f} %" if isfinite(value) else plain(value)


def measured(name: str, value: float) -> str:
    """The value of that name: shares as per cent, everything else plain."""
    return share(value) if name.endswith(("accuracy", "exact")) else plain(value)


def label(name: str) -> str:
    """``val_loss`` as it is said: val loss."""
    return tr(name.replace("_", " "))


def speed(per_second: float) -> str:
    """Samples a second: 820, 3.1k, 1.2M."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if per_second >= limit:
            return f"{per_second / limit:.1f}{unit}"
    return f"{per_second:.0f}"


def clock(seconds: float) -> str:
    """Seconds as 0:07, 12:30 or 1:02:03."""
    whole = int(max(seconds, 0.0) + 0.5)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def duration(seconds: float) -> str:
    """A finished time: 38 ms, 0.8 s, 12 s, 3 min 5 s."""
    if seconds < 0.1:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return tr("{minutes} min {seconds} s", minutes=int(seconds) // 60, seconds=int(seconds) % 60)
