from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Optional, Protocol, TypedDict, Union, final, overload

__all__ = [
    "Array",
    "ArrayStream",
    "ArrowError",
    "Change",
    "ConfigError",
    "Diagnosis",
    "Edit",
    "Evidence",
    "FileError",
    "FormatError",
    "Found",
    "LexiconError",
    "Plan",
    "PlanError",
    "PoolError",
    "ReferencePool",
    "RepairedFile",
    "Repairer",
    "Skipped",
    "__version__",
    "command",
    "plan",
    "plan_list",
    "read_text",
    "read_texts",
    "repair",
    "repair_batch",
    "repair_file",
    "repair_list",
]

__version__: str

_Kind = Literal[
    "casing", "spelling", "real-word", "spacing", "dehyphenation", "punctuation", "repetition", "substitution", "insertion",
    "deletion", "number", "variant",
]  # fmt: skip
_Noise = Literal["auto", "ocr", "typing", "speech", "scrape", "translation"]
_HarmBudget = Union[Literal["tight", "default", "bold", "none"], PathLike[str], str]
_Policy = Literal["conservative", "full"]
_Dialect = Literal["us", "uk", "ca", "au", "in"]
_FormatName = Literal["text", "hocr", "alto", "page", "srt", "vtt", "html", "markdown"]
_Words = Union[Iterable[str], Mapping[str, int], PathLike[str], str]
_Reference = Union[str, Sequence[str]]

class _ArrowArrayLike(Protocol):
    """What has an Arrow array: of pyarrow, Polars, nanoarrow, arro3 and others."""

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]: ...

class _ArrowStreamLike(Protocol):
    """What has a stream of Arrow arrays or record batches."""

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...

class _EvidenceDict(TypedDict, total=False):
    name: str
    says: str
    reference: int
    start: int
    end: int

class _EditDict(TypedDict):
    start: int
    end: int
    original: str
    replacement: str
    kind: _Kind
    confidence: float
    evidence: list[_EvidenceDict]

class _DiagnosisDict(TypedDict):
    words: int
    unknown: int
    title_cased_words: int
    lowercased_names: int
    unaligned: int

class _PlanDict(TypedDict):
    text: str
    edits: list[_EditDict]
    diagnosis: _DiagnosisDict
    unaligned: list[list[int]]

class _Settings(TypedDict, total=False):
    """The keywords of `Repairer`."""

    noise: _Noise
    harm_budget: _HarmBudget
    policy: _Policy
    min_confidence: float
    casing: bool
    spelling: bool
    dialect: Optional[_Dialect]
    only: Optional[Iterable[_Kind]]
    words: Optional[_Words]
    threads: int

class ConfigError(ValueError): ...
class LexiconError(ValueError): ...
class FormatError(ValueError): ...
class PoolError(ValueError): ...
class PlanError(ValueError): ...
class ArrowError(ValueError): ...
class FileError(OSError): ...

