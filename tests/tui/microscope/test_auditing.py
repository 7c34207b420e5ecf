from tuidl.signals import Audit
from tuidl.tui.microscope.auditing import Auditing


def part(first: int, done: int, differ: int = 0, worst: float = 1e-9, where: str = "") -> Audit:
    return Audit(2, first, done, 100, 4, done - first - differ, 0, differ, 0, worst, where)


def test_it_asks_until_all_is_checked_and_says_how_far_it_is():
    auditing = Auditing()
    assert auditing.begin(2, None).audit == 0
    assert auditing.says()[1] == "checking every gradient"
    asked = auditing.take(part(0, 40))
    assert (asked.example, asked.audit) == (2, 40)
    assert auditing.says()[1] == "checked 40 of 100"
    assert auditing.share == 0.4
    assert auditing.take(part(40, 80, worst=3e-8)).audit == 80
    assert auditing.take(part(80, 100)) is None
    assert not auditing.under_way
    assert auditing.says() == ("done", "all 100 numbers of 4 gradients agree, worst 3e−8", "good")


def test_what_differs_is_counted_and_the_first_is_named():
    auditing = Auditing()
    auditing.begin(2, None)
    auditing.take(part(0, 40))
    auditing.take(part(40, 80, differ=3, worst=0.5, where="dw[1,2]"))
    assert auditing.says()[1] == "checked 80 of 100, 3 differ"
    auditing.take(part(80, 100, differ=1, worst=0.1, where="db[0]"))
    assert auditing.says() == ("wrong", "4 of 100 differ, first dw[1,2]", "bad")


def test_answers_to_something_else_do_not_count():
    auditing, old = Auditing(), part(0, 40)
    auditing.begin(2, old)
    assert auditing.take(old) is None
    assert auditing.take(part(40, 80)) is None
    assert auditing.found is None
    assert auditing.take(part(0, 40)).audit == 40


def test_it_can_be_stopped():
    auditing = Auditing()
    auditing.begin(2, None)
    auditing.take(part(0, 40))
    auditing.stop()
    assert auditing.take(part(40, 80)) is None
    assert auditing.says()[1] == "stopped: 40 numbers of 4 gradients agree, worst 1e−9"
