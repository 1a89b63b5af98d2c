"""Error categories: what kind of trouble a line tells of, by rules that users extend in YAML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from barograph.config.mistake_words import say_mistakes
from barograph.errors import ValidationFailed

__all__ = ["Categories", "CategoryRule", "load_categories"]


class CategoryRule(BaseModel):
    """One category: a line belongs to it that holds a word or a name, or matches a pattern."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,49}$", description="Name of the category.")
    words: tuple[str, ...] = Field((), description="Texts, in any case.")
    names: tuple[str, ...] = Field((), description="Texts that stand alone, not within a longer word.")
    patterns: tuple[str, ...] = Field((), description="Regular expressions, in any case.")

    @field_validator("patterns")
    @classmethod
    def _check_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
        return patterns


class _CategoryFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    categories: tuple[CategoryRule, ...]


@dataclass(frozen=True, slots=True)
class _Test:
    category: str
    word: str
    border: re.Pattern[str] | None = None


class Categories:
    """Finds the categories of lines; rules of the same name are one category."""

    def __init__(self, rules: Iterable[CategoryRule]) -> None:
        self._words: list[_Test] = []
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for rule in rules:
            self._words += [_Test(rule.name, word.lower()) for word in rule.words]
            self._words += [_Test(rule.name, name.lower(), _alone(name.lower())) for name in rule.names]
            self._patterns += [(rule.name, _compile(pattern)) for pattern in rule.patterns]
        named = {test.category for test in self._words} | {category for category, _ in self._patterns}
        self.names = tuple(sorted(named))

    def find(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """Return the categories of each text; words that are in none of them cost nothing for each."""
        lowered = [text.lower() for text in texts]
        joined = "\n".join(lowered)
        words = [test for test in self._words if test.word in joined]
        found: list[frozenset[str]] = []
        for text in lowered:
            names = {
                test.category
                for test in words
                if test.word in text and (test.border is None or test.border.search(text))
            }
            names.update(category for category, pattern in self._patterns if pattern.search(text))
            found.append(frozenset(names))
        return found


def _compile(pattern: str) -> re.Pattern[str]:
    # Texts are in small letters, as most patterns are: those are faster if they need not compare letters.
    return re.compile(pattern, re.M if pattern == pattern.lower() else re.M | re.I)


def _alone(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9_]){re.escape(name)}(?![a-z0-9_])")


def load_categories(more: Iterable[Path] = ()) -> Categories:
    """Return the built-in categories, extended by those of the given files."""
    built_in = resources.files("barograph.sources.logs").joinpath("categories.yaml")
    texts = [("built-in", built_in.read_text(encoding="utf-8"))]
    for path in more:
        try:
            texts.append((str(path), path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise ValidationFailed(f"The file of log categories {path} can't be read: {error}.") from error
    return Categories(rule for name, text in texts for rule in _read_rules(name, text))


def _read_rules(name: str, text: str) -> tuple[CategoryRule, ...]:
    try:
        return _CategoryFile.model_validate(YAML(typ="safe", pure=True).load(text)).categories
    except YAMLError as error:
        raise ValidationFailed(f"The file of log categories {name} is not valid YAML: {error}") from error
    except ValidationError as error:
        mistakes = "; ".join(f"{place}: {sentence}" for place, sentence in say_mistakes(error))
        raise ValidationFailed(f"The file of log categories {name} is wrong. {mistakes}") from error
