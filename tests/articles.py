"""The invented articles the served tests ask about, and what stands in them."""

# An emoji is one code point and two UTF-16 units: everything after it has two different offsets.
ROCKET_QUOTE = "표민서 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다."
ROCKET = {
    "title": "미과부 장관, 한빛과학기술연구원 방문",
    "source": "rocket.md",
    "published_at": "2026-03-13T09:00:00+09:00",
    "text": (
        "🚀🛰️ 표민서 미래과학부 장관이 13일 한빛과학기술연구원(HIST)을 찾았다.\n\n"
        f"{ROCKET_QUOTE} 국재하 한빛과학기술연구원장은 “검토하겠다”고 답했다.\n\n"
        "이날 방문에는 연구원 직원 40여 명이 함께했다."
    ),
}
BRIDGE_SENTENCE = "해양교통부는 한결대교 개통을 2026년 11월로 석 달 늦춘다고 20일 밝혔다."
BRIDGE = {
    "title": "한결대교 개통 석 달 연기",
    "source": "bridge.txt",
    "published_at": "2026-04-20T10:00:00+09:00",
    "text": (
        f"{BRIDGE_SENTENCE} 사공단 해양교통부 장관은 “강풍 때문에 케이블 공사가 밀렸다”고 설명했다."
        "\n\n공사비는 그대로 4,200억 원이다."
    ),
}
HARBOUR_SENTENCE = "The harbour of Nuri opened on Monday after four years of dredging work."
HARBOUR = {
    "title": "Nuri harbour opens",
    "source": "harbour.md",
    "published_at": "2026-05-04T12:00:00+09:00",
    "text": f"{HARBOUR_SENTENCE}\n\nThe new quay can hold two ferries at once, the ministry said.",
}
VACCINE = {
    "title": "독감백신 9월 22일부터 접종",
    "source": "vaccine.html",
    "published_at": "2026-05-12T09:00:00+09:00",
    "text": (
        "보건돌봄부는 올가을 독감백신 1,180만 도즈를 공급한다고 밝혔다. "
        "접종은 9월 22일 어르신부터 시작한다.\n\n"
        "남궁솔 보건돌봄부 장관은 “맞고 싶은 사람이 기다리는 일이 없게 하겠다”고 말했다."
    ),
}
ARTICLES = (ROCKET, BRIDGE, HARBOUR, VACCINE)
MINISTER_QUESTION = "표민서 장관은 국재하 원장에게 무엇을 요청했나?"
MINISTER_QUESTION_EN = "What did minister Pyo Min-seo ask the head of HIST?"
UNANSWERED_QUESTION = "오늘 점심 메뉴로 나온 냉면 가격은 얼마인가?"
