// The service's routes. Every failure is thrown as a Problem that can be shown.

import { readEvents } from "./events.js";
import { askForKey, withKey } from "./key.js";
import { watched } from "./upload.js";

/** What went wrong, in both languages, with the service's stable code. */
export class Problem extends Error {
  constructor({ code, detail, detail_ko: korean, loading = false }, retryAfter = 0) {
    super(detail);
    this.code = code;
    this.korean = korean;
    this.keyless = code === "key_required" || code === "invalid_key"; // the question for a key was left
    this.loading = loading; // a service that is starting, and will be ready by itself
    this.retryAt = Date.now() + retryAfter * 1000; // trying again before then is no use
  }
}

// As many as the service lists at once.
const MOST_PUBLISHERS = 1000;

const UNREACHABLE = {
  code: "unreachable",
  detail: "The service does not answer. Is it still running?",
  detail_ko: "서비스가 응답하지 않습니다. 실행 중인지 확인하세요.",
};

const UNREADABLE = {
  code: "unreadable_file",
  detail: "The browser cannot read it. If it is a folder, pack it as a ZIP; if it has changed, choose it again.",
  detail_ko: "브라우저가 읽을 수 없습니다. 폴더라면 ZIP으로 묶고, 바뀐 파일이라면 다시 선택하세요.",
};

const CUT_OFF = {
  code: "cut_off",
  detail: "The connection broke before all of it was sent. It may be larger than this service takes.",
  detail_ko: "다 보내기 전에 연결이 끊겼습니다. 이 서비스가 받는 크기를 넘었을 수 있습니다.",
};

const TOO_MANY = {
  detail: "Too many requests were sent in a short time.",
  detail_ko: "짧은 시간에 요청이 너무 많았습니다.",
};

/** `send` is fetch, or does as it does. */
async function request(path, options, send = fetch) {
  let response;
  const sent = withKey(options);
  try {
    response = await send(path, sent);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(UNREACHABLE);
  }
  if (response.ok) return response;
  if (response.status === 401 && (await askForKey(sent))) return request(path, options, send);
  throw await problemOf(response);
}

async function problemOf(response) {
  const said = await response.json().catch(() => null);
  const fallback = {
    code: `http_${response.status}`,
    ...(response.status === 429 ? TOO_MANY : {
      detail: `The service answered with status ${response.status}.`,
      detail_ko: `서비스가 ${response.status} 상태로 응답했습니다.`,
    }),
  };
  return new Problem(said?.code ? said : fallback, Number(response.headers.get("Retry-After")) || 0);
}

/** The events of a response; a connection that breaks under them is a Problem too. */
async function* received(response) {
  try {
    yield* readEvents(response.body);
  } catch (error) {
    if (error instanceof TypeError) throw new Problem(UNREACHABLE);
    throw error;
  }
}

const asJson = (body, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

/** Yield the events of an answer: hits, delta, citation, answer. */
export async function* chat(question, history, signal, filters = {}) {
  const response = await request("/v1/chat", asJson({ question, history, filters, stream: true }, signal));
  for await (const { event, data } of received(response)) {
    if (event === "error") throw new Problem(data);
    if (event === "done") return;
    yield { event, data };
  }
  throw new Problem(UNREACHABLE); // a stream that ends without "done" was cut
}

/** A page of the documents; with `named`, of those whose names hold its words. `changing`: whether the
 * service and the key let this page store and remove any. */
export async function listDocuments(limit, offset, named = "") {
  const response = await request(`/v1/documents?${new URLSearchParams({ limit, offset, named })}`);
  const allowed = response.headers.get("Allow") ?? "";
  return { ...(await response.json()), changing: allowed.split(", ").includes("POST") };
}

/** All publishers, page by page: one that was left out could not be chosen. */
export async function listPublishers() {
  const found = [];
  for (;;) {
    const asked = new URLSearchParams({ limit: MOST_PUBLISHERS, offset: found.length });
    const { publishers, total } = await (await request(`/v1/publishers?${asked}`)).json();
    found.push(...publishers);
    if (publishers.length === 0 || found.length >= total) return found;
  }
}

export async function readDocument(docId) {
  return (await request(`/v1/documents/${encodeURIComponent(docId)}`)).json();
}

export async function removeDocument(docId) {
  await request(`/v1/documents/${encodeURIComponent(docId)}`, { method: "DELETE" });
}

/** What became of a file: a document with its status, or a job that has a job_id. `onProgress` is
 * told the bytes that have been sent, and of how many. */
export async function sendDocument(file, onProgress, signal) {
  await file.slice(0, 1).arrayBuffer().catch(() => {
    throw new Problem(UNREADABLE); // sending it would fail as if there were no service
  });
  const body = new FormData();
  body.append("file", file, file.name);
  try {
    return await (await request("/v1/documents", { method: "POST", body, signal }, watched(onProgress))).json();
  } catch (error) {
    if (error.code !== UNREACHABLE.code) throw error;
    await checkReady(); // a service that is there has stopped listening to what is far too large
    throw new Problem(CUT_OFF);
  }
}

export async function listJobs(limit) {
  return (await request(`/v1/jobs?limit=${limit}`)).json();
}

export async function cancelJob(jobId) {
  await request(`/v1/jobs/${encodeURIComponent(jobId)}`, { method: "DELETE" });
}

/** Yield the events of a job, progress and item, and last of all done. */
export async function* followJob(jobId) {
  const response = await request(`/v1/jobs/${encodeURIComponent(jobId)}/events`);
  for await (const found of received(response)) {
    yield found;
    if (found.event === "done") return;
  }
  throw new Problem(UNREACHABLE); // the service stopped; the job goes on when it is back
}

/** Throws a Problem that says why the service is not ready, if it is not. */
export async function checkReady() {
  await request("/readyz");
}
