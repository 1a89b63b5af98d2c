"""What Alembic runs: migrate on the connection that the caller opened."""

from alembic import context
from sqlalchemy import Connection

from barograph.storage.tables import Base

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
