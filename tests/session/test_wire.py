import json
from dataclasses import replace
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session import runs
from tuidl import commands
from tuidl.course.spec import Contestant
from tuidl.events import Compared, Envelope, Event, Failed, Raced, RaceStarted, Rewound, StepsEnded
from tuidl.session import wire
from tuidl.session.request import Request

BACK = Rewound(5, 2, 0, 1, 0, 9, (("rate", 0.1), ("shuffle", True)), 1000, 64 << 20)
RACE = RaceStarted("lesson-x", "duel", ("a", "b"), ((("rate", 0.1),), ()), (0, 1), 20)
LANE = Raced(1, 2, runs.steps(1, 0.5, float("inf")))
APART = Compared(2, 0, 5, (("rate", 0.1, 0.5),), {"loss": 3}, (("h1", float("inf")), ("out", 0.0)))


@pytest.mark.parametrize(
    "event", [runs.STARTED, runs.picture("a", 2), runs.steps(1, 0.5), Failed("no"), BACK, APART, RACE, LANE]
)
def test_an_envelope_survives_the_wire(event: Event) -> None:
    envelope = Envelope(7, 1.25, event, "ada")
    line = wire.from_envelope(envelope)
    assert line.count(b"\n") == 1
    assert wire.to_envelope(line) == envelope


def test_infinities_survive_and_the_line_is_plain_json() -> None:
    line = wire.from_envelope(Envelope(0, 0.0, runs.steps(1, float("nan"), float("inf"))))
    json.loads(line, parse_constant=lambda name: pytest.fail(name))
    event = wire.to_envelope(line).event
    assert isinstance(event, StepsEnded)
    assert isnan(event.values["loss"][0])
    assert event.values["loss"][1] == float("inf")


@pytest.mark.parametrize(
    "command",
    [
        commands.Play(until=3),
        commands.SetKnob("rate", 0.5),
        commands.Assign("h1.weight[0,2]", -0.5),
        commands.Only(2, commands.SetKnob("rate", 0.5)),
        commands.Watch((("loss", 4, 5),)),
        commands.Rewind(7),
        commands.Rewind(7, 1),
        commands.Compare(),
        commands.Compare(0),
        commands.Stop(),
    ],
)
def test_a_command_survives_the_wire(command: commands.Command) -> None:
    assert wire.to_command(wire.from_command(command)) == command


def test_a_request_survives_the_wire() -> None:
    request = Request("lessons/x", knobs={"rate": 0.5, "init": "he"}, steps=7)
    assert wire.to_request(wire.from_request(request)) == request


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"{}",
        b'{"seq":1,"at":0,"event":{}}',
        b'{"seq":1,"at":0,"event":{"event":"Boom"}}',
        b'{"seq":1,"at":0,"event":{"event":"Saved"}}',
        b'{"seq":true,"at":0,"event":{"event":"Failed","text":"x"}}',
        b'{"seq":1,"at":0,"event":{"event":"RunStarted","layers":[1]}}',
        b'{"seq":1,"at":0,"event":{"event":"Probed","name":"a","step":1,"signal":{"kind":"No"}}}',
        b'{"seq":1,"at":0,"event":{"event":"Saved","path":"x","step":"3"}}',
        b'{"seq":1,"at":0,"event":{"event":"Saved","path":null,"step":3}}',
        b'{"seq":1,"at":0,"event":{"event":"Evaluated","step":1,"epoch":1,"values":{"map":{"loss":"x"}},"time":{"map":{}}}}',
        b'{"seq":1,"at":0,"event":{"event":"StepsEnded","first":1,"epoch":1,"values":{"map":{"loss":3}},"time":{"map":{}}}}',
        b'{"seq":1,"at":0,"event":{"event":"Probed","name":"a","step":1,"signal":5}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_no_envelope_is_refused(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.to_envelope(line)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@settings(max_examples=60)
def test_noise_is_refused_and_never_crashes(line: bytes) -> None:
    for reading in (wire.to_envelope, wire.to_command, wire.to_request):
        with pytest.raises(wire.WireError):
            reading(line)


def test_a_line_has_a_largest_length() -> None:
    with pytest.raises(wire.WireError, match="longer"):
        wire.from_command(commands.Save("x" * wire.MAX_LINE))
    with pytest.raises(wire.WireError, match="longer"):
        wire.to_command(b" " * (wire.MAX_LINE + 1))


def test_a_request_for_a_race_survives_the_wire() -> None:
    asked = Request("x", race=(Contestant("slow", "net", {"rate": 0.1}), Contestant("fast", "net")), seeds=3)
    assert wire.to_request(wire.from_request(asked)) == asked


@pytest.mark.parametrize(
    "told", [5, {"event": "Raced", "contestant": 0, "seed": 0, "told": {}}, {"event": "Saved", "path": 1, "step": 0}]
)
def test_what_no_run_of_a_race_can_tell(told: object) -> None:
    line = {"seq": 0, "at": 0.0, "event": {"event": "Raced", "contestant": 0, "seed": 0, "told": told}}
    with pytest.raises(wire.WireError):
        wire.to_envelope(json.dumps(line))


def test_an_order_within_an_order_is_none() -> None:
    with pytest.raises(wire.WireError):
        wire.to_command('{"command": "Only", "contestant": 0, "order": {"command": "Only"}}')


@pytest.mark.parametrize(
    "change",
    [
        {"names": ()}, {"names": ("a",) * 6}, {"seeds": ()}, {"seeds": tuple(range(21))}, {"settings": ((),)},
        {"settings": ((("rate",),), ())}, {"settings": (((1, 0.1),), ())}, {"experiments": ("a",)},
    ],
)  # fmt: skip
def test_a_race_whose_contestants_do_not_agree_is_no_message(change: dict[str, object]) -> None:
    with pytest.raises(wire.WireError, match="its contestants do not agree"):
        wire.to_envelope(wire.from_envelope(Envelope(0, 0.0, replace(RACE, **change))))  # type: ignore[arg-type]
