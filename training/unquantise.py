"""Published int8 weights -> a state to train on from, where the float ones are no longer at hand.

    python -m training.unquantise --weights service/inference/weights --out RUN/start.weights.pt

Each weight is off by at most half a step of its channel's scale, which further training repairs.
The word table and the positions are the base's own: training leaves the first alone, and the
export keeps everything that is no matrix of a linear layer in float32.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.model import StanceNet, base_folder, load_base

MATRICES_OF_LAYER = ("attention.qkv", "attention.out", "up", "down")


def matrix_names(layers: int) -> list[str]:
    """The linear layers in the order in which the graph runs them."""
    body = [
        f"encoder.layers.{layer}.{matrix}"
        for layer in range(layers)
        for matrix in MATRICES_OF_LAYER
    ]
    return [*body, "dense", "out"]


def quantised_matrices(graph: Any) -> list[torch.Tensor]:
    """Every quantised matrix as (outputs, inputs) in float32, in the order of the graph."""
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    found = []
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        name = node.input[1].removesuffix("_quantized")
        steps = constants[f"{name}_quantized"].astype(np.float32)
        zero = constants[f"{name}_zero_point"].astype(np.float32)
        found.append(torch.from_numpy(((steps - zero) * constants[f"{name}_scale"]).T.copy()))
    return found


def unquantised(weights: Path, base: Path) -> StanceNet:
    """The network of ``weights/stance.int8.onnx``. Raises ValueError for another graph."""
    graph = onnx.load(str(weights / "stance.int8.onnx")).graph
    net = StanceNet(load_base(base))
    state = net.state_dict()
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for name in state:
        if name in constants:
            state[name] = torch.from_numpy(constants[name].copy())
    matrices = quantised_matrices(graph)
    names = matrix_names(len(net.encoder.layers))
    if len(matrices) != len(names):
        raise ValueError(f"{len(matrices)} matrices in the file, {len(names)} in the network")
    for name, matrix in zip(names, matrices, strict=True):
        state[f"{name}.weight"] = matrix
    net.load_state_dict(state)
    return net


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=base_folder())
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(unquantised(options.weights, options.base).state_dict(), options.out)


if __name__ == "__main__":
    main()
