"""The process that measures: it answers, in order, and one that died is replaced."""

import asyncio
import sys

from tests.sandbox.made import IMAGES
from tuidl.sandbox.description import parsed, start
from tuidl.session.measure import Measure
from tuidl.train.sizing import Sizing


async def test_the_answers_are_those_of_this_process():
    measure = Measure()
    try:
        first = asyncio.ensure_future(measure.sizes(start()))
        second = asyncio.ensure_future(measure.sizes(parsed(IMAGES)))
        await asyncio.sleep(0)
        first.cancel()  # nobody waits for it any more; the next answer is not taken for it
        sizes = await second
        assert sizes == Sizing().sizes(parsed(IMAGES))
        assert (await measure.sizes(start())).parameters == 114
    finally:
        await measure.close()
        await measure.close()


async def test_a_process_that_dies_is_told_and_replaced():
    measure = Measure((sys.executable, "-c", "import sys; sys.stdin.readline()"))
    try:
        for _ in range(2):
            assert "ended by itself" in (await measure.sizes(start())).fault
    finally:
        await measure.close()
