"""The console's phrases about holds, in Danish."""

# ruff: noqa: E501

HOLDS = {
    "c_holds": "Slettestop",
    "c_hold": "Slettestop",
    "c_holds_hint": "Det, der ikke må slettes lige nu. Et slettestop gælder, til nogen ophæver det.",
    "c_holds_none": "Der er ingen slettestop.",
    "c_hold_what": "Hvad",
    "c_hold_person": "alle personens oplysninger",
    "c_hold_owner": "Ansvarlig for det",
    "c_hold_since": "Siden",
    "c_hold_review": "Ses på igen senest",
    "c_hold_case": "Sag",
    "c_hold_lift": "Ophæv slettestoppet",
    "c_hold_lift_hint": "Det, der blev holdt, kan igen slettes, når ingen formål holder det.",
    "c_hold_place": "Sæt et slettestop for personen",
    "c_hold_place_hint": "Intet om personen slettes, før slettestoppet ophæves, heller ikke efter en plan, der allerede er bekræftet, så længe den ikke er sat i gang.",
    "c_hold_reason_hint": "For eksempel et sagsnummer. Nævn ingen ved navn.",
    "c_hold_review_hint": "Slettestoppet gælder, til nogen ophæver det. Den dag ses der på, om det stadig er nødvendigt.",
    "c_hold_do": "Sæt slettestoppet",
    "c_event_hold_placed": "Slettestop sat",
    "c_event_hold_lifted": "Slettestop ophævet",
    "c_fault_hold_unfit": "Skriv hvorfor, med højst 500 tegn.",
    "c_fault_review_past": "Vælg en dag inden for de næste tre år.",
    "c_fault_nobody": "Der findes intet om personen.",
    "c_fault_unknown_id": "Der er intet sådant slettestop længere.",
    "c_fault_several_people": "Oplysningerne fører til flere personer.",
    "c_fault_content_gone": "Det, der er brug for, gemmes ikke længere.",
    "c_fault_held_since_plan": "Der er sat et slettestop, siden planen blev lavet.",
    "c_may_see_holds": "Se slettestop",
    "c_may_hold": "Sætte og ophæve slettestop",
}
