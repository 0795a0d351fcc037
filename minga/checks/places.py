"""Whether a capital stands for a place: countries, their provinces, and the larger cities of the region."""

from __future__ import annotations

from functools import cache

import pycountry

from minga.checks.lexicon import entries
from minga.checks.tokens import plain
from minga.people import country_code

_CITIES = entries("""
    Bogotá · Medellín · Cali · Barranquilla · Cartagena · Bucaramanga · Pasto · Quito · Guayaquil · Cuenca · Loja ·
    Lima · Arequipa · Cusco · Cuzco · Iquitos · Trujillo · Puno · La Paz · El Alto · Cochabamba · Santa Cruz · Sucre ·
    Potosí · Oruro · Tarija · Santiago · Valparaíso · Concepción · Temuco · Antofagasta · Buenos Aires · Rosario ·
    Mendoza · La Plata · Bariloche · Neuquén · Montevideo · Asunción · Caracas · Maracaibo · Mérida · Valencia ·
    Ciudad de México · Guadalajara · Monterrey · Puebla · Oaxaca · Chiapas · Tijuana · Ciudad de Guatemala ·
    Quetzaltenango · Xela · San Salvador · Tegucigalpa · San Pedro Sula · Managua · León · Estelí · San José ·
    Limón · Colón · La Habana · Santo Domingo · San Juan · Puerto Príncipe · Brasília · São Paulo · Río de Janeiro ·
    Salvador · Recife · Fortaleza · Belém · Manaus · Porto Alegre · Belo Horizonte · Curitiba · Florianópolis · Madrid ·
    Barcelona · Lisboa · Porto · Roma · París · Londres · Nueva York · Washington · Ginebra · Bruselas · New York ·
    London · Paris · Geneva · Brussels · Rome · Lisbon · Mexico City · Guatemala City · Panama City · Havana ·
    Patagonia · Chaco · Pampa · Orinoquía · Catatumbo · Araucanía · Altiplano · Yucatán · Petén · Mosquitia · Darién ·
    Chocó · Orinoco · Magdalena · Paraná · Titicaca · Bío Bío · Biobío · Ucayali · Marañón · Pilcomayo · Xingu · Tapajós
""")


@cache
def _known() -> frozenset[str]:
    # A copy of the list that is let go again: what pycountry keeps for itself weighs on every kernel.
    provinces = pycountry.Subdivisions(pycountry.subdivisions.filename)
    return frozenset(plain(p.name) for p in provinces) | frozenset(map(plain, _CITIES))


def is_place(name: str) -> bool:
    """Whether a name is that of a country, a province or a known city, in any of the three languages."""
    return len(name) <= 80 and (plain(name) in _known() or bool(country_code(name, codes=False)))
