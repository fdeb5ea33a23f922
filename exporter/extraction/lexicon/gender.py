"""Common first names that are those of women, or those of men, nearly everywhere."""

from exporter.extraction.lexicon.nouns import list_words

_FEMALE = list_words("""
    ada adriana agnes aisha alice alicia alina amanda amelia amina amy ana anastasia andrea angela angelina
    anita ann anna anne annie antonia astrid audrey barbara beatrice bella bernadette beth betty beverly birgit
    bonnie brenda bridget brigitte carla carmen carol caroline carolyn cassandra catherine cecilia celia
    charlotte cheryl chiara christina christine claire clara claudia colette connie cornelia crystal cynthia
    daisy dana daniela danielle daria deborah debra denise diana diane dolores donna dora doris dorothy edith
    eileen ekaterina elaine eleanor elena elisabeth elise eliza elizabeth ella ellen elsa emilia emily emma
    erica erika esther ethel eugenia eva eve evelyn fatima fiona florence frances francesca freya gabriela
    gabrielle gail galina georgina geraldine gertrude gina giulia gladys glenda gloria grace greta gwen hannah
    harriet heather heidi helen helena helga henrietta hilary hilda hillary ida ilse ines inga ingrid irena
    irene irina iris isabel isabella ivana ivanka jacqueline jane janet janice jasmine jeanette jennifer jenny
    jessica jill joan joanna josephine joyce juanita judith judy julia juliana julie juliet karen karin katarina
    kate katherine kathleen kathryn kathy katie katrin kayla kirsten kristen kristin kristina lara laura lauren
    leila lena leticia lidia lilian lily linda lisa liz lola loretta lorraine louise lucia lucy luisa lydia lynn mabel
    madeleine magda maggie marcia margaret margarita margot maria mariam marian marianne marie marilyn marina
    marjorie marta martha mary matilda maureen melania melanie melissa mercedes meredith mia michelle mildred
    miranda miriam molly monica monika nadia nancy naomi natalia natalie natasha nicole nina nora norma odette
    olga olivia ophelia pamela patricia paula pauline peggy penelope petra phoebe phyllis priscilla rachel
    ramona rebecca regina renata rhoda rita roberta rosa rosalind rose rosemary roxanne ruth sabine sally
    samantha sandra sara sarah selma sharon sheila shirley sigrid silvia simone sofia solange sonia sophia sophie stella
    stephanie susan susanne suzanne svetlana sylvia tamara tania tatiana teresa theresa tiffany tina ursula
    valentina valerie vanessa vera veronica victoria viola violet virginia vivian wanda wendy wilma yasmin
    yolanda yulia yvonne zoe
""")
_MALE = list_words("""
    aaron abdul abdullah abraham adam adrian ahmed alan albert alejandro aleksandr alexander alfred ali alvin
    anatoly anders andreas andrei andrew anthony anton antonio arnold arthur axel barack ben benedict benjamin bernie
    bernard bernd bill bjorn bob boris brad brandon brendan brian bruce bruno carl carlos cedric charles chris
    christian christoph christopher clarence claude clayton cliff clifford colin conrad craig curtis cyril
    damian dan daniel david dean dennis derek diego dieter dimitri dirk dmitry dominic donald doug douglas
    duncan dustin dylan edgar eduardo edward edwin elias emil emmanuel enrique eric erik ernest ernst eugene
    evgeny fabian felipe felix ferdinand fernando floyd francisco frank franz fred frederick friedrich gareth
    gary gavin gennady geoffrey george gerald gerard gerhard giovanni giuseppe glenn gordon graham greg gregory
    guido gunther gustav guy hans harald harold harry harvey hassan hector heinrich henri henrik henry herbert
    herman horst howard hugh hugo hussein ian ibrahim igor ismail ivan ivor jack jacob jacques jaime jakob james
    jan jared jason javier jeff jeffrey jeremy jerome jerry jim jimmy joachim joe joel johan johannes john jonas
    jonathan jorge jose joseph josh joshua juan juergen julian julio justin kai karel karl keith ken kenneth
    kevin khalid klaus konstantin kurt kyle lars laurence lawrence leo leon leonard leonid lester lionel lorenzo louis
    luca lucas ludwig luigi luis lukas luke magnus malcolm manfred manuel marc marcel marco marcus mario mark
    martin marvin mathias matteo matthew maurice max maximilian michael miguel mikhail milan miles mitch mitt mohamed
    mohammad mohammed moritz muhammad mustafa nathan nathaniel neil neville nicholas nicolas nigel niklas
    nikolai nils norman oleg oleh oliver omar oscar oskar otto owen pablo patrick paul pavel pedro per percy
    peter philip philipp pierre pieter piotr quentin rafael ralph ramon raul raymond reinhard rene ricardo
    richard rob robert roberto rodney rodrigo roger roland rolf roman ronald rory ross roy rudolf rudy rupert
    russell ryan salvador sam samuel sebastian sergei sergey sergio seth simon stanley stefan stephen steve
    steven stewart stuart sven tariq ted terence terrence terry theo theodore thomas tim timothy tobias todd tom tomas
    tony travis trevor tyler ulrich uwe vadim valery vernon victor viktor vincent vladimir volodymyr wallace
    walter warren wayne werner wilfred wilhelm will willem william winston wolfgang yuri yusuf zachary
""")


def get_gender_of_name(name: str) -> str | None:
    """Return "f" or "m" where the first word of a full name tells it, None of a surname alone."""
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    lower = first.lower()
    if lower in _FEMALE:
        return "f"
    return "m" if lower in _MALE else None


def is_first_name(word: str) -> bool:
    """Tell whether a word is one of the names."""
    return word.lower() in _FEMALE | _MALE
