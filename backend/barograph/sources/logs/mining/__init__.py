"""Templates: which lines are the same sentence with other values in it."""

from barograph.sources.logs.mining.catalogue import Template, TemplateCatalogue
from barograph.sources.logs.mining.miner import MinerLimits, TemplateMiner
from barograph.sources.logs.mining.signatures import Signatures

__all__ = ["MinerLimits", "Signatures", "Template", "TemplateCatalogue", "TemplateMiner"]
