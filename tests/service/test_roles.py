"""What a question asks about, and whether an article's speaker is meant."""

import pytest

from ingest.language import detect
from ingest.romanise import romanise, sound
from service.answering.role_names import is_another, is_known, matches_among
from service.answering.roles import Cast, SpeechAct, matches, mentions

ALIASES = {
    "HIST": "한빛과학기술연구원",
    "한빛연": "한빛과학기술연구원",
    "SERI": "새론전자통신연구원",
    "새론연": "새론전자통신연구원",
}
PYO = "표민서 부총리 겸 미래과학부 장관"
TAK = "탁지훈 미래과학부 차관"
SAGONG = "사공단 해양교통부 장관"
KUK = "국재하 한빛연 원장"
ASK, SAY = SpeechAct.ASK, SpeechAct.SAY


@pytest.mark.parametrize(
    ("question", "speaker", "addressee", "act"),
    [
        ("what did the minister ask HIST?", "the minister", "HIST", ASK),
        ("Who urged the companies to take back cells?", None, "the companies", ASK),
        ("What was HIST asked to do?", None, "HIST", ASK),
        ("What was the minister's request to HIST?", "the minister", "HIST", ASK),
        ("What did the minister want NIMR to do?", "the minister", "NIMR", ASK),
        ("What did Kuk Jae-ha say about the budget?", "Kuk Jae-ha", None, SAY),
        ("What has the mayor told reporters?", "the mayor", "reporters", SAY),
        ("What did the deputy prime minister promise?", "the deputy prime minister", None,
         SpeechAct.PROMISE),
        ("How did the vice minister respond to the union?", "the vice minister", "the union",
         SpeechAct.ANSWER),
        ("According to Seonu Dam, how long will it take?", "Seonu Dam", None, SAY),
        ("장관은 한빛연에 무엇을 주문했나?", "장관", "한빛연", ASK),
        ("표 부총리가 국재하 원장에게 당부한 것은?", "표 부총리", "국재하 원장", ASK),
        ("음서린 원장은 예산에 대해 뭐라고 했나?", "음서린 원장", None, SAY),
        ("누가 해솔조선에 작업 중지를 명령했나?", None, "해솔조선", ASK),
        ("한빛연이 장관에게서 요청받은 것은 무엇인가?", "장관", "한빛연", ASK),
        ("새론연에는 무엇을 요청했나?", None, "새론연", ASK),
        ("표민서 부총리가 새론연에 내라고 한 건 무엇인가요?", "표민서 부총리", "새론연", ASK),
        ("3월 방문 때 장관이 한빛연에 뭘 주문했지?", "장관", "한빛연", ASK),
        ("In August, what did the minister tell HIST to redo?", "the minister", "HIST", ASK),
        ("What does Gam Do-yun want HIST to send?", "Gam Do-yun", "HIST", ASK),
        ("국 원장의 답변은?", "국 원장", None, SpeechAct.ANSWER),
        ("사공단 장관이 해자연에 뭘 해 달라고 했어?", "사공단 장관", "해자연", ASK),
        ("장관님께서 한빛연에 요청하신 것은?", "장관", "한빛연", ASK),
        # No particle before the verb says who spoke.
        ("매로 의원도 인상을 요구했나?", "매로 의원", None, ASK),
        ("노조 뭐래?", "노조", None, SAY),
        ("예산에 대해 뭐라고 했어, 노조는?", "노조", None, SAY),
        ("정부에서는 뭐라고 했어?", "정부", None, SAY),
        ("노조 측에선 뭐라고 했어?", "노조 측", None, SAY),
        ("누가 노조 말도 들었다고 했나?", None, None, SAY),
        ("And Marrow said what?", "Marrow", None, SAY),
        ("What was the response from the union?", "the union", None, SpeechAct.ANSWER),
        ("What response came from Haesol Shipbuilding?", "Haesol Shipbuilding", None,
         SpeechAct.ANSWER),
        ("Any reply from Kuk Jae-ha to the committee about the delay?", "Kuk Jae-ha",
         "the committee", SpeechAct.ANSWER),
        ("What was the reaction from the director of HIST?", "the director of HIST", None, SAY),
        ("What was the statement issued by the minister on fees?", "the minister", None, SAY),
        ("Which comments from residents were heard?", "residents", None, SAY),
        ("Was there a response from anyone?", None, None, SpeechAct.ANSWER),
        # The first that is spoken of is asked for.
        ("What was the union's reaction to the statement by the minister?", "the union",
         "the statement", SAY),
        ("What was the response from the minister to HIST's request?", "the minister", None,
         SpeechAct.ANSWER),
        # Whoever gets or hears something is spoken to.
        ("What reply did the minister get from HIST?", "HIST", "the minister", SpeechAct.ANSWER),
        ("Which instructions has NIMR received from Minister Sagong?", "Minister Sagong", "NIMR",
         ASK),
        ("What did residents hear about the ferry from the mayor?", "the mayor", "residents", SAY),
        ("What did HIST receive as a request from the minister?", "the minister", "HIST", ASK),
        ("What orders did the shipyard get from the minister?", "the minister", "the shipyard",
         ASK),
        ("What warning did the coast guard issue to fishers?", "the coast guard", "fishers",
         SAY),
        ("What demands did the union put to the company?", "the union", "the company", ASK),
        ("What request did the minister make of HIST in July?", "the minister", "HIST", ASK),
        ("What task did Jegal Eun-ho give HIST in the plan?", "Jegal Eun-ho", "HIST", ASK),
        ("What deadline did the minister set for HIST?", "the minister", "HIST", ASK),
        ("What comments did the mayor make yesterday?", "the mayor", None, SAY),
        # A name is given to nobody.
        ("What did Gaddafi call the air strikes?", "Gaddafi", None, SAY),
        ("What did the mayor call on the union to do?", "the mayor", "the union", ASK),
        # A paper's findings are nobody's words.
        ("According to the final findings, what burnt first?", None, None, None),
        ("장관은 한빛연으로부터 어떤 답변을 들었나?", "한빛연", "장관", SpeechAct.ANSWER),
        ("한빛연이 장관에게서 받은 지시는 무엇인가?", "장관", "한빛연", ASK),
        ("가온셀이 산업자원청에서 받은 요청은?", "산업자원청", "가온셀", ASK),
        ("장관이 받은 한빛연의 답은?", "한빛연", "장관", SpeechAct.ANSWER),
        ("장관이 들은 답은?", None, "장관", SpeechAct.ANSWER),
        ("장관은 원장에게서 무슨 말을 들었나?", "원장", "장관", SAY),
        ("장관 지시를 받은 원장의 답은?", "원장", None, SpeechAct.ANSWER),
        # Whose words they are, without 의.
        ("국 원장 답변은?", "국 원장", None, SpeechAct.ANSWER),
        ("회사 측 해명은 뭐였나?", "회사 측", None, SAY),
        ("노조위원장 말은 어땠는데?", "노조위원장", None, SAY),
        ("표민서 장관 발언 내용은?", "표민서 장관", None, SAY),
        ("장관 반응은 어땠어?", "장관", None, SAY),
        ("문건이 어떻게 빠져나갔는지 사령관 설명은?", "사령관", None, SAY),
        # Whoever is described by what is said, and not who is in what is said.
        ("측정만으로는 부족하다고 한 선박기술사는 무엇을 고치라고 했나?", "선박기술사", None, SAY),
        ("정부가 조사에 협조하지 않았다고 비판한 전직 대사는?", "전직 대사", None, SAY),
        ("해역에 개입하지 않겠다고 밝힌 연구원의 사무총장은?", "사무총장", None, SAY),
        ("봉투값을 올리지 말라고 한 의원 이름은?", "의원", None, ASK),
        ("장관이 늘리겠다고 말한 예산은?", "장관", None, SAY),
        ("법원한테는 뭐라고 했어?", None, "법원", SAY),
        ("원장 말로는 환자가 왜 늘었대?", "원장", None, SAY),
        # Who is asked for is nobody yet.
        ("관세를 면제해 달라고 한 사람은 누구인가요?", None, None, ASK),
        ("번디가 술을 마셨다고 말한 사람은?", None, None, SAY),
        ("누출을 처음 밝힌 기관은 어디인가?", None, None, SAY),
        # What somebody of an office does, news tells in words.
        ("장관이 해솔조선에 맡긴 과제는?", "장관", "해솔조선", ASK),
        ("Why does Gaoncell's CEO favour sodium?", "Gaoncell's CEO", None, SAY),
        ("How did the union leader contradict the shipyard chief's claim?", "the union leader",
         None, SAY),
        ("How much could the finance chief cut?", "the finance chief", None, SAY),
        ("What range did Gan Se-in give?", "Gan Se-in", None, SAY),
        ("What was Namgung Sol's argument against it?", "Namgung Sol", None, SAY),
        ("When could it pay, in the analyst's view?", "the analyst", None, SAY),
        ("What had to happen before Mayor Ong would permit any work?", "Mayor Ong", None, SAY),
        ("Can elderly foreign residents get a free shot?", None, None, None),
        # What is answered is nobody.
        ("How did the mayor respond to the call for free rides?", "the mayor", None,
         SpeechAct.ANSWER),
    ],
)  # fmt: skip
def test_the_roles_of_a_question(question, speaker, addressee, act):
    found = mentions(question, detect(question))
    assert (found.speaker, found.addressee, found.act) == (speaker, addressee, act)


