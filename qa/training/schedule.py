"""The learning rate of a run: a trapezoid for long ones, a triangle for those of one sitting.

The trapezoid's constant phase does not depend on the total, so a run can be stopped, resumed and
lengthened there (Zhai et al. 2022; Hägele et al. 2024).
"""

from __future__ import annotations

DECAY = 0.2
LEAST = 0.02  # of the peak, at a triangle's end


def trapezoid(seen: float, total: int, *, warmup: int, peak: float) -> float:
    """The rate after ``seen`` of ``total`` examples; the last fifth of the total decays."""
    if seen < warmup:
        return peak * seen / warmup
    decay = DECAY * total
    return peak * min(1.0, max(0.0, (total - seen) / decay))


def triangle(step: int, steps: int, *, warmup: float, peak: float) -> float:
    """The rate of the step after ``step`` of ``steps``; it rises over the share ``warmup``."""
    rising = (step + 1) / max(1, int(warmup * steps))
    return peak * min(1.0, rising) * max(LEAST, 1 - step / steps)


def check_total(seen: float, saved_total: int, total: int) -> None:
    """Raise if a changed total would bend a decay that has begun, or begin it in the past."""
    if total == saved_total:
        return
    if seen > (1 - DECAY) * saved_total:
        raise ValueError(
            f"the rate has been decaying towards {saved_total} examples since "
            f"{(1 - DECAY) * saved_total:.0f}: the total cannot become {total}"
        )
    if seen > (1 - DECAY) * total:
        raise ValueError(
            f"{seen:.0f} examples are done: the total must be at least "
            f"{seen / (1 - DECAY):.0f} to leave a fifth of it for the decay, not {total}"
        )
