"""Algorithms by name: built-in ones and those of third parties come in by the same entry points."""

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from barograph.algorithms.base import Algorithm
from barograph.config.mistake_words import say_first_mistake
from barograph.errors import InternalError, NotFound, ValidationFailed

__all__ = ["GROUP", "Description", "Parameter", "Registry", "no_such_algorithm"]

GROUP = "barograph.algorithms"
_PARAMETER_LINE = re.compile(r"^        (\w+): (.+(?:\n            .+)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One keyword of an algorithm's constructor."""

    name: str
    type: str
    default: object
    help: str


@dataclass(frozen=True, slots=True)
class Description:
    """What people want to know before they choose an algorithm."""

    name: str
    version: int
    summary: str
    cost: str
    origin: str
    window_points: int
    history_points: int
    parameters: tuple[Parameter, ...]


class Registry:
    """Finds algorithms by the names of their entry points and imports one only when it is asked for."""

    def __init__(self, points: Iterable[EntryPoint], defaults: Mapping[str, Any] | None = None) -> None:
        self.defaults: Mapping[str, Any] = defaults or {}
        """What parameters of these names are where nobody gives them, instead of what the algorithm says."""
        self._points: dict[str, EntryPoint] = {}
        for point in sorted(points, key=lambda point: (not _is_builtin(point), point.value)):
            self._points.setdefault(point.name, point)

    @classmethod
    @cache
    def installed(cls) -> "Registry":
        """Return the registry of everything that is installed here, looked for once."""
        return cls(entry_points(group=GROUP))

    def with_defaults(self, defaults: Mapping[str, Any]) -> "Registry":
        """Return a registry of the same algorithms in which parameters have other defaults."""
        return Registry(self._points.values(), defaults)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all algorithms, in alphabetical order."""
        return tuple(sorted(self._points))

    def create(self, name: str, parameters: Mapping[str, Any] | None = None) -> Algorithm:
        """Make an algorithm; a parameter it does not have is refused, with the name that was meant."""
        chosen = self._load(name)
        known = _signature_of(chosen)
        for given in parameters or {}:
            if given not in known:
                raise ValidationFailed(
                    f"The algorithm `{name}` has no parameter `{given}`.{_hint(given, list(known))}",
                    detail={"parameter": given, "known": sorted(known)},
                )
        hints = get_type_hints(chosen)
        usual = {key: value for key, value in self.defaults.items() if key in known}
        wanted = usual | dict(parameters or {})
        made: Algorithm = chosen(**{key: _validate(key, value, hints[key]) for key, value in wanted.items()})
        return made

    def describe(self, name: str) -> Description:
        """Return name, parameters with defaults and help, cost and origin of an algorithm."""
        chosen = self._load(name)
        made, texts = chosen(), _help_of(chosen)
        return Description(
            name=name,
            version=chosen.version,
            summary=(inspect.getdoc(chosen) or "").partition("\n\n")[0].replace("\n", " "),
            cost=str(chosen.cost),
            origin=_origin_of(self._points[name]),
            window_points=made.window_points,
            history_points=made.history_points,
            parameters=tuple(
                Parameter(key, _name_of(item.annotation), _default_of(chosen, item), texts.get(key, ""))
                for key, item in _signature_of(chosen).items()
            ),
        )

    def _load(self, name: str) -> Any:
        if name not in self._points:
            raise no_such_algorithm(name, self.names)
        try:
            return self._points[name].load()
        except (ImportError, AttributeError) as error:
            origin = _origin_of(self._points[name])
            raise InternalError(
                f"The algorithm `{name}` of {origin} can't be loaded: {error}. Reinstall {origin}."
            ) from error


def no_such_algorithm(name: str, known: Sequence[str]) -> NotFound:
    """Return the error that names the algorithm that was meant."""
    return NotFound(
        f"There is no algorithm `{name}`.{_hint(name, list(known))}", detail={"known": sorted(known)}
    )


def _is_builtin(point: EntryPoint) -> bool:
    return point.value.startswith("barograph.")


def _origin_of(point: EntryPoint) -> str:
    if _is_builtin(point):
        return "built-in"
    return point.dist.name if point.dist else point.value.partition(":")[0]


def _validate(name: str, value: object, hint: Any) -> Any:
    try:
        return TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        raise ValidationFailed(
            f"The parameter `{name}` is wrong: {say_first_mistake(error)}",
            detail={"parameter": name},
        ) from error


def _signature_of(chosen: Any) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(chosen).parameters)


def _default_of(chosen: type, parameter: inspect.Parameter) -> object:
    """Return the default; the signature of a dataclass hides those that a factory makes."""
    made = [
        item for item in getattr(chosen, "__dataclass_fields__", {}).values() if item.name == parameter.name
    ]
    if made and made[0].default_factory is not MISSING:
        return made[0].default_factory()
    return parameter.default


def _name_of(hint: Any) -> str:
    return hint.__name__ if type(hint) is type else str(hint)


def _help_of(chosen: type) -> dict[str, str]:
    """Read the lines under ``Parameters:`` in the docstrings of a class and of what it inherits from."""
    texts: dict[str, str] = {}
    for owner in reversed(chosen.__mro__):
        section = (owner.__doc__ or "").partition("    Parameters:\n")[2].split("\n\n")[0]
        texts |= {key: " ".join(text.split()) for key, text in _PARAMETER_LINE.findall(section)}
    return texts


def _hint(wrong: str, known: list[str]) -> str:
    close = get_close_matches(wrong, known, n=1)
    if close:
        return f" Did you mean `{close[0]}`?"
    return f" It knows {', '.join(f'`{name}`' for name in sorted(known))}." if known else " It takes none."
