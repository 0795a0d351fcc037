"""Countries by the names people write, in Spanish, Portuguese and English → ISO 3166 codes of two letters."""

from __future__ import annotations

import re
from functools import cache

import pycountry
from babel import Locale

from minga.folding import fold, word_set

_ALIASES = {
    "US": "eeuu · ee uu · eua · usa · us · u s a · estados unidos de america · estados unidos da america · "
          "united states of america · the states · norteamerica",
    "GB": "reino unido · gran bretana · inglaterra · escocia · gales · uk · u k · great britain · england · scotland · "
          "wales · gra bretanha · escocia · northern ireland · irlanda del norte",
    "DO": "republica dominicana · rep dominicana · r dominicana · dominicana · rd",
    "NL": "holanda · holland · paises bajos · paises baixos", "BO": "bolivia · estado plurinacional de bolivia",
    "VE": "venezuela · republica bolivariana de venezuela", "PS": "palestina · palestine",
    "KR": "corea · corea del sur · coreia · coreia do sul · south korea", "KP": "corea del norte · north korea",
    "RU": "rusia · russia", "IR": "iran · ira", "SY": "siria · syria", "LA": "laos",
    "VN": "vietnam · viet nam · vietna",
    "CZ": "chequia · republica checa · czech republic", "CI": "costa de marfil · costa do marfim · ivory coast",
    "ES": "espana · estado espanol · espanha", "CD": "rd congo · republica democratica del congo · dr congo",
    "TZ": "tanzania", "MD": "moldavia · moldova", "MK": "macedonia", "TR": "turquia · turkey", "SZ": "suazilandia",
    "CV": "cabo verde · cape verde", "TL": "timor oriental · timor leste · east timor", "VA": "vaticano",
    "AE": "emiratos arabes · emiratos arabes unidos", "BR": "brazil · brasil", "PR": "puerto rico · porto rico",
    "MX": "mejico · mexico", "SV": "el salvador · salvador", "CR": "costa rica", "DE": "alemania · alemanha",
    "BA": "bosnia", "TT": "trinidad y tobago · trinidad", "HK": "hong kong", "TW": "taiwan", "XK": "kosovo",
}

_DEMONYMS = {
    "AR": "argentin · argentinian", "BO": "bolivian", "BR": "brasilen · brasileir · brazilian · brasiler", "CA":
    "canadiense · canadense · canadian", "CL": "chilen · chilean", "CO": "colombian",
    "CR": "costarricense · costa rican", "CU": "cuban", "DE": "aleman · alema · german",
    "DO": "dominican", "EC": "ecuatorian · equatorian · ecuadorian", "ES": "espanol · espanhol · spanish",
    "FR": "frances · french", "GB": "britanic · british", "GT": "guatemaltec · guatemalan",
    "HN": "honduren · hondurenh · honduran", "HT": "haitian", "IT": "italian", "MX": "mexican · mejican",
    "NI": "nicaraguense · nicaraguan", "PA": "panamen · panamenh · panamanian", "PE": "peruan · peruvian",
    "PR": "puertorriquen · porto riquenh · puerto rican", "PT": "portugues · portuguese",
    "PY": "paraguay · paraguaian · paraguai · paraguayan", "SV": "salvadoren · salvadorenh · salvadorean · salvadoran",
    "US": "estadounidense · estadunidense", "UY": "uruguay · uruguai · uruguayan", "VE": "venezolan · venezuelan",
}
_ENDINGS = ("", "o", "a", "os", "as", "es", "s")


@cache
def _demonyms() -> dict[str, str]:
    return {fold(stem) + ending: code for code, stems in _DEMONYMS.items() for stem in stems.split("·")
            for ending in _ENDINGS}


def country_of_people(text: str) -> str:
    """The country whose people are called so (``peruana``, ``nicaragüense``), or the empty text.

    Many of these words are names too (Germán, Francés): they say a country only in brackets after a name.
    """
    return _demonyms().get(fold(text), "") if len(text) < 40 else ""


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    known = {c.alpha_2 for c in pycountry.countries} | {"XK"}
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            if value := getattr(country, field, ""):
                names.setdefault(fold(value), country.alpha_2)
    for code in ("es", "es_MX", "pt", "pt_PT", "en"):
        for territory, name in Locale.parse(code).territories.items():
            if territory in known:
                names.setdefault(fold(name), territory)
    for territory, aliases in _ALIASES.items():
        names |= {fold(alias): territory for alias in aliases.split("·")}
    return names


@cache
def _codes() -> dict[str, str]:
    return {code: c.alpha_2 for c in pycountry.countries for code in (c.alpha_2, c.alpha_3)}


NAME_LIKE = word_set("montserrat jordan chad georgia dominica israel kenya china india cuba samoa malta jordania")
"""Countries that are also names of people."""


def country_code(text: str, *, codes: bool = True) -> str:
    """The ISO code of a country as people write it, or the empty text.

    Args:
        text: a name (``Perú``, ``EE. UU.``, ``o Brasil``) or a code.
        codes: whether a code in capitals (``CO``, ``COL``) counts; in the middle of a sentence it should not.
    """
    if len(text) > 80:
        return ""
    folded = fold(text)
    if found := _names().get(folded):
        # "us" and "la" are words; as countries they are written in capitals
        return found if len(folded) > 2 or text.strip(" .").isupper() else ""
    if codes and (found := _codes().get(text.strip().rstrip("."))):
        return found
    shorter = re.sub(r"^(el|la|los|las|o|a|os|as|the|de|do|da|del|en|em|no|na) ", "", folded)
    return _names().get(shorter, "") if shorter != folded else ""
