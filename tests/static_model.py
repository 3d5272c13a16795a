"""A model of meaning made for tests: words for the same thing point the same way."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

UNKNOWN = "[UNK]"


def write_model(folder: Path, meanings: Mapping[str, tuple[float, float]]) -> Path:
    """Write a model2vec model of these words, blanks between them; returns its folder."""
    vectors = {UNKNOWN: (0.0, 0.0), **meanings}
    words = Tokenizer(WordLevel({word: nth for nth, word in enumerate(vectors)}, unk_token=UNKNOWN))
    words.pre_tokenizer = Whitespace()
    StaticModel(np.array(list(vectors.values()), dtype=np.float32), words).save_pretrained(str(folder))
    return folder
