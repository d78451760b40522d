"""Classes of offices: what a label such as `Minister of Foreign Affairs and Trade` is, country by country.

The rules are `actors/office_rules.toml`. A class with one seat has one holder at a time: `foreign` of Russia; the others
(`minister`, `ambassador`, `judge`) have many, so that a second holder contradicts nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.knowledge.tables import table

ONE_SEAT = frozenset(
    "supreme_leader head_of_state head_of_government foreign defence interior finance justice economy health education "
    "energy attorney_general central_bank national_security armed_forces chief_justice governor_general secretary_general "
    "leader high_representative".split()
)
# What people call the classes when they ask for one.
ASKED = {
    "president": "head_of_state",
    "king": "head_of_state",
    "queen": "head_of_state",
    "head of state": "head_of_state",
    "prime minister": "head_of_government",
    "chancellor": "head_of_government",
    "premier": "head_of_government",
    "head of government": "head_of_government",
    "foreign minister": "foreign",
    "foreign secretary": "foreign",
    "secretary of state": "foreign",
    "defence minister": "defence",
    "defense minister": "defence",
    "interior minister": "interior",
    "finance minister": "finance",
    "secretary-general": "secretary_general",
    "director general": "secretary_general",
    "supreme leader": "supreme_leader",
    "spokesman": "spokesperson",
    "deputy foreign minister": "deputy_foreign",
    "special envoy": "envoy",
    "party leader": "leader",
}


@dataclass(frozen=True)
class OfficeRule:
    """One entry of the table, its pattern compiled."""

    id: str
    office: str
    pattern: re.Pattern[str]
    countries: frozenset[str]
    not_countries: frozenset[str]

    def says(self, label: str, country: str) -> bool:
        """Whether the label names the office in that country (ISO alpha-3, lower case)."""
        here = (not self.countries or country in self.countries) and country not in self.not_countries
        return here and self.pattern.fullmatch(label) is not None


@cache
def office_rules() -> tuple[OfficeRule, ...]:
    """The rules in the order in which they are tried."""
    return tuple(
        OfficeRule(
            e["id"],
            e["office"],
            re.compile(e["pattern"]),
            frozenset(e.get("countries", ())),
            frozenset(e.get("not_countries", ())),
        )
        for e in table("actors/office_rules")
    )


def office_rule(label: str, country: str = "") -> OfficeRule | None:
    """The first rule that a label of a source fits; None for an office that no class holds."""
    cleaned = " ".join(label.replace("’", "'").split())
    return next((r for r in office_rules() if r.says(cleaned, country)), None)


def office_class(asked: str) -> str:
    """A class by its own name or by what people call it: `foreign minister`, `foreign`."""
    plain = " ".join(asked.lower().replace("_", " ").split())
    return ASKED.get(plain) or plain.replace(" ", "_")
