"""The parts that judge, put together for the engine process and for commands."""

import os
from dataclasses import dataclass

from barograph.engine.bands import Bands
from barograph.engine.dossiers import Dossiers
from barograph.engine.rehearsal import Rehearsal
from barograph.engine.tick import Ticker
from barograph.runtime.foundation import Foundation
from barograph.runtime.sources import SourceSet, open_sources
from barograph.training.fitting import FitLimits, ProcessFitter
from barograph.training.trainer import Trainer
from barograph.training.versions import ModelVersions

__all__ = ["Detection", "build_detection"]


@dataclass(frozen=True, slots=True)
class Detection:
    """Sources, models and what is done with them."""

    sources: SourceSet
    models: ModelVersions
    ticker: Ticker
    trainer: Trainer
    bands: Bands
    rehearsal: Rehearsal


def build_detection(foundation: Foundation) -> Detection:
    """Name the concrete classes once."""
    settings, stores, registry = foundation.settings, foundation.stores, foundation.registry
    publish = foundation.bus.publish
    sources = open_sources(settings, os.environ)
    models = ModelVersions(stores.models, registry)
    fitter = ProcessFitter(
        FitLimits(settings.training_seconds, settings.training_memory_bytes), registry.defaults
    )
    return Detection(
        sources=sources,
        models=models,
        ticker=Ticker(
            sources.queries,
            models,
            registry,
            stores.anomalies,
            stores.cursors,
            publish,
            sources.queries.explain,
            sources.scrapes.window,
            Dossiers(stores.starts, settings.external_url),
        ),
        trainer=Trainer(
            sources.queries,
            fitter,
            registry,
            stores.models,
            stores.anomalies,
            publish,
            stores.feedback,
            stores.audit,
        ),
        bands=Bands(sources.queries, models, registry),
        rehearsal=Rehearsal(sources.queries, fitter, registry, sources.scrapes.history),
    )
