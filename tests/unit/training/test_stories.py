"""The files of stories from which the language model learns."""

from pathlib import Path

import pytest

from training.contrasts import LETTERS
from training.stories import FOLDER, key_of, read_stories

TOLD_BY_THREE = """\
# quay_fire
A  The fire on the quay began on Monday, police said.
a  Police: flames broke out at the quay on Monday.
B  The quay caught fire on Tuesday, according to the police.
SR The quay was on fire on Monday.
UU Nobody was hurt.

# quay_wedding
C A couple married on the quay.
S There was a wedding.
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "z0.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_three_outlets_are_three_stories_with_a_label_each(tmp_path: Path) -> None:
    first, second, rival, plain = read_stories(written(tmp_path, TOLD_BY_THREE))
    monday = "The quay was on fire on Monday."
    assert dict(first.claims[0].statements)[monday] == LETTERS["S"]
    assert dict(second.claims[0].statements)[monday] == LETTERS["S"]
    assert dict(rival.claims[0].statements)[monday] == LETTERS["R"]
    assert second.claims[0].text == "Police: flames broke out at the quay on Monday."
    assert plain.claims[0].statements == [("There was a wedding.", LETTERS["S"])]


def test_what_three_outlets_tell_is_never_divided(tmp_path: Path) -> None:
    first, second, rival, plain = read_stories(written(tmp_path, TOLD_BY_THREE))
    assert key_of(first) == key_of(second) == key_of(rival) != key_of(plain)


@pytest.mark.parametrize(
    "line",
    ["SX no such label", "SR before any claim", "Aa two outlets at once", "no letter at all"],
)
def test_a_line_of_no_kind_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"z0\.txt, line 2"):
        list(read_stories(written(tmp_path, f"# a_story\n{line}\n")))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_every_file_is_read_and_every_claim_has_statements(file: Path) -> None:
    stories = list(read_stories(file))
    assert stories
    assert all(claim.statements for story in stories for claim in story.claims)
