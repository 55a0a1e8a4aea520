// Server-sent events out of a fetch response: EventSource can only GET, and questions are POSTed.

/** Yield {event, data} for each event of a response body, data parsed from JSON. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (pending + value).replaceAll("\r\n", "\n").split("\n\n");
      pending = blocks.pop();
      for (const block of blocks) {
        const parsed = parseBlock(block);
        if (parsed) yield parsed;
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // already closed, or aborted by the reader of the page
  }
}

/** One block of "field: value" lines; null for a comment that only keeps the line open. */
export function parseBlock(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    // With s: the dot would otherwise stop at U+2028 and its like, which JSON has as they are.
    const [, field, value] = /^([a-z]+): ?(.*)$/s.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length > 0 ? { event, data: JSON.parse(data.join("\n")) } : null;
}
