from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.page.goal import Distance
from tuidl.tui.page.task import Task, draw, rows, shortened

FAR = Distance("val accuracy", ">=", 0.947, 0.14, 0.953, 0.97, True, others=(("67 parameters ≤ 100", True),))


def test_a_task_takes_no_more_rows_than_it_says() -> None:
    read = Task("read", "Compare.", False, note="read on with n")
    tune = Task("tune", "At least 97 % of the held-out digits with at most 100 parameters.", False, distance=FAR)
    assert rows(20, read, 30) < rows(20, tune, 30) <= 6
    assert rows(33, read, 33) < 9 < rows(33, tune, 33) <= 14


def test_at_the_smallest_size_the_goal_line_keeps_the_margin() -> None:
    cells = Cells(30, 20, DARK)
    draw(cells, Task("run", "Watch until 97 % are right.", False, distance=FAR), more=True)
    assert "  ○ not met 94.7 best 95.3 %" in cells.text()
    assert all(len(line) <= 28 for line in cells.text().splitlines())


def test_a_cut_answer_says_that_it_is_cut() -> None:
    assert shortened("about seven in ten", 14) == "about seven i…"
    assert shortened("three", 14) == "three"
