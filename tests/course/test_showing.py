from tuidl.course import library, load
from tuidl.course.showing import showing


def test_the_step_that_shows_an_experiment() -> None:
    lesson = load.read(library.find("lesson-mlp"))
    assert showing(lesson, "corners", {}) == "bend"
    assert showing(lesson, "corners", {"activation": "linear"}) == "straight"
    assert showing(lesson, "spirals", {"depth": 2, "width": 12}) == "deep"
    assert showing(lesson, "iris", {}) == "iris"
    assert showing(lesson, "nothing", {}) == ""
    assert showing(load.read(library.find("rnn")), "names", {}) == "names"
