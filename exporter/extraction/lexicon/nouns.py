"""What common nouns tell of a source: a person, a body, a document; how many; of which gender."""

import re

from exporter.records import SourceKind

_YEAR = re.compile(r"(?:19|20)\d\d")


def list_words(text: str) -> frozenset[str]:
    """List the words of a text, as the lists of this package are written."""
    return frozenset(text.split())


PEOPLE = list_words("""
    official officials source sources diplomat diplomats executive executives analyst analysts expert experts
    spokesman spokeswoman spokesperson spokesmen spokespeople spokespersons minister ministers president adviser
    advisers advisor advisors aide aides lawyer lawyers attorney attorneys officer officers leader leaders member
    members person people man men woman women senator senators lawmaker lawmakers judge judges doctor doctors
    scientist scientists researcher researchers professor professors author authors critic critics supporter
    supporters resident residents neighbor neighbors neighbour neighbours witness witnesses voter voters student
    students teacher teachers worker workers farmer farmers director directors chief chiefs head heads chairman
    chairwoman chair manager managers coach coaches player players governor governors mayor mayors candidate
    candidates strategist strategists economist economists trader traders investor investors banker bankers
    prosecutor prosecutors investigator investigators detective detectives sheriff commander commanders general
    generals soldier soldiers ambassador ambassadors envoy envoys negotiator negotiators delegate delegates
    activist activists organizer organizers volunteer volunteers reporter reporters journalist journalists editor
    editors columnist columnists colleague colleagues friend friends relative relatives mother father son daughter
    brother sister wife husband parent parents child children family families insider insiders politician
    politicians democrat democrats republican republicans conservative conservatives liberal liberals nurse nurses
    scholar scholars historian historians pollster pollsters consultant consultants engineer engineers employee
    employees staffer staffers owner owners customer customers user users founder founders secretary secretaries
    deputy deputies congressman congresswoman representative representatives councillor councillors councilman
    councilwoman councilor trustee trustees tenant tenants pastor pastors priest priests bishop captain skipper
    docker dockers driver drivers fisherman fishermen guest guests survivor survivors victim victims defendant
    plaintiff plaintiffs observer observers opponent opponents ally allies rival rivals boss bosses veteran
    veterans caller hunter clerk clerks guard guards pilot pilots curator conductor singer actor actress artist
    writer poet biologist biologists ecologist geologist physicist chemist epidemiologist virologist hydrologist
    surgeon authorities bureaucrat bureaucrats commissioner commissioners superintendent principal registrar
    treasurer ombudsman physician physicians cox juror jurors shopkeeper shopkeepers organiser organisers aunt
    uncle cousin attendee attendees passer-by participant participants creditor creditors shareholder shareholders
    superdelegate superdelegates operative operatives loyalist loyalists donor donors guy guys majority minority
    others some many few most several everyone everybody nobody someone somebody anyone one ones both hardliner
    hardliners moderate moderates narrator speaker speakers nominee nominees contender front-runner millionaire
    billionaire businessman businesswoman tycoon mogul entrepreneur agent agents soprano baritone goalkeeper
    goalkeepers striker midfielder winger chef chefs cook cooks monk monks nun nuns cleric clerics rabbi imam
    sheikh midwife midwives vet vets constable magistrate magistrates spy spies athlete athletes referee academic
    academics mechanic mechanics medic medics paramedic paramedics patient patients client clients correspondent
    correspondents respondent respondents teenager teenagers boy boys girl girls heir heiress duke count countess
    protester protesters dissident dissidents skeptic skeptics sceptic sceptics villager villagers refugee
    refugees migrant migrants barrister solicitor ranger rangers rower rowers widow widower ceo ceos cfo coo cto
    apprentice apprentices fellow fellows trainee trainees intern interns pupil pupils
    mp mps mep meps gp gps pm vp headteacher headmaster headmistress whip whips
""")
BODIES = list_words("""
    ministry government company firm party agency department office bank court police commission committee council
    campaign administration board group organization organisation union association team club school university
    hospital newspaper network station paper magazine army military navy parliament senate house congress embassy
    foundation institute charity authority regulator watchdog corporation coalition bloc alliance opposition city
    state country nation regime junta panel jury tribunal bureau service center centre laboratory lab fund
    exchange chamber federation league outlet outlets website site broadcaster publisher manufacturer maker
    retailer airline operator utility startup think-tank consultancy delegation cabinet presidency ministries
    governments companies firms parties agencies departments banks courts campaigns groups organizations unions
    associations newspapers networks media press airlines brigade squad battalion taskforce force forces insurer
    insurers chipmaker carmaker drugmaker airline lender museum library clinic theatre theater archive observatory
    zoo hotel restaurant prison jail factory brewery plant church parish diocese orchestra choir opera ballet
    studio practice chain conglomerate insurer carmaker secretariat directorate inspectorate consulate mission
    chancellery camp shelter cathedral employer employers supplier suppliers provider providers district playhouse
    carmaker carmakers unit headquarters faculty subsidiary guild guilds hospice town journal branch
""")
GOVERNMENT = list_words("""
    ministry government administration kremlin cabinet presidency embassy regime junta department council state
    white house downing street treasury pentagon ministries governments city town county borough country nation
""")
DOCUMENTS = list_words("""
    report reports study studies statement statements poll polls survey surveys letter letters filing filings
    lawsuit complaint memo memorandum document documents article articles book books paper review analysis
    indictment affidavit email emails e-mail e-mails transcript transcripts tweet post posts message messages ad
    ads data figures statistics records research findings communique communiqué editorial editorials column op-ed
    headline headlines story stories website video videos footage bulletin brief briefing newsletter resolution
    ruling verdict law bill order contract agreement draft text note census audit account accounts forecast
    minutes decision decisions proposal proposals log logs logbook sheet summary summaries dossiers leaflet leaflets
    petition pamphlet presentation guidance advisory subpoena
    warrant writ notice notices deposition slide slides invoice invoices diary diaries release banner banners sign signs
    placard placards plaque poster posters label labels spreadsheet spreadsheets file files dossier ledger photograph
    photographs image images recording recordings papers results copy copies preprint film films documentary movie
    book novel memo petition manifesto
""")
MALE = list_words(
    "he him his himself mr mr. man spokesman chairman father son brother husband businessman actor king "
    "congressman councilman sir lord prince fisherman guy priest"
)
FEMALE = list_words(
    "she her hers herself ms ms. mrs mrs. miss woman spokeswoman chairwoman mother daughter sister wife "
    "businesswoman actress queen congresswoman councilwoman lady princess dame"
)
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "hundred": 100, "both": 2, "couple": 2, "pair": 2, "trio": 3, "several": 2, "dozen": 12, "dozens": 24,
    "scores": 40, "hundreds": 200, "thousands": 2000,
}  # fmt: skip
PLURAL_PRONOUNS = list_words("they them we us these those others some many several both few most all")


