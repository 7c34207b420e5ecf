"""Fetching from a mirror: a server of our own on the loopback, with files like those of MNIST, but small."""

import errno
import gzip
import hashlib
import io
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.conftest import idx_bytes
from tuidl.data import download, load, mnist
from tuidl.data.download import checked_mirror
from tuidl.data.remote import Remote
from tuidl.errors import DataError, UsageError

Answer = Callable[["Handler", bytes], None]


def contents() -> dict[str, bytes]:
    random = np.random.default_rng(0)
    made = {}
    for head, n in (("train", 40), ("t10k", 20)):
        made[f"{head}-images-idx3-ubyte.gz"] = idx_bytes(random.integers(0, 256, (n, 28, 28)))
        made[f"{head}-labels-idx1-ubyte.gz"] = idx_bytes(np.arange(n) % 10)
    return made


INSIDE = contents()
FILES = tuple(Remote(name, len(c), hashlib.sha256(c).hexdigest()) for name, c in INSIDE.items())
PACKED = {name: gzip.compress(content, mtime=0) for name, content in INSIDE.items()}
LARGEST = "train-images-idx3-ubyte.gz"


def plain(handler: "Handler", body: bytes) -> None:
    """As a good mirror answers: the whole, or the rest that was asked for."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    start = int(asked[1]) if asked and handler.headers.get("If-Range") == handler.server.mark else 0
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
    handler.send_header("Content-Length", str(len(body) - start))
    handler.send_header("ETag", handler.server.mark)
    handler.end_headers()
    handler.wfile.write(body[start:])


def broken_off(handler: "Handler", body: bytes) -> None:
    """Promises all, sends a part, and hangs up."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("ETag", handler.server.mark)
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


class Handler(BaseHTTPRequestHandler):
    server: "Mirror"

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.server.asked.append((self.path, self.headers.get("Range", "")))
        answers = self.server.answers.get(name, [])
        (answers.pop(0) if answers else self.server.answer)(self, self.server.bodies.get(name, b""))

    def log_message(self, *_: object) -> None:
        pass


