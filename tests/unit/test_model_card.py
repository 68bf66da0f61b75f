"""The model card: figures of the repository, networks of the manifest, the run of the weights."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.model_card import MeasurementSchema, load_measurement
from service.assembly import FIGURES
from service.domain.check import Engine
from service.domain.errors import ModelUnusable
from service.domain.model_card import Measurement, Networks
from service.inference.description import describe_networks
from service.model_card import model_card

RULES_ALONE = Engine(version="1.0.0", model=None)
SHA = "ab" * 32


def committed() -> Measurement:
    return load_measurement(FIGURES.read_text("utf-8"))


@pytest.fixture
def networks(tmp_path: Path) -> Networks:
    """What the exporter's manifest says, without the files themselves."""
    network = {
        "name": "stance of a claim to a statement",
        "file": "stance.int8.onnx",
        "sha256": SHA,
        "bytes": 1,
        "base": "a base model (Apache-2.0)",
        "data": [{"origin": "news", "licence": "CC0", "pairs": 12}],
        "licences": ["CC0"],
        "label_order": ["supporting", "conflicting", "unverified"],
        "temperature": 1.3,
        "max_tokens": 128,
        "figures": {},
    }
    manifest = {"stance": network, "embedder": {**network, "data": []}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return describe_networks(tmp_path)


def test_the_committed_figures_load_and_are_written_back_unchanged() -> None:
    record = json.loads(FIGURES.read_text("utf-8"))

    assert MeasurementSchema().dump(committed()) == record


def test_the_committed_figures_name_no_machine() -> None:
    commands = [committed().command, *(each.command for each in committed().sets)]

    assert not any(word.startswith("/") for command in commands for word in command.split())


def test_each_reliability_table_counts_every_pair() -> None:
    both = committed().calibration

    for one in (both.supporting, both.conflicting):
        assert sum(each.count for each in one.bins) == one.pairs


def test_the_card_tells_base_data_and_licences_of_the_running_network(networks: Networks) -> None:
    engine = replace(RULES_ALONE, model=f"sha256:{SHA}")

    card = model_card(engine, networks=networks, measurement=None)

    assert card.networks == networks
    assert networks.stance.data[0].licence == "CC0"
    assert networks.temperature == 1.3


def test_networks_that_are_not_in_use_are_not_told(networks: Networks) -> None:
    assert model_card(RULES_ALONE, networks=networks, measurement=None).networks is None


def test_the_card_says_whether_its_figures_are_of_the_running_engine() -> None:
    measured = replace(committed(), engine=RULES_ALONE)
    other = replace(RULES_ALONE, model=f"sha256:{SHA}")

    assert model_card(RULES_ALONE, networks=None, measurement=measured).measured_as_running
    assert not model_card(other, networks=None, measurement=measured).measured_as_running


@pytest.mark.parametrize("text", ["{", "{}", '{"stance": {}, "embedder": {}}'])
def test_a_manifest_that_does_not_tell_enough_is_unusable(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")

    with pytest.raises(ModelUnusable, match="is incomplete"):
        describe_networks(tmp_path)


def test_a_manifest_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="cannot be read"):
        describe_networks(tmp_path)
