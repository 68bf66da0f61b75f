"""The language of short statements full of foreign names."""

from __future__ import annotations

import pytest

from service.parsing.language import detect_language


@pytest.mark.parametrize(
    "text",
    [
        "Borders sealed.",
        "almaty = capital of KZ",
        "Kassym-Jomart Tokayev a.k.a. Tokayev thanked Vladimir Poutine",
        "Nazarbayev resigns",
        "Sánchez visits Bogotá",
        "A café closed in Almaty.",
        "Prices die in Paris",
        "Die Zeit reported on the riots.",
        "The newspaper El País said so.",
        "Gold up 3%",
        "More than 3,000 arrests",
        "Le Pen lost",
        "Ursula von der Leyen visited Kazakhstan.",
        "Rosa de la Cruz criticised Tokayev.",
        "Xi Jinping met Tokayev.",
        "A court has ordered a technology firm to divest a product.",
        "Solt's son made a recording.",
        "Health care shed 55,000 jobs.",
    ],
)
def test_names_do_not_make_english_foreign(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Ausnahmezustand galt im ganzen Land.", "de"),
        ("Mehr als 3.000 Menschen wurden festgenommen.", "de"),
        ("Der Minister von Kasachstan trat ab.", "de"),
        ("Las tropas llegaron a Almaty.", "es"),
        ("La police a tire sur la foule.", "fr"),
        ("De president was in het land.", "nl"),
        ("Tokajev sprak met Poetin.", "nl"),
        ("L'aéroport d'Almaty a rouvert vendredi.", "fr"),
        ("Plus de 3 000 personnes ont été arrêtées.", "fr"),
        ("El presidente ordenó disparar sin previo aviso.", "es"),
        ("Il presidente ha ordinato di sparare senza preavviso.", "it"),
        ("O presidente ordenou que as forças de segurança disparassem.", "pt"),
        ("De president heeft het leger bevolen om te schieten.", "nl"),
        ("Prezydent nie jest w kraju.", "pl"),
        ("Cumhurbaşkanı bir açıklama yaptı ve istifa etti.", "tr"),
        ("Президент отдал приказ стрелять.", "ru"),
        ("Қазақстан президенті бұйрық берді.", "kk"),
        ("Президент України їде до Києва.", "uk"),
        ("哈萨克斯坦总统下令开枪。", "zh"),
        ("カザフスタンの大統領が命令した。", "ja"),
        ("대통령이 명령했다", "ko"),
        ("أمر الرئيس بإطلاق النار", "ar"),
        ("Ο πρόεδρος διέταξε", "el"),
        ("הנשיא הורה", "he"),
    ],
)
def test_other_languages_are_told_by_function_words_or_script(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ["", "123", "?!", "\u2c00\u2c01\u2c02", "žluťoučký kůň"])
def test_what_tells_nothing_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"
