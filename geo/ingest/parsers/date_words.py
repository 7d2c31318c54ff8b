"""Names of months in five languages and three calendars, and the words that stand around a date."""

import re

from geo.ingest.parsers.cell_normalization import normalize

GREGORIAN, PERSIAN, ISLAMIC = "g", "p", "i"

# A line a language; the names of one month are parted by blanks, “_” stands for a blank within a name.
_GREGORIAN = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
    "|november nov|december dec",
    "janvier janv jan|février févr fév fev|mars|avril avr|mai|juin|juillet juil|août aoû|septembre|octobre|novembre"
    "|décembre déc",
    "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre"
    "|diciembre dic",
    "يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "كانون_الثاني كانون_ثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين_الأول تشرين_أول"
    "|تشرين_الثاني تشرين_ثاني|كانون_الأول كانون_أول",
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    "ژانویه ژانویهٔ جنوری|فوریه فبروری|مارس مارچ|آوریل اپریل|می مه مې|ژوئن جون|ژوئیه جولای جولایی|اوت آگوست اگست"
    "|سپتامبر سپتمبر|اکتبر اکتوبر|نوامبر نومبر|دسامبر دسمبر",
)
_PERSIAN = (
    "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند",
    "حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت",
    "farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand",
)
_ISLAMIC = (
    "محرم محرّم|صفر|ربيع_الأول ربيع_أول|ربيع_الآخر ربيع_الثاني ربيع_ثاني|جمادى_الأولى جمادي_الاول"
    "|جمادى_الآخرة جمادى_الثانية جمادي_الثاني|رجب|شعبان|رمضان|شوال|ذو_القعدة ذي_القعدة ذیقعده ذی‌القعده"
    "|ذو_الحجة ذي_الحجة ذیحجه ذی‌الحجه",
    "muharram|safar|rabi_al-awwal rabi_i|rabi_al-thani rabi_ii|jumada_al-awwal jumada_al-ula jumada_i"
    "|jumada_al-thani jumada_al-akhirah jumada_ii|rajab|shaban sha'ban|ramadan ramazan|shawwal"
    "|dhu_al-qadah dhu_al-qi'dah|dhu_al-hijjah",
)


def _named() -> dict[str, str]:
    """Each name in plain form → calendar and number of its month, as “g01”."""
    found: dict[str, str] = {}
    for calendar, lines in ((ISLAMIC, _ISLAMIC), (PERSIAN, _PERSIAN), (GREGORIAN, _GREGORIAN)):
        for number, names in ((number, names) for line in lines for number, names in enumerate(line.split("|"), 1)):
            found |= {normalize(name.replace("_", " ")): f"{calendar}{number:02}" for name in names.split()}
    return found


def _words(*words: str, ending: str = "") -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(map(normalize, words), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives}){ending}(?![^\W\d_])\.?")


_MONTHS = _named()
_MONTH = _words(*_MONTHS, ending="(?:ماه)?")  # “month”, which Persian may join to the name
_WEEKDAYS = _words(
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed"),
    *("thu", "thur", "thurs", "fri", "sat", "sun", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    *("dimanche", "lun", "mer", "jeu", "ven", "sam", "dim", "lunes", "martes", "miércoles", "jueves", "viernes"),
    *("sábado", "domingo", "mié", "jue", "vie", "dom", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس"),
    *("الجمعة", "السبت", "الأحد", "دوشنبه", "سه‌شنبه", "سه شنبه", "چهارشنبه", "پنجشنبه", "پنج‌شنبه", "پنج شنبه"),
    *("جمعه", "شنبه", "یکشنبه", "یک‌شنبه", "یک شنبه"),
)
# A dash that ties the day of the week to its date stands for no span: “Sunday-November 19-1995”, “2024-01-16 (Tue)”.
_TIED = re.compile(rf"^{_WEEKDAYS.pattern}\s*[-/:]\s*|\s*(?:[-/]\s*|\(){_WEEKDAYS.pattern}\)?$")
_FILLERS = _words(
    *("of", "the", "on", "de", "del", "du", "le", "el", "من", "يوم", "شهر", "سنة", "عام", "في", "ماه", "سال", "روز")
)
_TO = _words(
    "to", "until", "till", "through", "and", "au", "à", "al", "a", "et", "y", "hasta", "إلى", "حتى", "تا", "الی"
)
_PARTS = _words(
    *("early in", "early", "mid", "late in", "late", "beginning", "start", "middle", "end", "début", "mi", "fin"),
    *("milieu", "a principios", "principios", "inicios", "a mediados", "mediados", "a finales", "finales", "fines"),
    *("أوائل", "منتصف", "أواسط", "أواخر", "اوایل", "اواسط", "اواخر", "نیمه"),
)
_WEEK = _words("week beginning", "week", "semaine", "semana", "أسبوع", "الأسبوع", "هفته")
# What is written behind a date to say by which calendar it counts.
_ERAS = (
    (PERSIAN, re.compile(r"\s*(?:ه[ .-]?\s?ش\.?|هجری (?:شمسی|خورشیدی)|(?:هجری )?شمسی|(?<=\d) ?(?:sh|a\.?p\.?))$")),
    (ISLAMIC, re.compile(r"\s*(?:ه[ .-]?\s?ق\.?|هجری قمری|قمری|(?:(?<=\d)| )(?:هجری|ه\.?)|(?<=\d) ?(?:a\.?h\.?))$")),
    (GREGORIAN, re.compile(r"\s*(?:(?:(?<=\d)| )(?:م\.?|میلادی(?:ه)?)|(?<=\d) ?(?:a\.?d\.?|c\.?e\.?))$")),
)


def normalize_date_words(text: str) -> tuple[str, str]:
    """A date in one wording for all languages, and the calendar that it names, empty for none.

    A month is “@g01” (calendar and number), “~” stands between the ends of a span, “part” and “week” for such words.
    """
    text, calendar = _without_era(_TIED.sub("", text))
    text = _MONTH.sub(lambda name: f" @{_MONTHS[name.group().rstrip('.').removesuffix('ماه')]} ", text)
    text = re.sub(rf"{_PARTS.pattern} ?-?", " part ", _WEEK.sub(" week ", text))
    text = _TO.sub(" ~ ", _FILLERS.sub(" ", _WEEKDAYS.sub(" ", text)))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|re|o|a)(?![^\W\d_])", "", text)
    text = re.sub(r"(?<=\d),\s|\s,|,(?=\s*$)|(?<=\s),", " ", re.sub(r"\s-\s|\.\.+", " ~ ", text))
    return " ".join(text.split()).strip(" .,"), calendar


def _without_era(text: str) -> tuple[str, str]:
    for calendar, pattern in _ERAS:
        shorter = pattern.sub("", text)
        if shorter != text:
            return shorter, calendar
    return text, ""
