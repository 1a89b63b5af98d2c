"""The clients of the API benchmark: keep-alive connections that ask at scheduled moments."""

import asyncio
import random
import time
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

__all__ = ["Load", "Sample", "run_load"]

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """How hard to ask: ``rate`` questions a second over all clients, for ``seconds``, in an open loop."""

    port: int
    clients: int
    rate: float
    seconds: float
    processes: int = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """Milliseconds from the scheduled moment to the last byte, by kind of question, and what failed."""

    milliseconds: dict[str, Any]
    failures: int


def run_load(load: Load, addresses: dict[str, tuple[str, ...]], seed: int) -> Sample:
    """Ask from other processes than the server's, so that neither waits for the other's interpreter."""
    shares = [
        Load(load.port, load.clients // load.processes, load.rate / load.processes, load.seconds)
        for _ in range(load.processes)
    ]
    with get_context("spawn").Pool(load.processes) as pool:
        samples = pool.starmap(
            _run_share, [(share, addresses, seed + number) for number, share in enumerate(shares)]
        )
    kinds = {kind: np.concatenate([item.milliseconds[kind] for item in samples]) for kind in addresses}
    return Sample(kinds, sum(item.failures for item in samples))


def _run_share(load: Load, addresses: dict[str, tuple[str, ...]], seed: int) -> Sample:
    return asyncio.run(_ask_all(load, addresses, random.Random(seed)))


async def _ask_all(load: Load, addresses: dict[str, tuple[str, ...]], chance: random.Random) -> Sample:
    began = time.perf_counter() + 0.5
    interval = load.clients / load.rate
    answers: dict[str, list[float]] = {kind: [] for kind in addresses}

    async def client(number: int) -> int:
        failures, due = 0, began + number * interval / load.clients
        reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
        while due < began + load.seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            kind = chance.choice(tuple(addresses))
            is_good = await _ask(reader, writer, chance.choice(addresses[kind]))
            answers[kind].append((time.perf_counter() - due) * 1000)
            failures += not is_good
            due += interval
        writer.close()
        return failures

    failures = await asyncio.gather(*(client(number) for number in range(load.clients)))
    return Sample({kind: np.array(values) for kind, values in answers.items()}, sum(failures))


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> bool:
    request = f"GET {address} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: identity\r\n\r\n"
    writer.write(request.encode())
    async with asyncio.timeout(_PATIENCE_SECONDS):
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length_of(head))
    return head.startswith(b"HTTP/1.1 200")


def _length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0
