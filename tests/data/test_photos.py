"""Pictures in folders, as cameras, scanners and people leave them; and those that mean harm."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tuidl.data import bring, load, photos
from tuidl.errors import DataError

WHOLE = {"validation": 0}


def picture(
    file: Path, size: tuple[int, int] = (6, 4), colour: object = 90, mode: str = "L", **options: object
) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, colour).save(file, **options)
    return file


def classes(folder: Path, names: str = "ab", count: int = 3, **options: object) -> Path:
    for place, name in enumerate(names):
        for k in range(count):
            picture(folder / name / f"{k}.png", colour=50 + 60 * place + k, **options)
    return folder


def test_a_folder_for_each_class(tmp_path: Path) -> None:
    data = load(str(classes(tmp_path / "leaves")), {"validation": 2})
    assert (data.kind, data.label, data.classes, data.shape) == ("images", "leaves", ("a", "b"), (4, 6, 1))
    assert (data.n, data.validation) == (4, 2)
    assert data.notes == ("pixel = byte / 112",) or data.notes[0].startswith("pixel = byte / ")
    assert (data.y == (data.x.mean(axis=(1, 2, 3)) > 0.7)).all()


def test_a_labels_file(tmp_path: Path) -> None:
    for k in range(6):
        picture(tmp_path / f"{k}.png", colour=40 * k)
    picture(tmp_path / "unnamed.png")
    lines = [f"{k}.png,{'day' if k > 2 else 'night'}" for k in range(6)]
    for head, sign in (("file,class\n", ","), ("", ","), ("", ";")):
        (tmp_path / "labels.csv").write_text(head + "\n".join(lines).replace(",", sign))
        data = load(str(tmp_path), WHOLE)
        assert (data.n, data.classes) == (6, ("day", "night"))
    for line, sentence in (
        ("7.png,day", "line 7: there is no picture '7.png' in "),
        ("../x.png,day", "line 7: '../x.png' is no picture in this folder; expected two columns"),
        ("a,b,c", "line 7 has 3 columns; expected two columns, the name of a picture and its class"),
    ):
        (tmp_path / "labels.csv").write_text("\n".join([*lines, line]))
        with pytest.raises(DataError, match=sentence):
            load(str(tmp_path))


def test_training_and_test_folders_stay_apart(tmp_path: Path) -> None:
    classes(tmp_path / "train", count=4)
    classes(tmp_path / "test", count=2)
    data = load(str(tmp_path))
    assert (data.n, data.validation) == (8, 4)
    held = load(str(tmp_path), {"test": 4, "validation": 2})
    assert (held.n, held.validation, held.test) == (6, 2, 4)


def test_grey_colour_and_what_is_transparent(tmp_path: Path) -> None:
    red, blue = (255, 0, 0), (0, 0, 255)
    for k in range(3):
        picture(tmp_path / "red" / f"{k}.png", colour=red, mode="RGB")
        picture(tmp_path / "blue" / f"{k}.jpg", colour=blue, mode="RGB")
    data = load(str(tmp_path), WHOLE)
    assert data.shape == (4, 6, 3)
    assert data.x[data.y == 1][0, 0, 0].tolist() == [1, 0, 0]
    grey = load(str(tmp_path), {**WHOLE, "colour": False})
    assert grey.shape == (4, 6, 1)
    assert grey.x[grey.y == 1].max() == 1  # red is brighter than blue
    clear = tmp_path / "clear"
    for k in range(4):
        picture(clear / "ab"[k % 2] / f"{k}.png", colour=(0, 0, 0, 255 * (k % 2)), mode="RGBA")
    found = load(str(clear), WHOLE)
    assert found.shape == (4, 6, 1)
    assert found.x[found.y == 0].min() == 1  # see-through: the white paper below
    assert found.x[found.y == 1].max() == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16", "LA", "CMYK"])
def test_every_kind_of_png_and_jpeg(tmp_path: Path, mode: str) -> None:
    for k in range(6):
        base = Image.new("L", (5, 5), 255 * (k % 2))
        made = Image.new("I;16", (5, 5), 65535 * (k % 2)) if mode == "I;16" else base.convert(mode)
        made.save(tmp_path / "x.tmp", format="JPEG" if mode == "CMYK" else "PNG")
        (tmp_path / "ab"[k % 2]).mkdir(exist_ok=True)
        (tmp_path / "x.tmp").rename(tmp_path / "ab"[k % 2] / f"{k}.png")
    data = load(str(tmp_path), WHOLE)
    assert data.shape == (5, 5, 1)
    assert [data.x[data.y == kind].mean() for kind in (0, 1)] == pytest.approx([0, 1], abs=0.02)


def test_sizes(tmp_path: Path) -> None:
    classes(tmp_path)
    picture(tmp_path / "b" / "wide.png", size=(20, 10))
    with pytest.raises(DataError) as error:
        load(str(tmp_path))
    assert str(error.value) == (
        f"{tmp_path}/b/wide.png has 20×10 pixels where others in {tmp_path} have 6×4; say to which size all are scaled "
        "(--size 32)"
    )
    assert load(str(tmp_path), {"size": 8}).shape == (8, 8, 1)
    large = classes(tmp_path / "large", size=(300, 10))
    with pytest.raises(DataError, match="has 300×10 pixels, up to 256 a side are possible; say a size"):
        load(str(large))
    with pytest.raises(DataError, match="size = 3 must be a whole number from 4 to 256"):
        load(str(large), {"size": 3})


def test_a_photo_lies_as_it_was_taken(tmp_path: Path) -> None:
    pixels = np.zeros((4, 8), np.uint8)
    pixels[:, :4] = 255  # the left half is light; turned by 90° it is the upper half
    turned = Image.Exif()
    turned[0x0112] = 6
    for k in range(4):
        (tmp_path / "ab"[k % 2]).mkdir(exist_ok=True)
        Image.fromarray(pixels).save(tmp_path / "ab"[k % 2] / f"{k}.png", exif=turned)
    data = load(str(tmp_path), WHOLE)
    assert data.shape == (8, 4, 1)
    assert data.x[0, :4].min() == 1


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, packed: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    classes(tmp_path)
    bomb = tmp_path / "a" / "0.png"
    for size, sentence in (
        ((60_000, 60_000), "claims far more pixels than the 40 million that are possible"),
        ((10_000, 5_000), "claims 10000×5000 pixels, up to 40 million are possible"),
        ((2**31 - 1, 2**31 - 1), "claims far more pixels than the 40 million|cannot be read as a picture"),
        ((0, 0), "cannot be read as a picture"),
    ):
        bomb.write_bytes(png(*size, zlib.compress(bytes(1_000_000))))
        tracemalloc.start()
        with pytest.raises(DataError, match=sentence):
            load(str(tmp_path), {"size": 8})
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 20_000_000


def test_too_many_pixels_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    classes(tmp_path)
    monkeypatch.setattr(photos, "LARGEST", 200)
    with pytest.raises(DataError, match="the pictures take more than 0 MB; say a smaller size"):
        load(str(tmp_path))
    monkeypatch.setattr(photos, "MOST", 5)
    with pytest.raises(DataError, match="holds 6 pictures, up to 5 are possible: keep a part of them"):
        load(str(tmp_path))


def test_a_text_that_is_called_a_picture(tmp_path: Path) -> None:
    classes(tmp_path)
    file = tmp_path / "a" / "0.png"
    for content in (b"", b"hello", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"):
        file.write_bytes(content)
        with pytest.raises(DataError, match=r"0\.png cannot be read as a picture: .*; save it as PNG again"):
            load(str(tmp_path))


def test_one_class_and_few_pictures(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds 2 examples: at least 4 are needed"):
        load(str(classes(tmp_path / "few", count=1)))
    with pytest.raises(DataError, match="has 1 different classes in 5 examples"):
        load(str(classes(tmp_path / "one", "a", count=5)))
    picture(tmp_path / "loose" / "0.png")
    with pytest.raises(
        DataError, match=r"the folder .* holds 0 usable files; expected .* a folder of pictures with a fol"
    ):
        load(str(tmp_path / "loose"))


SOUND = {
    kind: (lambda out: (Image.new("RGB", (9, 7), (200, 30, 90)).save(out, format=kind), out.getvalue())[1])(
        io.BytesIO()
    )
    for kind in ("PNG", "JPEG")
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return classes(tmp_path_factory.mktemp("pictures"), count=2)


@settings(max_examples=100)
@given(
    kind=st.sampled_from(sorted(SOUND)),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
    keep=st.integers(0, 2000),
)
def test_mutated_pictures_are_read_or_refused(
    folder: Path, kind: str, changes: list[tuple[int, int]], keep: int
) -> None:
    content = bytearray(SOUND[kind])
    for place, byte in changes:
        content[place % len(content)] = byte
    (folder / "a" / "x.png").write_bytes(bytes(content[: max(keep, 1)]))
    try:
        data = load(str(folder), {"size": 8})
    except DataError as error:
        assert "x.png" in str(error)  # noqa: PT017 - both ways are fine
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert data.x.min() >= 0
        assert data.x.max() <= 1


def test_pictures_are_kept_as_they_are_to_be_read(tmp_path: Path, home: Path) -> None:
    folder = classes(tmp_path / "leaves")
    picture(folder / "b" / "wide.png", size=(20, 10))
    (folder / "notes.txt").write_text("not a picture")
    bring(folder, "leaves", {"size": 8})
    kept = home / "data" / "leaves"
    assert sorted(str(f.relative_to(kept)) for f in kept.rglob("*") if f.is_file()) == [
        *(f"a/{k}.png" for k in range(3)), *(f"b/{k}.png" for k in range(3)), "b/wide.png", "reading.json",
    ]  # fmt: skip
    assert load("leaves").shape == (8, 8, 1)
    assert load("leaves", {"size": 5}, stand_in=True).shape == (8, 8, 1)  # of another set, so not this one's
    assert load("leaves", {"size": 6}).shape == (6, 6, 1)
