"""The learning rate, and the checkpoints of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from qa.training.checkpoints import (
    check_settings,
    last_checkpoint,
    load_checkpoint,
    save_checkpoint,
)
from qa.training.schedule import check_total, trapezoid, triangle


@pytest.mark.parametrize(
    ("seen", "rate"),
    [(0, 0.0), (5, 0.5), (10, 1.0), (500, 1.0), (800, 1.0), (900, 0.5), (1000, 0.0), (1010, 0.0)],
)
def test_trapezoid(seen: float, rate: float) -> None:
    assert trapezoid(seen, 1000, warmup=10, peak=1.0) == pytest.approx(rate)


@pytest.mark.parametrize(
    ("step", "rate"), [(0, 0.1), (4, 0.5 * 0.96), (9, 0.91), (50, 0.5), (98, 0.02), (99, 0.02)]
)
def test_triangle(step: int, rate: float) -> None:
    assert triangle(step, 100, warmup=0.1, peak=1.0) == pytest.approx(rate)


def test_the_constant_phase_does_not_depend_on_the_total() -> None:
    assert trapezoid(700, 1000, warmup=10, peak=3e-5) == trapezoid(700, 9000, warmup=10, peak=3e-5)


@pytest.mark.parametrize(
    ("seen", "saved", "total"), [(900, 1000, 1000), (800, 1000, 2000), (700, 1000, 875)]
)
def test_total_may_change_while_the_rate_is_constant(seen: float, saved: int, total: int) -> None:
    check_total(seen, saved, total)


@pytest.mark.parametrize(
    ("seen", "saved", "total", "message"),
    [
        (900, 1000, 2000, "decaying towards 1000 examples since 800"),
        (800, 2000, 900, "the total must be at least 1000"),
    ],
)
def test_total_may_not_bend_the_decay(seen: float, saved: int, total: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_total(seen, saved, total)


def test_the_last_two_checkpoints_are_kept(tmp_path: Path) -> None:
    assert last_checkpoint(tmp_path) is None
    for step in (5, 10, 2000):
        save_checkpoint(tmp_path, step, {"step": step, "model": {"w": torch.tensor([step])}})

    assert sorted(p.name for p in tmp_path.iterdir()) == ["step-0000010.pt", "step-0002000.pt"]
    last = last_checkpoint(tmp_path)
    assert last is not None
    assert load_checkpoint(last) == {"step": 2000, "model": {"w": torch.tensor([2000])}}


def test_a_write_that_broke_off_is_no_checkpoint(tmp_path: Path) -> None:
    path = save_checkpoint(tmp_path, 1, {"step": 1})
    (tmp_path / "step-0000002.pt.1.part").write_bytes(b"half")

    assert last_checkpoint(tmp_path) == path


def test_other_settings_are_refused_by_name_and_value() -> None:
    check_settings({"seed": 1, "rate": 0.1}, {"seed": 1, "rate": 0.1}, Path("c.pt"))
    with pytest.raises(ValueError, match=r"c\.pt belongs to another run: seed 1 there, 2 here"):
        check_settings({"seed": 1, "rate": 0.1}, {"seed": 2, "rate": 0.1}, Path("c.pt"))
