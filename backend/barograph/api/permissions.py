"""Which role a view needs, said above the view."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from barograph.api.requests import identity
from barograph.security import Role

__all__ = ["needs"]

_P = ParamSpec("_P")
_Answer = TypeVar("_Answer")


def needs(role: Role) -> Callable[[Callable[_P, _Answer]], Callable[_P, _Answer]]:
    """Let only identities with at least this role in. Views without it are open to every viewer."""

    def decorate(view: Callable[_P, _Answer]) -> Callable[_P, _Answer]:
        @wraps(view)
        def answer(*args: _P.args, **kwargs: _P.kwargs) -> _Answer:
            identity().require(role)
            return view(*args, **kwargs)

        return answer

    return decorate
