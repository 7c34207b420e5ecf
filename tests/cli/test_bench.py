import json

import pytest

from tuidl.errors import Exit


def test_a_table(tuidl):
    result = tuidl("bench", "a", "single", "--rounds", "1", "--threads", "1")
    assert result.exit_code == Exit.MET
    machine, system, _, header, *rows = result.stdout.splitlines()
    assert "GFLOP/s on one" in machine
    assert "numpy" in system
    assert [row[0] for row in rows] == ["a", "s"]
    assert all(len(row) == len(header) for row in rows)
    assert float(rows[0].split()[-6]) > 0


def test_one_object(tuidl):
    found = json.loads(tuidl("bench", "a", "--rounds", "1", "--json").stdout)
    assert found["machine"]["peak"] > 0
    (row,) = found["workloads"]
    assert (row["id"], row["parameters"], row["batch"]) == ("a", 4_227, 32)
    assert 0 < row["ms"] <= row["median_ms"]


def test_kernels(tuidl):
    lines = tuidl("bench", "a", "--kernels").stdout.splitlines()
    assert "ms a step on one thread" in lines[3]
    assert any("dense.forward" in line and "dense_1.out" in line for line in lines[4:])
    found = json.loads(tuidl("bench", "a", "--kernels", "--json").stdout)
    assert found["id"] == "a"
    assert {each["kernel"] for each in found["kernels"]} >= {"dense.forward", "optimizer.adam"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["dd"], "there is no workload 'dd'"),
        (["--kernels"], "--kernels looks into one workload: name it"),
        (["g", "--kernels"], "workload 'g' makes up text"),
        (["a", "--rounds", "0"], "'--rounds'"),
        (["a", "--threads", "none"], "'--threads'"),
    ],
)
def test_mistakes(tuidl, words, sentence):
    result = tuidl("bench", *words)
    assert result.exit_code == Exit.USAGE
    assert sentence in result.stderr
    assert result.stdout == ""
