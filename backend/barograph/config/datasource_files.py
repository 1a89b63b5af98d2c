"""Data sources as files: provisioning/datasources/*.yaml, read as one set, all or nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from barograph.config.datasource import DataSourceFile, DataSourceSpec
from barograph.config.named_files import Kind, NamedSet, find_files, read_named

__all__ = ["DataSourceSet", "find_datasource_files", "read_datasources"]

DataSourceSet = NamedSet[DataSourceSpec]
_KIND: Kind[DataSourceFile, DataSourceSpec] = Kind(
    DataSourceFile, "datasources", "data source", lambda file: file.datasources
)


def find_datasource_files(folder: Path) -> list[Path]:
    """Return the YAML files of data sources in a provisioning folder, in a stable order."""
    return find_files(folder, _KIND.key)


def read_datasources(files: Iterable[Path], environment: Mapping[str, str]) -> DataSourceSet:
    """Read files as one set; secrets stand in them as ``${NAME}`` or ``${file:/path}``."""
    return read_named(files, environment, _KIND)
