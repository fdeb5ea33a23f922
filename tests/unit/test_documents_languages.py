"""The language of a text: found where it can be, and a warning where it is not English."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seed_files import codes_of, document_of, read, write

from exporter.documents import iter_seeds
from exporter.documents.languages import detect_language, is_foreign
from exporter.tables import build_arrow_schema

TEXTS = {
    "de": "Der Bürgermeister von Aldane hat am Dienstag erklärt, dass die Brücke bis zum Herbst gesperrt bleibt. "
    "„Wir haben keine andere Wahl“, sagte er.",
    "fr": "Le maire d'Aldane a déclaré mardi que le pont resterait fermé jusqu'à l'automne. "
    "« Nous n'avons pas le choix », a-t-il dit.",
    "es": "El alcalde de Aldane dijo el martes que el puente seguirá cerrado hasta el otoño. "
    "«No tenemos otra opción», afirmó.",
    "it": "Il sindaco di Aldane ha detto martedì che il ponte resterà chiuso fino all'autunno. "
    "«Non abbiamo scelta», ha spiegato.",
    "nl": "De burgemeester van Aldane zei dinsdag dat de brug tot de herfst dicht blijft. "
    "“Er is geen andere weg”, zei hij.",
    "pt": "O prefeito de Aldane disse na terça-feira que a ponte ficará fechada até o outono. "
    "“Não temos escolha”, afirmou.",
    "pl": "Burmistrz Aldane powiedział we wtorek, że most pozostanie zamknięty do jesieni. "
    "„Nie mamy wyboru” – stwierdził.",
    "ru": "Мэр Альдане заявил во вторник, что мост останется закрытым до осени. «У нас нет выбора», — сказал он.",
    "ar": "قال رئيس البلدية يوم الثلاثاء إن الجسر سيبقى مغلقا حتى الخريف. وأضاف: «ليس لدينا خيار آخر». "
    "وبحسب الإدارة فإن اثنين من الأعمدة متضرران.",
    "zh": "市长星期二表示，大桥将关闭到秋天。他说：“我们没有别的选择。”据有关部门称，两座桥墩受损。"
    "反对派指责他等得太久。",
    "sv": "Borgmästaren i Aldane sade på tisdagen att bron förblir stängd till hösten. “Vi har inget val”, sade han.",
    "tr": "Aldane belediye başkanı salı günü köprünün sonbahara kadar kapalı kalacağını söyledi. "
    "“Başka seçeneğimiz yok” dedi.",
}
ENGLISH = {
    "plain": "The bridge is safe, the mayor said.",
    "capitals": "MAYOR SAYS BRIDGE WILL STAY CLOSED UNTIL AUTUMN, OPPOSITION ANGRY AT THE DELAY",
    "dateline": "PORT ALDANE (Norland Wire) — Dockers voted on Tuesday to strike. “Never again,” said one.",
    "foreign names": "Oleksandr Vasylenko, Jarosław Kowalczyk, Recep Yıldırım, Søren Kjær and Zhang Xiaoming met the "
    "mayor of Saint-Germain-des-Prés on Tuesday, who said that they agreed.",
    "foreign quote": "The union said: “Nous n'avons pas le choix.” The mayor, who had been told of it, said that "
    "the city would not give in and that the bridge would stay closed.",
}
UNDECIDED = {
    "empty": "",
    "white space": " \n\t ",
    "one token": "Müller",
    "digits": "12345 678 90 " * 50,
    "emoji": "😀 🎉 " * 50,
    "marks": "“”" * 500,
    "address": "https://example.org/a/b?c=d",
    "names": "Quist, Okoro, Berg, Vasylenko, Kowalczyk, Yıldırım.",
    "invisible": "\u200b\u200b\u200b",
    "lone surrogate": "\ud800",
}


@pytest.mark.parametrize("language", TEXTS)
def test_other_languages_are_found(language):
    """Two sentences are enough, in capitals, too."""
    assert detect_language(TEXTS[language]) == language
    assert detect_language(TEXTS[language].upper()) == language


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_is_english(text):
    """Foreign names, a foreign quote and capitals make no other language of English."""
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", UNDECIDED.values(), ids=UNDECIDED)
def test_what_cannot_be_told_is_left_open(text):
    """A text that says too little is in no language."""
    assert detect_language(text) is None


def test_a_long_text_is_judged_by_most_of_it():
    """One English sentence before a long German text does not make it English, nor the other way round."""
    german, english = TEXTS["de"] + "\n", ENGLISH["plain"] + "\n"
    assert detect_language(english * 3 + german * 400) == "de"
    assert detect_language(german * 3 + english * 400) == "en"


@given(st.text(max_size=300) | st.text(string.digits + string.punctuation + " \n“”’", max_size=300))
def test_no_text_is_refused(text):
    """Whatever the text, the answer is a tag or nothing."""
    tag = detect_language(text)
    assert tag is None or tag.isalpha()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *((tag, False) for tag in ("en", "EN", "en-GB", "eng", "und", "English", "")),
        *((tag, True) for tag in ("de", "DE", "zh-Hant-TW", "pcm", "eo")),
    ],
)
def test_tags_of_other_languages(tag, expected):
    """English of any kind is not foreign, and neither is what is no tag."""
    assert is_foreign(tag) is expected


def test_another_language_gets_a_warning_and_a_mark(tmp_path):
    """The document stays valid, and both its tags are kept: what the metadata say and what was found."""
    seed = read(write(tmp_path / "a.md", f"---\nlanguage: en-GB\n---\n{TEXTS['de']}\n"))
    (finding,) = seed.findings
    assert (finding.code, finding.level, finding.field) == ("document-language", "warning", None)
    assert finding.message.endswith("(expected English, found German (de))")
    assert seed.is_valid
    assert (document_of(seed).language, document_of(seed).detected_language) == ("en-GB", "de")


def test_a_line_of_a_collection_is_named(tmp_path):
    """Each line is judged alone, and the warning says which one it is about."""
    lines = [json.dumps({"text": text}) for text in (ENGLISH["plain"], TEXTS["ru"])]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    first, second = iter_seeds([path])
    assert (codes_of(first), codes_of(second)) == ([], ["document-language"])
    assert second.findings[0].row == 2


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Nein.", "de", ["document-language"]),
        ("Nein.", "de-CH", ["document-language"]),
        ("No.", "en", []),
        (ENGLISH["plain"], "de", []),
    ],
    ids=["declared", "with region", "declared English", "declared wrongly"],
)
def test_what_the_metadata_say_counts_where_the_text_says_too_little(tmp_path, text, language, codes):
    """A short text is of the language that it is declared to be; a plain English one is read whatever is declared."""
    seed = read(write(tmp_path / "a.md", f"---\nlanguage: {language}\n---\n{text}\n"))
    assert codes_of(seed) == codes
    assert [finding.field for finding in seed.findings] == ["language"] * len(codes)


def test_the_table_has_a_column_for_what_was_found():
    """What was found stands beside what was declared, and may be null."""
    schema = build_arrow_schema("documents")
    assert schema.names.index("detected_language") == schema.names.index("language") + 1
    assert schema.field("detected_language").nullable