@pytest.mark.parametrize(
    "question",
    [
        "양자컴퓨터 예산은 얼마인가?",
        "When does the bridge open?",
        "What is the budget of the quantum programme?",
        "한결대교는 언제 개통하나?",
        "김치찌개 맛있게 끓이는 법 알려줘",
        "What is the boiling point of ethanol?",
        "Under the plan announced in May, how many doses were to be imported?",
        "By what date does the committee plan to adopt its hearing report?",
        "When are their budget requests due?",
        "Did Mir Aerospace win the contract?",
        "Why does the bridge have three piers?",
        "What demand from abroad is expected?",
        "What orders did the shipyard receive from Norway?",
        "How much did HIST receive from the ministry?",
        "What did HIST get from the agreement?",
        "",
        "?",
    ],
)
def test_other_questions_have_no_roles(question):
    assert mentions(question, detect(question)) == Cast()


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the minister", PYO),
        ("deputy prime minister", PYO),
        ("Pyo Min-seo", PYO),
        ("Min-seo Pyo", PYO),
        ("Minister Pyo", PYO),
        ("표 장관", PYO),
        ("science minister", PYO),
        ("the vice minister", TAK),
        ("HIST", "한빛과학기술연구원"),
        ("HIST", KUK),
        ("the director of HIST", KUK),
        ("한빛연 원장", KUK),
        ("Kuk", KUK),
        ("국재하", "Kuk Jae-ha, president of HIST"),
        ("국 원장", "Kuk Jae-ha, president of HIST"),
        ("Gaoncell", "가온셀"),
        ("Gaoncell's CEO", "설기백 가온셀 대표"),
        ("Haesol Shipbuilding", "해솔조선"),
        ("the Ministry of Sea and Transport", "해양교통부"),
        ("the institute", "한빛과학기술연구원"),
        ("the union leader", "엄두레 해솔조선 노조위원장"),
        ("the mayor", "옹해진 해솔시장"),
        ("the spokesperson", "봉수연 미래과학부 대변인"),
        ("Park Ji-sung", "박지성 선수"),
        ("Lee Min-ho", "이민호 의원"),
        ("Hwangbo Yul", "황보율 미르항공우주 부사장"),
        ("reporters", "기자들"),
        ("the companies", "기업들"),
        ("새론연 원장", "음서린 원장"),  # of what, the article has said before
        ("the fishing village head", "팽나루 어촌계장"),
        ("the bureau chief", "재기처 예산총괄국장 시원겸"),
        ("각 부처", "부처"),
        ("조선소 대표", "모하진 해솔조선 대표이사"),
        ("제약사", "온새미제약"),
        ("회사 측", "해솔조선"),
        ("기관장", "제갈은호 산업자원청장"),
        ("every bank", "the bank"),
        # In the other language, by what the glossary calls them and by how names sound.
        ("the fire chief", "소담소방서 국다온 서장"),
        ("교장들", "headteachers"),
        ("슈퍼마켓", "supermarkets"),
        ("the farmers", "농민들"),
        ("어민연맹", "the Fishermen's Federation"),
        ("조선소", "the shipyard"),
        ("산업장관", "Industry Minister Paloma Iversen"),
        ("경제장관", "Economy Minister Luca Ferreira"),
        ("Housing Secretary", "주택부 장관"),
        ("소콜로바 총리", "Sokolova"),
        ("Dr Ban Di-sol", "농업기술원 환경과장 반디솔 박사"),
        ("Superintendent Bin Ma-ro", "빈마로 총경"),
        ("배달노조 위원장", "Union chair Heuk Su-jin"),
        ("이사회 의장", "chair, Leonora Tzschirner"),
        # A full name, of which the article has a part.
        ("사공해라 장관", "사공 장관"),
        ("탄보라 위원장", "위원장"),
        ("Kim Min-ho", "김 의원"),
        # What an office is of, in part.
        ("소방서장", "샛별소방서 하겨울 서장"),
        ("번영회장", "중앙상가번영회 독고철 회장"),
    ],
)
def test_the_same_people_match(phrase, name):
    assert 0.5 <= matches(phrase, name, ALIASES) <= 1.0


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the minister", TAK),
        ("the vice minister", PYO),
        ("Minister Pyo", SAGONG),
        ("표 장관", SAGONG),
        ("the health minister", SAGONG),
        ("해양교통부 장관", PYO),
        ("국재하 원장", "음서린 새론연 원장"),
        ("한빛연 원장", "음서린 새론전자통신연구원 원장"),
        ("president of SERI", KUK),
        ("HIST", "새론전자통신연구원"),
        ("HIST", "Nuri Institute of Standards and Measurement"),
        ("새론연", "the Hanbit Institute of Science and Technology"),
        ("minister", "Vice Minister Pyeon Ha-ram"),
        ("Kim Min-ho", "이민호 의원"),
        ("제약사", "해솔조선"),
        ("산업장관", "Health Minister Paloma Iversen"),
        ("the fire chief", "해솔경찰서 국다온 서장"),
        ("농민들", "fishermen"),
        ("소콜로바 총리", "Merriweather"),
        ("사공해라 장관", "표 장관"),
        ("국재하 원장", "음 원장"),
        ("조선소 대표", "지온 다온은행 대표"),
        ("", PYO),
    ],
)
def test_other_people_do_not(phrase, name):
    assert matches(phrase, name, ALIASES) == 0.0


