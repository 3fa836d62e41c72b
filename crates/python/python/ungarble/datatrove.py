"""A step of datatrove pipelines: `ungarble.datatrove.Repair()`."""

from __future__ import annotations

from itertools import islice
from typing import Any, Optional

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from ._ungarble import Repairer

__all__ = ["Repair"]


class Repair(PipelineStep):  # type: ignore[misc, unused-ignore]
    """Repairs the text of each document.

    `edits` names a field of the metadata for the edits of each text as dictionaries; `references` names a field of the
    metadata with pages that may hold a clean copy. The other keywords are those of `ungarble.Repairer`. Statistics count
    documents, documents changed, and edits of each kind.
    """

    type = "🔧 - REPAIR"
    name = "ungarble"

    def __init__(
        self,
        edits: Optional[str] = None,
        references: Optional[str] = None,
        batch_size: int = 256,
        **settings: Any,
    ) -> None:
        super().__init__()
        self.edits = edits
        self.references = references
        self.batch_size = batch_size
        self.repairer = Repairer(**settings)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yields the documents, their texts repaired."""
        documents = iter(data or ())
        while batch := list(islice(documents, self.batch_size)):
            with self.track_time(unit="batch"):
                pages = None
                if self.references is not None:
                    pages = [document.metadata.get(self.references) for document in batch]
                plans = self.repairer.plan_list([document.text for document in batch], references=pages)
                for document, plan in zip(batch, plans):
                    document.text = plan.apply()
                    if self.edits is not None:
                        document.metadata[self.edits] = plan.to_dict()["edits"]
                    self.stat_update("changed" if plan else "unchanged")
                    for edit in plan:
                        self.stat_update(f"edit-{edit.kind}")
                    self.update_doc_stats(document)
            yield from batch
