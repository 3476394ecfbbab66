"""The shop of the tests with recipients, agreements, measures, risks and promises beside its purposes."""

from pathlib import Path

from tests.company import Company
from tests.servers import Database
from tests.workflows.shop import shop

REGISTERS = """language: 1
recipients:
  gifts:
    says: {en: sends presents}
    kind: controller
    country: DK
    categories: [name]
    notice: {unneeded: {en: holds nothing}}
  host:
    says: {en: runs our servers}
    function: {en: hosting}
    kind: processor
    country: DK
    categories: [name, email]
    agreement:
      signed: 2024-03-31
      document: agreements/host.pdf
      subject: {en: running of servers}
      lasts: {en: until ended}
      review: 1 year
      clauses: {instructions: § 3, confidentiality: § 4, security: § 5, sub_processors: § 6, rights: § 7}
    sub_processors: {cables: {says: {en: supplies the lines}, country: IN, safeguards: standard clauses}}
    notice: {unneeded: {en: holds copies only}}
measures:
  paper: {says: {en: Paper is locked away.}, confirmed_by: the office, every: 6 months}
  training: {says: {en: Staff are trained.}, confirmed_by: Anna, every: 1 year, document: yes}
  https: {says: {en: Traffic is encrypted.}, proof: probe, probe: tls}
risks:
  leak:
    says: {en: a copy of the database gets out}
    system: shop
    consequence: significant
    likelihood: significant
    measures: [https]
    after: {consequence: significant, likelihood: negligible}
    reasons: {en: names and purchases}
    assessed: 2025-01-15
    every: 1 year
promises:
  P1: {says: {en: We shred paper.}, kept_by: [measures.paper], proof: attest}
  P2: {says: {en: We keep our word.}, proof: attest}
"""


def registered(folder: Path, database: Database) -> Company:
    """The shop, and beside its policy a file with its registers."""
    company = shop(folder, database)
    (folder / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    return company
