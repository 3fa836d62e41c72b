"""Pools of references."""

import pickle

import pytest

import ungarble

PAGE = "Home — News\nThe yard will be re-energised in spring, said the owners on Monday, and 40 people will be hired.\nImprint"
TEXT = "The yard will be re-airgised in spring, said the owners on Monday, and 40 people will be hired."


@pytest.fixture
def pool():
    return ungarble.ReferencePool({"yard": PAGE, "mill": "Nobody at the mill could say when the wheel had turned last."})


def test_texts_find_their_pages(pool):
    assert len(pool) == 2 and "yard" in pool and "quay" not in pool
    (found,) = pool.find(TEXT)
    assert found.id == "yard" and found.text == PAGE and 0.3 < found.containment <= 1
    (start, end), *_ = found.passages
    assert "re-energised" in PAGE[start:end]
    assert pool.find("Fresh herring is sold on the quay each morning.") == []
    assert pool.find(TEXT, limit=0) == []


def test_texts_are_repaired_from_a_pool(pool):
    assert "re-energised" in ungarble.repair(TEXT, pool=pool)
    assert "re-energised" in ungarble.repair_list([TEXT], pool=pool, threads=2)[0]
    assert ungarble.plan(TEXT, pool=pool).apply() == ungarble.repair(TEXT, pool=pool)


def test_pages_come_and_go(pool):
    assert pool.text("yard") == PAGE and pool.text("quay") is None and pool.memory > len(PAGE)
    assert pool.remove("yard") and not pool.remove("yard") and len(pool) == 1
    pool.add("yard", "another page about nothing")
    assert pool.find(TEXT) == []


def test_pools_are_kept(pool, tmp_path):
    for loaded in (pickle.loads(pickle.dumps(pool)), ungarble.ReferencePool.from_bytes(pool.to_bytes())):
        assert len(loaded) == 2 and [found.id for found in loaded.find(TEXT)] == ["yard"]
    path = tmp_path / "pages.pool"
    pool.save(path)
    assert ungarble.ReferencePool.load(path).text("yard") == PAGE
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ungarble.PoolError, match="damaged"):
        ungarble.ReferencePool.load(path)
    with pytest.raises(ungarble.PoolError, match="not a pool"):
        ungarble.ReferencePool.from_bytes(b"<!DOCTYPE html>")
    with pytest.raises(ungarble.FileError):
        ungarble.ReferencePool.load(tmp_path / "none.pool")
    with pytest.raises(ungarble.FileError):
        pool.save(tmp_path / "no" / "such" / "folder")
