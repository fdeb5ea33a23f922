"""Our own articles give the same tables, byte for byte, as long as nobody means to change them."""

import golden
import pytest


@pytest.mark.parametrize("extractor", golden.EXTRACTORS)
@pytest.mark.parametrize("folder", ["seeds", pytest.param("seeds/unseen", marks=pytest.mark.slow)])
def test_tables_are_the_same_to_the_byte(folder, extractor):
    """Every table of every folder has the digest that was written down, with the model and with the rules."""
    found = golden.digest_tables(folder, extractor)
    assert len(found) == 6
    assert found == golden.read_snapshot()[f"{folder} {extractor}"]
