"""Names in right-to-left scripts inside our sentences, which run from left to right."""

import re

# Hebrew, Arabic with what belongs to it, and the forms of both for presentation (Unicode 16, blocks).
LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
# Words with what stands between them: blanks, hyphens, apostrophes, and the joiners that Persian writes with.
RIGHT_TO_LEFT = re.compile(f"{LETTER}+(?:[ \u00a0\u200c\u200d'’-]+{LETTER}+)*")
ISOLATE, END = "\u2068", "\u2069"  # first strong isolate, and its end (UAX 9)


def isolate_right_to_left(text: str) -> str:
    """Set words in right-to-left scripts apart, so that numbers and marks beside them stay where they are written."""
    return RIGHT_TO_LEFT.sub(rf"{ISOLATE}\g<0>{END}", text)
