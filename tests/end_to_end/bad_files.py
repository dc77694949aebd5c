"""Plugin files that must not be loaded, each in a folder of its own, and what the host says of them."""
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from hostile_host import copy_with_manifest

EI_CLASS, E_TYPE, E_MACHINE = 4, 16, 18
EMIT = "scaispeak-plugin-check --emit-manifest"


@dataclass(frozen=True)
class BadFile:
    """`spoil` is given the folder with a good plugin and its manifest, and may return another path to configure."""
    name: str
    step: str
    words: tuple
    spoil: Callable
    root_only: bool = False

    @property
    def plugin(self):
        return "bad-nothing" if self.step == "compare" else f"bad-{self.name}"


def changed_bytes(offset, data):
    def spoil(file):
        content = bytearray(file.read_bytes())
        content[offset:offset + len(data)] = data
        file.write_bytes(content)
    return spoil


def changed_manifest(**members):
    def spoil(file):
        manifest = file.with_suffix(".json")
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | members))
    return spoil


def special_manifest(make):
    def spoil(file):
        manifest = file.with_suffix(".json")
        manifest.unlink()
        make(manifest)
    return spoil


def linked_from_elsewhere(file):
    folder = file.parent / "enabled"
    folder.mkdir(0o755)
    (folder / file.name).symlink_to(file)
    return folder / file.name


def a_folder_instead(file):
    file.unlink()
    file.mkdir()


BAD_FILES = [
    BadFile("missing", "path", ("No such file", "install the plugin there"), lambda file: file.unlink()),
    BadFile("a-folder", "path", ("not a regular file", "name the plugin's .so"), a_folder_instead),
    BadFile("linked", "path", ("is a link to", "outside", "copy the plugin there"), linked_from_elsewhere),
    BadFile("world-writable", "path", ("can be written by others than its owner", "chmod go-w"),
            lambda file: file.chmod(0o757)),
    BadFile("group-writable", "path", ("can be written by others than its owner", "chmod go-w"),
            lambda file: file.chmod(0o775)),
    BadFile("in-a-writable-folder", "path", ("can be written by others than its owner", "chmod go-w"),
            lambda file: file.parent.chmod(0o777)),
    BadFile("of-somebody-else", "path", ("belongs to user number 12345", "chown"),
            lambda file: os.chown(file, 12345, 12345), root_only=True),
    BadFile("empty", "elf", ("not an ELF shared object", "install the plugin's .so"), lambda file: file.write_bytes(b"")),
    BadFile("a-script", "elf", ("not an ELF shared object", "not its source"),
            lambda file: file.write_bytes(b"#!/bin/sh\n" * 100)),
    BadFile("truncated", "elf", ("cut short", "install it again"), lambda file: os.truncate(file, 6000)),
    BadFile("of-another-machine", "elf", ("built for s390x", "the build of the plugin for this machine"),
            changed_bytes(E_MACHINE, b"\x16\x00")),
    BadFile("of-32-bit", "elf", ("built for i386 (32 bit)", "for this machine"),
            lambda file: (changed_bytes(EI_CLASS, b"\x01")(file), changed_bytes(E_MACHINE, b"\x03\x00")(file)) and None),
    BadFile("an-object-file", "elf", ("no shared object", "-shared"), changed_bytes(E_TYPE, b"\x01\x00")),
    BadFile("without-manifest", "manifest", ("no readable manifest", EMIT), lambda file: file.with_suffix(".json").unlink()),
    BadFile("manifest-no-json", "manifest", ("is not JSON", EMIT),
            lambda file: file.with_suffix(".json").write_text('{"manifest": 1,') and None),
    BadFile("manifest-a-folder", "manifest", ("not a regular file", EMIT), special_manifest(lambda file: file.mkdir())),
    BadFile("manifest-a-pipe", "manifest", ("not a regular file", EMIT), special_manifest(os.mkfifo)),
    BadFile("manifest-endless", "manifest", ("not a regular file", EMIT),
            special_manifest(lambda file: file.symlink_to("/dev/zero"))),
    BadFile("manifest-writable", "path", ("bad-manifest-writable.json can be written by others", "chmod go-w"),
            lambda file: file.with_suffix(".json").chmod(0o646)),
    BadFile("manifest-of-another", "manifest", ('is the one of "bad-nothing"', EMIT), changed_manifest(id="bad-nothing")),
    BadFile("manifest-of-major-2", "manifest", ("plugin ABI 2.0", "this host speaks 1.0", "upgrade the host"),
            changed_manifest(abi={"major": 2, "minor": 0, "draft": 0, "host_minor_required": 0})),
    BadFile("manifest-disagrees", "compare",
            ('version is "9.9.9" in the manifest and "1.2.3" in the plugin', 'threading is "plugin"', EMIT),
            changed_manifest(version="9.9.9", threading="plugin")),
]


def prepare(row, folder):
    """The path to configure for that row."""
    own = Path(folder) / row.name
    own.mkdir(0o755)
    good = Path(copy_with_manifest("bad-nothing", own))
    file = good.with_name(f"{row.plugin}.so")
    if file != good:
        good.rename(file)
        manifest = json.loads(good.with_suffix(".json").read_text()) | {"id": row.plugin}
        good.with_suffix(".json").unlink()
        file.with_suffix(".json").write_text(json.dumps(manifest))
    file.chmod(0o755)
    file.with_suffix(".json").chmod(0o644)
    other = row.spoil(file)
    return str(other if isinstance(other, Path) else file)
