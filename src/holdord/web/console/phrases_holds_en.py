"""The console's phrases about holds, in English."""

# ruff: noqa: E501

HOLDS = {
    "c_holds": "Holds",
    "c_hold": "Hold",
    "c_holds_hint": "What must not be erased for now. A hold stands until somebody lifts it.",
    "c_holds_none": "No hold stands.",
    "c_hold_what": "What",
    "c_hold_person": "all of the person's data",
    "c_hold_owner": "Answers for it",
    "c_hold_since": "Since",
    "c_hold_review": "To be looked at again by",
    "c_hold_case": "Case",
    "c_hold_lift": "Lift the hold",
    "c_hold_lift_hint": "What it kept may go again, when no purpose holds it.",
    "c_hold_place": "Place a hold on the person",
    "c_hold_place_hint": "Nothing of the person's data is erased before the hold is lifted, not even by a plan that is confirmed already, as long as its run has not begun.",
    "c_hold_reason_hint": "The number of a court case, say. Name nobody.",
    "c_hold_review_hint": "The hold stands until somebody lifts it. On this day somebody looks whether it is still needed.",
    "c_hold_do": "Place the hold",
    "c_event_hold_placed": "Hold placed",
    "c_event_hold_lifted": "Hold lifted",
    "c_fault_hold_unfit": "Write why, in at most 500 characters.",
    "c_fault_review_past": "Choose a day within the next three years.",
    "c_fault_nobody": "Nothing is held about the person.",
    "c_fault_unknown_id": "There is no such hold any more.",
    "c_fault_several_people": "The keys lead to several people.",
    "c_fault_content_gone": "What is needed for that is no longer kept.",
    "c_fault_held_since_plan": "A hold was placed after the plan was made.",
    "c_may_see_holds": "See holds",
    "c_may_hold": "Place and lift holds",
}
