"""Danish and Norwegian names, streets and towns, common enough to be nobody's in particular."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """Where people live: what they are called, which addresses they have, how their telephones begin."""

    code: str
    language: str
    dial: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


def _towns(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (entry.partition(" ") for entry in _names(text))
    return tuple((code, town) for code, _, town in pairs)


DENMARK = Country(
    code="DK",
    language="da",
    dial="+45",
    women=_words(
        "Anne Mette Kirsten Hanne Anna Helle Susanne Lene Maria Marianne Inge Karen Lone Camilla Pia Louise "
        "Charlotte Gitte Birgit Tina Ida Emma Sofie Freja Laura Clara Alma Nanna Signe Astrid Maja Åse "
        "Bodil Dorthe Jytte Ulla Liv Ellen Josefine Mathilde"
    ),
    men=_words(
        "Peter Michael Jens Lars Henrik Søren Thomas Christian Jan Martin Niels Anders Morten Jesper Mads "
        "Hans Rasmus Jørgen Per Ole Kim Frederik Oscar Noah William Emil Magnus Villads Aksel Bjørn Åge "
        "Torben Steffen Kristoffer Jeppe Malthe Gorm Ejner Svend Viggo"
    ),
    families=_words(
        "Nielsen Jensen Hansen Andersen Pedersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen "
        "Madsen Kristensen Olsen Thomsen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen "
        "Frederiksen Henriksen Lund Schmidt Eriksen Holm Simonsen Clausen Svendsen Iversen Bertelsen "
        "Østergaard Ågård Dahl Kjær Bach Friis Vestergaard Kruse Bang Winther Nørgaard Lauridsen Toft Krogh "
        "Juhl Bisgaard"
    ),
    streets=_names(
        "Skolegade, Kirkevej, Nørregade, Søndergade, Østergade, Vestergade, Engvej, Møllevej, Strandvejen, "
        "Birkevej, Lærkevej, Bøgevej, Skovvej, Drosselvej, Stationsvej, Industrivej, Åboulevarden, "
        "Ringvejen, Havnegade, Kærvej, Solsortevej, Violvej, Tværgade, Fælledvej, Hybenvænget, Ahornsvinget"
    ),
    towns=_towns(
        "1550 København V, 2100 København Ø, 2200 København N, 2300 København S, 2600 Glostrup, 2800 "
        "Kongens Lyngby, 3000 Helsingør, 3400 Hillerød, 4000 Roskilde, 4200 Slagelse, 4700 Næstved, 5000 "
        "Odense C, 5700 Svendborg, 6000 Kolding, 6400 Sønderborg, 6700 Esbjerg, 7100 Vejle, 7400 Herning, "
        "7500 Holstebro, 7700 Thisted, 7800 Skive, 8000 Aarhus C, 8270 Højbjerg, 8600 Silkeborg, 8700 "
        "Horsens, 8800 Viborg, 8900 Randers C, 9000 Aalborg, 9800 Hjørring, 9990 Skagen"
    ),
)

NORWAY = Country(
    code="NO",
    language="nb",
    dial="+47",
    women=_words(
        "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Anna Solveig Marianne Randi Ida Nina "
        "Ingeborg Silje Camilla Emma Nora Sara Thea Hedda Tuva Sunniva Åshild Gro Turid Ragnhild Oddny "
        "Synnøve"
    ),
    men=_words(
        "Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Hans Geir Tor Morten Terje Odd Erik Martin "
        "Andreas John Leif Trond Nils Magnus Sander Håkon Sindre Øyvind Vegard Åsmund Eirik Torstein Sigurd"
    ),
    families=_words(
        "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen "
        "Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Halvorsen Henriksen Lund Sørensen "
        "Jakobsen Moen Gundersen Iversen Strand Solberg Svendsen Eide Knutsen Martinsen Bakken "
        "Kristoffersen Mathisen Lie Ødegård Rønning Nygård Lien Fossum Vik Sæther Aas"
    ),
    streets=_names(
        "Kirkeveien, Storgata, Skolegata, Bjørkeveien, Granveien, Strandgata, Solveien, Fjellveien, "
        "Elvegata, Sjøgata, Nedre Torggate, Øvre Slottsgate, Myrveien, Furuveien, Lillegata, Kongens gate, "
        "Bakkegata, Åsveien, Nordre gate, Rosenkrantzgata, Tverrveien, Møllegata"
    ),
    towns=_towns(
        "0150 Oslo, 0357 Oslo, 0575 Oslo, 1383 Asker, 1601 Fredrikstad, 2004 Lillestrøm, 2317 Hamar, 2609 "
        "Lillehammer, 3015 Drammen, 3111 Tønsberg, 3717 Skien, 4006 Stavanger, 4313 Sandnes, 4612 "
        "Kristiansand S, 5003 Bergen, 5527 Haugesund, 6002 Ålesund, 6413 Molde, 7010 Trondheim, 7713 "
        "Steinkjer, 8006 Bodø, 9008 Tromsø, 9510 Alta"
    ),
)

MAIL_HOMES = (
    "mail.example",
    "post.example",
    "hjemme.example",
    "e-post.example",
    "kontor.example",
    "brev.example",
)
"""Where people have their e-mail: all under a name reserved for examples (RFC 2606)."""

_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", " ": "", "-": ""})


def plain(name: str) -> str:
    """A name as it is written in an e-mail address: without the letters that only we have."""
    return name.translate(_PLAIN)


THINGS = _words(
    "Uldplaid Lysestage Kaffekande Vase Skærebræt Sengetøj Kurv Bordlampe Saltkværn Pude Håndklæde "
    "Stempelkande Knagerække Spejl Tæppe Krus Fad Forklæde Karaffel Hylde"
)
COLOURS = _words("hvid sort grå blå grøn rød sand okker natur rosa")
