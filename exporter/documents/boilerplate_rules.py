"""What boilerplate looks like: named patterns for whole lines that are no part of an article."""

import re

from exporter.documents.rules import AGENCY, NAME, Rule, compile_rule

_SITE = (
    r"(?:Twitter|Facebook|Instagram|LinkedIn|YouTube|TikTok|Telegram|WhatsApp|Threads|Bluesky|Mastodon"
    r"|Snapchat|Pinterest|Google News|X)\b"
)
_SHARE_WORD = rf"{_SITE}|share|tweet|e-?mail|print|save|pin|copy|link|comments?|on|via|this"
_LETTER = (
    r"(?:newsletters?|e-?mails?|(?:e-?mail|news) alerts?|briefings?|bulletins?|digest|podcast|channel"
    r"|inbox|updates|notifications|mailing list)\b"
)
_STORY = r"(?:article|story|report|piece|column|interview|post|dispatch|essay|page)"
_ADVERT = (
    r"(?:ads?|advertisements?|advertising|advertorial|paid (?:post|content)"
    r"|(?:sponsored|promoted)(?: (?:content|post|link|by [^.?!]{1,40}))?)"
)
_BREAK = r"(?:the |this |our )?(?:ads?|advertisement|(?:newsletter )?promotion|newsletter|video|image|photo|gallery)\b"
_GO_ON = (
    rf"(?:(?:this )?(?:{_STORY} continues|continues?(?: reading)?) (?:below|after|under)(?: {_BREAK})?"
    r"|(?:keep |continue )?(?:scrolling|scroll|swipe)(?: down)? (?:(?:to|for) [^.?!]{1,60}|below))"
)
_NAMES = (
    rf"(?>{NAME}|and|&|in|of|the|from|for|with|by|additional|reporting|writing|editing"
    r"|translation|de|van|von)"
)

_CREDITED = rf"{NAME}(?: {NAME}){{0,4}}"

