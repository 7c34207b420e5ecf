from tests.tui.lessons import walk_at
from tuidl.events import KernelCompiled
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.prose import shortened
from tuidl.tui.page.described import described
from tuidl.tui.page.goal import Distance
from tuidl.tui.page.task import Task, draw, rows
from tuidl.view import RunView

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


def test_the_step_of_a_goal_is_written_as_everywhere() -> None:
    cells = Cells(40, 34, DARK)
    draw(cells, Task("run", "Watch.", True, distance=FAR, reached=1400, saved=True), more=False)
    assert "✔ goal met at step 1 400 · saved" in cells.text()


def test_a_cut_answer_says_that_it_is_cut() -> None:
    assert shortened("about seven in ten", 14) == "about seven i…"
    assert shortened("three", 14) == "three"


def test_a_run_that_was_asked_for_while_kernels_compile_is_not_asked_for_again() -> None:
    walk, view = walk_at("watch"), RunView()
    view.apply(KernelCompiled("dense.forward", 3, 9, {}))
    assert described(walk, view, False, (), ()).note == "press space to run"
    assert described(walk, view, False, (), (), begun=True).note == "one moment: it runs soon"
    assert described(walk_at("recap"), view, False, (), (), begun=True).note == "read on with n"


def test_a_prediction_that_was_made_is_run() -> None:
    walk = walk_at("corners")
    assert described(walk, RunView(), False, (), ()).kind == "predict"
    for ask in walk.step.ask:
        walk.predict(ask.id, ask.choices[0].id if ask.choices else "0")
    task = described(walk, RunView(), False, (), ())
    assert (task.kind, task.predicted) == ("run", walk.step.ask[0].choices[0].label)


def test_a_long_answer_has_the_line_to_itself_and_where_there_is_room_as_many_as_it_wants() -> None:
    long = "both fall together, the held-out one last"
    small, large = Cells(34, 20, DARK), Cells(40, 34, DARK)
    task = Task("run", "Watch.", False, predicted="the loss falls, then rises")
    draw(small, task, more=False)
    assert "✔ the loss falls, then rises" in small.text()
    task = Task("run", "Watch.", False, predicted=long)
    draw(large, task, more=False)
    assert long in " ".join(large.text().split())
    assert "Watch." in large.text()
    assert "not done yet" in large.text()


def test_the_value_of_a_measure_of_the_lessons_own_has_its_name() -> None:
    far = Distance("ahead", ">", -136.0, -2.1, -1.01, 0.0, False, called="ahead")
    small, large = Cells(30, 20, DARK), Cells(40, 34, DARK)
    for cells in (small, large):
        draw(cells, Task("repair", "Find the fault.", False, distance=far), more=False)
    assert "○ not met ahead −136" in small.text()
    assert "best" not in small.text()
    assert all(len(line) <= 28 for line in small.text().splitlines())
    assert "ahead now −136   best −1.01" in large.text()
