"""Whose words, to whom, an English question asks about."""

from __future__ import annotations

import re

from ingest.reporting_verbs import SpeechAct, act_of, english_lemma
from ingest.word_lists import listed
from service.answering.cast import Cast
from service.answering.role_profile import names_somebody
from service.answering.role_words import ENGLISH_TITLE

_AUX = re.compile(
    r"(?<!\S)(?:did|does|do|has|have|had|will|would|was|were|is|are)(?=\s)", re.IGNORECASE
)
# "Under the plan announced in May": the verb describes what stands before it.
_CIRCUMSTANCE = re.compile(r"\s*(?:under|in|on|at|after|before|for|by|with)\b", re.IGNORECASE)
# Only these are asked about in the passive ("What was HIST asked to do?").
_BE = frozenset({"was", "were", "is", "are"})
# Behind these words stands a noun ("the request"), whatever it looks like.
_PLAIN_NOUN = re.compile(
    r"(?:\b(?:the|a|an|any|this|that|what|which|new|their|its|hearing)|['’]s?)\s+$", re.IGNORECASE
)
_PASSIVE_VERBS = frozenset({"ask", "tell", "order", "urge", "request", "instruct", "require"})
_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are|get|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_STOP = re.compile(
    r"\s*(?:\b(?:to|about|that|for|in|on|at|by|regarding|when|during|after|before|over|concerning|"
    r"whether|if|with|from|of|as|do|not|and(?! [A-Z])|"
    r"because|what|this|last|next|once)\b|[?,.;:]|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_ASKED = re.compile(
    r"\b(?:who|whom|what|which|how|why|when|where|any(?:body|one)|else)\b", re.IGNORECASE
)
# Before a subject whose verb has no auxiliary ("And what Marrow said?", "What about what ...").
_LEAD = re.compile(
    r"^\s*(?:(?:and|but|so|then|what about|how about|what|how|why|when|where)\b[ ,]*)+",
    re.IGNORECASE,
)
# "What had to happen before the mayor would agree?": it is the mayor's words that may tell.
_HAPPENED = re.compile(r"^to .*?\b(?:before|after|until|till) ", re.IGNORECASE)
# "According to the survey": nobody's words, but what a paper has found.
_PAPERS = listed(
    """
    agreement analysis announcement article articles bill book budget census data definition design
    document documents draft estimate estimates figures finding findings forecast forecasts
    guideline guidelines inquiry inquiries investigation law laws measure notice paper papers plan
    plans poll polls proposal record records regulation regulations release report reports result
    results review rule rules schedule statistics story study studies survey surveys text theory
    timetable
    """
)
_SOURCE = re.compile(r"\baccording to (?P<who>(?:the )?[\w'’.\- ]{2,60}?)(?=[,?]|$)", re.IGNORECASE)
# Behind an auxiliary: somebody of an office, with a name or without, or a person's two names.
_OFFICER = re.compile(
    r"(?i:\b(?:did|does|do|has|have|had|will|would|can|could|should|must|may|might))\s+"
    r"(?P<who>(?:the )?(?:[\w.&’'-]+ ){0,4}?"
    + rf"(?i:{ENGLISH_TITLE.pattern})(?: [A-Z][\w-]+){{0,3}}"
    + r"|[A-Z][\w’'-]+ [A-Z][\w-]+)(?= [a-z])"
)
# "Can foreign residents get a free shot?": nobody of an office, but a kind of people.
_ANY_OF_A_KIND = re.compile(r"(?!the )[a-z].*[^s]s")
_UTTERANCE = (
    r"requests?|promises?|pledges?|replies|reply|answers?|responses?|comments?|remarks?|statements?"
    r"|messages?|appeals?|arguments?|explanations?|reactions?|claims?|warnings?"
)
_TO = r"(?P<to>(?:the )?[A-Z][\w.\- ]*?|the \w+)"
_OWNED = re.compile(
    rf"(?P<who>(?:the )?[\w.\- ]{{2,50}}?)['’]s? (?P<noun>{_UTTERANCE}|demands?|orders?|views?"
    rf"|position|stance)\b(?: (?:to|for|of) {_TO})?(?=[ ?,]|$)",
    re.IGNORECASE,
)
_UNTIL = (
    r"(?= (?:to|for|on|about|over|regarding|concerning|in|at|during|after|before|when|while"
    r"|because|this|last|was|were|is|are|has|have|had|did)\b|[?,;:]|\.?$)"
)
# "What response came from the union?"; a demand or a view from somewhere is nobody's words.
_FROM = re.compile(
    rf"\b(?P<noun>{_UTTERANCE})(?: (?:has|have|had|was|were))?"
    r"(?: (?:come|came|given|made|issued|sent|received))? (?:from|by) "
    rf"(?P<who>[\w'’.&\- ]{{2,60}}?)(?: to {_TO})?" + _UNTIL,
    re.IGNORECASE,
)
# What is given to somebody is asked of them.
_TASK = r"tasks?|jobs?|assignments?|homework|deadlines?|missions?"
# "What reply did the minister get from HIST?", "What did she hear from the director?"
_RECEIVED = re.compile(
    rf"(?:\b(?P<noun>{_UTTERANCE}|demands?|orders?|instructions?)\b[^?]*? )?"
    r"\b(?:did|does|do|has|have|had) (?P<to>[\w'’.&\- ]{2,60}?) "
    r"(?:(?P<heard>hear|heard)|get|got|receive|received)\b"
    rf"(?: [\w'’ ]*?(?P<later>{_UTTERANCE}|demands?|orders?|instructions?))?(?: [\w'’ ]+?)?? from "
    r"(?P<who>[\w'’.&\- ]{2,60}?)" + _UNTIL,
    re.IGNORECASE,
)
# "What warning did the coast guard issue to fishers?", "What demands did the union make?"
_GAVE = re.compile(
    rf"\b(?P<noun>{_UTTERANCE}|demands?|orders?|instructions?|advice|criticism|{_TASK})"
    r" (?:did|does|do|has|have|had|will) (?P<who>[\w'’.&\- ]{2,60}?) "
    r"(?:give|given|make|made|issue|issued|put|send|sent|offer|offered|have|had|set)"
    rf"(?: (?:to|of) {_TO}| (?:for )?(?P<direct>(?-i:(?:the )?[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)))?"
    + _UNTIL,
    re.IGNORECASE,
)
# "What orders did the shipyard get from Norway?"
_TRADED = re.compile(r"orders?|demands?", re.IGNORECASE)
# Verbs of questions that the reporting verbs of articles do not list.
_MORE = {"want": SpeechAct.ASK, "wanted": SpeechAct.ASK, "comment": SpeechAct.SAY}
_MORE |= {"respond": SpeechAct.ANSWER, "think": SpeechAct.SAY, "mention": SpeechAct.SAY}
# "tell HIST to redo": telling somebody to do something is asking.
_TO_DO = re.compile(r"^ [^?,]{2,60}? to [a-z]")
_TO_VERBS = listed(
    """
    comment think mention say promise pledge reply respond answer propose recommend explain
    suggest
    """
)


