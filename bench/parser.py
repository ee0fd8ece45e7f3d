"""Time the report parser on the sample and on growing texts (`make bench`); needs no database."""

import statistics
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "directives" / "sample" / "report.txt"
REAL = ROOT / ".." / "shared" / "reports" / "annotated" / "xiaolan-2024-h1.txt"
LENGTHS = (5_000, 20_000, 80_000, 200_000)
ROUNDS = 9


def main() -> None:
    from departments.reference import shipped_unit_names
    from meetings.report_parser import UnitDirectory, parse

    units = UnitDirectory(shipped_unit_names())
    body = SAMPLE.read_text(encoding="utf-8")
    texts = {"sample": body}
    if REAL.exists():
        texts["Xiaolan, July 2024"] = REAL.read_text(encoding="utf-8")
    texts |= {f"{length:,} characters": (body * (length // len(body) + 1))[:length] for length in LENGTHS}
    parse(body, date(2024, 7, 20), units)
    print(f"{'text':<24}{'characters':>12}{'median ms':>12}{'ms per 1,000':>14}")
    for name, text in texts.items():
        times = []
        for _ in range(ROUNDS if len(text) <= 20_000 else 3):
            began = time.perf_counter()
            parse(text, date(2024, 7, 20), units)
            times.append((time.perf_counter() - began) * 1000)
        median = statistics.median(times)
        print(f"{name:<24}{len(text):>12,}{median:>12.1f}{median / len(text) * 1000:>14.2f}")


if __name__ == "__main__":
    main()
