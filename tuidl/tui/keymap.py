"""Which key does what on the two large screens; descriptions are what the palette lists."""

from textual.binding import Binding, BindingType

FIGURES = {**{figure: figure for figure in "0123456789E"}, "-": "minus"}  # what a number is typed with, but the point

HOME: list[BindingType] = [
    Binding("up,k", "move(0,-1)", "up", show=False),
    Binding("down,j", "move(0,1)", "down", show=False),
    Binding("left", "move(-1,0)", "left", show=False),
    Binding("right", "move(1,0)", "right", show=False),
    Binding("home", "top", "top row", show=False),
    Binding("enter", "open", "Open the chosen lesson"),
    Binding("c", "go_on", "Continue where you left"),
    Binding("slash", "filter", "Filter the lessons"),
    Binding("p", "progress", "Your progress"),
    Binding("escape", "leave_filter", "Clear the filter", show=False),
    Binding("question_mark", "app.help", "Help"),
    Binding("q", "app.quit", "Quit"),
]
PAST: list[BindingType] = [
    Binding("up,k", "move(-1)", "up", show=False),
    Binding("down,j", "move(1)", "down", show=False),
    Binding("pageup", "move(-8)", "up", show=False),
    Binding("pagedown", "move(8)", "down", show=False),
    Binding("home", "move(-9999)", "first", show=False),
    Binding("end", "move(9999)", "last", show=False),
    Binding("enter", "open", "Open the chosen lesson or run"),
    Binding("escape,p,q", "leave", "Back to the course"),
    Binding("question_mark", "app.help", "Help"),
]
LESSON: list[BindingType] = [
    Binding("space", "run", "Run or pause"),
    Binding("full_stop", "single", "Train one step"),
    Binding("comma", "earlier(False)", "One step back in time"),
    Binding("less_than_sign", "earlier(True)", "Back to the evaluation before"),
    Binding("r", "reset", "Begin again with the knobs as they are"),
    Binding("x", "speed", "One step a frame, or as fast as it goes"),
    Binding("up", "choose(-1)", "Hold the knob before", show=False),
    Binding("down", "choose(1)", "Hold the next knob", show=False),
    Binding("left", "turn(-1)", "Turn the knob down", show=False),
    Binding("right", "turn(1)", "Turn the knob up", show=False),
    Binding("equals_sign", "type", "Type a number for the knob", show=False),
    Binding("enter", "enter", "Set the typed number, or answer", show=False),
    Binding("tab", "front(1)", "Next panel", show=False, priority=True),
    Binding("shift+tab", "front(-1)", "Panel before", show=False, priority=True),
    Binding("l", "log", "Log or linear axis"),
    Binding("n", "next", "Next step"),
    Binding("b", "pin", "Pin this run's curves to compare with, or let go of them"),
    Binding("c", "compare", "How this line of the run differs from the one it left"),
    Binding("backspace", "rub", "Step before (or take a typed digit back)"),
    Binding("p", "predict", "Predict"),
    Binding("e", "edit", "Write the function of a code step"),
    Binding("h", "hint", "Hint"),
    Binding("w", "why", "Explanation"),
    Binding("f", "sandbox", "All knobs"),
    Binding("pagedown", "page(1)", "Read on", show=False),
    Binding("pageup", "page(-1)", "Read back", show=False),
    Binding("escape", "out", "Out of what is open, or home", show=False),
    Binding("question_mark", "app.help", "Help"),
    Binding("q", "home", "Back to the course"),
    *(Binding(key, f"figure('{figure}')", show=False) for figure, key in FIGURES.items()),
]
