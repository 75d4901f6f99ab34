"""Every byte of a pack looked through before it is offered: what stands in it must be what these readers may see.

`scan` opens every file, archives inside archives included, and holds each piece against the documents from which the pack was
made, which hold protected figures alone. Digits are not compared with what was withheld: a 12 is innocent where the documents
say 12 in that row, and found where they do not.
"""

from assize.publish.scan.look import Leak, Secrets, scan

__all__ = ["Leak", "Secrets", "scan"]
