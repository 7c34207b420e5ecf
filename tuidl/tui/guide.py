"""What the help says: every key by context, and what the marks mean."""

from collections.abc import Iterable, Sequence

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.panels import Panel
from tuidl.tui.panels.manual import SHOWS
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.scrubber import Scrubber

Group = tuple[str, Sequence[tuple[str, str]]]

HOME: tuple[Group, ...] = (
    (
        "the course",
        (
            ("c", "continue where you left"),
            ("arrows", "choose a lesson"),
            ("enter", "open the chosen lesson, or what the top row says"),
            ("/", "filter: type words, enter keeps them, esc clears them"),
            ("p", "your progress: lessons, scores, predictions, runs"),
            ("m", "milestone: what you learnt in the parts that are done"),
            ("v", "review: what you answered wrong comes back after 1, 3, 7 and 21 days"),
            ("f", "sandbox: any data, any layers, any knob"),
            ("^p", "palette: every action, and the themes"),
            ("q", "quit; everything done so far is saved"),
        ),
    ),
)
PAST: tuple[Group, ...] = (
    (
        "your progress",
        (
            ("up down", "choose a lesson or a run"),
            ("enter", "open it: a run at the step it was made in"),
            ("esc", "back to the course"),
        ),
    ),
)
LESSON: tuple[Group, ...] = (
    (
        "the run",
        (
            ("space", "run or pause; asks for your prediction first where the step wants one"),
            (".", "train one step"),
            (",", "one step back in time; then left right, shift, home, end or the mouse scrub to any step"),
            ("<", "back to the evaluation before"),
            ("r", "begin again with the knobs as they are"),
            ("x", "one step a frame, or as fast as it goes"),
            ("l", "log or linear axis"),
        ),
    ),
    (
        "knobs",
        (
            ("up down", "hold another knob"),
            ("left right", "turn it: live knobs act at once, those with ↻ with the next r"),
            ("=", "type a number, then enter; 0 and - begin one by themselves"),
            ("f", "sandbox: all knobs of the lesson"),
        ),
    ),
    (
        "a closer look",
        (
            ("s", "step microscope: every number of a training step with its formula"),
            ("d", "draw: an image, or points of the plane, and see what the net makes of every stroke"),
            ("!", "the run doctor: what ails this run, the panel that shows it, a knob to try"),
            ("c", "compare the line that goes on from an earlier step with the one it left: knobs, curves, weights"),
            ("b", "pin this run's curves to compare with; again lets go of them"),
        ),
    ),
    (
        "a race",
        (
            ("t", "a twin: a copy of this run beside it, from the same first weights, on the same batches; up to five"),
            ("1 to 5", "take a contestant in hand, a click does it too: knobs are turned for that one alone"),
            ("0", "turn knobs for all contestants, or for the one in hand again"),
            ("space . r x , <", "run or pause, one step, begin again, speed, back in time: all together, in lock-step"),
            ("S", "several seeds at once: charts show their median between the lowest and the highest"),
            ("v", "in a chart that has the cursor: training examples, or those held out"),
            ("T", "take the contestant in hand out of the race"),
            ("L", "leave the race, esc does it too: your run is as you left it"),
        ),
    ),
    (
        "panels",
        (
            (
                "1 to 9",
                "zoom a panel, the same again takes it back; in a race their numbers come after the contestants",
            ),
            ("tab", "the next panel: to the front, or into its cursor; esc leaves it"),
            ("enter", "into the panel in front: arrow keys read values there"),
            ("[  ]", "in network and filters through the weights, in hidden state through the texts"),
            ("=", "there, and in weights, another value for the weight under the cursor; a second click does it too"),
        ),
    ),
    (
        "the page",
        (
            ("n", "next step, once this one is done"),
            ("backspace", "the step before"),
            ("h", "a hint, three in all"),
            ("w", "why: the explanation, or how your prediction came out"),
            ("p", "predict"),
            ("e", "write the function of a code step"),
            ("pgdn pgup", "read on, read back"),
            ("? then /", "the words of the page and of all lessons before; / finds one"),
            ("q", "back to the course; esc does it too"),
        ),
    ),
)
SANDBOX: tuple[Group, ...] = (
    (
        "the stack",
        (
            ("e", "into the list at the left; esc or tab leaves it, a click chooses a row"),
            ("up down", "another row"),
            ("left right", "turn what matters most in it: units, filters, a rate, the loss"),
            ("enter", "all values of the row: turned with the arrow keys, or typed; a second click does it too"),
            ("a", "add a layer under the cursor"),
            ("d  del", "the layer once more; the layer away"),
            ("shift up down", "move the layer; K and J do it too"),
            ("u  U", "undo, redo"),
            ("i", "choose the data, with a look at each set"),
            ("f", "layers and a loss that fit the data"),
        ),
    ),
    (
        "the run",
        (
            ("space", "run or pause; what was changed begins anew"),
            ("r", "begin anew, with what was changed"),
            (". , <", "one step; one step back in time; back to the evaluation before"),
            ("x", "one step a frame, or as fast as it goes"),
            ("s", "step microscope: every number of a training step with its formula"),
            ("c  b", "compare two lines of the run; pin its curves"),
        ),
    ),
    (
        "panels and knobs",
        (
            ("p", "choose the panels: space takes one or leaves it"),
            ("1 to 6", "zoom a panel, the same again takes it back"),
            ("tab", "the next panel; esc leaves it"),
            ("arrows", "outside the list: hold a knob, turn it; = types a number"),
        ),
    ),
    (
        "what becomes of it",
        (
            ("y", "the code of the sandbox and of its run so far, to share"),
            ("o", "open a code"),
            ("w", "save it as a lesson to begin with"),
            ("q", "back to the course; the sandbox is kept"),
        ),
    ),
)
EDITOR: tuple[Group, ...] = (
    (
        "your function",
        (
            ("^s  f5", "check it: every case, then compiled"),
            ("^t  f2", "a hint, three in all"),
            ("f3", "the solution in place of your text, after three hints or once yours agrees; ^z undoes it"),
            ("^o  f4", "your own editor ($VISUAL or $EDITOR); what you save there comes back here"),
            ("f6", "begin again with the file as it was at first; ^z undoes it"),
            ("^z ^y", "undo, redo"),
            ("^x ^c ^v", "cut, copy, paste"),
            ("^up ^down", "scroll what the check says"),
            ("esc", "back to the lesson; your text is kept"),
        ),
    ),
)
MICROSCOPE: tuple[Group, ...] = (
    (
        "the program",
        (
            (". ,", "the next instruction, the one before; the wheel does it too"),
            ("up down", "the same, as long as the cursor stands in the list"),
            ("home end", "the first and the last instruction"),
            ("w", "the first instruction that uses what this one writes"),
        ),
    ),
    (
        "the numbers",
        (
            ("tab", "into the table, and back to the list; a click does it too"),
            ("arrows", "another number: its formula, its check and its words follow"),
            ("[ ]", "another channel, filter or moment of the same tensor"),
            ("t", "another tensor of the instruction"),
        ),
    ),
    (
        "the step",
        (
            ("n p", "the next training example, the one before"),
            ("s", "take the step apart that the run stands at now; r does it too"),
            ("a", "check all: every number of every gradient against a finite difference; again stops"),
            ("1 to 7", "a part alone; on a small screen: that part beside the list"),
            ("v", "on a small screen the next part"),
            ("esc", "back to the lesson; nothing of the run was changed"),
        ),
    ),
)
DRAW: tuple[Group, ...] = (
    (
        "the sheet",
        (
            ("mouse", "draw; with the right button erase"),
            ("arrows", "move the cursor; space is a dab, enter puts the pen down and lifts it"),
            ("e", "eraser, or the brush again"),
            ("u y", "undo, redo; ^z and ^y do it too"),
            ("n", "a clean sheet"),
            ("- +", "less or more ink"),
            ("[ ]", "a finer or a broader brush"),
        ),
    ),
    (
        "the net",
        (
            ("c", "the drawing is shown to it where you drew it, or moved by whole pixels to where its images lie"),
            ("m", "feature maps of the next layer"),
            ("tab", "on a small screen: saliency or maps"),
            ("1 2 3 4 5", "in a race: the contestant whose saliency and maps are shown; the bars are those of all"),
            ("t", "train on, or pause; . trains one step"),
        ),
    ),
    (
        "a data set of your own",
        (
            ("k", "give the drawing a label and begin the next one"),
            ("b", "take back the one that was labelled last"),
            ("^s", "save all that have a label; then --data NAME and tuidl data info NAME know them"),
            ("o", "open the lesson on what was saved"),
            ("esc", "back to the lesson; sheet and labelled drawings stay while it is open"),
        ),
    ),
)
POINTS: tuple[Group, ...] = (
    (
        "points",
        (
            ("mouse", "put points of the chosen class; the right button takes them away"),
            ("arrows", "move the cursor; space or enter puts a point there"),
            ("1 to 9", "the class of the next points; tab takes the next one"),
            ("e", "eraser, or points again"),
            ("u y", "undo, redo; ^z and ^y do it too"),
            ("n", "no points"),
            ("l", "the lesson's own points again"),
            ("v", "in a race: the plane of the next contestant, where there is no room for all; all learn every point"),
        ),
    ),
    (
        "the net",
        (
            ("t", "train on, or pause; . trains one step. New points are learnt from the next step on"),
            ("r", "begin again with new weights and these points"),
            ("esc", "back to the lesson: its own run is as it was"),
        ),
    ),
    (
        "a data set of your own",
        (
            ("^s", "save the points; then --data NAME and tuidl data info NAME know them"),
            ("o", "open the lesson on what was saved"),
        ),
    ),
)
REPLAY: tuple[Group, ...] = (
    (
        "a recorded run",
        (
            ("space", "pause, go on; at the end begin again"),
            (".", "on to the next training steps that were told"),
            ("+ -", "twice or half as fast; x is + too"),
            ("m", "all that is left at once"),
            ("r", "from the beginning"),
            ("1 to 9", "zoom a panel; tab takes the next one; in a race the first ones take a contestant in hand"),
            ("esc", "leave"),
        ),
    ),
)
SAVING: Group = (
    "files",
    (
        (
            "^e",
            "save a panel or the screen as SVG, PNG or text; in a lesson the run or race as JSON lines, CSV, recording",
        ),
    ),
)
MARKS: Group = (
    "marks",
    (
        ("✔", "done, met, agrees"),
        ("◐", "started, half right"),
        ("○", "new, not met, no data yet"),
        ("✘", "wrong, missed"),
        ("✖", "diverged: the loss is no number any more"),
        ("!", "the run doctor"),
        ("↻", "needs a reset"),
        ("● ◆ ▲ ■ ▼", "the contestants of a race"),
        ("★", "the smallest loss of a race"),
        ("· · ·", "your prediction over the curve"),
    ),
)

