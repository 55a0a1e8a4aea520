// Why a line is none of its article, in words: the reasons of ingest/reasons.py in both languages.

import { language } from "./i18n.js";

export const REASONS = {
  ko: {
    "skip link": "바로가기 링크", "advertisement": "광고", "player": "재생기", "credits": "사진·제작 표기",
    "appeal to the reader": "독자에게 하는 말(구독, 제보 등)", "reporter line": "기자 이름", "tags": "태그",
    "note by the site": "사이트의 알림", "weather": "날씨", "copyright": "저작권 표시", "sign-off": "맺음 인사",
    "site footer": "사이트 하단 정보", "date line": "날짜", "date label": "날짜 표시", "counter": "조회·댓글 수",
    "buttons": "버튼", "summary by a machine": "기계가 만든 요약", "headline repeated": "되풀이한 제목",
    "above the headline": "제목 위", "publisher's name": "발행처 이름", "menu": "메뉴",
    "breaking-news ticker": "속보 띠", "readers' comments": "독자 댓글", "other articles": "다른 기사",
    "repeated": "되풀이한 줄", "element": "HTML 요소", "role": "요소의 역할", "element named": "요소의 이름",
    "links to other pages": "다른 페이지로 가는 링크", "outside the article": "기사 바깥",
    "page header or footer": "머리말이나 꼬리말", "page header": "머리말", "page footer": "꼬리말",
    "comment": "메모", "hidden comment": "숨은 설명", "picture": "그림", "attachment": "첨부 파일(문서로 따로 저장)",
    "attachment that is no document": "문서가 아닌 첨부 파일",
  },
  en: {
    "skip link": "link to skip the menu", "advertisement": "advertisement", "player": "player", "credits": "credits",
    "appeal to the reader": "appeal to the reader", "reporter line": "reporter's line", "tags": "tags",
    "note by the site": "note by the site", "weather": "weather", "copyright": "copyright", "sign-off": "sign-off",
    "site footer": "site's footer", "date line": "date", "date label": "label of a date", "counter": "counter",
    "buttons": "buttons", "summary by a machine": "summary by a machine", "headline repeated": "headline again",
    "above the headline": "above the headline", "publisher's name": "publisher's name", "menu": "menu",
    "breaking-news ticker": "breaking-news ticker", "readers' comments": "readers' comments", "other articles": "other articles",
    "repeated": "the same line again", "element": "HTML element", "role": "element's role", "element named": "element's name",
    "links to other pages": "links to other pages", "outside the article": "outside the article",
    "page header or footer": "page header or footer", "page header": "page header", "page footer": "page footer",
    "comment": "comment", "hidden comment": "hidden comment", "picture": "picture", "attachment": "attachment (stored as a document of its own)",
    "attachment that is no document": "attachment that is no document",
  },
};

/** A reason as people read it; one of another edition of the readers as it was stored. */
export function reasonWords(reason) {
  const [kind, about] = reason.split(/: (.*)/s);
  const words = REASONS[language()][kind];
  if (!words) return reason;
  return about ? `${words}: ${about}` : words;
}
