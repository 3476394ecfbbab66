"""The console's phrases about holds, in Norwegian bokmål."""

# ruff: noqa: E501

HOLDS = {
    "c_holds": "Slettesperrer",
    "c_hold": "Slettesperre",
    "c_holds_hint": "Det som ikke må slettes akkurat nå. En slettesperre gjelder til noen opphever den.",
    "c_holds_none": "Det er ingen slettesperrer.",
    "c_hold_what": "Hva",
    "c_hold_person": "alle opplysningene om personen",
    "c_hold_owner": "Ansvarlig for den",
    "c_hold_since": "Siden",
    "c_hold_review": "Vurderes på nytt senest",
    "c_hold_case": "Sak",
    "c_hold_lift": "Opphev slettesperren",
    "c_hold_lift_hint": "Det som ble holdt, kan slettes igjen når ingen formål holder det.",
    "c_hold_place": "Sett en slettesperre for personen",
    "c_hold_place_hint": "Ingenting om personen slettes før slettesperren oppheves, heller ikke etter en plan som allerede er bekreftet, så lenge den ikke er satt i gang.",
    "c_hold_reason_hint": "For eksempel et saksnummer. Nevn ingen ved navn.",
    "c_hold_review_hint": "Slettesperren gjelder til noen opphever den. Den dagen vurderes det om den fortsatt trengs.",
    "c_hold_do": "Sett slettesperren",
    "c_event_hold_placed": "Slettesperre satt",
    "c_event_hold_lifted": "Slettesperre opphevet",
    "c_fault_hold_unfit": "Skriv hvorfor, med høyst 500 tegn.",
    "c_fault_review_past": "Velg en dag i løpet av de neste tre årene.",
    "c_fault_nobody": "Det finnes ingenting om personen.",
    "c_fault_unknown_id": "Det finnes ingen slik slettesperre lenger.",
    "c_fault_several_people": "Opplysningene fører til flere personer.",
    "c_fault_content_gone": "Det som trengs, er ikke lenger lagret.",
    "c_fault_held_since_plan": "Det er satt en slettesperre etter at planen ble laget.",
    "c_may_see_holds": "Se slettesperrer",
    "c_may_hold": "Sette og oppheve slettesperrer",
}
