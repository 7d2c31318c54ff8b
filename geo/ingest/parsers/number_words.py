"""Words for numbers in five languages: one to twenty, none, about, at least, at most, and those that tell no number."""

import re

from geo.ingest.parsers.cell_normalization import normalize

_ONE_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte",
    "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد_عشر اثنا_عشر ثلاثة_عشر أربعة_عشر خمسة_عشر ستة_عشر"
    " سبعة_عشر ثمانية_عشر تسعة_عشر عشرون",
    "واحدة اثنين ثلاث أربع خمس ست سبع ثماني تسع عشر إحدى_عشرة اثني_عشر ثلاث_عشرة أربع_عشرة خمس_عشرة ست_عشرة"
    " سبع_عشرة ثماني_عشرة تسع_عشرة عشرين",
    "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست",
    "una",
    "une",
)
_NONE = (
    *("nil", "none", "zero", "no", "zéro", "aucun", "aucune", "néant", "cero", "ninguno", "ninguna", "nadie"),
    *("لا شيء", "لا أحد", "صفر", "هیچ", "هیچکس"),
)
NUMBERS = {
    normalize(word.replace("_", " ")): number
    for line in _ONE_TO_TWENTY
    for number, word in enumerate(line.split(), start=1)
} | {normalize(word): 0 for word in _NONE}


def _any(*words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(map(normalize, words), key=len, reverse=True))


ABOUT = _any(
    *("~", "≈", "about", "around", "approx", "approx.", "approximately", "circa", "ca.", "ca", "c.", "some", "nearly"),
    *("almost", "roughly", "an estimated", "estimated", "environ", "près de", "quelque", "à peu près", "vers"),
    *("alrededor de", "cerca de", "aproximadamente", "unos", "unas", "casi", "نحو", "حوالي", "قرابة", "تقريبا"),
    *("ما يقرب من", "حدود", "حدودا", "تقریبا", "نزدیک به"),
)
AT_LEAST = _any(
    *("at least", ">=", "≥", "min", "min.", "minimum", "no fewer than", "no less than", "au moins", "al menos"),
    *("por lo menos", "como mínimo", "ما لا يقل عن", "على الأقل", "دست کم", "دستکم", "حداقل", "کم از کم"),
)
MORE_THAN = _any(
    *("more than", "over", "above", ">", "upwards of", "plus de", "más de", "أكثر من", "بیش از", "بیشتر از"),
)
AT_MOST = _any(
    *("at most", "up to", "<=", "≤", "max", "max.", "maximum", "as many as", "no more than", "au plus", "jusqu'à"),
    *("hasta", "a lo sumo", "como máximo", "لا يزيد عن", "على الأكثر", "حداکثر", "تا"),
)
FEWER_THAN = _any("fewer than", "less than", "under", "below", "<", "moins de", "menos de", "أقل من", "کمتر از")
BETWEEN = _any("between", "from", "entre", "de", "بين", "ما بين", "من", "بین", "از")
TO = _any("-", "to", "and", "à", "et", "y", "a", "إلى", "و", "تا", "or", "ou", "o")
UNITS = _any(
    *("killed", "dead", "deaths", "death", "fatalities", "died", "injured", "wounded", "hurt", "people", "persons"),
    *("person", "civilians", "victims", "casualties", "morts", "mort", "tués", "blessés", "personnes", "victimes"),
    *("muertos", "muerto", "heridos", "herido", "personas", "víctimas", "قتيل", "قتلى", "قتيلا", "جريح", "جرحى"),
    *("جريحا", "شخص", "أشخاص", "شهيد", "شهداء", "شهيدا", "کشته", "زخمی", "مجروح", "نفر", "تن"),
)
VAGUE = re.compile(
    r"(?<![^\W\d_])(?:"
    + _any(
        *("dozen", "dozens", "score", "scores", "several", "many", "few", "a few", "some", "hundreds", "thousands"),
        *("numerous", "multiple", "plusieurs", "dizaine", "dizaines", "centaines", "quelques", "nombreux", "varios"),
        *("varias", "decenas", "cientos", "muchos", "algunos", "numerosos", "عشرات", "العشرات", "عدة", "عدد", "بعض"),
        *("مئات", "المئات", "ده‌ها", "دهها", "چند", "چندین", "صدها", "تعدادی", "شماری", "yes", "heavy", "mass"),
    )
    + r")(?![^\W\d_])"
)