@final
class Evidence:
    def __new__(
        cls,
        name: str,
        says: str,
        reference: Optional[int] = None,
        start: Optional[int] = None,
        end: Optional[int] = None,
    ) -> Evidence: ...
    @property
    def name(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def reference(self) -> Optional[int]: ...
    @property
    def start(self) -> Optional[int]: ...
    @property
    def end(self) -> Optional[int]: ...
    def to_dict(self) -> _EvidenceDict: ...
    def __hash__(self) -> int: ...
    __match_args__ = ("name", "says")

@final
class Edit:
    def __new__(
        cls,
        start: int,
        end: int,
        original: str,
        replacement: str,
        kind: _Kind,
        confidence: float = 1.0,
        evidence: Sequence[Evidence] = ...,
    ) -> Edit: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def original(self) -> str: ...
    @property
    def replacement(self) -> str: ...
    @property
    def kind(self) -> _Kind: ...
    @property
    def confidence(self) -> float: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...
    def to_dict(self) -> _EditDict: ...
    def __hash__(self) -> int: ...
    __match_args__ = ("start", "end", "original", "replacement", "kind")

@final
class Diagnosis:
    def __new__(
        cls, words: int = 0, unknown: int = 0, title_cased_words: int = 0, lowercased_names: int = 0, unaligned: int = 0
    ) -> Diagnosis: ...
    @property
    def words(self) -> int: ...
    @property
    def unknown(self) -> int: ...
    @property
    def title_cased_words(self) -> int: ...
    @property
    def lowercased_names(self) -> int: ...
    @property
    def unaligned(self) -> int: ...
    def to_dict(self) -> _DiagnosisDict: ...
    def __hash__(self) -> int: ...

@final
class Plan:
    def __new__(
        cls,
        text: str,
        edits: Sequence[Edit],
        diagnosis: Diagnosis = ...,
        unaligned: Sequence[tuple[int, int]] = ...,
    ) -> Plan: ...
    @property
    def text(self) -> str: ...
    @property
    def edits(self) -> tuple[Edit, ...]: ...
    @property
    def diagnosis(self) -> Diagnosis: ...
    @property
    def unaligned(self) -> tuple[tuple[int, int], ...]: ...
    def apply(self) -> str: ...
    def undo(self, repaired: Optional[str] = None) -> str: ...
    def filter(self, keep: Callable[[Edit], object]) -> Plan: ...
    def to_dict(self) -> _PlanDict: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Edit: ...
    def __iter__(self) -> Iterator[Edit]: ...
    def __hash__(self) -> int: ...

@final
class Found:
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def containment(self) -> float: ...
    @property
    def passages(self) -> tuple[tuple[int, int], ...]: ...

@final
class ReferencePool:
    def __new__(cls, pages: Optional[Mapping[str, str]] = None) -> ReferencePool: ...
    def add(self, id: str, text: str) -> None: ...
    def remove(self, id: str) -> bool: ...
    def find(self, text: str, limit: int = 4) -> list[Found]: ...
    def text(self, id: str) -> Optional[str]: ...
    @property
    def memory(self) -> int: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(data: bytes) -> ReferencePool: ...
    def save(self, path: Union[str, PathLike[str]]) -> None: ...
    @staticmethod
    def load(path: Union[str, PathLike[str]]) -> ReferencePool: ...
    def __len__(self) -> int: ...
    def __contains__(self, id: str, /) -> bool: ...

@final
class Array:
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    def to_pylist(self) -> list[Optional[str]]: ...

@final
class ArrayStream:
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

@final
class Repairer:
    def __new__(
        cls,
        *,
        noise: _Noise = "auto",
        harm_budget: _HarmBudget = "default",
        policy: _Policy = "conservative",
        min_confidence: float = 0.0,
        casing: bool = True,
        spelling: bool = True,
        dialect: Optional[_Dialect] = None,
        only: Optional[Iterable[_Kind]] = None,
        words: Optional[_Words] = None,
        threads: int = 1,
    ) -> Repairer: ...
    @property
    def settings(self) -> _Settings: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], _Settings]: ...
    def repair(
        self,
        text: str,
        *,
        reference: Optional[_Reference] = None,
        pool: Optional[ReferencePool] = None,
        protect: Optional[Sequence[tuple[int, int]]] = None,
    ) -> str: ...
    def plan(
        self,
        text: str,
        *,
        reference: Optional[_Reference] = None,
        pool: Optional[ReferencePool] = None,
        protect: Optional[Sequence[tuple[int, int]]] = None,
    ) -> Plan: ...
    @overload
    def repair_list(
        self,
        texts: Iterable[str],
        *,
        references: Optional[Sequence[Optional[_Reference]]] = None,
        pool: Optional[ReferencePool] = None,
    ) -> list[str]: ...
    @overload
    def repair_list(
        self,
        texts: Iterable[Optional[str]],
        *,
        references: Optional[Sequence[Optional[_Reference]]] = None,
        pool: Optional[ReferencePool] = None,
    ) -> list[Optional[str]]: ...
    @overload
    def plan_list(
        self,
        texts: Iterable[str],
        *,
        references: Optional[Sequence[Optional[_Reference]]] = None,
        pool: Optional[ReferencePool] = None,
    ) -> list[Plan]: ...
    @overload
    def plan_list(
        self,
        texts: Iterable[Optional[str]],
        *,
        references: Optional[Sequence[Optional[_Reference]]] = None,
        pool: Optional[ReferencePool] = None,
    ) -> list[Optional[Plan]]: ...
    @overload
    def repair_batch(
        self, data: _ArrowArrayLike, *, column: Optional[str] = None, pool: Optional[ReferencePool] = None
    ) -> Array: ...
    @overload
    def repair_batch(
        self, data: _ArrowStreamLike, *, column: Optional[str] = None, pool: Optional[ReferencePool] = None
    ) -> ArrayStream: ...
    def __hash__(self) -> int: ...

