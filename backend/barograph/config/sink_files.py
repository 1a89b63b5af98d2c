"""Sinks as files: provisioning/sinks/*.yaml, read as one set, all or nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from barograph.config.named_files import Kind, NamedSet, find_files, read_named
from barograph.config.sink import SinkFile, SinkSpec

__all__ = ["SinkSet", "find_sink_files", "read_sinks"]

SinkSet = NamedSet[SinkSpec]
_KIND: Kind[SinkFile, SinkSpec] = Kind(SinkFile, "sinks", "sink", lambda file: file.sinks)


def find_sink_files(folder: Path) -> list[Path]:
    """Return the YAML files of sinks in a provisioning folder, in a stable order."""
    return find_files(folder, _KIND.key)


def read_sinks(files: Iterable[Path], environment: Mapping[str, str]) -> SinkSet:
    """Read files as one set; secrets stand in them as ``${NAME}`` or ``${file:/path}``."""
    return read_named(files, environment, _KIND)
