"""The form of each right: what it asks, and what is wrong with what was typed.

Nothing here looks anybody up. Texts of errors say what to do, in the language of the page, and are shown
beside their field and above the form.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email

from holdord.web.centre import offers
from holdord.web.languages import say, tongue
from holdord.words.policy import KeyKind, Policy
from holdord.words.request import Right
from holdord.workflows.office import Refused
from holdord.workflows.people import read_keys
from holdord.workflows.requests.receiving import GROUNDS, LONGEST
from holdord.workflows.requests.reviewing import REFERENCE

TRAP = "website"
"""A field that people never see; what fills in everything fills this in too."""

WORDS_NEEDED = (Right.RECTIFICATION, Right.HUMAN_REVIEW)
KEY = "key_"
LONGEST_KEY = 254


class Asking(forms.Form):
    """What somebody types to use a right. `vouched` are keys that the company's own site has vouched for."""

    def __init__(
        self,
        policy: Policy,
        right: Right,
        language: str,
        vouched: Mapping[str, str] | None = None,
        typed: Any = None,
    ) -> None:
        super().__init__(typed, label_suffix="")
        self.policy, self.right, self.language, self.vouched = policy, right, language, vouched
        self.hints: dict[str, str] = {}
        self._add_choices()
        self._add("words", forms.CharField, required=right in WORDS_NEEDED, max_length=LONGEST)
        self.fields["words"].label = self._say(f"words_{right}")
        self.fields["words"].help_text = self._say("words_hint", most=LONGEST)
        self.asked = offers.keys(policy, language) if vouched is None else []
        for key in self.asked:
            self._add(KEY + key.name, forms.CharField, required=False, max_length=LONGEST_KEY)
            self.fields[KEY + key.name].label = key.label
            self.fields[KEY + key.name].help_text = self._say(f"key_hint_{key.kind}")
        if not self._mail_key() and not self._vouched_mail():
            self._add("contact", forms.CharField, required=False, max_length=LONGEST_KEY)
            self.fields["contact"].label = self._say("contact")
            self.fields["contact"].help_text = self._say("contact_hint")
        self._add(TRAP, forms.CharField, required=False)
        self.fields[TRAP].label = self._say("trap")

    def _say(self, name: str, **values: object) -> str:
        return say(self.language, name, **values)

    def _add(self, name: str, kind: type[forms.Field], **options: Any) -> None:
        messages = {
            "invalid_choice": self._say("choose_again"),
            "invalid_list": self._say("choose_again"),
        }
        if options.get("required", True):
            messages["required"] = self._say(f"need_{name}")
        self.fields[name] = kind(error_messages=messages, **options)
        for validator in self.fields[name].validators:
            if (most := options.get("max_length")) and getattr(validator, "code", "") == "max_length":
                validator.message = self._say("too_long", most=most)
            elif getattr(validator, "code", "") == "null_characters_not_allowed":
                validator.message = self._say("odd_letters")

    def _add_choices(self) -> None:
        if self.right in (Right.OBJECTION, Right.WITHDRAWAL):
            found = offers.purposes(self.policy, self.right)
            said = [(one.name, offers.purpose_said(one, self.language)) for one in found]
            self._add("purposes", forms.MultipleChoiceField, choices=said)
            self.hints = {one.name: offers.hint_of(one, self.right, self.language) for one in found}
        if self.right is Right.RESTRICTION:
            said = [(ground, self._say(f"ground_{ground}")) for ground in GROUNDS]
            self._add("ground", forms.ChoiceField, choices=said)
        if self.right is Right.RECTIFICATION:
            known = offers.categories(self.policy, self.language)
            said = [("", self._say("choose")), *known.items()]
            self._add("category", forms.ChoiceField, choices=said)
        if self.right is Right.HUMAN_REVIEW:
            self._add("decision", forms.CharField, required=False, max_length=40)
            self.fields["decision"].help_text = self._say("decision_hint")
        for name in ("purposes", "ground", "category", "decision"):
            if name in self.fields:
                self.fields[name].label = self._say(f"what_{self.right}")

    def _mail_key(self) -> str:
        """The field of the key that is an e-mail address, if one is asked for."""
        return next((KEY + key.name for key in self.asked if key.kind is KeyKind.EMAIL), "")

    def _vouched_mail(self) -> str:
        known = self.vouched or {}
        mails = [name for name in known if self.policy.keys[name].kind is KeyKind.EMAIL]
        return next((known[name] for name in mails if _is_mail(known[name])), "")

    def clean(self) -> dict[str, Any]:
        """What the fields say together: who is meant, and where they are answered."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get(TRAP):
            self.add_error(TRAP, self._say("trap_filled"))
        names = [KEY + key.name for key in self.asked]
        mail = self._mail_key() or ("contact" if "contact" in self.fields else "")
        if typed.get("decision") and not REFERENCE.fullmatch(typed["decision"].upper()):
            self.add_error("decision", self._say("no_decision"))
        for key in self.asked:
            if value := typed.get(KEY + key.name, ""):
                self._check_key(key, value)
        named = any(typed.get(name) or self.has_error(name) for name in names)
        if names and not named and not self._mail_key():
            self.add_error(names[0], self._say("need_key"))
        if mail and not self.has_error(mail):
            if not typed.get(mail):
                self.add_error(mail, self._say("need_mail"))
            elif not _is_mail(typed[mail]):
                self.add_error(mail, self._say("no_email"))
        return typed

    def _check_key(self, key: offers.Asked, value: str) -> None:
        """Say so beside the field where a value cannot be one of its key."""
        if not value.isprintable():
            self.add_error(KEY + key.name, self._say("odd_letters"))
            return
        try:
            read_keys(self.policy, [f"{key.name}={value}"])
        except Refused:
            self.add_error(KEY + key.name, self._say(f"no_{key.kind}"))

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields as they are shown: what it is about, then who asks."""
        keys = [KEY + key.name for key in self.asked]
        you = [name for name in (*keys, "contact", TRAP) if name in self.fields]
        about = [name for name in self.fields if name not in you]
        for name, field in self.fields.items():
            shown: Any = self[name]
            shown.kind = "email" if name in ("contact", self._mail_key()) else "text"
            shown.must = field.required or name in (*keys[:1], "contact")
        return [
            ("about", self._say("about_it"), [self[name] for name in about]),
            ("you", self._say("about_you"), [self[name] for name in you]),
        ]

    def ticks(self) -> list[tuple[str, str, str, bool, str]]:
        """What can be ticked: its name, what it is called, a hint, whether it is ticked, its language."""
        name = "purposes" if "purposes" in self.fields else "ground"
        if name not in self.fields:
            return []
        typed: Any = self[name].value() or []
        chosen = typed if isinstance(typed, list) else [typed]
        choices: Any = self.fields[name]
        says = {one.name: one.says for one in offers.purposes(self.policy, self.right)}
        return [
            (
                value,
                said,
                self.hints.get(value, ""),
                value in chosen,
                tongue(says.get(value, {}), self.language),
            )
            for value, said in choices.choices
        ]

    def keys(self) -> dict[str, str]:
        """How the person is found."""
        if self.vouched is not None:
            return dict(self.vouched)
        typed = {key.name: self.cleaned_data.get(KEY + key.name, "") for key in self.asked}
        return {name: value for name, value in typed.items() if value}

    def contact(self) -> str:
        """Where the person is answered: at the address they are known by, else at the one typed for it."""
        return str(self.cleaned_data.get(self._mail_key() or "contact", "") or self._vouched_mail())

    def details(self) -> dict[str, str]:
        """What was chosen, by names of the policy and of the law."""
        names = ("purposes", "ground", "category", "decision")
        chosen = {name: self.cleaned_data.get(name, "") for name in names}
        return {
            name: ",".join(value) if isinstance(value, list) else value
            for name, value in chosen.items()
            if value
        }

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Everything that is wrong, in the order of the fields: where to go, the field's name, what to do."""
        for name, field in self.fields.items():
            for error in self.errors.get(name, ()):
                yield f"id_{name}", str(field.label), str(error)
        for error in self.non_field_errors():
            yield "", "", str(error)


def _is_mail(text: str) -> bool:
    """Whether a letter can be sent there: one address, of letters that every mail server takes."""
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return len(text) <= LONGEST_KEY
