"""Opens a backup and believes nothing of it that its checksum does not bear out."""

import contextlib
import dataclasses
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flashcards.backups.faults import BackupFault
from flashcards.backups.manifest import Manifest, read_manifest
from flashcards.backups.saving import CHUNK_BYTES, DUMP, MANIFEST

MANIFEST_BYTES_MAX = 10_000_000


@dataclasses.dataclass(frozen=True)
class Backup:
    """A backup whose dump is what its manifest says."""

    archive: zipfile.ZipFile
    manifest: Manifest

    def dump(self) -> IO[bytes]:
        """The dump, from its beginning."""
        return self.archive.open(DUMP)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup in the file `path`. Reads all of it once. Raises BackupFault."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _checked_manifest(archive)
            yield Backup(archive, manifest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BackupFault(f"{path} is damaged, or no backup: {error}") from error
    except FileNotFoundError as error:
        raise BackupFault(f"there is no file {path}") from error
    except OSError as error:
        raise BackupFault(f"cannot read {path}: {error.strerror or error}") from error


def _checked_manifest(archive: zipfile.ZipFile) -> Manifest:
    if not {DUMP, MANIFEST} <= set(archive.namelist()):
        raise zipfile.BadZipFile("it has no dump or no manifest")
    if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES_MAX:
        raise zipfile.BadZipFile("its manifest is too large")
    manifest = read_manifest(archive.read(MANIFEST))
    digest, size = hashlib.sha256(), 0
    with archive.open(DUMP) as dump:
        while chunk := dump.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    if (size, digest.hexdigest()) != (manifest.dump_bytes, manifest.dump_sha256):
        raise BackupFault("the dump is not the one that its manifest describes")
    return manifest
