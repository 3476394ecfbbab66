"""Which sentences promise something. A promise says what the company does with data, or will do, or
never does, or what the reader has a right to. What explains a word, asks a question, or tells the
reader what to do, promises nothing. The rules go by words and so err at times: a sentence found
here is worth a look, one not found may still promise something."""

from enum import StrEnum

from holdord.language.reading.phrases import folded, phrase
from holdord.words.languages import LANGUAGES


class Promised(StrEnum):
    """What a promising sentence is about."""

    RIGHTS = "rights"
    RETENTION = "retention"
    BREACH = "breach"
    CONSENT = "consent"
    COOKIES = "cookies"
    PROCESSORS = "processors"
    DISCLOSURE = "disclosure"
    SECURITY = "security"
    NOTICE = "notice"
    PRINCIPLES = "principles"
    PURPOSE = "purpose"


_RIGHTS = {
    "da": """ret til | retten til | du kan … (bede/anmode/kræve/forlange/klage/indgive/
        trække/tilbagekalde/gøre
        indsigelse/frabede/afmelde/fravælge/få/afvise/slette/blokere/begrænse/rette/ modsætte/sige
        nej/sige fra) | (kunder/brugere/medlemmer/registrerede/ansatte) … mulighed for at klage | du har
        … mulighed for | du har (også/desuden/endvidere/altid)? ret til | kan du (altid/også/til enhver
        tid)? (klage/bede/anmode/få/trække/gøre indsigelse)""",
    "nb": """rett til | retten til | krav på | du kan …
        (be/kreve/klage/sende/trekke/tilbakekalle/protestere/
        reservere/melde/få/avvise/slette/blokkere/begrense/rette/si nei) | kan du (alltid/også/når som
        helst)? (klage/be/kreve/få/trekke/protestere)""",
    "en": """right to | rights to | entitled to | you (can/may/are free to) …
        (ask/copy/request/require/complain/lodge/
        withdraw/object/opt/unsubscribe/refuse/obtain/receive/delete/correct/export/decline/contact us
        to) | you can always""",
}
_DEEDS: dict[Promised, dict[str, str]] = {
    Promised.BREACH: {
        "da": "databrud* | sikkerheds~brist* | sikkerheds~brud* | brud på (person~data~/data~/)sikkerhed*",
        "nb": "avvik | databrudd* | sikkerhetsbrudd* | brudd på (person~opplysnings~/data~/)sikkerhet*",
        "en": "data breach* | security breach* | breach of (security/personal data) | security incident*",
    },
    Promised.RETENTION: {
        "da": """gem | gemme* | gemt | opbevar* | slet | slette* | slettet | anonymiser* | arkiver* |
            makuler* | destruer* | lagr* | overskriv*""",
        "nb": """lagr* | oppbevar* | slett* | anonymiser* | arkiver* | makuler* | destruer* | beholde* |
            overskriv* | tar vare på | gjemme*""",
        "en": """keep* | kept | retain* | retention | store* | storing | delet* | eras* | archiv* |
            anonymi* | destroy* | shred* | overwrit* | hold on to""",
    },
    Promised.CONSENT: {
        "da": "samtykke* | (tilbagekald*/tilbagetræk*/trække … tilbage)",
        "nb": "samtykke* | (tilbakekall*/tilbaketrekk*/trekke … tilbake)",
        "en": "consent* | withdraw*",
    },
    Promised.COOKIES: {
        "da": "cookie* | pixel*",
        "nb": "cookie* | informasjons~kaps* | infokaps* | piksl*",
        "en": "cookie* | pixel*",
    },
    Promised.PROCESSORS: {
        "da": "*databehandler* | underleverandør*",
        "nb": "*databehandler* | underleverandør*",
        "en": "processor* | sub-processor* | subprocessor*",
    },
    Promised.DISCLOSURE: {
        "da": """videregiv* | videresend* | del | dele | deler | deles | delt | udlever* | overlad* |
            overfør* | sælg* | solgt | udlej* | leveres videre | sendes til | (giver/gives/får) … adgang""",
        "nb": """utlever* | videreformidl* | videresend* | dele | deler | deles | delt | overlat* |
            overfør* | selg* | solgt | leie* ut | gis videre | gir videre | sendes til | (gir/gis/får) …
            tilgang""",
        "en": """share | shares | shared | sharing | disclos* | pass* … (on/to) | transfer* | sell |
            sells | sold | rent | hand* over | give* … access | provide* … to third""",
    },
    Promised.SECURITY: {
        "da": """sikre* | sikring | sikkerhed* | beskyt* | krypter* | firewall* | adgangskode* | backup*
            | back-up* | sikkerhedskopi* | antivirus* | foranstaltning* | uvedkommende |
            adgangs~(begrænsning/kontrol/styring)* | adgang … begrænset | aflåst | tavshedspligt* |
            instruer* | oplær* | risikovurder* | risikoanalyse*""",
        "nb": """sikre* | sikring | sikkerhet* | beskytt* | krypter* | brannmur* | passord* | backup* |
            sikkerhetskopi* | antivirus* | tiltak* | uvedkommende |
            tilgangs~(begrensning/kontroll/styring)* | tilgang … begrenset | innelåst | taushetsplikt* |
            opplær* | risikovurder* | risikoanalyse*""",
        "en": """secur* | protect* | safeguard* | encrypt* | firewall* | password* | backup* | back-up*
            | antivirus* | measure* | unauthori* | access … (limited/restricted) | locked |
            confidential* | trained | training | risk assessment* | risk analys*""",
    },
    Promised.NOTICE: {
        "da": """oplyser | oplyse | oplysning om | informer* | orienter* | underret* | besked | giver …
            besked | kontakter | kontaktet | varsl* | bekendtgør* | offentliggør* | kvittering |
            tilbagemelding | svarer | besvarer | opdater* | ændr*""",
        "nb": """opplyser | opplyse | informer* | orienter* | underrett* | beskjed | kontakter |
            kontaktet | varsl* | varsel | kunngjør* | publiser* | kvittering | tilbakemelding | svarer |
            besvarer | oppdater* | endr*""",
        "en": """inform | informs | informed | notif* | tell you | let you know | announce* | contact
            you | publish* | acknowledge* | reply | respond | answer* | update* | change* | revise*""",
    },
    Promised.PRINCIPLES: {
        "da": """lovlig* | rimelig* | gennemsigtig* | dataminimering* | formålsbegrænsning* | profiler*
            | nødvendig*""",
        "nb": """lovlig* | rettferdig* | åpen* | dataminimering* | formålsbegrensning* | profiler* |
            nødvendig*""",
        "en": """lawful* | fair* | transparen* | minimi* | purpose limitation | profil* | necessary |
            automated""",
    },
    Promised.PURPOSE: {
        "da": """behandl* | indsaml* | registrer* | bruger | bruges | anvend* | benytt* | modtager |
            noterer | indhent* | logger | logges | udfør* | foretager | kræver | spørger""",
        "nb": """behandl* | samle* | samler … inn | innhent* | registrer* | bruker | brukes | benytt* |
            anvend* | mottar | noterer | logger | logges | utfør* | foretar | krever | spør""",
        "en": """process | processes | processed | collect* | use | uses | used | register* | record* |
            receive* | gather* | log | logs | logged | require* | ask for | analy*""",
    },
}
_WE = {
    "da": """vi | os | vores | vor | virksomheden* | selskabet* | foreningen* | klubben* | klinikken* |
        butikken* | dataansvarlig* | databehandler* | medarbejder* | systemerne* | der
        (behandles/indsamles/registreres/videregives/ sker/anvendes/tages/foretages/bruges)""",
    "nb": """vi | oss | vår | våre | vårt | virksomheten* | bedriften* | selskapet* | foreningen* |
        klubben* | klinikken* | butikken* | behandlingsansvarlig* | databehandler* | medarbeider* |
        ansatte* | systemene* | det (behandles/ samles/registreres/utleveres/brukes/tas)""",
    "en": """we | us | our | ours | we'll | we've | we're | the company | the association | the club |
        the clinic | the controller | processor* | staff | employees""",
}
_IN_SO_MANY_WORDS = phrase(
    "vi lover | vi garanterer | vi forpligter os | vi forplikter oss | vi (indestår/innestår) | "
    "we promise | we guarantee | we undertake | we pledge"
)
_ABOUT_DATA = {
    "da": """*oplysning* | *data | *dataene | cookies | henvendelse* | navn | adgang* | e-mail* |
        samtykke* | billeder""",
    "nb": """*opplysning* | *data | *dataene | cookies | *kapsl* | henvendelse* | navn | tilgang* |
        e-post* | bilder""",
    "en": """*data | information | details | records | cookies | messages | name | access* | consent* |
        images | they""",
}
_EXPLAINS = {
    "da": """(er/forstås/menes/dækker/omfatter) (alle/enhver/enhver form/alle slags/alle former) …
        *oplysning* | er en (lille)? (tekstfil/fil) | defineres som | betyder i denne | i denne
        (politik/persondatapolitik) (betyder/ forstås) | herefter (benævnt/kaldet) |
        (beskriver/fortæller/forklarer) … (hvordan/hvilke/hvad) | læs mere | du kan læse | kan findes på""",
    "nb": """(er/forstås/menes/dekker/omfatter) (alle/enhver/enhver form) … *opplysning* | er en
        (liten)? (tekstfil/fil) | defineres som | heretter (kalt/benevnt) |
        (beskriver/forteller/forklarer) … (hvordan/hvilke/hva) | les mer | du kan lese | du finner mer""",
    "en": """(is/are/means/refers to) any information | (means/is) (all/any) | is a small (text)? file |
        is defined as | hereinafter | hereafter | this (policy/notice/statement)
        (describes/explains/sets out/tells) | read more | learn more | you can read | for more
        information""",
}
_OF_READER = {
    "da": """du (skal/må/bedes/bør) (ikke/også/selv)? | vi
        (beder/opfordrer/anbefaler/forventer/appellere*/håber) | vær opmærksom | du (være
        opmærksom/bemærke)""",
    "nb": """du (skal/må/bør/bes) | vi (ber/oppfordrer/anbefaler/forventer/håper) (deg/dere)? | vær
        oppmerksom | vær klar over | vennligst""",
    "en": """you (must/should/are responsible) | please | we (ask you/encourage/recommend/expect
        you/hope) | be aware | note that""",
}
_OWN_DEED = {
    "da": """vi (vil/kan/skal/må)? (straks/altid/kun/ikke/derfor/også/løbende/aldrig)?
        (sletter/slette/gemmer/opbevarer/
        behandler/behandle/videregiver/sikrer/beskytter/deler/sender/bruger/indsamler/indsamle/kontakter/svarer/oplyser/
        underretter/påbegynde/krypterer)""",
    "nb": """vi (vil/kan/skal/må)? (straks/alltid/kun/ikke/derfor/også/aldri)?
        (sletter/slette/lagrer/oppbevarer/
        behandler/behandle/utleverer/sikrer/beskytter/deler/sender/bruker/samler/kontakter/svarer/opplyser/varsler/krypterer)""",
    "en": """we (will/may/can/shall/do)? (always/only/not/never/also/promptly)?
        (delete/erase/keep/store/process/share/
        disclose/protect/send/use/collect/contact/answer/reply/inform/notify/encrypt/retain)""",
}
_FEWEST_WORDS = 3


