"""Days as a learner reads them: weekdays and months in the language spoken, whatever the system's locale is."""

import time

from tuidl.language import later, tr

WEEKDAYS = (
    *(later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"), later("Friday"), later("Saturday")),
    later("Sunday"),
)
MONTHS = (
    *(later("January"), later("February"), later("March"), later("April"), later("May"), later("June")),
    *(later("July"), later("August"), later("September"), later("October"), later("November"), later("December")),
)
SHORT = (
    *(later("Jan"), later("Feb"), later("Mar"), later("Apr"), later("May"), later("Jun")),
    *(later("Jul"), later("Aug"), later("Sep"), later("Oct"), later("Nov"), later("Dec")),
)


def weekday(then: time.struct_time) -> str:
    """``Tuesday``."""
    return tr(WEEKDAYS[then.tm_wday])


def date(then: time.struct_time) -> str:
    """``4 March 2026``."""
    return tr("{day} {month} {year}", day=then.tm_mday, month=tr(MONTHS[then.tm_mon - 1]), year=then.tm_year)


def brief(then: time.struct_time) -> str:
    """``04 Mar 2026``."""
    return tr("{day:02d} {month} {year}", day=then.tm_mday, month=tr(SHORT[then.tm_mon - 1]), year=then.tm_year)
