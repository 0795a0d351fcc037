"""``python -m tools.examples``."""

from tools.examples import ROOT, write

if __name__ == "__main__":
    for made in write():
        print(made.relative_to(ROOT))
