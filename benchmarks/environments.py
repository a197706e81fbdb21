"""The alternatives, each in a virtual environment of its own with pinned versions.

    python -m benchmarks.environments    # makes them all; a second run reuses them

They lie in Sourcesay's cache folder under a key of their requirements. On Linux, set
PIP_EXTRA_INDEX_URL to PyTorch's CPU index if pip would take a CUDA build of torch.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from embeddings.exported import cache_folder

TORCH = "torch==2.13.0"
REQUIREMENTS = {
    # transformers 5 has no question-answering pipeline any more: 4.57 is the last that has one.
    "transformers": (TORCH, "transformers==4.57.6"),
    "haystack": (
        TORCH,
        "haystack-ai==3.4.0",
        "transformers-haystack==2.0.0",
        "sentence-transformers-haystack==2.0.0",
        "sentence-transformers==6.2.0",
    ),
    "txtai": (TORCH, "txtai==9.14.0", "transformers==5.23.0"),
}


def environment(name: str) -> Path:
    """The interpreter of the alternative's environment, made on first use.

    Raises RuntimeError with pip's last lines where it cannot be made.
    """
    requirements = REQUIREMENTS[name]
    key = hashlib.sha256("\0".join((sys.version, *requirements)).encode()).hexdigest()[:12]
    folder = cache_folder() / "benchmarks" / f"{name}-{key}"
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists():
        print(f"making the environment of {name} in {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *requirements]
        made = subprocess.run(install, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise RuntimeError(f"pip could not install {name}: {made.stderr.strip()[-600:]}")
        done.touch()
    return python


if __name__ == "__main__":
    for alternative in REQUIREMENTS:
        print(environment(alternative))
