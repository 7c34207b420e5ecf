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
    for cards in deck.rounds(due):
        lesson = _lesson(cards[0])
        cards = tuple(card for card in cards if lesson is not None and deck.asked(lesson, card) is not None)
        if lesson is None or not cards:
            continue  # it may come back with another version of the course
        place = _place(due.index(cards[0]) + 1, due.index(cards[-1]) + 1, len(due))
        question = deck.asked(lesson, cards[0])
        if isinstance(question, QuizItem):
            title = f"{place} · {lesson.number} {lesson.title}"
            came_out = await _quizzed(app, question, cards[0], title)
        else:
            walk = again(progress.walk(lesson), cards[0].step, [card.question for card in cards])
            screen = ReviewScreen(walk, place, open_run)
            await app.push_screen_wait(screen)
            came_out = screen.right
        if not came_out:
            break
        for card in cards:
            progress.reviewed(card, came_out[card.question])
        asked, right = asked + len(cards), right + sum(came_out.values())
    rest = Due.of(progress.deck(), now)
    told = tr("{right} of {asked} right.", right=right, asked=asked) + " " if asked else ""
    return f"{told}{rest.text[0].upper()}{rest.text[1:]}."


def _place(first: int, last: int, count: int) -> str:
    """``review 2 of 5``; of questions that one run answers, ``review 2–3 of 5``."""
    number = f"{first}" if first == last else f"{first}–{last}"
    return tr("review {number} of {count}", number=number, count=count)


async def _quizzed(app: App[None], item: QuizItem, card: Card, title: str) -> dict[str, bool]:
    """Whether the first answer to the card's question is right; empty if there is none."""
    first: list[bool] = []

    def answer(_: int, choice: int) -> tuple[bool, str]:
        given = item.choices[choice]
        first.append(given.right)
        return given.right, item.because if given.right else given.tempting

    await app.push_screen_wait(Quiz([item], answer, f"{card.at}", title=title))
    return {card.question: first[0]} if first else {}


def _lesson(card: Card) -> Lesson | None:
    try:
        return load.read(library.find(card.lesson), strict=False)
    except TuidlError:
        return None
