"""Specifications that some version of Barograph stored, read by this one."""

import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from barograph.config.mistake_words import say_first_mistake, say_mistakes
from barograph.errors import Conflict

__all__ = ["StoredSpec"]

_Spec = TypeVar("_Spec", bound=BaseModel)


class StoredSpec(Generic[_Spec]):
    """A specification as it is stored. It may not be valid any more: newer rules are stricter at times.

    ``kind`` and ``name`` are how people call its owner, such as "detector" and "latency"; ``when`` is said of
    a specification that is not the one of now.
    """

    def __init__(
        self, schema: type[_Spec], stored: Mapping[str, Any] | str, kind: str, name: str, when: str = ""
    ) -> None:
        self._stored = stored
        self._read: _Spec | Conflict
        try:
            if isinstance(stored, str):
                self._read = schema.model_validate_json(stored)
            else:
                self._read = schema.model_validate(stored)
        except ValidationError as error:
            fields = [{"field": where, "message": said} for where, said in say_mistakes(error)]
            self._read = Conflict(
                f"The specification of the {kind} {name!r}{when} is not valid in this version of Barograph: "
                f"{say_first_mistake(error)} Correct it, or remove the {kind}.",
                detail={"fields": fields},
            )

    @property
    def mistake(self) -> Conflict | None:
        """Why it is not valid any more; None where it is."""
        return self._read if isinstance(self._read, Conflict) else None

    @property
    def spec(self) -> _Spec:
        """The specification; raises the mistake where there is one."""
        if isinstance(self._read, Conflict):
            raise self._read
        return self._read

    @property
    def content(self) -> dict[str, Any]:
        """The specification as JSON: with every default where it is valid, else as it was stored."""
        if self.mistake is None:
            return self.spec.model_dump(mode="json")
        return dict(json.loads(self._stored) if isinstance(self._stored, str) else self._stored)