NAMES = {
    "full_stop": ".", "comma": ",", "less_than_sign": "<", "equals_sign": "=", "question_mark": "?", "slash": "/",
    "exclamation_mark": "!", "left_square_bracket": "[", "right_square_bracket": "]", "shift+left": "shift left",
    "shift+right": "shift right", "pagedown": "pgdn", "pageup": "pgup", "minus": "-",
}  # fmt: skip


def named(key: str) -> str:
    """A bound key as it is pressed: the first of several."""
    first = key.partition(",")[0]
    return NAMES.get(first, first.replace("ctrl+", "^"))


def keys(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    """Every key that is bound to something with words, in one row for each words."""
    found: dict[str, list[str]] = {}
    for binding in bindings:
        if isinstance(binding, Binding) and binding.description:
            found.setdefault(binding.description, []).append(named(binding.key))
    return [(" ".join(pressed), words) for words, pressed in found.items()]


def in_hand(widget: Widget | None) -> Group | None:
    """What the widget that has the keys shows and does; None for one that is no part of a lesson."""
    match widget:
        case Panel():
            kind = widget.panel.partition(":")[0]
            arrows = {"x": "left right", "y": "up down", "xy": "arrows"}.get(widget.directions)
            moves = [(arrows, "read the values one by one; the mouse does it too")] if arrows else []
            chooses = [("enter", "show the run and the other panels this place")] if arrows else []
            own = keys(b for b in widget.BINDINGS if b not in Panel.BINDINGS)
            rows = [("shows", SHOWS[kind]), *moves, *chooses, *own]
            return f"in your hand: {widget.panel}", [*rows, ("esc", "let go of it")]
        case Scrubber():
            return "in your hand: the run in time", keys(Scrubber.BINDINGS)
        case StackBox():
            return "in your hand: the stack of layers", keys(StackBox.BINDINGS)
        case DoctorCard():
            return "in your hand: the run doctor's card", keys(DoctorCard.BINDINGS)
    return None