def test_a_full_name_outranks_a_title_and_a_title_its_institute():
    name = matches("국재하 원장", KUK, ALIASES)
    title = matches("원장", KUK, ALIASES)
    institute = matches("HIST", KUK, ALIASES)
    assert name > title > institute > 0


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [("국재하", "kukjaeha"), ("황보율", "hwangboyul"), ("음서린", "eumseorin")],
)
def test_hangul_is_spelt_by_the_revised_romanisation(hangul, latin):
    assert romanise(hangul).replace("g", "k", 1) == latin.replace("g", "k", 1)


@pytest.mark.parametrize(
    ("one", "other"), [("Park", "박"), ("Kuk Jae-ha", "국재하"), ("Tak", "탁")]
)
def test_usual_spellings_sound_alike(one, other):
    assert sound(one) == sound(romanise(other))


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("국재하 원장", "국재하 원장 측 관계자"),
        ("국 원장", "국 원장 측"),
        ("국 원장", "국재하 원장 변호인"),
        ("국재하 원장 변호인", "국재하 원장"),
        ("Kuk Jae-ha", "A spokesperson for Kuk Jae-ha"),
        ("Mayor Eo", "The office of Mayor Eo Yun-chae"),
        ("Kuk Jae-ha", "Kuk Jae-ha’s lawyer"),
    ],
)
def test_who_speaks_for_a_person_is_meant_less_than_that_person(phrase, name):
    assert 0 < matches(phrase, name, {}) < 0.9


