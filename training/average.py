"""The mean of several passes' weights, which lies in a flatter place than any of them.

    python -m training.average --out FILE SHARE FILE [SHARE FILE …]

After Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018:
only passes that went on from one another can be averaged.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training.train import save


def mean(parts: Sequence[tuple[float, Path]]) -> dict[str, Tensor]:
    """The weighted mean of each tensor. Raises ValueError where the shares do not sum up to 1."""
    if abs(sum(share for share, _ in parts) - 1.0) > 1e-6:
        raise ValueError("the shares do not sum up to 1")
    total: dict[str, Tensor] = {}
    for share, path in parts:
        for name, tensor in torch.load(path, weights_only=True).items():
            part = share * tensor.float()
            total[name] = total[name] + part if name in total else part
    return total


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("parts", nargs="+", help="a share and a file, again and again")
    args = parser.parse_args()
    pairs = zip(args.parts[::2], args.parts[1::2], strict=True)
    parts = [(float(share), Path(file)) for share, file in pairs]
    save(args.out, mean(parts))


if __name__ == "__main__":
    main()
