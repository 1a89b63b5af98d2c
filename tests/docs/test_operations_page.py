"""What docs/operations.md says of backups works, and what is kept is kept that long."""

import re
import sqlite3
from pathlib import Path

from barograph.config.settings import Settings
from barograph.engine import housekeeping
from barograph.storage import AuditEntry, Stores

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


def test_the_backup_of_the_page_is_whole_while_the_database_is_open(stores: Stores, tmp_path: Path) -> None:
    stores.audit.append(AuditEntry("default", 1, "ada", "made", "detectors/a", "r"))
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    example = example.replace("/var/lib/barograph", str(tmp_path)).replace(
        "/backup/barograph", str(tmp_path / "copy")
    )
    exec(example, {})
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT actor FROM audit").fetchall() == [("ada",)]
    copy.close()


def test_what_is_kept_is_kept_that_long() -> None:
    kept = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.partition("## What is kept")[2], re.MULTILINE))
    fields = Settings.model_fields
    day = housekeeping._DAY_MS
    expected = {
        "events": f"{fields['event_retention_days'].default:g} days",
        "anomalies": f"{fields['anomaly_retention_days'].default:g} days",
        "versions of models": f"others, {fields['model_versions_kept'].default}",
        "messages": f"{housekeeping._OUTBOX_MS // day} days",
        "jobs": f"{housekeeping._JOB_MS // 3_600_000} hour",
        "runs": f"{housekeeping._RUNS_MS // day} days",
        "audit trail": f"{housekeeping._AUDIT_MS // day} days",
    }
    for start, end in expected.items():
        (said,) = [text for name, text in kept.items() if name.startswith(start)]
        assert said.endswith(end), start
    assert housekeeping._NOTIFICATIONS_MS == housekeeping._AUDIT_MS
