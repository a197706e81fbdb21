"""What a run was made with: enough to tell whether two runs may be compared or put together."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import embeddings
import qa
from embeddings.passages import Document
from qa.evaluation.testset import TestSet

PACKAGES = (
    *("sourcesay", "numpy", "faiss-cpu", "onnxruntime", "tokenizers", "torch"),
    *("transformers", "sentence-transformers"),
)


def describe_run(
    testset: TestSet, documents: Iterable[Document], models: dict[str, str]
) -> dict[str, Any]:
    """Versions, processor, models, and hashes of test set, library and program."""
    texts = sorted(f"{document.source}\0{document.text}" for document in documents)
    return {
        "versions": versions(PACKAGES),
        "processor": processor(),
        "cores": os.cpu_count(),
        "models": models,
        "testset": testset.name,
        "testset_hash": _hash(repr(testset.cases).encode()),
        "library": {"documents": len(texts), "hash": _hash(*(t.encode() for t in texts))},
        "program": _program(),
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The versions of Python and of these packages."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def processor() -> str:
    """The processor's own name where Linux tells it, else its architecture."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _program() -> str:
    """Hash of the source code and of the bundled calibration: what decides beside the models."""
    folders = [Path(package.__path__[0]) for package in (qa, embeddings)]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    files += folders[0].glob("*.json")
    return _hash(*(file.read_bytes() for file in sorted(files)))


def _hash(*pieces: bytes) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(hashlib.sha256(piece).digest())
    return digest.hexdigest()[:16]