BOILERPLATE_RULES = (
    Rule(
        "advertisement",
        compile_rule(rf"(?:skip |end of )?{_ADVERT}\W*|(?:{_ADVERT}\s?\W{{1,3}}\s?)?(?:please )?{_GO_ON}\W*"),
    ),
    Rule(
        "read-more",
        compile_rule(
            r"(?:read more|read also|read next|also read|see also|see more|more on this(?: story"
            r"| topic)?|further reading"
            r"|you (?:may|might) also like|recommended for you|in case you missed it|icymi"
            r"|related(?: (?:stories|articles?|coverage|links?|content|reading|topics|story|posts?|news|video))?)"
            r"(?:\W*|\s*[:|»–—]\s*.{1,250})"
        ),
        is_speech_free=False,
    ),
    Rule(
        "read-more-capitals",
        compile_rule(r"(?:READ|MORE|WATCH|LISTEN|RELATED|GALLERY)\s*:\s*.{1,200}", re.RegexFlag(0)),
        is_speech_free=False,
    ),
    Rule(
        "read-elsewhere",
        compile_rule(
            r"(?:please )?(?:read more (?:here|at|on|about|from|in)\b|(?:continue|keep) reading\b"
            r"|read (?:the|her|his|their|our) (?:full|original|whole|entire|complete|rest of (?:the|this"
            r"|his|her)) \w"
            r"|click (?:here|on the link|the link)(?: below)? (?:to|for) )[^.?!]{0,120}\W*"
        ),
    ),
    Rule(
        "watch-elsewhere",
        compile_rule(
            r"(?:watch|see|listen to|read) (?:the|a|an|it|more|his|her|their) [^.?!\"“”]{0,80}"
            r"\b(?:above|below|here)\W*|(?:watch|listen|read) (?:above|below|here)\W*"
        ),
    ),
    Rule(
        "update-note",
        compile_rule(
            rf"this {_STORY} (?:has been|was|will be) (?:updated|corrected)\b[^\"“”]{{0,200}}"
            rf"|this is a (?:developing|breaking) (?:news )?story\b.{{0,80}}"
        ),
    ),
    Rule("message-from", compile_rule(r"an? (?:\w+ )?message from [^.?!]{1,80}"), reach="block"),
    Rule(
        "dear-readers",
        compile_rule(r"dear (?:[\w'’]+ ){0,4}(?:readers?|supporters?|subscribers?)\W*"),
        reach="block",
    ),
    Rule(
        "appeal-heading",
        compile_rule(
            r"(?:we need your (?:help|support)|support (?:us|our [\w ]{1,40}|independent [\w ]{1,40})"
            r"|before you go"
            r"|an? (?:note|appeal|word) to (?:our |all )?readers|why (?:you should )?support us"
            r"|help us [\w ]{1,50}"
            r"|will you (?:help|support) us)\W*"
        ),
        reach="block",
    ),
    Rule(
        "donate",
        compile_rule(
            r"(?:please )?(?:consider (?:making|giving)|make|give) an? (?:[\w-]+ ){0,3}(?:donation"
            r"|contribution|gift)\b"
            r"(?: (?:to|today|now|here|and|so|of|if|by)\b.{0,150})?\W*|donate(?: (?:now|today|here|to us"
            r"|via \w+))?\W*"
        ),
    ),
    Rule(
        "donation-link",
        compile_rule(
            r"[^\"“”]{0,250}\b(?:support [^.?!]{1,60} with|consider|make|making|give) an? (?:[\w-]+ ){0,2}"
            r"(?:donation|contribution)\b[^.?!\"“”]{0,40}https?://\S{1,150}"
        ),
    ),
    Rule(
        "support-journalism",
        compile_rule(
            r"(?:please )?(?:help )?support (?:our|independent|local|quality|free|nonprofit|non-profit"
            r"|investigative|fearless)"
            r" (?:[\w-]+ ){0,3}(?:journalism|journalists|newsroom|reporting|reporters|media)\b.{0,150}"
        ),
    ),
    Rule(
        "if-you-value",
        compile_rule(
            r"(?:[^.?!\"“”]{1,120}[.?!] )?if you "
            r"(?=.{0,200}\b(?:please|consider|subscribe|donate|support us|sign up|become a|chip in)\b)"
            r"(?=.{0,200}\b(?:our|us|newsletter|journalism|reporting|this (?:article|story))\b)"
            r"(?:value|enjoy|enjoyed|like|liked|appreciate|appreciated|believe in|found|can,)\b.{1,300}"
        ),
    ),
    Rule(
        "become-a-member",
        compile_rule(
            r"become an? (?:[\w-]+ ){0,2}(?:member|supporter|subscriber|patron)"
            r"(?: (?:of|today|now|for|from|to|here|and)\b.{0,100})?\W*"
        ),
    ),
    Rule(
        "newsletter",
        compile_rule(
            rf"(?:please |for more, )?(?:sign up|subscribe|register)(?: (?:here|now|today|free))? (?:for|to"
            rf"|with)\b.{{0,80}}\b{_LETTER}"
            rf".{{0,120}}|sign up(?: (?:here|now|today))?\W*|newsletter(?: sign-?up)?\W*"
            r"|get .{1,100} (?:in|into|to|sent to|delivered to|straight to) your (?:inbox|e-?mail"
            r"|mailbox|phone)\b.{0,80}"
            r"|(?:want|liked?|enjoy(?:ed|ing)) .{1,100}\? (?:sign up|subscribe)\b.{0,120}"
        ),
    ),
    Rule(
        "subscribe",
        compile_rule(
            r"(?:please )?subscribe(?: (?:now|today|here)|(?: today| now)? to (?:our|read|unlock"
            r"|continue|keep)\b.{1,100})?\W*"
            r"|(?:already|not) an? (?:subscriber|member)(?: yet)?\?.{0,60}"
            rf"|this {_STORY} is (?:for|only for|available to|exclusive to"
            rf"|reserved for) [\w ]{{0,20}}(?:subscribers|members)\b.{{0,60}}"
        ),
    ),
    Rule(
        "follow-us",
        compile_rule(
            rf"(?:you can )?(?:follow|like|find|join|connect with) .{{1,80}} on {_SITE}(?:(?:, and| and"
            rf"| or| &|,) (?:on )?"
            rf"{_SITE}){{0,5}}(?:(?: at|:|,| )*[( ]?@\w{{1,30}}\)?| here)?\W*"
            rf"|follow us(?: on social media)?\W*"
        ),
    ),
    Rule(
        "share",
        compile_rule(
            rf"(?:share|print|e-?mail|tweet|save|bookmark|comment on) this(?: {_STORY}| link)?(?: (?:on"
            rf"|via|by|with) .{{1,40}})?\W*"
            rf"|(?:{_SHARE_WORD})(?:[\s|/,•·–—-]++(?:{_SHARE_WORD})(?!\w))++\W*"
            rf"|share (?:on|via) {_SITE}\W*|(?:share|tweet|leave a comment|(?:view|show"
            rf"|\d{{1,5}}) comments|comments are closed)\W*"
        ),
    ),
    Rule("copyright", compile_rule(r"(?:©|\(c\) ?\d{4}\b|copyright (?:©|\(c\)|\d{4}\b)).{0,250}")),
    Rule(
        "rights-reserved",
        compile_rule(r"(?:.{0,150}[.,;©|\d] )?All [Rr]ights [Rr]eserved\b.{0,80}", re.RegexFlag(0)),
    ),
    Rule(
        "reuse",
        compile_rule(
            rf"this (?:material|content|{_STORY}) may not be (?:published|reproduced|broadcast|copied"
            rf"|rewritten).{{0,150}}"
            rf"|this {_STORY} (?:may|can) be (?:freely )?(?:re)?(?:published|printed|posted|used)\b.{{0,200}}"
            r"|(?:republished|reprinted|reproduced|used) with (?:the )?(?:kind )?permission\b.{0,100}"
        ),
    ),
    Rule(
        "republication",
        compile_rule(
            rf"this {_STORY} (?:was |has been |is )?(?:originally |first |also |previously |originally "
            rf"|re){{0,2}}"
            r"(?:published|appeared|ran|posted|republished|reprinted|produced) (?:in|on|by|at|from"
            r"|as part of)\b.{1,200}"
            r"|(?:originally|first|previously) (?:published|appeared|posted) (?:in|on|by|at)\b.{1,150}"
        ),
    ),
    Rule(
        "agency-credits",
        compile_rule(
            r"\((?:[^()]{0,60}\b)?(?:reporting|editing|writing|compiled|translated|translation|written"
            r"|edited) by"
            r" [^()]{1,350}\)\W*"
        ),
        is_speech_free=False,
    ),
    Rule(
        "credits",
        compile_rule(
            r"(?:(?:Additional|With|Further|With additional) )?(?:[Rr]eporting|Writing|Editing|Research"
            r"|Translation"
            rf"|Translated|Compiled|Edited) by {NAME}(?:[\s,;]++{_NAMES}(?!\w))*+"
            r"(?:\W+(?:©|Copyright\b)[^.?!]{0,80})?\W*",
            re.RegexFlag(0),
        ),
    ),
    Rule(
        "contributed",
        compile_rule(
            rf"[^\"“”?!]{{1,200}} contributed (?:(?:reporting |research )?(?:to|for) (?:this|the) {_STORY}"
            r"|reporting|research)(?: (?:from|in) [^.]{1,60})?\W*|contributing\s*:\s*.{1,150}"
        ),
    ),
    Rule(
        "photo-credit",
        compile_rule(
            r"(?:photo|photograph|image|picture|illustration|graphic|video)s?(?: (?:credit|courtesy"
            r"|source|by))?s?\s*[:/|]"
            r"\s*[^.?!]{1,120}\W*"
            rf"|\(?{AGENCY}(?: File)?(?: Photos?| Images?)?\s?/\s?[^.?!]{{1,60}}\W*"
            rf"|[^.?!]{{1,60}}\s?/\s?{AGENCY}(?: Photo)?\W*"
        ),
    ),
    Rule(
        "photo-by",
        compile_rule(
            rf"\(?(?:Photo|Photograph|Image|Illustration)s? (?:by|courtesy of|via|from) {NAME}(?:[\s,;/"
            rf"|]++{_NAMES}(?!\w))*+\W*",
            re.RegexFlag(0),
        ),
    ),
    Rule(
        "caption",
        compile_rule(
            r"(?:(?:FILE|Archive|File)(?: PHOTO| photo)?\s*[:–—-]"
            r"|(?:PHOTO|Photo|Photograph|Image|Picture|Caption)s?:)\s.{1,300}"
            rf"|.{{1,300}}[.?!]\s\((?:AP Photo|{_CREDITED}|{AGENCY})\s?/\s?{_CREDITED}(?:, File)?\)"
            rf"|.{{1,300}}[.?!]?\s\(?(?:Photo|Photograph|Image|Picture)(?:s? by|s? courtesy of|:)\s{_CREDITED}"
            rf"(?:\s?/\s?{_CREDITED})?\)?|Credit:\s.{{1,80}}|{NAME} {_CREDITED}\s?/\s?{_CREDITED}",
            re.RegexFlag(0),
        ),
    ),
    Rule(
        "cookies",
        compile_rule(
            r"(?:we|this (?:site|website|page)|our (?:site|website))(?: and our [\w ]{1,30})? (?:use"
            r"|uses|store|stores) cookies\b"
            r".{0,450}|by (?:continuing|using|clicking|accepting|browsing|signing up|subscribing"
            r"|submitting)\b"
            r"(?=.{0,150}\b(?:you|our)\b).{1,150}\b(?:cookies|privacy policy|terms of (?:use|service)"
            r"|terms and conditions)\b"
            r".{0,200}|(?:accept|reject|manage|allow)(?: all)? (?:cookies|cookie settings|preferences)\W*"
            r"|(?:cookie|privacy) (?:policy|notice|settings)\W*|terms of (?:use|service)\W*"
        ),
    ),
    Rule(
        "dismiss",
        compile_rule(
            r"(?:remind me (?:later|tomorrow|next (?:week|month))|maybe later|no,? thanks|not now"
            r"|skip to (?:main )?content|back to (?:the )?top)\W*"
        ),
    ),
    Rule(
        "contact",
        compile_rule(
            r"(?:you can )?(?:contact|reach|e-?mail|write to) .{1,80} (?:at|on|via):?\s\S{1,60}@\S{1,60}"
            r"|(?:contact|e-?mail)\s*:\s*\S{1,60}@\S{1,60}"
            r"|(?:got|have|do you have) (?:an? |any )?(?:news |confidential |story )?tips?\b.{0,40}\?.{0,150}"
        ),
    ),
    Rule(
        "thank-you",
        compile_rule(r"thank you for (?:reading|subscribing|standing with us|your support)\b[^.?!]{0,80}\W*"),
    ),
    Rule(
        "apps-and-accounts",
        compile_rule(
            r"(?:please )?(?:log in|sign in|create (?:an|a free) account)(?: or [\w ]{1,30})?"
            r"(?: to (?:comment|continue|read|reply|view)\b[^.?!]{0,50})?\W*|download (?:our"
            r"|the [\w ]{1,40}) app\b[^?!]{0,100}"
            r"|join our (?:[\w-]+ ){0,3}(?:channel|group|community)\b[^?!]{0,60}"
        ),
    ),
)
"""Lines that are no part of the article, wherever they stand."""

SPEECH = compile_rule(r"\b(?:said|says|say|told|tells|added|adds|wrote|writes|urged|according to)\b|[\"“”]")
"""What a line holds that reports speech."""

APPEAL = compile_rule(
    r"\b(?:support|donat\w{1,5}|contribut\w{1,5}|subscri\w{1,6}|journalism|journalists|newsroom|readers?"
    r"|newsletter|member\w{0,4}"
    r"|(?:we|us|our|you|your)\b)"
)
"""The vocabulary of appeals to the reader."""

STRONG_APPEAL = compile_rule(
    r"\b(?:(?:support|donat\w{1,5}|contribution|subscri\w{1,6}|help)\b.{0,80}\b(?:us|our|journalism"
    r"|newsroom|today|monthly)"
    r"|(?:your|our|independent) (?:\w+ )?(?:support|journalism|newsroom|reporting|readers|contribution"
    r"|newsletter))\b"
)
"""What proves that a block is an appeal."""
