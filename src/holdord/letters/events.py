"""What happened, as a letter calls it: the events that policies count from, as nouns in each language."""

from collections.abc import Mapping

from holdord.words.policy import Text

EVENTS: Mapping[str, tuple[str, str, str]] = {
    # event: dansk, norsk bokmål, English
    "answered": ("svaret", "svaret", "the answer"),
    "application": ("ansøgningen", "søknaden", "the application"),
    "backup": ("sikkerhedskopieringen", "sikkerhetskopieringen", "the back-up"),
    "booking": ("bestillingen", "bestillingen", "the booking"),
    "closed": ("afslutningen", "avslutningen", "the closing"),
    "closed_at": ("afslutningen", "avslutningen", "the closing"),
    "complaint": ("klagen", "klagen", "the complaint"),
    "contact": ("kontakten", "kontakten", "the contact"),
    "correspondence": ("brevvekslingen", "brevvekslingen", "the correspondence"),
    "created": ("oprettelsen", "opprettelsen", "the creation"),
    "death": ("dødsfaldet", "dødsfallet", "the death"),
    "decision": ("afgørelsen", "avgjørelsen", "the decision"),
    "delivery": ("leveringen", "leveringen", "the delivery"),
    "departure": ("afrejsen", "avreisen", "the departure"),
    "drawn": ("lodtrækningen", "trekningen", "the draw"),
    "earned": ("optjeningen", "opptjeningen", "the earning"),
    "employment_end": ("fratrædelsen", "fratredelsen", "the end of the employment"),
    "end_of_relation": ("kundeforholdets ophør", "kundeforholdets opphør", "the end of the relationship"),
    "ended": ("afslutningen", "avslutningen", "the end of it"),
    "evening": ("arrangementet", "arrangementet", "the evening"),
    "expires": ("udløbet", "utløpet", "the expiry"),
    "expired": ("udløbet", "utløpet", "the expiry"),
    "invoice": ("fakturaen", "fakturaen", "the invoice"),
    "lapsed": ("bortfaldet", "bortfallet", "the lapse"),
    "last_contact": ("den seneste kontakt", "den siste kontakten", "the last contact"),
    "last_invoice": ("den seneste faktura", "den siste fakturaen", "the last invoice"),
    "last_login": ("dit seneste login", "din siste innlogging", "your last log-in"),
    "last_order": ("den seneste ordre", "den siste ordren", "the last order"),
    "last_payment": ("den seneste betaling", "den siste betalingen", "the last payment"),
    "last_purchase": ("det seneste køb", "det siste kjøpet", "the last purchase"),
    "last_seen": ("dit seneste besøg", "ditt siste besøk", "your last visit"),
    "last_service": ("den seneste ydelse", "den siste tjenesten", "the last service"),
    "last_visit": ("dit seneste besøg", "ditt siste besøk", "your last visit"),
    "leaving": ("fratrædelsen", "fratredelsen", "the end of the employment"),
    "login": ("dit login", "innloggingen", "the log-in"),
    "order": ("ordren", "ordren", "the order"),
    "payment": ("betalingen", "betalingen", "the payment"),
    "purchase": ("købet", "kjøpet", "the purchase"),
    "received": ("modtagelsen", "mottakelsen", "the receipt"),
    "relation_end": ("kundeforholdets ophør", "kundeforholdets opphør", "the end of the relationship"),
    "sent": ("afsendelsen", "utsendelsen", "the sending"),
    "signed": ("underskriften", "signeringen", "the signing"),
    "stay": ("opholdet", "oppholdet", "the stay"),
    "task_done": ("opgavens afslutning", "oppdragets avslutning", "the completion of the task"),
    "unsubscribed": ("afmeldingen", "avmeldingen", "the unsubscription"),
    "viewed": ("visningen", "visningen", "the viewing"),
}

_AT = {"da": 0, "nb": 1, "en": 2}
_OTHER = {"da": "begivenheden “{}”", "nb": "hendelsen «{}»", "en": "the event “{}”"}


def event(name: str, language: str, said: Mapping[str, Text] | None = None) -> str:
    """An event as a noun: as the policy says it where it does, else a word known here, else its name."""
    own = (said or {}).get(name, {}).get(language)
    if own:
        return own
    known = EVENTS.get(name.lower())
    return known[_AT[language]] if known else _OTHER[language].format(name.replace("_", " ").strip() or name)
