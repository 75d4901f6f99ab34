"""What the office wrote is looked through for personal data; a file's hash is no telephone number."""

from __future__ import annotations

import pytest

from assize.app.personal import check_own_files
from assize.core.errors import FileRefused

HASH = "ae85eb4b88ac245adfc66f9cef6ed7883bad55fab3d01a394a2f9f0412607855"


def test_a_hash_in_a_mapping_is_no_telephone_number(tmp_path):
    (tmp_path / "mappings").mkdir()
    mapping = tmp_path / "mappings" / "witnesses.toml"
    mapping.write_text(f'sha256 = "{HASH}"\n')
    check_own_files(tmp_path)
    mapping.write_text(f'sha256 = "{HASH}"\n# ring 01785 260785\n')
    with pytest.raises(FileRefused, match="line 2: this looks like a telephone number"):
        check_own_files(tmp_path)
