"""Phrases of the pages for recipients, in Danish."""

PHRASES = {
    "r_title": "Besked {reference}",
    "r_lead": "Vi hos {company} har bedt jer om at rette, slette eller begrænse oplysninger, "
    "som I har fået fra os.",
    "r_meaning": "Når I har gjort det, beskeden beder om, så bekræft det her. "
    "Så hører I ikke mere fra os i den sag.",
    "r_confirm": "Bekræft, at det er gjort",
    "r_not_yet": "Er det ikke gjort endnu? Luk siden, og brug linket i beskeden igen, når det er.",
    "r_thanks": "Tak. Det er noteret, at beskeden er fulgt.",
    "r_close": "Du kan lukke siden.",
}