CREWS = frozenset({"staff", "crew", "crews", "personnel", "management", "leadership"})

# They end like people.
_NO_AGENTS = list_words("""
    chapter chapters center centers tower register number order matter answer power computer server tracker covenant
    grant grants error mirror factor factors sector sectors indicator indicators monitor monitors calculator counter
    border summer winter weather charter roster browser filter meter barometer thermometer cover corner offer layer
    paper letter folder container chamber chambers member-state theatre other either rather whether
""")
_AGENT_ENDINGS = ("ist", "er", "or", "man", "woman", "ian", "ee", "ant", "ess")
_AGENT_ENDINGS_PLURAL = ("ists", "ers", "ors", "men", "women", "ians", "ees", "ants", "people")


COLLECTIVES = list_words(
    "majority minority number handful group couple pair half dozens hundreds scores rest"
)


_STATE = list_words("""
    ministry ministries government administration kremlin cabinet presidency embassy department council treasury
    pentagon
""")
_STATE_NAMES = ("white house", "downing street")


_SYNONYMS = tuple(
    map(
        frozenset,
        [
            ("poll", "survey"),
            ("report", "study", "paper", "analysis", "review"),
            ("statement", "communique", "communiqué"),
            ("article", "story", "piece"),
            ("lawyer", "attorney"),
            ("newspaper", "paper"),
            ("company", "firm"),
            ("adviser", "advisor"),
            ("source", "person"),
            ("staff", "employees", "workers"),
            ("sources", "people"),
        ],
    )
)


def get_number(word: str) -> int | None:
    """Return the number that a word or figure says, or None; a year is no number of people."""
    if _YEAR.fullmatch(word):
        return None
    digits = word.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        return int(digits)
    return NUMBERS.get(word.lower())


def get_kind(noun: str, *, is_plural: bool) -> SourceKind | None:
    """Tell what kind of source a common noun names, or None if it does not tell.

    A noun on no list that ends like "juror" or "chemist" is taken for a person: it is asked only of sources.
    """
    lower = noun.lower()
    if lower in DOCUMENTS:
        return "document"
    if lower in CREWS:
        return "group"
    if lower in PEOPLE:
        return "group" if is_plural else "person"
    if lower in GOVERNMENT:
        return "government"
    if lower in BODIES:
        return "organization"
    if lower in _NO_AGENTS:
        return None
    if lower.endswith(_AGENT_ENDINGS_PLURAL):
        return "group" if is_plural else "person"
    return "person" if lower.endswith(_AGENT_ENDINGS) else None


def get_singular(noun: str) -> str:
    """Cut the plural off a noun for people: "officials", "secretaries", "spokesmen"."""
    if noun.endswith("men"):
        return f"{noun[:-3]}man"
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def may_replace(noun: str, other: str) -> bool:
    """Tell whether one noun may return for the other: "survey" for "poll"."""
    return noun == other or any({noun, other} <= words for words in _SYNONYMS)


def is_government_name(name: str) -> bool:
    """Tell whether a name is that of a part of a state: "Finance Ministry", "White House"."""
    lower = name.lower()
    return not _STATE.isdisjoint(lower.split()) or any(words in lower for words in _STATE_NAMES)


def get_gender(word: str) -> str | None:
    """Return "m" or "f" where a word tells it."""
    lower = word.lower()
    if lower in MALE:
        return "m"
    return "f" if lower in FEMALE else None
