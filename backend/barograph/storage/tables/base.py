"""What all tables share: the registry and the column types that mean the same in SQLite and PostgreSQL."""

from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

__all__ = ["INDEXED_LABEL_LENGTH", "INDEXED_NAME_LENGTH", "Base", "Json", "Number", "Tenant"]

# PostgreSQL refuses index entries of more than about 2,700 bytes, and four-byte characters are allowed.
INDEXED_LABEL_LENGTH = 400
INDEXED_NAME_LENGTH = 200
Json = dict[str, Any]
Tenant = Annotated[str, mapped_column(String(64), primary_key=True)]
# SQLite counts rows up by itself only in a column that is called exactly INTEGER.
Number = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
]


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger, dict[str, Any]: JSON}
