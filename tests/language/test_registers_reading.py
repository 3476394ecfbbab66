"""Processors with their agreements, measures, risks and work on behalf of others become what they state."""

from datetime import date

from holdord.words.agreement import Agreement, Clause
from holdord.words.period import Duration
from holdord.words.policy import Proof
from holdord.words.risk import Band, Exposure, Level
from tests.language.reading import WHOLE, change, errors, policy_of, read


def test_an_agreement_is_read_with_its_clauses_and_sub_processors() -> None:
    host = policy_of(WHOLE).recipients["host"]
    agreement = host.agreement
    assert isinstance(agreement, Agreement)
    assert (agreement.signed, agreement.document) == (date(2026, 1, 31), "agreements/host.pdf")
    assert agreement.review == Duration(months=12)
    assert agreement.clauses["audits"] == "§ 10"
    assert agreement.missing == ()
    assert host.function["en"] == "hosting"
    assert host.sub_processors["cables"].country == "US"


def test_each_clause_that_is_left_out_is_missing_under_its_point_of_the_article() -> None:
    text = change("security: § 5, sub_processors: § 6, ", "", WHOLE)
    agreement = policy_of(text).recipients["host"].agreement
    assert isinstance(agreement, Agreement)
    assert [clause.article for clause in agreement.missing] == ["Art. 28(3)(c)", "Art. 28(3)(d)"]
    assert [clause.article[-2] for clause in Clause] == list("abcdefgh")


def test_an_agreement_without_its_day_is_no_agreement_and_is_found() -> None:
    (finding,) = errors(read(change("      signed: 2026-01-31\n", "", WHOLE)))
    assert finding.code == "missing-key"
    assert "signed" in finding.message


def test_measures_are_read() -> None:
    measures = policy_of(WHOLE).measures
    locked, encrypted = measures["locked"], measures["encrypted"]
    assert (locked.proof, locked.confirmed_by, locked.every) == (
        Proof.ATTEST, "kontoret", Duration(months=6),
    )  # fmt: skip
    assert locked.public
    assert not encrypted.public
    assert (encrypted.proof, encrypted.probe) == (Proof.PROBE, "tls")


def test_a_risk_is_in_a_system_or_in_a_place_by_hand() -> None:
    risks = policy_of(WHOLE).risks
    assert risks["burglary"].system == "paper"
    assert risks["burglary"].before == Exposure(Level.SIGNIFICANT, Level.LIMITED)
    assert risks["burglary"].remaining == Exposure(Level.SIGNIFICANT, Level.NEGLIGIBLE)
    assert risks["leak"].remaining == risks["leak"].before
    (finding,) = errors(read(change("    system: paper\n", "    system: papers\n", WHOLE)))
    assert (finding.code, finding.help) == ("unknown-name", "did you mean 'paper'?")


def test_bands_rise_with_consequence_and_with_likelihood() -> None:
    bands = list(Band)
    for low, high in zip(Level, list(Level)[1:], strict=False):
        for other in Level:
            for less, more in ((Exposure(low, other), Exposure(high, other)),
                               (Exposure(other, low), Exposure(other, high))):  # fmt: skip
                assert bands.index(less.band) <= bands.index(more.band)
    assert Exposure(Level.NEGLIGIBLE, Level.NEGLIGIBLE).band is Band.LOW
    assert Exposure(Level.MAXIMUM, Level.MAXIMUM).band is Band.VERY_HIGH


def test_what_is_done_for_others_is_read() -> None:
    work = policy_of(WHOLE).on_behalf["shops"]
    assert (work.systems, work.recipients) == (("shop", "paper"), ("host",))
    assert work.security["en"] == "encryption"
