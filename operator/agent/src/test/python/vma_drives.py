"""Prints what an independent reader (dissect.archive) finds in archives of virtual machines.

usage: vma_drives.py ARCHIVE...
For each archive a line with its uuid, then one for each configuration and drive: kind, name, size,
SHA-256.
"""

import hashlib
import sys

from dissect.archive.vma import VMA

for path in sys.argv[1:]:
    with open(path, "rb") as archive:
        vma = VMA(archive)
        print("archive", vma.uuid)
        for name, data in vma.configs().items():
            print("config", name, len(data), hashlib.sha256(data).hexdigest())
        for drive in vma.devices():
            content = drive.open().read()
            print("drive", drive.name, len(content), hashlib.sha256(content).hexdigest())
