"""Phrases that all faces share, in Danish."""

PHRASES = {
    "months": "januar februar marts april maj juni juli august september oktober november december",
    "skip": "Spring til indholdet",
    "languages": "Sprog",
    "centre": "Dine oplysninger hos os",
    "centre_lead": "Her kan du se, hvad vi bruger dine oplysninger til, hvilke det er, "
    "og hvor længe vi gemmer dem.",
    "kept": "Gemmes",
    "to_start": "Til forsiden",
    "not_understood": "Det kunne ikke forstås, eller det var for langt. Gå tilbage, og prøv igen.",
    "refused": "Du har ikke adgang til denne side.",
    "forged": "Formularen stod åben for længe, eller din browser blokerer dens cookie. "
    "Åbn den igen, og send den en gang til.",
    "from_site": "Vi kunne ikke se, at du er logget ind. Gå tilbage til siden, du kom fra, og "
    "prøv igen derfra. Du kan også skrive til os herfra uden at være logget ind.",
    "nothing_here": "Der er ikke noget på denne adresse. Et link fra os kan være udløbet.",
    "too_many": "Det er sendt mange gange på kort tid. Vent en time, og prøv igen.",
    "our_fault": "Noget gik i stykker hos os. Intet af det, du skrev, er sendt videre. Prøv igen om lidt.",
}
