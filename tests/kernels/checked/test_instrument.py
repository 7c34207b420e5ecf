"""Checks stand before every access in LLVM's code; what is unknown is refused."""

import re

import pytest

import tuidl.kernels.cpu.executor  # noqa: F401 - declares the kernels
from tuidl.kernels.checked.instrument import CHECK, CHECK_LANES, CHECK_SIZE, instrumented, size_of
from tuidl.kernels.cpu.kernel import KERNELS, ROUTINES

MASK = "<16 x i1> %mask"


def function(*lines: str) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    return f"define i32 @f(ptr %retptr, ptr %mem) {{\nentry:\n{body}\n  ret i32 0\n}}"


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("%x = load <16 x float>, ptr %mem, align 4", "i64 64, i64 4, i64 1"),
        ("%x = load float, ptr %mem, align 4, !tbaa !3", "i64 4, i64 4, i64 1"),
        ("%x = load atomic i32, ptr %mem acquire, align 4", "i64 4, i64 4, i64 5"),
        ("store <16 x float> <float 1.0, float 2.0>, ptr %mem, align 64", "i64 64, i64 64, i64 2"),
        ("store ptr null, ptr %mem, align 8", "i64 8, i64 8, i64 2"),
        ("store atomic i32 0, ptr %mem release, align 4", "i64 4, i64 4, i64 6"),
        ("%x = atomicrmw add ptr %mem, i32 1 seq_cst, align 4", "i64 4, i64 4, i64 7"),
    ],
)
def test_an_access_is_checked_first(line: str, check: str) -> None:
    made = instrumented(function(line), 4096).splitlines()
    place = next(n for n, text in enumerate(made) if f"@{CHECK}(ptr inttoptr (i64 4096 to ptr), ptr %mem" in text)
    assert made[place].endswith(f"{check})")
    assert made[place + 1].strip() == line.replace("ptr %mem", "ptr %checked.0")


def test_copies_are_checked_at_both_ends() -> None:
    line = "call void @llvm.memcpy.p0.p0.i64(ptr align 4 %a, ptr align 4 %b, i64 %n, i1 false)"
    made = instrumented(function(line), 1)
    assert f"%checked.0 = call i64 @{CHECK_SIZE}(ptr inttoptr (i64 1 to ptr), ptr %a, i64 %n, i64 4, i64 2)" in made
    assert "ptr %b, i64 %checked.0, i64 4, i64 1)" in made
    assert "ptr align 4 %b, i64 %checked.1, i1 false)" in made


def test_masked_accesses_are_checked_where_the_mask_is_set() -> None:
    line = f"call void @llvm.masked.store.v16f32.p0(<16 x float> zeroinitializer, ptr align 4 %a, {MASK})"
    made = instrumented(function(line), 1)
    assert f"%checked.0 = bitcast {MASK} to i16" in made
    assert f"@{CHECK_LANES}(ptr inttoptr (i64 1 to ptr), ptr %a, i64 4, i64 %checked.1, i64 4, i64 2)" in made


def test_every_lane_of_a_gather_is_checked() -> None:
    line = (
        f"%x = call <16 x float> @llvm.masked.gather.v16f32.v16p0(<16 x ptr> align 4 %a, {MASK}, <16 x float> poison)"
    )
    assert instrumented(function(line), 1).count(f"call ptr @{CHECK}(") == 16


def test_stack_and_constants_are_left_alone() -> None:
    lines = (
        "%own = alloca [2 x i64], align 8", "%second = getelementptr i8, ptr %own, i64 8",
        "store i64 1, ptr %second, align 8", "store ptr null, ptr %retptr, align 8",
        "%x = load i64, ptr @table, align 8",
    )  # fmt: skip
    assert f"call ptr @{CHECK}(" not in instrumented(function(*lines), 1)


@pytest.mark.parametrize(
    "line",
    [
        "call void @llvm.unheard.of(ptr %mem)",
        "%x = va_arg ptr %mem, i32",
        "%x = load { i8, ptr }, ptr %mem, align 8",
    ],
)
def test_what_is_unknown_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"touch|unknown"):
        instrumented(function(line), 1)


def test_sizes_of_types() -> None:
    assert [size_of(text)[0] for text in ("<8 x float>", "[3 x <4 x i32>]", "i1", "ptr", "double")] == [32, 48, 1, 8, 8]


@pytest.mark.parametrize("name", [*KERNELS, *ROUTINES])
def test_no_access_of_a_kernel_is_left_unchecked(name: str) -> None:
    """Counted in another way than the instrumentation works: by the last word of each instruction's pointer."""
    each = KERNELS.get(name) or ROUTINES[name]
    code = instrumented(str(each.compiled._library._get_module_for_linking()), 1)
    body = re.sub(r"define [^\n]*@cfunc\..*?\n}\n", "", code, flags=re.S)
    accesses = [line for line in body.splitlines() if re.match(r"\s*(%\S+ = load|store|%\S+ = atomicrmw)\b", line)]
    unchecked = [line for line in accesses if not re.search(r"ptr (%checked\.|%excinfo|%retptr|@)", line)]
    own = {line.split()[0] for line in body.splitlines() if "= alloca " in line}
    made = (re.match(r"\s*(%\S+) = getelementptr .*ptr (%[\w.]+)", line) for line in body.splitlines())
    own |= {found[1] for found in made if found and found[2] in own}
    assert accesses
    assert all(re.search(r"ptr (%[\w.]+)", line)[1] in own for line in unchecked), unchecked  # type: ignore[index]
