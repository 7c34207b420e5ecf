"""What the help says: every key by context, and what the marks mean."""

from collections.abc import Iterable, Sequence

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tuidl.language import later, tr
from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.panels import Panel
from tuidl.tui.panels.manual import SHOWS
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.scrubber import Scrubber

Group = tuple[str, Sequence[tuple[str, str]]]

HOME: tuple[Group, ...] = (
    (
        later("the course"),
        (
            ("c", later("continue where you left")),
            (later("arrows"), later("choose a lesson")),
            ("enter", later("open the chosen lesson, or what the top row says")),
            ("/", later("filter: type words, enter keeps them, esc clears them")),
            ("p", later("your progress: lessons, scores, predictions, runs")),
            ("m", later("milestone: what you learnt in the parts that are done")),
            ("v", later("review: what you answered wrong comes back after 1, 3, 7 and 21 days")),
            ("f", later("sandbox: any data, any layers, any knob")),
            ("q", later("quit; everything done so far is saved")),
        ),
    ),
)
PAST: tuple[Group, ...] = (
    (
        later("your progress"),
        (
            (later("up down"), later("choose a lesson or a run")),
            ("enter", later("open it: a run at the step it was made in")),
            ("esc", later("back to the course")),
        ),
    ),
)
LESSON: tuple[Group, ...] = (
    (
        later("the run"),
        (
            ("space", later("run or pause; asks for your prediction first where the step wants one")),
            (".", later("train one step")),
            (",", later("one step back in time; then left right, shift, home, end or the mouse scrub to any step")),
            ("<", later("back to the evaluation before")),
            ("r", later("begin again with the knobs as they are")),
            ("x", later("one step a frame, or as fast as it goes")),
            ("l", later("log or linear axis")),
        ),
    ),
    (
        later("knobs"),
        (
            (later("up down"), later("hold another knob")),
            (later("left right"), later("turn it: it acts at once, with ↻ only after r")),
            ("=", later("type a number, then enter; 0 and - begin one by themselves")),
            ("f", later("sandbox: all knobs of the lesson")),
            (later("mouse"), later("click any key that is written; drag a knob; the wheel turns and scrolls")),
        ),
    ),
    (
        later("a closer look"),
        (
            ("s", later("step microscope: every number of a training step with its formula")),
            ("d", later("draw: an image, or points of the plane, and see what the net makes of every stroke")),
            ("!", later("the run doctor: what ails this run, the panel that shows it, a knob to try")),
            (
                "c",
                later(
                    "compare the line that goes on from an earlier step with the one it left: knobs, curves, weights"
                ),
            ),
            ("a", later("another line of the run, to its end: the one that was left, and back")),
            ("b", later("pin this run's curves to compare with; again lets go of them")),
        ),
    ),
    (
        later("a race"),
        (
            (
                "t",
                later(
                    "a twin: a copy of this run beside it, from the same first weights, on the same batches; up to five"
                ),
            ),
            (
                later("1 to 5"),
                later("take a contestant in hand, a click does it too: knobs are turned for that one alone"),
            ),
            ("0", later("turn knobs for all contestants, or for the one in hand again")),
            (
                later("space . r x , <"),
                later("run or pause, one step, begin again, speed, back in time: all together, in lock-step"),
            ),
            ("S", later("several seeds at once: charts show their median between the lowest and the highest")),
            ("v", later("in a chart that has the cursor: training examples, or those held out")),
            ("T", later("take the contestant in hand out of the race")),
            ("L", later("leave the race, esc does it too: your run is as you left it")),
        ),
    ),
    (
        later("panels"),
        (
            (
                later("1 to 9"),
                later("zoom a panel, the same again takes it back; in a race their numbers come after the contestants"),
            ),
            ("tab", later("the next panel: to the front, or into its cursor; esc leaves it")),
            ("enter", later("into the panel in front: arrow keys read values there")),
            ("[  ]", later("in network and filters through the weights, in hidden state through the texts")),
            (
                "= + -",
                later(
                    "there, and in weights, another value for the weight under the cursor, a second click asks too; "
                    "or a little more or less"
                ),
            ),
        ),
    ),
    (
        later("the page"),
        (
            ("n", later("next step, once this one is done")),
            ("backspace", later("the step before")),
            ("h", later("a hint, three in all")),
            ("w", later("why: the explanation, or how your prediction came out")),
            ("p", later("predict")),
            ("e", later("open the function of a code step and write it")),
            (later("pgdn pgup"), later("read on, read back")),
            (later("? then /"), later("the words of the page and of all lessons before; / finds one")),
            ("q", later("back to the course; esc does it too")),
        ),
    ),
)
SANDBOX: tuple[Group, ...] = (
    (
        later("the stack"),
        (
            ("t", later("into the list at the left; esc or tab leaves it, a click chooses a row")),
            (later("up down"), later("another row")),
            (later("left right"), later("turn what matters most in it: units, filters, a rate, the loss")),
            ("enter", later("all values of the row: turned with the arrow keys, or typed; a second click does it too")),
            ("a", later("add a layer under the cursor")),
            ("d  del", later("the layer once more; the layer away")),
            (later("shift up down"), later("move the layer; K and J do it too")),
            ("u  U", later("undo, redo")),
            ("i", later("choose the data, with a look at each set")),
            ("f", later("layers and a loss that fit the data")),
        ),
    ),
    (
        later("the run"),
        (
            ("space", later("run or pause; what was changed begins anew")),
            ("r", later("begin anew, with what was changed")),
            (". , <", later("one step; one step back in time; back to the evaluation before")),
            ("x", later("one step a frame, or as fast as it goes")),
            ("s", later("step microscope: every number of a training step with its formula")),
            ("c  a  b", later("compare two lines of the run; go to another; pin its curves")),
        ),
    ),
    (
        later("panels and knobs"),
        (
            ("p", later("choose the panels: space takes one or leaves it")),
            (later("1 to 6"), later("zoom a panel, the same again takes it back")),
            ("tab", later("the next panel; esc leaves it")),
            (later("arrows"), later("outside the list: hold a knob, turn it; = types a number")),
        ),
    ),
    (
        later("what becomes of it"),
        (
            ("y", later("the code of the sandbox and of its run so far, to share")),
            ("o", later("open a code")),
            ("w", later("save it as a lesson to begin with")),
            ("q", later("back to the course; the sandbox is kept")),
        ),
    ),
)
EDITOR: tuple[Group, ...] = (
    (
        later("your function"),
        (
            ("^s  f5", later("check it: every case, then compiled")),
            ("^t  f2", later("a hint, three in all")),
            ("f3", later("the solution in place of your text, after three hints or once yours agrees; ^z undoes it")),
            ("^o  f4", later("your own editor ($VISUAL or $EDITOR); what you save there comes back here")),
            ("f6", later("begin again with the file as it was at first; ^z undoes it")),
            ("^z ^y", later("undo, redo")),
            ("^x ^c ^v", later("cut, copy, paste")),
            (later("^up ^down"), later("scroll what the check says")),
            ("esc", later("back to the lesson; your text is kept")),
        ),
    ),
)
MICROSCOPE: tuple[Group, ...] = (
    (
        later("the program"),
        (
            (". ,", later("the next instruction, the one before; the wheel does it too")),
            (later("up down"), later("the same, as long as the cursor stands in the list")),
            (later("home end"), later("the first and the last instruction")),
            ("w", later("the first instruction that uses what this one writes")),
        ),
    ),
    (
        later("the numbers"),
        (
            ("tab", later("into the table, and back to the list; a click does it too")),
            (later("arrows"), later("another number: its formula, its check and its words follow")),
            ("[ ]", later("another channel, filter or moment of the same tensor")),
            ("t", later("another tensor of the instruction")),
        ),
    ),
    (
        later("the step"),
        (
            ("n p", later("the next training example, the one before")),
            ("s", later("take the step apart that the run stands at now; r does it too")),
            ("a", later("check all: every number of every gradient against a finite difference; again stops")),
            (later("1 to 7"), later("a part alone; on a small screen: that part beside the list")),
            ("v", later("on a small screen the next part")),
            ("esc", later("back to the lesson; nothing of the run was changed")),
        ),
    ),
)
DRAW: tuple[Group, ...] = (
    (
        later("the sheet"),
        (
            (later("mouse"), later("draw; with the right button erase")),
            (later("arrows"), later("move the cursor; space is a dab, enter puts the pen down and lifts it")),
            ("x", later("eraser, or the brush again")),
            ("u y", later("undo, redo; ^z and ^y do it too")),
            ("n", later("a clean sheet")),
            ("- +", later("less or more ink")),
            ("[ ]", later("a finer or a broader brush")),
        ),
    ),
    (
        later("the net"),
        (
            (
                "c",
                later("the drawing is shown to it where you drew it, or moved by whole pixels to where its images lie"),
            ),
            ("m", later("feature maps of the next layer")),
            ("tab", later("on a small screen: saliency or maps")),
            (
                "1 2 3 4 5",
                later("in a race: the contestant whose saliency and maps are shown; the bars are those of all"),
            ),
            ("t", later("train on, or pause; . trains one step")),
        ),
    ),
    (
        later("a data set of your own"),
        (
            ("k", later("give the drawing a label and begin the next one")),
            ("b", later("take back the one that was labelled last")),
            ("^s", later("save all that have a label; then --data NAME and tuidl data info NAME know them")),
            ("o", later("open the lesson on what was saved")),
            ("esc", later("back to the lesson; sheet and labelled drawings stay while it is open")),
        ),
    ),
)
POINTS: tuple[Group, ...] = (
    (
        later("points"),
        (
            (later("mouse"), later("put points of the chosen class; the right button takes them away")),
            (later("arrows"), later("move the cursor; space or enter puts a point there")),
            (later("1 to 9"), later("the class of the next points; tab takes the next one")),
            ("x", later("eraser, or points again")),
            ("u y", later("undo, redo; ^z and ^y do it too")),
            ("n", later("no points")),
            ("l", later("the lesson's own points again")),
            (
                "v",
                later(
                    "in a race: the plane of the next contestant, where there is no room for all; all learn every point"
                ),
            ),
        ),
    ),
    (
        later("the net"),
        (
            ("t", later("train on, or pause; . trains one step. New points are learnt from the next step on")),
            ("r", later("begin again with new weights and these points")),
            ("esc", later("back to the lesson: its own run is as it was")),
        ),
    ),
    (
        later("a data set of your own"),
        (
            ("^s", later("save the points; then --data NAME and tuidl data info NAME know them")),
            ("o", later("open the lesson on what was saved")),
        ),
    ),
)
REPLAY: tuple[Group, ...] = (
    (
        later("a recorded run"),
        (
            ("space", later("pause, go on; at the end begin again")),
            (".", later("on to the next training steps that were told")),
            ("+ -", later("twice or half as fast; x is + too")),
            ("m", later("all that is left at once")),
            ("r", later("from the beginning")),
            (
                later("1 to 9"),
                later("zoom a panel; tab takes the next one; in a race the first ones take a contestant in hand"),
            ),
            ("esc", later("leave")),
        ),
    ),
)
EVERYWHERE: Group = (
    later("everywhere"),
    (
        ("^p", later("palette: every action, and the themes")),
        (
            "e  ^e",
            later(
                "save a panel or the screen as SVG, PNG or text; in a lesson the run or race as JSON lines, CSV, "
                "recording; where text is typed, and in a code step, only ^e does it"
            ),
        ),
    ),
)
MARKS: Group = (
    later("marks"),
    (
        ("✔", later("done, met, agrees")),
        ("◐", later("started, half right")),
        ("○", later("new, not met, no data yet")),
        ("✘", later("wrong, missed")),
        ("✖", later("diverged: the loss is no number any more")),
        ("!", later("the run doctor")),
        ("↻", later("needs a reset")),
        ("● ◆ ▲ ■ ▼", later("the contestants of a race")),
        ("★", later("the smallest loss of a race")),
        ("· · ·", later("your prediction over the curve")),
    ),
)

