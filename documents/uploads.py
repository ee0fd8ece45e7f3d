"""Files that people upload, checked by their content before anything is stored.

A name and a type sent by a browser prove nothing: what a file is says its signature, and that it is whole says
opening it. Files lie outside the static folder and are served by `office.views.uploads` alone.
"""

import hashlib
import secrets
import unicodedata
import warnings
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image
from pypdf import PdfReader

from .incoming_text import CONTROL
from .models import Upload

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 100
MAX_PIXELS = 50_000_000  # an A4 page at 600 dots an inch has 35 million
ACCEPTED = ".pdf,.png,.jpg,.jpeg"
_ENDINGS: dict[str, str] = {Upload.Kind.PDF: ".pdf", Upload.Kind.PNG: ".png", Upload.Kind.JPEG: ".jpg"}
_NAME_LENGTH = 100


class UnusableFile(ValueError):
    """The file cannot be taken; the message says in Chinese why and what to do."""


def store(file: UploadedFile, by: Any) -> Upload:
    """Keep a scan that the user `by` sent and return its record; raises UnusableFile and keeps nothing.

    On the disk it gets a name of its own, so that no typed name ever becomes a path.
    """
    if (file.size or 0) > MAX_BYTES:
        raise UnusableFile(f"文件超过 {MAX_BYTES // 1024 // 1024} MB。请降低扫描分辨率，或分页上传。")
    data = file.read()
    kind = _kind_of(data)
    ending = _ENDINGS[kind]
    return Upload.objects.create(
        name=clean_name(file.name or "", ending),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        file=ContentFile(data, name=secrets.token_hex(16) + ending),
        uploaded_by=by,
    )


def discard(upload: Upload) -> None:
    """Remove a file and its record, where the act that it was sent for was refused."""
    upload.file.delete(save=False)
    upload.delete()


def clean_name(name: str, ending: str) -> str:
    """The file's own name without folders and marks nobody sees, with the ending of what it really is."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    stem = PurePosixPath(CONTROL.sub("", name)).stem
    stem = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"|?*/').strip(" .")
    return (stem[:_NAME_LENGTH] or "扫描件") + ending


def _kind_of(data: bytes) -> str:
    """What the file is, once it was opened; raises UnusableFile."""
    if not data:
        raise UnusableFile("文件是空的，请重新选择。")
    found = filetype.guess(data)
    kind = found.mime if found else ""
    if kind == Upload.Kind.PDF:
        _open_pdf(data)
    elif kind in (Upload.Kind.PNG, Upload.Kind.JPEG):
        _open_image(data)
    else:
        raise UnusableFile("只能上传 PDF、PNG 或 JPG 格式的扫描件，请转换后再上传。")
    return kind


def _open_pdf(data: bytes) -> None:
    try:
        reader = PdfReader(ContentFile(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except Exception as error:  # the parser raises whatever a broken file makes it stumble over
        raise UnusableFile("这个 PDF 打不开，可能已损坏。请重新扫描或另存后再上传。") from error
    if locked:
        raise UnusableFile("这个 PDF 设有密码，请去掉密码后再上传。")
    if not 1 <= pages <= MAX_PAGES:
        raise UnusableFile(f"这个 PDF 有 {pages} 页，可以上传 1 至 {MAX_PAGES} 页的文件。")


def _open_image(data: bytes) -> None:
    """Reads the size from the head before any picture is unpacked, so that a small file cannot fill the memory."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(ContentFile(data), formats=["PNG", "JPEG"]) as image:
                width, height = image.size
                if width * height <= MAX_PIXELS:
                    image.verify()
            if width * height <= MAX_PIXELS:
                # `verify` looks at a PNG alone; an eighth of a JPEG's size is enough to see that it is whole.
                with Image.open(ContentFile(data), formats=["PNG", "JPEG"]) as image:
                    image.draft("RGB", (width // 8 or 1, height // 8 or 1))
                    image.load()
    except Image.DecompressionBombError:
        width, height = MAX_PIXELS, 2
    except Exception as error:  # the same for pictures
        raise UnusableFile("这张图片打不开，可能已损坏。请重新扫描或另存后再上传。") from error
    if width * height > MAX_PIXELS:
        raise UnusableFile("图片尺寸太大。请把扫描分辨率降到 300 点/英寸以下再上传。")
