"""A review: the cards that are due, one after the other, and how each came out."""

from textual.app import App

from tuidl.course import deck, library, load
from tuidl.course.deck import Card, Due
from tuidl.course.progress import Progress
from tuidl.course.spec import Lesson, QuizItem
from tuidl.errors import TuidlError
from tuidl.language import tr
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.review import ReviewScreen, again
from tuidl.tui.study import OpenRun


async def review(app: App[None], progress: Progress, now: float, open_run: OpenRun) -> str:
    """Ask every card that is due; a sentence about it. Leaving a card ends it, and that card stays due."""
    asked = right = 0
    due = [card for card in progress.deck() if not card.known and card.due <= now]
    for number, card in enumerate(due, 1):
        lesson = _lesson(card)
        question = deck.asked(lesson, card) if lesson is not None else None
        if lesson is None or question is None:
            continue  # it may come back with another version of the course
        place = tr(
            "review {number} of {count} · {lesson_number} {title}",
            number=number,
            count=len(due),
            lesson_number=lesson.number,
            title=lesson.title,
        )
        if isinstance(question, QuizItem):
            came_out = await _quizzed(app, question, f"{card.at}", place)
        else:
            screen = ReviewScreen(again(progress.walk(lesson), card.step), card.question, place, open_run)
            await app.push_screen_wait(screen)
            came_out = screen.right
        if came_out is None:
            break
        progress.reviewed(card, came_out)
        asked, right = asked + 1, right + came_out
    rest = Due.of(progress.deck(), now)
    told = tr("{right} of {asked} right.", right=right, asked=asked) + " " if asked else ""
    return f"{told}{rest.text[0].upper()}{rest.text[1:]}."


async def _quizzed(app: App[None], item: QuizItem, seed: str, place: str) -> bool | None:
    """Whether the first answer is right; None if there is none."""
    first: list[bool] = []

    def answer(_: int, choice: int) -> tuple[bool, str]:
        given = item.choices[choice]
        first.append(given.right)
        return given.right, item.because if given.right else given.tempting

    await app.push_screen_wait(Quiz([item], answer, seed, title=place))
    return first[0] if first else None


def _lesson(card: Card) -> Lesson | None:
    try:
        return load.read(library.find(card.lesson), strict=False)
    except TuidlError:
        return None
