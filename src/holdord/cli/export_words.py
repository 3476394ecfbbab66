"""The sentences of an exported page that no letter has, in the languages of the letters."""

# ruff: noqa: E501

WORDS = {
    "da": {
        "title": "Det har {name} om dig",
        "read": "Læst i alle systemer på samme tidspunkt, {at}. Det samme, som programmer kan læse det, står i {file}.",
        "rows": "{rows} i systemet {system}",
        "details": "Hvorfor, og hvor længe",
        "long": "Hvor længe",
        "rights": "Du kan bede om at få oplysningerne rettet eller slettet, og du kan klage til {authority}.",
        "authority": "datatilsynet i dit land",
        "fields": "fil, felt, hvad det er",
    },
    "nb": {
        "title": "Dette har {name} om deg",
        "read": "Lest i alle systemer på samme tidspunkt, {at}. Det samme, slik programmer kan lese det, står i {file}.",
        "rows": "{rows} i systemet {system}",
        "details": "Hvorfor, og hvor lenge",
        "long": "Hvor lenge",
        "rights": "Du kan be om å få opplysningene rettet eller slettet, og du kan klage til {authority}.",
        "authority": "datatilsynet i landet ditt",
        "fields": "fil, felt, hva det er",
    },
    "en": {
        "title": "What {name} holds about you",
        "read": "Read in every system at one moment, {at}. The same, for programs, is in {file}.",
        "rows": "{rows} in the system {system}",
        "details": "Why, and for how long",
        "long": "For how long",
        "rights": "You may ask for a correction or for erasure, and complain to {authority}.",
        "authority": "the data protection authority of your country",
        "fields": "file, field, what it is",
    },
}