_NO_ADDRESSEE = ("", "them", "him", "her", "it", "anything", "something")
# "Respond to the call": what is answered, and not who.
_UTTERED = re.compile(
    rf"\b(?:{_UTTERANCE}|calls?|criticism|demands?|questions?|proposals?|news)$", re.IGNORECASE
)


def english_cast(question: str) -> Cast:
    """The roles an English question speaks of."""
    handed_over = _received(question) or _given(question)
    if handed_over:
        return handed_over
    for match in _WORD.finditer(question):
        act = _act(match.group(), question[: match.start()])
        if act is not None:
            return _cast(question, match, act)
    officer = _of_an_officer(question)
    if officer:
        return officer
    utterance = _of_an_utterance(question)
    if utterance:
        return utterance
    source = _SOURCE.search(question)
    if source and source["who"].split()[-1].lower() not in _PAPERS:
        return Cast(source["who"].strip(), None, SpeechAct.SAY)
    return Cast()


def _received(question: str) -> Cast | None:
    """Whoever gets a reply is spoken to."""
    found = _RECEIVED.search(question)
    if found is None or not (noun := found["noun"] or found["later"] or found["heard"]):
        return None
    who = found["who"].strip()
    if _TRADED.match(noun) and not names_somebody(who):
        return None
    return Cast(None if _ASKED.search(who) else who, found["to"].strip(), _act_of_noun(noun))


def _given(question: str) -> Cast | None:
    found = _GAVE.search(question)
    if found is None or _ASKED.search(found["who"]):
        return None
    return Cast(found["who"].strip(), found["to"] or found["direct"], _act_of_noun(found["noun"]))


def _of_an_officer(question: str) -> Cast | None:
    """As in "Why does the mayor favour buses?": what somebody of an office does, news tells in
    words."""
    officers = (_HAPPENED.sub("", found["who"]) for found in _OFFICER.finditer(question))
    named = (who for who in officers if not _ANY_OF_A_KIND.fullmatch(who))
    who = next(filter(names_somebody, named), None)
    return None if who is None else Cast(who, None, SpeechAct.SAY, implied=True)


def _of_an_utterance(question: str) -> Cast | None:
    """As in "the minister's reply", "the reply from the minister"; the first that is spoken of."""
    found = filter(None, (pattern.search(question) for pattern in (_OWNED, _FROM)))
    first = min(found, key=lambda match: match.start("noun"), default=None)
    if first is None:
        return None
    who = _LEAD.sub("", first["who"][_last_auxiliary(first["who"]) :]).strip().removeprefix("in ")
    return Cast(None if _ASKED.search(who) else who, first["to"], _act_of_noun(first["noun"]))