def promising(sentence: str, language: str = "") -> Promised | None:
    """What a sentence promises, or None where it promises nothing. `language` is "da", "nb" or "en";
    the words of all three are looked for where it is none of them. Danish and bokmål are read with
    each other's words, for many texts mix them."""
    low = folded(sentence)
    if low.endswith("?") or low.count(" ") + 1 < _FEWEST_WORDS:
        return None
    known = _tables(language)
    if any(phrase(_EXPLAINS[each]).search(low) for each in known):
        return None
    if _any(_OF_READER, known, low) and not _any(_OWN_DEED, known, low):
        return None
    if _any(_RIGHTS, known, low):
        return Promised.RIGHTS
    if not (_any(_WE, known, low) or _any(_ABOUT_DATA, known, low)):
        return None
    other = Promised.PRINCIPLES if _IN_SO_MANY_WORDS.search(low) else None
    return next((kind for kind, words in _DEEDS.items() if _any(words, known, low)), other)


def _tables(language: str) -> tuple[str, ...]:
    if language == "en":
        return ("en",)
    return ("da", "nb") if language in ("da", "nb") else LANGUAGES


def _any(words: dict[str, str], known: tuple[str, ...], low: str) -> bool:
    return phrase(*(words[each] for each in known)).search(low) is not None
