"""The compiled part of the engine. ``python -m matching.engine.native`` builds it beside its sources."""
