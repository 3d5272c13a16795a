import subprocess
import sys

from tests.benchmarks.memory import high_water, members, watched

HOLD = "held = bytearray(b'x') * 60_000_000; print('held', flush=True); input()"


def test_the_peak_of_a_process_is_seen():
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    with watched(process.pid) as peak:
        assert process.stdout is not None
        process.stdout.readline()
        assert members(process.pid) == [process.pid]
        assert high_water(process.pid) > 60
        peak.add(process.pid)
        process.communicate(b"\n")

    assert 60 < peak.together < 120
    assert peak.largest >= peak.together


def test_an_ended_process_holds_nothing():
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    process.wait()

    assert (members(process.pid), high_water(process.pid)) == ([], 0)
