"""Pictures of the documents that the portal writes, made from the demonstration's sample (`make pictures`).

The sample is loaded into a database of its own that is thrown away. LibreOffice sets the pages; where the standard's
fonts are not installed, free ones of the same kind stand in for them.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = {"soffice": "libreoffice-writer-nogui", "pdftoppm": "poppler-utils"}
# LibreOffice opens a sheet only with its Calc; the command alone does not tell.
INSTALL = "apt-get install -y --no-install-recommends {} libreoffice-calc-nogui texlive-lang-chinese"
FONTS = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
STAND_INS = {
    "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
    "楷体_GB2312": ("FandolKai", "Noto Serif CJK SC"),
    "黑体": ("FandolHei", "Noto Sans CJK SC"),
    "方正小标宋简体": ("FandolSong", "Noto Serif CJK SC"),
    "宋体": ("FandolSong", "Noto Serif CJK SC"),
}
DPI, GREYS, HEAVIEST = 84, 16, 150_000
UNIT = "gongkeshang"


def refuse_without_tools() -> None:
    """End with the command that installs what is missing."""
    missing = [package for command, package in NEEDED.items() if shutil.which(command) is None]
    if missing:
        sys.exit(f"制作图片还缺软件，请先以管理员身份运行：\n  {INSTALL.format(' '.join(missing))}")


def documents(folder: Path) -> Iterator[tuple[str, Path]]:
    """Names of pictures and the files behind them, from a sample loaded for this purpose."""
    os.environ |= {"PORTAL_MODE": "test", "DATABASE_URL": f"sqlite:///{folder / 'sample.sqlite3'}"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiaolan_portal.settings"
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    from departments.models import Department
    from directives import exports, workflow
    from directives.breakdown import rows_of_batch
    from directives.models import Batch, Directive

    with Path(os.devnull).open("w", encoding="utf-8") as silence:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_reference", verbosity=0, stdout=silence)
        call_command("load_demo", stdout=silence)
    batch = Batch.objects.get()
    rows = rows_of_batch(batch)
    steps = [step.name for step in workflow.approval_steps()]
    demands = Directive.objects.filter(tasks__batch=batch).distinct().count()
    order = exports.order_of(batch, Department.objects.get(slug=UNIT))
    made = {
        "breakdown.docx": exports.breakdown_docx(batch.title, rows),
        "breakdown-sheet.xlsx": exports.breakdown_xlsx(batch.title, rows),
        "approval.docx": exports.approval_docx(
            batch.title,
            rows,
            steps,
            day=batch.issued_on,
            source=exports.source_of(batch),
            demands=demands,
        ),
        "order.docx": exports.order_docx(order),
    }
    for name, content in made.items():
        path = folder / name
        path.write_bytes(content)
        yield path.stem, path


def environment(folder: Path) -> dict[str, str]:
    """An environment in which the standard's fonts, where they are missing, have stand-ins."""
    aliases = "".join(
        f'<alias binding="same"><family>{font}</family><accept>'
        + "".join(f"<family>{name}</family>" for name in names)
        + "</accept></alias>"
        for font, names in STAND_INS.items()
    )
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{FONTS}</dir>'
        f"<cachedir>{folder / 'fonts'}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return os.environ | {"FONTCONFIG_FILE": str(config)}


def pages(document: Path, environ: dict[str, str]) -> list[Path]:
    """The document's pages as LibreOffice sets them, each a picture."""
    folder = document.parent
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, document]
    subprocess.run(convert, env=environ, check=True, capture_output=True, timeout=180)
    pdf = document.with_suffix(".pdf")
    if not pdf.exists():
        sys.exit(
            f"LibreOffice 打不开 {document.suffix} 文件，请安装 libreoffice-writer-nogui 和 libreoffice-calc-nogui。"
        )
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", pdf, pdf.with_suffix("")], check=True)
    return sorted(folder.glob(f"{document.stem}-[0-9]*.png"))


def save(page: Path, target: Path) -> int:
    """The page with a thin edge and few greys, so that it is light; its size in bytes."""
    from PIL import Image, ImageOps

    with Image.open(page) as image:
        edged = ImageOps.expand(image.convert("L"), border=1, fill=160)
    edged.quantize(GREYS).save(target, optimize=True)
    return target.stat().st_size


def main() -> None:
    """Write the pictures of every document's pages (at most as many as asked for) and print their names."""
    parser = argparse.ArgumentParser(description="把示例的公文转成图片。")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots", help="存放图片的文件夹")
    parser.add_argument("--pages", type=int, default=2, help="每份文件取前几页")
    given = parser.parse_args()
    refuse_without_tools()
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        environ = environment(folder)
        for name, document in documents(folder):
            found = pages(document, environ)
            for number, page in enumerate(found[: given.pages], 1):
                target = given.to / (f"{name}.png" if number == 1 else f"{name}-{number}.png")
                weight = save(page, target)
                if weight > HEAVIEST:
                    sys.exit(f"{target.name} 有 {weight:,} 字节，太大了，请减少 DPI。")
                print(f"{target}  第 {number} 页，共 {len(found)} 页，{weight:,} 字节")


if __name__ == "__main__":
    main()