def test_who_speaks_for_a_person_is_meant_by_the_same_words_and_by_a_name_of_their_own():
    assert matches("국 원장 측", "국 원장 측", {}) == 1.0
    assert matches("Pyo Min-seo", "Pyo Min-seo, a lawyer for Kuk Jae-ha", {}) == 1.0
    assert matches("Kuk Jae-ha", "Pyo Min-seo, a lawyer for Kuk Jae-ha", {}) == 0.0


def test_of_heads_of_one_place_the_one_of_the_office_is_meant():
    heads = ["모하진 해솔조선 대표", "엄두레 해솔조선 노조위원장"]
    assert [*matches_among("조선소 대표", heads, {}).values()] == [0.8, 0.0]
    assert [*matches_among("해솔조선 노조위원장", heads, {}).values()] == [0.0, 0.8]
    # English has one word for both.
    assert min(matches_among("the head of Haesol Shipbuilding", heads, {}).values()) > 0


@pytest.mark.parametrize("phrase", ["장관님", "표 장관님", "표민서 장관님"])
def test_whoever_is_spoken_of_politely_is_meant(phrase):
    assert matches(phrase, PYO, {}) == matches(phrase.removesuffix("님"), PYO, {}) > 0


@pytest.mark.parametrize(
    ("phrase", "known"),
    [
        ("HIST", True),
        ("한빛과학기술연구원", True),
        ("해솔조선", True),
        ("Sagong Dan", True),
        ("두레클라우드", False),
        ("the company", False),
        ("회사 측", False),
    ],
)
def test_whoever_the_documents_name_is_known(phrase, known):
    assert is_known(phrase, [SAGONG, "해솔조선", "회사"], ALIASES) is known


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("HIST", "새론전자통신연구원"),
        ("HIST", "Nuri Institute of Standards and Measurement"),
        ("한빛연", "해솔조선"),
        ("Mir Aerospace", "국립해양자원연구소"),
        ("Haesol Shipbuilding", "Haesol City"),
        ("국재하 원장", "음서린 원장"),
        ("표민서 장관", TAK),
        ("HIST", "음서린 새론연 원장"),
    ],
)
def test_a_name_that_does_not_match_is_another_s(phrase, name):
    assert is_another(phrase, name, ALIASES)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("HIST", "한빛과학기술연구원"),
        ("HIST", "the Hanbit Institute of Science and Technology"),
        ("HIST", KUK),  # its head
        ("HIST", "어윤채 팀장"),  # who may be of theirs
        ("Mir Aerospace", "Mir"),
        ("HIST", "연구진"),
        ("HIST", "researchers"),
        ("해솔조선", "회사"),
        ("해솔조선", "the company"),
        ("국재하 원장", "한빛연"),  # his
    ],
)
def test_who_may_be_meant_in_other_words_is_not_another(phrase, name):
    assert not is_another(phrase, name, ALIASES)
