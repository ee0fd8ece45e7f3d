"""Pictures of the documents need programs that not every machine has."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_without_libreoffice_it_says_what_to_install(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, ROOT / "docs" / "pictures.py", "--to", tmp_path / "pictures"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("制作图片还缺软件")
    assert "libreoffice-writer-nogui" in told.stderr
    assert "poppler-utils" in told.stderr
    assert not (tmp_path / "pictures").exists()
