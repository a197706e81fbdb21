"""Gradio, imported with its telemetry off: nothing is looked up outside this computer."""

from __future__ import annotations

import os

# Gradio reads both when it is imported; "False" is the only spelling it takes for off.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr

__all__ = ["gr"]
