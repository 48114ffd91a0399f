"""Documents to contacts, and from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ACCOUNT

import subrosa_messenger as subrosa
from subrosa_messenger import documents


def test_a_text_is_sealed_to_a_contact_and_opened(private):
    alice, bob = private
    documents.learn_card(alice.messenger, documents.card(bob.messenger, ACCOUNT), ACCOUNT, "bob")
    sealed = documents.seal_text(alice.messenger, ACCOUNT, "bob", "a rose")
    assert "a rose" not in sealed
    opened = documents.open_text(bob.messenger, f"Dear Bob,\n{sealed}\nAlice")
    assert opened.text == "a rose" and opened.signer == alice.messenger.fingerprint()
    assert (opened.account, opened.peer) == (ACCOUNT, "alice")


def test_a_file_is_sealed_and_opened_and_told_of(private, tmp_path: Path):
    alice, bob = private
    documents.learn_card(alice.messenger, documents.card(bob.messenger, ACCOUNT), ACCOUNT, "bob")
    source = tmp_path / "letter.txt"
    source.write_bytes(b"a rose is a rose\n" * 1000)
    told: list[tuple[int, int]] = []
    with documents.Job.seal(alice.messenger, ACCOUNT, "bob", source, tmp_path) as job:
        job.run(lambda done, total: told.append((done, total)))
        job.commit("sealed")
    assert told[-1] == (17_000, 17_000)
    target = tmp_path / "in"
    target.mkdir()
    with documents.Job.open(bob.messenger, tmp_path / "sealed", target) as job:
        job.run()
        found = job.result()
        assert found.name == "letter.txt" and found.trust == "first-use"
        assert not (target / "letter.txt").exists()
        job.commit()
    assert (target / "letter.txt").read_bytes() == source.read_bytes()


def test_a_job_that_is_given_up_leaves_nothing(private, tmp_path: Path):
    alice, bob = private
    documents.learn_card(alice.messenger, documents.card(bob.messenger, ACCOUNT), ACCOUNT, "bob")
    source, target = tmp_path / "letter.txt", tmp_path / "out"
    source.write_text("a rose")
    target.mkdir()
    with documents.Job.seal(alice.messenger, ACCOUNT, "bob", source, target) as job:
        job.run()
    assert list(target.iterdir()) == []


def test_what_cannot_be_sealed_or_opened_raises(private):
    alice, _ = private
    with pytest.raises(subrosa.SubrosaError) as failed:
        documents.seal_text(alice.messenger, ACCOUNT, "nobody", "a rose")
    assert failed.value.name == "SUBROSA_E_NO_SEALING_KEY"
    with pytest.raises(subrosa.SubrosaError):
        documents.open_text(alice.messenger, "no document")