def _last_auxiliary(phrase: str) -> int:
    return max((match.end() for match in _AUX.finditer(phrase)), default=0)


def _act_of_noun(noun: str) -> SpeechAct:
    """As in "request"; and "response", "statement", which are no verb's form."""
    act = act_of(english_lemma(noun.removesuffix("ions")))
    if act is not None:
        return act
    if re.fullmatch(_TASK, noun, re.IGNORECASE):
        return SpeechAct.ASK
    return SpeechAct.ANSWER if noun.lower().startswith("respon") else SpeechAct.SAY


def _act(word: str, before: str) -> SpeechAct | None:
    """The kind of speech a word of the question reports, if it is a verb that does."""
    if word[0].isupper():
        return None
    lemma = english_lemma(word)
    act = _MORE.get(word.lower()) or act_of(lemma)
    if act is None or _PLAIN_NOUN.search(before):
        return None
    auxiliaries = [match.group().lower() for match in _AUX.finditer(before)]
    last = auxiliaries[-1] if auxiliaries else None
    if last in _BE:  # "were to be announced", "points surveyed": described, not asked about
        return act if lemma in _PASSIVE_VERBS and _is_past(word) else None
    if last is None:  # "Who urged the companies": the past tense, behind its subject
        return act if _is_past(word) and not _CIRCUMSTANCE.match(before) else None
    subject = before[max(m.end() for m in _AUX.finditer(before)) :]
    return None if re.search(r"\b(?:to|that)\b", subject) or " than " in before else act


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in ("told", "said")


def _cast(question: str, verb: re.Match[str], act: SpeechAct) -> Cast:
    left, right = question[: verb.start()], question[verb.end() :]
    if _PASSIVE.search(left):
        by = re.search(
            r"\bby (?P<who>(?:the )?[\w'’.\- ]+?)(?=[?,]|\b(?:to|in|on|at|for)\b|$)", right
        )
        return Cast(by["who"].strip() if by else None, _subject(_PASSIVE.sub("", left), left), act)
    auxiliary = list(_AUX.finditer(left))
    if verb.group() in ("tell", "told") and _TO_DO.search(right):
        act = SpeechAct.ASK
    past = verb.group().endswith("ed") or verb.group() == "told"
    if auxiliary and past and auxiliary[-1].group().lower() in ("was", "were", "is", "are"):
        return Cast(None, _subject(left, left), act)  # "What was HIST asked to do?"
    lemma = english_lemma(verb.group()) or verb.group().lower()
    if lemma == "call" and not re.match(r" (?:for|on|upon)\b", right):
        return Cast(_subject(left, left), None, SpeechAct.SAY)  # "What did she call the plan?"
    return Cast(_subject(left, left), _object(right, lemma, act), act)


def _subject(left: str, whole: str) -> str | None:
    """Who stands before the verb: behind the auxiliary, or at the beginning."""
    auxiliaries = list(_AUX.finditer(whole))
    phrase = left[auxiliaries[-1].end() :] if auxiliaries else left
    if auxiliaries and not phrase.strip():
        phrase = left[: auxiliaries[-1].start()]
        earlier = _AUX.search(phrase)
        phrase = phrase[earlier.end() :] if earlier else phrase
    phrase = _LEAD.sub("", phrase)
    phrase = re.sub(r"^\s*(?:(?:on|in|at|when|after) [^,]+,)\s*", "", phrase, flags=re.IGNORECASE)
    phrase = re.sub(
        r"\b(?:also|first|later|then|publicly|formally|really|have|has|had)\b", "", phrase
    )
    phrase = " ".join(phrase.split()).strip(" ,")
    return None if not phrase or _ASKED.search(phrase) else phrase


def _object(right: str, lemma: str, act: SpeechAct) -> str | None:
    """Who is spoken to: right behind the verb, or behind "to" ("say to reporters")."""
    rest = right.lstrip()
    link = re.match(r"(?:on|from|of|to) (?=[A-Z]|the |reporters)", rest)
    if link:
        rest = rest[link.end() :]
    elif lemma in _TO_VERBS:
        later = (
            re.search(r"\bto (?=[A-Z]|the |reporters)", rest) if act is not SpeechAct.ASK else None
        )
        if lemma != "promise" and later is None:
            return None
        rest = rest[later.end() :] if later else rest
    stop = _STOP.search(rest)
    phrase = rest[: stop.start()].strip() if stop else rest.strip()
    nobody = phrase.lower() in _NO_ADDRESSEE or (
        act is SpeechAct.ANSWER and _UTTERED.search(phrase) is not None
    )
    return None if nobody or _ASKED.search(phrase) else phrase
