"""GTD's attack types as our event types: the type of attack first, then weapon and target."""

import pandas as pd

from geo.ingest.fields import UNIT_SEPARATOR, Fields, join_texts

ASSASSINATION, ASSAULT, BOMBING = "assassination", "armed assault", "bombing/explosion"
# The codes of attacktype1 (GTD codebook, 2021), for tables that leave out the wording.
BY_CODE = {
    "1": ASSASSINATION,
    "2": ASSAULT,
    "3": BOMBING,
    "4": "hijacking",
    "5": "hostage taking (barricade incident)",
    "6": "hostage taking (kidnapping)",
    "7": "facility/infrastructure attack",
    "8": "unarmed assault",
}
CLASH = ("Battles", "Armed clash")
ATTACK = ("Violence against civilians", "Attack")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
DESTRUCTION = ("Strategic developments", "Looting/property destruction")
BY_ATTACK: dict[str, tuple[str, str]] = {
    ASSASSINATION: ATTACK,
    ASSAULT: ATTACK,
    "hijacking": ABDUCTION,
    "hostage taking (barricade incident)": ABDUCTION,
    "hostage taking (kidnapping)": ABDUCTION,
    "facility/infrastructure attack": DESTRUCTION,
    "unarmed assault": ATTACK,
}
# ACLED counts an attack on armed people as a battle: police, military, and terrorists or militias.
ARMED_TARGETS = ("3", "4", "17", "police", "military", "terrorists/non-state militia")
EXPLOSION = "Explosions/Remote violence"
BY_WEAPON = {"grenade": "Grenade", "projectile": "Shelling/artillery/missile attack"}
WEAPON_CODES = {"7": "grenade", "11": "projectile"}
CHEMICAL = ("2", "chemical")


def attack_key(fields: Fields) -> pd.Series:
    """Return what decides the type of each row, as one text: attack, suicide, weapon, weapon's sub-type, target."""
    return join_texts(
        fields.text("attacktype1_txt").fillna(fields.code("attacktype1").astype("str")),
        fields.code("suicide"),
        fields.text("weaptype1_txt").fillna(fields.code("weaptype1").astype("str")),
        fields.text("weapsubtype1_txt").fillna(fields.code("weapsubtype1").astype("str")),
        fields.text("targtype1_txt").fillna(fields.code("targtype1").astype("str")),
    )


def event_types(key: str) -> tuple[str | None, str | None]:
    """Return the event type and sub-type for a text of `attack_key`; None for an unknown attack."""
    attack, suicide, weapon, weapon_sub_type, target = key.casefold().split(UNIT_SEPARATOR)
    attack = BY_CODE.get(attack, attack)
    if attack == BOMBING:
        return EXPLOSION, _explosion(suicide, weapon, WEAPON_CODES.get(weapon_sub_type, weapon_sub_type))
    if attack in (ASSASSINATION, ASSAULT) and target in ARMED_TARGETS:
        return CLASH
    return BY_ATTACK.get(attack, (None, None))


def _explosion(suicide: str, weapon: str, weapon_sub_type: str) -> str:
    if suicide in ("1", "yes"):
        return "Suicide bomb"
    if weapon in CHEMICAL:
        return "Chemical weapon"
    sub_types = (sub_type for word, sub_type in BY_WEAPON.items() if weapon_sub_type.startswith(word))
    return next(sub_types, "Remote explosive/landmine/IED")
