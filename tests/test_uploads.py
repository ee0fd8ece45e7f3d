"""A scan is taken for what its bytes are, never for what it is called."""

import hashlib
import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents import uploads
from documents.models import Upload

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def picture(kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(kept, kind)
    return kept.getvalue()


def huge_png() -> bytes:
    """A head that promises 90,000 by 90,000 points."""
    head = struct.pack(">IIBBBBB", 90_000, 90_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def sent(data: bytes, name: str = "呈批稿.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf(3), "application/pdf"), (picture(), "image/png"), (picture("JPEG"), "image/jpeg")],
)
def test_a_scan_is_kept_as_it_came_under_a_name_of_its_own(data: bytes, kind: str) -> None:
    kept = uploads.store(sent(data), None)
    assert (kept.kind, kept.size, kept.sha256) == (kind, len(data), hashlib.sha256(data).hexdigest())
    with kept.file.open() as file:
        assert file.read() == data
    assert "呈批稿" not in kept.file.name


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "文件是空的"),
        (b"<html><script>alert(1)</script></html>", "只能上传 PDF、PNG 或 JPG"),
        (b"MZ" + b"\0" * 500, "只能上传 PDF、PNG 或 JPG"),
        (b"GIF89a" + b"\0" * 500, "只能上传 PDF、PNG 或 JPG"),
        (b"%PDF-1.7\nnothing behind it", "PDF 打不开"),
        (pdf()[:200], "PDF 打不开"),
        (pdf(password="secret"), "设有密码"),
        (pdf(101), "有 101 页"),
        (picture()[:-200], "图片打不开"),
        (picture("JPEG")[:300], "图片打不开"),
        (huge_png(), "图片尺寸太大"),
        (b"\0" * (10 * 1024 * 1024 + 1), "超过 10 MB"),
    ],
)
def test_what_is_no_whole_scan_is_refused_in_a_sentence_and_not_kept(data: bytes, says: str) -> None:
    with pytest.raises(uploads.UnusableFile, match=says):
        uploads.store(sent(data), None)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..\\..\\windows\\呈批.exe", "呈批.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("批示\u202egnp.pdf", "批示gnp.pdf"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil 1.pdf"),
        ("...", "扫描件.pdf"),
        ("", "扫描件.pdf"),
        ("长" * 400 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_a_name_loses_folders_and_hidden_marks_and_gets_its_true_ending(name: str, kept: str) -> None:
    assert uploads.clean_name(name, ".pdf") == kept


def test_the_bytes_that_were_refused_with_an_act_are_gone(settings: Any) -> None:
    kept = uploads.store(sent(pdf()), None)
    storage, path = kept.file.storage, kept.file.name
    assert PdfReader(io.BytesIO(storage.open(path).read())).pages
    uploads.discard(kept)
    assert not storage.exists(path)
    assert not Upload.objects.exists()
