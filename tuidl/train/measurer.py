"""``python -m tuidl.train.measurer``: a description of a sandbox a line in, its sizes a line out."""

import json
import logging
import sys

from tuidl.errors import TuidlError
from tuidl.language import tr
from tuidl.sandbox.description import parsed
from tuidl.sandbox.facts import Sizes
from tuidl.train.sizing import Sizing

LONGEST = 1 << 20  # bytes of a line


def main() -> int:
    """Answer until the input ends."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    sizing = Sizing()
    for line in iter(lambda: sys.stdin.buffer.readline(LONGEST), b""):
        try:
            found = sizing.sizes(parsed(json.loads(line)))
        except TuidlError as error:
            found = Sizes(fault=str(error))
        except Exception:
            logging.getLogger("tuidl").exception(tr("a sandbox could not be measured"))
            found = Sizes(fault=tr("this sandbox could not be measured, for a reason that tuidl did not expect"))
        sys.stdout.write(json.dumps(found.to_json()) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