def repair(
    text: str,
    *,
    reference: Optional[_Reference] = None,
    pool: Optional[ReferencePool] = None,
    protect: Optional[Sequence[tuple[int, int]]] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> str: ...
def plan(
    text: str,
    *,
    reference: Optional[_Reference] = None,
    pool: Optional[ReferencePool] = None,
    protect: Optional[Sequence[tuple[int, int]]] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> Plan: ...
@overload
def repair_list(
    texts: Iterable[str],
    *,
    references: Optional[Sequence[Optional[_Reference]]] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> list[str]: ...
@overload
def repair_list(
    texts: Iterable[Optional[str]],
    *,
    references: Optional[Sequence[Optional[_Reference]]] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> list[Optional[str]]: ...
@overload
def plan_list(
    texts: Iterable[str],
    *,
    references: Optional[Sequence[Optional[_Reference]]] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> list[Plan]: ...
@overload
def plan_list(
    texts: Iterable[Optional[str]],
    *,
    references: Optional[Sequence[Optional[_Reference]]] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> list[Optional[Plan]]: ...
@overload
def repair_batch(
    data: _ArrowArrayLike,
    *,
    column: Optional[str] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> Array: ...
@overload
def repair_batch(
    data: _ArrowStreamLike,
    *,
    column: Optional[str] = None,
    pool: Optional[ReferencePool] = None,
    noise: _Noise = "auto",
    harm_budget: _HarmBudget = "default",
    policy: _Policy = "conservative",
    min_confidence: float = 0.0,
    casing: bool = True,
    spelling: bool = True,
    dialect: Optional[_Dialect] = None,
    only: Optional[Iterable[_Kind]] = None,
    words: Optional[_Words] = None,
    threads: int = 1,
) -> ArrayStream: ...
@final
class Change:
    @property
    def element(self) -> Optional[str]: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def original(self) -> str: ...
    @property
    def replacement(self) -> str: ...
    def __hash__(self) -> int: ...

@final
class Skipped:
    @property
    def original(self) -> str: ...
    @property
    def reason(self) -> str: ...
    def __hash__(self) -> int: ...

@final
class RepairedFile:
    @property
    def data(self) -> bytes: ...
    @property
    def format(self) -> _FormatName: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    @property
    def skipped(self) -> tuple[Skipped, ...]: ...
    @property
    def unstable(self) -> int: ...

def repair_file(
    data: bytes,
    *,
    format: Optional[_FormatName] = None,
    resegment: bool = False,
    reference: Optional[_Reference] = None,
    pool: Optional[ReferencePool] = None,
    repairer: Optional[Repairer] = None,
    **settings: Any,
) -> RepairedFile: ...
def read_text(data: bytes, *, format: Optional[_FormatName] = None) -> str: ...
def read_texts(data: bytes, *, format: Optional[_FormatName] = None) -> list[str]: ...
def command(arguments: Sequence[str]) -> int: ...
