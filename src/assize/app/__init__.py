"""The order of the stages, and nothing else: every command and (later) every page calls these functions.

Stages do not know each other; they are handed readers and writers here. Heavy libraries are imported by the stage that needs
them, when it runs.
"""

from assize.app.ahead import reading_ahead
from assize.app.answers import EXPORT_COLUMNS, explain, export_rows
from assize.app.coverage import coverage_lines
from assize.app.currency import currency, status_lines
from assize.app.history import map_file, next_step, understood_lines
from assize.app.loading import Loaded, load_files
from assize.app.made_up import MadeCountry, make_made_up
from assize.app.material import prepare_material
from assize.app.packs import BuiltPack, build, make_demo, render_pack
from assize.app.quality import Checked, check, summary_lines
from assize.app.receipts import write_receipts
from assize.app.requests import Written, write_entry_form, write_requests
from assize.app.revisions import REVISION_COLUMNS, edition_pairs, pack_revisions, revision_row
from assize.app.rounds import round_lines
from assize.app.scanning import Scanned, compose_pack, scan_pack
from assize.app.workspace import Workspace, new_workspace

__all__ = [
    "EXPORT_COLUMNS",
    "REVISION_COLUMNS",
    "BuiltPack",
    "Checked",
    "Loaded",
    "MadeCountry",
    "Scanned",
    "Workspace",
    "Written",
    "build",
    "check",
    "compose_pack",
    "coverage_lines",
    "currency",
    "edition_pairs",
    "explain",
    "export_rows",
    "load_files",
    "make_demo",
    "make_made_up",
    "map_file",
    "new_workspace",
    "next_step",
    "pack_revisions",
    "prepare_material",
    "reading_ahead",
    "render_pack",
    "revision_row",
    "round_lines",
    "scan_pack",
    "status_lines",
    "summary_lines",
    "understood_lines",
    "write_entry_form",
    "write_receipts",
    "write_requests",
]
