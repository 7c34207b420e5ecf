from tuidl.kernels.cpu.choice import RETRY, TRIES, Choice


def picks(choice: Choice, seconds: dict[int, float], calls: int) -> list[int]:
    """What it picks when calls take so long."""
    made = []
    for _ in range(calls):
        threads = choice.pick()
        choice.took(threads, seconds[threads])
        made.append(threads)
    return made


def test_the_faster_way_is_taken_and_the_other_looked_at_now_and_then() -> None:
    made = picks(Choice(2), {1: 1.0, 2: 0.6}, 4 * RETRY)
    assert made[:TRIES] == [2, 1, 2, 1]
    assert made[TRIES:].count(1) == 4


def test_a_slow_first_call_does_not_decide() -> None:
    choice = Choice(2)
    choice.took(choice.pick(), 5.0)
    assert picks(choice, {1: 1.0, 2: 0.6}, 10)[-1] == 2


def test_a_machine_that_gets_busy_is_noticed_and_also_when_it_is_quiet_again() -> None:
    choice = Choice(2)
    assert picks(choice, {1: 1.0, 2: 0.6}, 20)[-1] == 2
    assert picks(choice, {1: 1.1, 2: 9.0}, 20)[-1] == 1
    assert picks(choice, {1: 1.0, 2: 0.6}, 3 * RETRY)[-1] == 2


def test_one_thread_or_all_of_them_where_nothing_is_to_be_chosen() -> None:
    assert set(picks(Choice(1), {1: 1.0}, 2 * RETRY)) == {1}
    assert set(picks(Choice(3, always=True), {1: 0.1, 3: 9.0}, 2 * RETRY)) == {3}
