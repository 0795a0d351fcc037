"""People, groups and countries as they are written in a plan: ``Colibrí y Ceiba (Perú)``, ``Todas/os``…"""

from minga.people.countries import country_code
from minga.people.offers import Offer
from minga.people.reading import Person, is_nobody, read_people

__all__ = ["Offer", "Person", "country_code", "is_nobody", "read_people"]
