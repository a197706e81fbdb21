"""A short run of the script that kills, fills and damages; the full one is run by hand."""

import re
import subprocess
import sys


def test_library_survives_kills_full_disk_damage_and_two_writers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill_indexing", "--kills", "3", "--flips", "6"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^(.+?): .*, (\d+ faults)$", done.stdout, re.M) == [
        ("killed", "0 faults"),
        ("disk full", "0 faults"),
        ("database damaged", "0 faults"),
        ("dense index damaged", "0 faults"),
        ("word index damaged", "0 faults"),
        ("two writers", "0 faults"),
    ]
