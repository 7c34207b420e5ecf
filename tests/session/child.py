"""A stand-in for the training worker: what it does is the first word of the request's ``lesson``."""

import os
import signal
import sys
import time

from tests.session import runs
from tuidl.commands import Stop
from tuidl.events import Envelope, Failed
from tuidl.session import wire

request = wire.to_request(sys.stdin.readline())
seq = 0


def say(event) -> None:
    global seq
    sys.stdout.buffer.write(wire.from_envelope(Envelope(seq, 0.0, event)))
    sys.stdout.buffer.flush()
    seq += 1


match request.lesson.split():
    case ["echo"]:
        say(runs.STARTED)
        for line in sys.stdin:
            command = wire.to_command(line)
            say(Failed(repr(command)))
            if isinstance(command, Stop):
                break
    case ["environment"]:
        say(Failed(" ".join(sorted(os.environ))))
    case ["killed"]:
        say(runs.STARTED)
        os.kill(os.getpid(), signal.SIGKILL)
    case ["exit", code]:
        say(runs.STARTED)
        print("words for the log", file=sys.stderr)
        sys.exit(int(code))
    case ["failed"]:
        say(Failed("the lesson is bad", 3))
        sys.exit(3)
    case ["noise"]:
        say(runs.STARTED)
        print("hello from a stray print", flush=True)
        time.sleep(60)
    case ["endless"]:
        print("x" * (wire.MAX_LINE + 100), flush=True)
        time.sleep(60)
    case ["stubborn"]:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say(runs.STARTED)
        while True:
            time.sleep(60)
    case ["flood", count]:
        for step in range(int(count)):
            say(runs.steps(step + 1, float(step)))
            say(runs.picture("a", step))
