"""Pages: the small markdown, its plain text, its complaints."""

import pytest

from tests.course import sample
from tuidl.course.page import Bullets, Chip, Code, Formula, Paragraph, Term, Text, parse
from tuidl.errors import LessonError

PAGE = """# A title

Look at [[panel:weights:h2]]. One **neuron** uses `exp`,
over two lines.

    z = w₁·x₁
      + b

    p = 1

- first [[key:.]]
- second
  goes on

- third
"""


def test_blocks_and_spans() -> None:
    page = parse(PAGE)
    assert page.title == "A title"
    paragraph, formula, bullets = page.blocks
    assert paragraph == Paragraph(
        (
            Text("Look at "),
            Chip("panel", "weights:h2"),
            Text(". One "),
            Term("neuron"),
            Text(" uses "),
            Code("exp"),
            Text(", over two lines."),
        )
    )
    assert formula == Formula(("z = w₁·x₁", "  + b", "", "p = 1"))
    assert isinstance(bullets, Bullets)
    assert bullets.items == ((Text("first "), Chip("key", ".")), (Text("second goes on"),), (Text("third"),))
    assert page.terms() == ("neuron",)
    assert page.chips() == (Chip("panel", "weights:h2"), Chip("key", "."))


def test_words_and_plain_text() -> None:
    page = parse(PAGE)
    assert page.words() == 23
    assert page.plain() == (
        "A title\n\nLook at the weights of h2 panel. One neuron uses exp, over two lines.\n\n"
        "    z = w₁·x₁\n      + b\n    \n    p = 1\n\n- first '.'\n- second goes on\n- third\n"
    )


def test_the_model_pages() -> None:
    for folder in (sample.NEURON, sample.INIT):
        for name, text in sample.lesson(folder).pages.items():
            page = parse(text, name)
            assert 20 < page.words() <= 120, name
            assert page.title in text
            assert "[[" not in page.plain()
            assert "**" not in page.plain()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "p.md, line 1: a page begins with '# ' and its title"),
        ("Hello", "p.md, line 1: a page begins with '# ' and its title"),
        ("# A\n\n## B", "p.md, line 3: a page has one title and no further headings"),
        ("# A\n\nan **open term", "p.md, line 3: '**' is opened and not closed"),
        ("# A\n\nan `open code", "p.md, line 3: '`' is opened and not closed"),
        ("# A\n\nsee [[panel:loss", "p.md, line 3: '[[' is opened and not closed"),
        ("# A\n\nsee [[pannel:loss]]", "p.md, line 3: chip '[[pannel:loss]]' must be a panel:, knob: or key: chip"),
        ("# A\n\n  lost", "p.md, line 3: a line that goes on a list item needs the item"),
    ],
)
def test_complaints(text: str, complaint: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse(text, "p.md")
    assert str(caught.value) == complaint
