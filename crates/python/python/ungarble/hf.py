"""Repair for Hugging Face `datasets`: `ds.map(ungarble.hf.repair, batched=True)`.

With `ds.with_format("arrow")` batches stay Arrow tables and are not turned into lists.
"""

from __future__ import annotations

from typing import Any, Optional

from ._ungarble import Repairer

__all__ = ["repair"]


def repair(
    batch: Any, text: str = "text", out: Optional[str] = None, edits: Optional[str] = None, **settings: Any
) -> Any:
    """Returns a batch with its texts repaired; None stays None.

    The column `text` is replaced, or kept where `out` names another for the repaired texts. `edits` names a column for the
    edits of each text as dictionaries. The other keywords are those of `ungarble.Repairer`; give them by `fn_kwargs`.
    """
    repairer = Repairer(**settings)
    out = text if out is None else out
    if hasattr(batch, "to_pydict") and hasattr(batch, "append_column"):
        return _table(batch, repairer, text, out, edits)
    if edits is None:
        return {out: repairer.repair_list(batch[text])}
    plans = repairer.plan_list(batch[text])
    repaired = [None if plan is None else plan.apply() for plan in plans]
    return {out: repaired, edits: [None if plan is None else plan.to_dict()["edits"] for plan in plans]}


def _table(table: Any, repairer: Repairer, text: str, out: str, edits: Optional[str]) -> Any:
    """Returns a table of pyarrow with its texts repaired."""
    import pyarrow as pa

    column = table.column(text)
    columns = {out: pa.chunked_array(repairer.repair_batch(column))}
    if edits is not None:
        plans = repairer.plan_list(column.to_pylist())
        columns[edits] = pa.array([None if plan is None else plan.to_dict()["edits"] for plan in plans])
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        table = table.append_column(name, values) if at < 0 else table.set_column(at, name, values)
    return table