class Mirror(ThreadingHTTPServer):
    """``answers``: how the next requests for a file are answered, before ``answer`` is again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies = dict(PACKED)
        self.mark = '"one"'
        self.asked: list[tuple[str, str]] = []
        self.answer: Answer = plain
        self.answers: dict[str, list[Answer]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/mnist"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is no matter here


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "TUIDL_MNIST"):
        monkeypatch.delenv(name, raising=False)
    server = Mirror()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def silent(name: str, here: int, total: int) -> None:
    pass


def get(*mirrors: str) -> Path:
    return mnist.get(mirrors, silent, FILES)


def refusal(*mirrors: str) -> str:
    with pytest.raises(DataError) as error:
        get(*mirrors)
    assert "\n" not in str(error.value)
    assert mnist.folder() is None
    return str(error.value)


def test_the_four_files_become_the_set(mirror: Mirror, home: Path) -> None:
    told: list[tuple[str, int, int]] = []
    place = mnist.get((mirror.url,), lambda *piece: told.append(piece), FILES)
    assert sorted(file.name for file in place.iterdir()) == sorted(PACKED)
    assert [name for name, here, _ in told if here == 0] == list(INSIDE)
    assert [(here, total) for name, here, total in told if name == LARGEST][-1] == (len(PACKED[LARGEST]),) * 2
    data = load("mnist")
    assert (data.n, data.validation, data.shape) == (40, 20, (28, 28, 1))
    tested = load("mnist", {"test": 20, "validation": 10})
    assert (tested.n, tested.validation, tested.test) == (30, 10, 20)
    assert [file.name for file in (home / "data").iterdir()] == ["mnist"]


def test_what_broke_off_is_gone_on_with(mirror: Mirror) -> None:
    mirror.answers[LARGEST] = [broken_off]
    assert get(mirror.url).is_dir()
    half = len(PACKED[LARGEST]) // 2
    assert [span for path, span in mirror.asked if path.endswith(LARGEST)] == ["", f"bytes={half}-"]


def test_it_goes_on_at_another_time(mirror: Mirror) -> None:
    mirror.answers[LARGEST] = [broken_off] * 3
    said = refusal(mirror.url)
    assert "MNIST could not be fetched: train-images-idx3-ubyte.gz: " in said
    assert re.search(r"broke off after \d+ of \d+ bytes; say it again to go on", said)
    mirror.asked.clear()
    get(mirror.url)
    assert mirror.asked[0][1].startswith("bytes=")
    assert len(mirror.asked) == 4


def test_a_part_of_an_older_file_or_of_another_mirror_is_not_gone_on_with(mirror: Mirror) -> None:
    mirror.answers[LARGEST] = [broken_off] * 3
    refusal(mirror.url)
    mirror.mark = '"two"'
    mirror.bodies[LARGEST] = gzip.compress(INSIDE[LARGEST], 1, mtime=0)
    get(mirror.url)
    for file in FILES:
        assert file.sound(mnist.paths.data() / "mnist" / file.name)


def test_a_part_that_came_whole_is_not_asked_for_again(mirror: Mirror, home: Path) -> None:
    place = home / "data" / ".fetch-mnist"
    place.mkdir(parents=True)
    (place / f"{LARGEST}.part").write_bytes(PACKED[LARGEST])
    get(mirror.url)
    assert LARGEST not in [path.rpartition("/")[2] for path, _ in mirror.asked]


def test_files_that_are_here_are_not_asked_for_again(mirror: Mirror) -> None:
    last = list(PACKED)[-1]
    mirror.answers[last] = [lambda handler, _: handler.send_error(503)]
    assert f"{mirror.url} answers 503 Service Unavailable" in refusal(mirror.url)
    mirror.asked.clear()
    get(mirror.url)
    assert [path.rpartition("/")[2] for path, _ in mirror.asked] == [last]


def test_a_wrong_file_is_not_kept_and_the_next_mirror_is_asked(mirror: Mirror, home: Path) -> None:
    wrong = Mirror()
    thread = threading.Thread(target=wrong.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        wrong.bodies = {name: gzip.compress(content[:-1] + b"x", mtime=0) for name, content in INSIDE.items()}
        assert f"{wrong.url} sends something else: the checksum is wrong" in refusal(wrong.url)
        assert not list((home / "data" / ".fetch-mnist").glob("*.part"))
        assert get(wrong.url, mirror.url).is_dir()
    finally:
        wrong.shutdown()
        wrong.server_close()
        thread.join()


def redirect(to: str) -> Answer:
    def answer(handler: Handler, body: bytes) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_redirects_are_followed_but_not_everywhere(mirror: Mirror) -> None:
    mirror.answers[LARGEST] = [redirect(f"{mirror.url}/elsewhere/{LARGEST}")]
    get(mirror.url)
    assert f"/mnist/elsewhere/{LARGEST}" in [path for path, _ in mirror.asked]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (redirect("file:///etc/hostname"), "leads round in circles, or away from the web"),
        (redirect("/mnist/train-images-idx3-ubyte.gz"), "leads round in circles, or away from the web"),
        (lambda handler, _: handler.send_error(404), "answers 404 Not Found"),
        (lambda handler, _: handler.wfile.write(b"hello\r\n\r\n"), "does not speak HTTP as it should"),
        (lambda handler, _: handler.connection.close(), "does not speak HTTP|cannot be reached"),
        (lambda handler, body: plain(handler, b"x" * (len(INSIDE[LARGEST]) + (1 << 17))), "sends more than it should"),
        (lambda handler, body: plain(handler, b""), "the checksum is wrong"),
        (lambda handler, body: plain(handler, body[:-5]), "the checksum is wrong"),
        (lambda handler, body: plain(handler, INSIDE[LARGEST]), "the checksum is wrong"),
        (lambda handler, body: plain(handler, gzip.compress(bytes(50_000_000))), "the checksum is wrong"),
    ],
)
def test_what_a_mirror_may_do_wrong_is_said(mirror: Mirror, answer: Answer, sentence: str) -> None:
    mirror.answer = answer
    assert re.search(f"{re.escape(mirror.url)} .*{sentence}", refusal(mirror.url))


def test_a_mirror_that_is_silent_or_not_there(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PATIENCE", 0.05)
    over = threading.Event()
    mirror.answer = lambda handler, body: over.wait(5) and None
    assert "was silent for 0.05 seconds" in refusal(mirror.url)
    over.set()
    assert re.search(r"cannot be reached \(connection refused\)", refusal("http://127.0.0.1:9"))
    assert "is not found: is there a network?" in refusal("http://nowhere.invalid")


def test_another_piece_than_was_asked_for(mirror: Mirror) -> None:
    mirror.answers[LARGEST] = [broken_off] * 3
    refusal(mirror.url)

    def elsewhere(handler: Handler, body: bytes) -> None:
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes 3-{len(body) - 1}/{len(body)}")
        handler.end_headers()

    mirror.answers[LARGEST] = [elsewhere]
    assert "sends another piece than was asked for" in refusal(mirror.url)
    mirror.asked.clear()
    mirror.answers[LARGEST] = [lambda handler, _: handler.send_error(416)]
    get(mirror.url)  # there is less than what is here: from the beginning
    assert [bool(span) for path, span in mirror.asked if path.endswith(LARGEST)] == [True, False]


def test_a_full_disk_and_a_home_that_cannot_be_written(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = Path.open

    class Full:
        def __init__(self, file: object) -> None:
            self._file = file

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def opened(path: Path, *words: object, **more: object) -> object:
        file = real(path, *words, **more)
        return Full(file) if path.suffix == ".part" else file

    monkeypatch.setattr(Path, "open", opened)
    said = refusal(mirror.url)
    assert said.startswith(f"the disk is full: {LARGEST} does not fit into ")
    assert said.endswith("; make room and go on")
    monkeypatch.setattr(Path, "open", real)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path / "file"))
    assert re.search("MNIST cannot be kept in .*file: ", refusal(mirror.url))


def test_nothing_leads_from_https_to_http() -> None:
    asked = urllib.request.Request("https://example.invalid/a")
    with pytest.raises(download.Lost, match="leads from https to http"):
        download.Redirects().redirect_request(asked, io.BytesIO(), 302, "", {}, "http://example.invalid/a")


@pytest.mark.parametrize(
    "url", ["", "mnist", "ftp://a/b", "file:///etc", "http://", "http://a b", "http://ä", "http://[1"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError, match="it must be an address that begins with http:// or https://"):
        checked_mirror(url)
    assert checked_mirror("http://localhost:8000/mnist/") == "http://localhost:8000/mnist"


@settings(max_examples=100)
@given(changes=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4), keep=st.integers(0, 300))
def test_no_damaged_file_is_taken_for_sound(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], keep: int
) -> None:
    """Whatever is changed: either it is refused, or what is inside is what should be."""
    name = "t10k-labels-idx1-ubyte.gz"
    file = next(file for file in FILES if file.name == name)
    content = bytearray(PACKED[name])
    for place, byte in changes:
        content[place % len(content)] = byte
    path = tmp_path_factory.mktemp("packed") / name
    path.write_bytes(bytes(content[:keep]))
    if file.sound(path):
        assert gzip.decompress(path.read_bytes()) == INSIDE[name]


def test_the_published_files_are_those_asked_for() -> None:
    assert [file.name for file in mnist.FILES] == list(INSIDE)
    assert [file.size for file in mnist.FILES] == [16 + 60_000 * 784, 8 + 60_000, 16 + 10_000 * 784, 8 + 10_000]
    assert all(re.fullmatch(r"[0-9a-f]{64}", file.sha256) for file in mnist.FILES)
    assert all(checked_mirror(url) == url and url.startswith("https://") for url in mnist.MIRRORS)
