"""Phrases that all faces share, in English."""

PHRASES = {
    "months": "January February March April May June July August September October November December",
    "skip": "Skip to the content",
    "languages": "Language",
    "centre": "Your data with us",
    "centre_lead": "Here you can see what we use your data for, which data it is, and how long we keep it.",
    "kept": "Kept",
    "to_start": "To the start page",
    "not_understood": "This could not be understood, or it was too long. Go back and try again.",
    "refused": "You have no access to this page.",
    "forged": "The form was open too long, or your browser blocks its cookie. "
    "Open it again and send it once more.",
    "from_site": "We could not see that you are logged in. Go back to the page you came from and try again "
    "from there. You can also write to us from here without being logged in.",
    "nothing_here": "There is nothing at this address. A link from us may have run out.",
    "too_many": "This was sent very often in a short time. Wait an hour and try again.",
    "our_fault": "Something broke at our end. Nothing you wrote was passed on. Try again in a while.",
}
