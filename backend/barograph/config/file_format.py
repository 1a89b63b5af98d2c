"""What every provisioned file has: a version of its format, and no unknown names."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ProvisionedFile"]


class ProvisionedFile(BaseModel):
    """One file of a provisioning folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_version: Literal[1] = Field(1, alias="apiVersion", description="Version of this format.")
