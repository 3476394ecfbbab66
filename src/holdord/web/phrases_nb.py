"""Phrases that all faces share, in Norwegian bokmål."""

PHRASES = {
    "months": "januar februar mars april mai juni juli august september oktober november desember",
    "skip": "Hopp til innholdet",
    "languages": "Språk",
    "centre": "Opplysningene dine hos oss",
    "centre_lead": "Her kan du se hva vi bruker opplysningene dine til, hvilke det er, "
    "og hvor lenge vi oppbevarer dem.",
    "kept": "Oppbevares",
    "to_start": "Til forsiden",
    "not_understood": "Dette forsto vi ikke, eller det var for langt. Gå tilbake og prøv igjen.",
    "refused": "Du har ikke tilgang til denne siden.",
    "forged": "Skjemaet sto åpent for lenge, eller nettleseren din blokkerer informasjonskapselen. "
    "Åpne det igjen og send det en gang til.",
    "from_site": "Vi kunne ikke se at du er logget inn. Gå tilbake til siden du kom fra, og "
    "prøv igjen derfra. Du kan også skrive til oss herfra uten å være logget inn.",
    "nothing_here": "Det er ingenting på denne adressen. En lenke fra oss kan ha utløpt.",
    "too_many": "Dette er sendt mange ganger på kort tid. Vent en time og prøv igjen.",
    "our_fault": "Noe gikk galt hos oss. Ingenting av det du skrev, er sendt videre. Prøv igjen om litt.",
}
