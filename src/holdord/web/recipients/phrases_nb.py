"""Phrases of the pages for recipients, in Norwegian bokmål."""

PHRASES = {
    "r_title": "Varsel {reference}",
    "r_lead": "{company} har bedt dere om å rette, slette eller begrense opplysninger "
    "som dere har fått fra oss.",
    "r_meaning": "Når dere har gjort det varselet ber om, bekrefter dere det her. "
    "Da hører dere ikke mer fra oss i saken.",
    "r_confirm": "Bekreft at det er gjort",
    "r_not_yet": "Er det ikke gjort ennå? Lukk siden og bruk lenken i varselet igjen når det er det.",
    "r_thanks": "Takk. Det er notert at varselet er fulgt opp.",
    "r_close": "Du kan lukke siden.",
}
