"""CAMEO's codes of acts, which GDELT uses, as our event types; the longest known beginning of a code decides."""

STATEMENT = ("Diplomatic", "Statement")
LAST_ROOT = "20"
OTHER = ("Strategic developments", "Other")
CLASH = ("Battles", "Armed clash")
ATTACK = ("Violence against civilians", "Attack")
EXPLOSIVE = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
# The codes of CAMEO 1.1b3, chapter 2; the types are our judgement (docs/decisions/0011).
# What is neither violence, protest nor diplomacy (aid, trade, inquiries) has no type.
TYPES: dict[str, tuple[str, str]] = {
    "01": STATEMENT,
    "02": STATEMENT,
    "03": STATEMENT,
    "04": ("Diplomatic", "Talks"),
    "045": ("Diplomatic", "Mediation"),
    "05": STATEMENT,
    "057": ("Strategic developments", "Agreement"),
    "08": OTHER,
    "0871": ("Strategic developments", "Agreement"),
    "10": STATEMENT,
    "11": STATEMENT,
    "114": ("Diplomatic", "Protest note"),
    "12": STATEMENT,
    "13": STATEMENT,
    "14": ("Protests", ""),
    "141": ("Protests", "Peaceful protest"),
    "145": ("Riots", "Violent demonstration"),
    "15": OTHER,
    "16": ("Diplomatic", ""),
    "17": OTHER,
    "171": ("Strategic developments", "Looting/property destruction"),
    "173": ("Strategic developments", "Arrests"),
    "175": ATTACK,
    "18": ATTACK,
    "181": ("Violence against civilians", "Abduction/forced disappearance"),
    "1821": ("Violence against civilians", "Sexual violence"),
    "183": EXPLOSIVE,
    "1831": ("Explosions/Remote violence", "Suicide bomb"),
    "19": CLASH,
    "191": OTHER,
    "192": ("Battles", ""),
    "194": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "195": ("Explosions/Remote violence", "Air/drone strike"),
    "20": ATTACK,
    "204": ("Explosions/Remote violence", ""),
    "2041": ("Explosions/Remote violence", "Chemical weapon"),
}


def event_types(code: str, root: str) -> tuple[str | None, str | None]:
    """Return the event type and sub-type of a code, None where it has none.

    A table that lost its leading zeros is recognised by a root of one digit; without a root, by a code of two digits or
    of a class beyond the last.
    """
    is_zero_lost = len(root) == 1 or (not root and (len(code) == 2 or code[:2] > LAST_ROOT))
    code = f"0{code}" if is_zero_lost else code or root
    for length in range(len(code), 1, -1):
        if code[:length] in TYPES:
            event_type, sub_type = TYPES[code[:length]]
            return event_type, sub_type or None
    return None, None
