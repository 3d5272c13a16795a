"""The engine's token cache, kept in the database by content hash."""

from collections.abc import Mapping, Sequence

from matching.models import TextTokens

BATCH = 500


class StoredTokens:
    """Implements the engine's `TokenCache`; keys already carry the tokens' version."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for start in range(0, len(keys), BATCH):
            rows = TextTokens.objects.filter(pk__in=keys[start : start + BATCH])
            found |= {key: bytes(tokens) for key, tokens in rows.values_list("content_hash", "tokens")}
        return found

    def set_many(self, blobs: Mapping[str, bytes]) -> None:
        rows = [TextTokens(content_hash=key, tokens=blob) for key, blob in blobs.items()]
        TextTokens.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["content_hash"],
            update_fields=["tokens"],
        )
