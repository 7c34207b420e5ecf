"""What the help says: every key by context, and what the marks mean."""

from collections.abc import Sequence

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
            ("c", "compare the line that goes on from an earlier step with the one it left: knobs, curves, weights"),
            ("b", "pin this run's curves to compare with; again lets go of them"),
        ),
    ),
    (
        "panels",
        (
            ("1 to 9", "zoom a panel, the same again takes it back"),
            ("tab", "the next panel: to the front, or into its cursor; esc leaves it"),
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
            ("1 to 7", "a part alone; on a small screen: that part beside the list"),
            ("v", "on a small screen the next part"),
            ("esc", "back to the lesson; nothing of the run was changed"),
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
        ("· · ·", "your prediction over the curve"),
    ),
)
