"""Phrases of the pages for recipients, in English."""

PHRASES = {
    "r_title": "Notice {reference}",
    "r_lead": "{company} asked you to correct, erase or restrict data that you were given by us.",
    "r_meaning": "When you have done what the notice asks, confirm it here. "
    "You will not hear from us about it again.",
    "r_confirm": "Confirm that it is done",
    "r_not_yet": "Not done yet? Close this page and use the link in the notice again when it is.",
    "r_thanks": "Thank you. It is noted that the notice was followed.",
    "r_close": "You can close this page.",
}
