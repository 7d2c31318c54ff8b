"""What only a person can say of a column of dates, each question with the answer that we would take."""

from dataclasses import dataclass

import pandas as pd
from msgspec.structs import replace

from geo.core.formatting import pluralize
from geo.ingest.answers import DAY_FIRST, MONTH_FIRST
from geo.ingest.generic.date_names import find_sole_year
from geo.ingest.import_result import MISSING_YEAR, SHEET, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.dates import AS_ANSWERED, ParsedDates, parse_dates
from geo.ingest.parsers.day_order import propose_order
from geo.ingest.readers.raw_table import RawTable

# Topics of questions. SWAPPED_DATES: a spreadsheet seems to have converted a half of the column. SPREADSHEET_DAYS:
# numbers of five digits stand among other texts.
SWAPPED_DATES, SPREADSHEET_DAYS = "swapped dates", "spreadsheet days"
SWAPPED, RIGHT = "swapped", "right"
YES, NO = "yes", "no"
MAX_EXAMPLES = 5  # shown with a question, by judgement
_ORDER_CHOICES = ((DAY_FIRST, "The day stands first"), (MONTH_FIRST, "The month stands first"))
_SWAP_CHOICES = ((SWAPPED, "Swap the day and the month of these dates"), (RIGHT, "These dates are right"))
_SERIAL_CHOICES = ((YES, "They are days"), (NO, "They are no dates"))


@dataclass(frozen=True)
class DateAnswers:
    """What a person answered about one column of dates, None where a question is open; see `parse_dates`.

    `may_have_day_second` is no answer: dates joined of a year, a month and a day are not in doubt.
    """

    day_first: bool | None = None
    is_swapped: bool | None = None
    has_serials: bool | None = None
    may_have_day_second: bool = True

    @classmethod
    def of(cls, options: ImportOptions, column: str) -> "DateAnswers":
        """Return the answers for a column."""
        swapped, serials = options.answer(SWAPPED_DATES, column), options.answer(SPREADSHEET_DAYS, column)
        return cls(
            dict(options.day_first).get(column),
            None if swapped is None else swapped == SWAPPED,
            None if serials is None else serials == YES,
        )

    def parse(self, texts: pd.Series, reason: str = AS_ANSWERED) -> ParsedDates:
        """Return the dates of the column with these answers; `reason` is why the day stands first or not."""
        return parse_dates(
            texts,
            day_first=self.day_first,
            reason=reason,
            is_swapped=self.is_swapped,
            has_serials=self.has_serials,
            may_have_day_second=self.may_have_day_second,
        )


def ask_about_dates(column: str, texts: pd.Series, dates: ParsedDates) -> tuple[Question, ...]:
    """Return the open questions about a column: on the order of its parts, on swapped dates, on numbers of days."""
    questions = (_ask_order(column, texts, dates), _ask_swap(column, texts, dates), _ask_serials(column, texts, dates))
    return tuple(question for question in questions if question is not None)


def propose_years(questions: tuple[Question, ...], table: RawTable, options: ImportOptions) -> tuple[Question, ...]:
    """Return the questions, those on dates without a year with the only year that a title or a sheet's name has."""
    sheet = options.sheet or options.answer(SHEET, "") or ""
    # What else a file has is named behind a semicolon, and is not read.
    sheets = [sheet, *(note.partition(";")[0] for note in table.notes if note.startswith("Of the file,"))]
    titles = [note for note in table.notes if note.startswith("Stands above the header")]
    year = find_sole_year(titles) or find_sole_year(sheets) or find_sole_year(table.column_names)
    return tuple(
        replace(question, proposal=year, text=f"{question.text} The file names {year} beside the table.")
        if year and question.topic == MISSING_YEAR and not question.proposal
        else question
        for question in questions
    )


def _ask_order(column: str, texts: pd.Series, dates: ParsedDates) -> Question | None:
    ambiguous = texts[dates.ambiguous]
    if ambiguous.empty:
        return None
    order, reason = propose_order(texts, dates)
    count = f"{pluralize(len(ambiguous), 'date')} can be read both ways, and no other date settles it"
    text = f"In “{column}”, is it day/month or month/day? {count}. We would read the {order}, {reason}."
    return Question(column, text, _examples(ambiguous), choices=_ORDER_CHOICES, proposal=order, n_rows=len(ambiguous))


def _ask_swap(column: str, texts: pd.Series, dates: ParsedDates) -> Question | None:
    swapped = texts[dates.swapped]
    if swapped.empty:
        return None
    text = (
        f"In “{column}”, did a spreadsheet swap day and month? {pluralize(len(swapped), 'date')} "
        f"{'lies' if len(swapped) == 1 else 'lie'} on the 1st to the 12th of a month, while all dates that stayed text "
        "lie on later days: so it looks where a spreadsheet of another country has converted one half."
    )
    return Question(column, text, _examples(swapped), SWAPPED_DATES, _SWAP_CHOICES, SWAPPED, len(swapped))


def _ask_serials(column: str, texts: pd.Series, dates: ParsedDates) -> Question | None:
    numbers = texts[dates.serials]
    if numbers.empty:
        return None
    day = DateAnswers(has_serials=True).parse(numbers.iloc[:1]).start.iloc[0]
    subject = "1 number is a day" if len(numbers) == 1 else f"{len(numbers):,} numbers are days"
    text = (
        f"In “{column}”, is it right that {subject} as spreadsheets count them? "
        f"Then “{numbers.iloc[0]}” is {day:%Y-%m-%d}."
    )
    return Question(column, text, _examples(numbers), SPREADSHEET_DAYS, _SERIAL_CHOICES, YES, len(numbers))


def _examples(texts: pd.Series) -> tuple[str, ...]:
    return tuple(pd.unique(texts)[:MAX_EXAMPLES])
