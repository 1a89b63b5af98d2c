"""The page at `/`: one self-contained HTML document, put together from the small files beside this one."""

from barograph.api.page.assembly import Page, assemble
from barograph.api.page.route import register_page

__all__ = ["Page", "assemble", "register_page"]
