"""Matching of needs to seeds. Knows nothing of Django; `matching/README.md` specifies the algorithm.

The public names are those below; they import numpy and scipy, but no tokeniser before its first use.
`matching.engine.language` and `matching.engine.text` import neither, for the web process.
"""
