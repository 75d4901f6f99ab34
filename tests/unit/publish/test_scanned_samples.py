"""Every block of the document model, in every form: a file as it is made is no leak, whichever blocks a pack has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import samples

from assize.core.document import Document
from assize.publish.pack import Made
from assize.publish.scan import Secrets, scan
from assize.render import html, pdf, pptx, xlsx


@pytest.mark.parametrize(
    "sample", [samples.executive_summary, samples.performance_report, samples.deck, samples.workbook]
)
def test_a_file_as_it_is_made_passes(sample: Callable[[], Document]) -> None:
    document = replace(sample(), id="executive-summary")
    book = replace(document, id="workbook")
    made = Made((document,), {document.id: document}, book)
    files = {
        "executive-summary.html": html.render(document, made.drawings),
        "executive-summary.pdf": pdf.render(document, made.drawings),
        "executive-summary.pptx": pptx.render(document),
        "workbook.xlsx": xlsx.render(book),
    }
    assert scan(files, made, Secrets()) == ()