NAMES = {
    "full_stop": ".", "comma": ",", "less_than_sign": "<", "equals_sign": "=", "question_mark": "?", "slash": "/",
    "exclamation_mark": "!", "left_square_bracket": "[", "right_square_bracket": "]", "shift+left": later("shift left"),
    "shift+right": later("shift right"), "pagedown": "pgdn", "pageup": "pgup", "minus": "-", "plus": "+",
    "escape": "esc",
}  # fmt: skip


def named(key: str) -> str:
    """A bound key as it is pressed: the first of several."""
    first = key.partition(",")[0]
    return tr(NAMES[first]) if first in NAMES else first.replace("ctrl+", "^")


def keys(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    """Every key that is bound to something with words, in one row for each words."""
    found: dict[str, list[str]] = {}
    for binding in bindings:
        if isinstance(binding, Binding) and binding.description:
            words = tr(binding.description, key=named(binding.key))
            found.setdefault(words, []).append(named(binding.key))
    return [(" ".join(pressed), words) for words, pressed in found.items()]


def in_hand(widget: Widget | None) -> Group | None:
    """What the widget that has the keys shows and does; None for one that is no part of a lesson."""
    match widget:
        case Panel():
            kind = widget.panel.partition(":")[0]
            arrows = {"x": tr("left right"), "y": tr("up down"), "xy": tr("arrows")}.get(widget.directions)
            moves = [(arrows, tr("read the values one by one; the mouse does it too"))] if arrows else []
            chooses = [("enter", tr("show the run and the other panels this place"))] if arrows else []
            own = keys(b for b in widget.BINDINGS if b not in Panel.BINDINGS)
            rows = [(tr("shows"), SHOWS[kind]), *moves, *chooses, *own]
            return tr("in your hand: {panel}", panel=widget.panel), [*rows, ("esc", tr("let go of it"))]
        case Scrubber():
            return tr("in your hand: the run in time"), keys(Scrubber.BINDINGS)
        case StackBox():
            return tr("in your hand: the stack of layers"), keys(StackBox.BINDINGS)
        case DoctorCard():
            return tr("in your hand: the run doctor's card"), keys(DoctorCard.BINDINGS)
    return None
