// A request whose sending can be watched: fetch does not tell how much of a body has left.

/** A function like fetch; `onProgress` is told the bytes that have been sent, and of how many. */
export function watched(onProgress) {
  return (path, { method, body, headers = {}, signal }) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const request = new XMLHttpRequest();
      request.open(method, path);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total));
      request.addEventListener("load", () => resolve(responseOf(request)));
      request.addEventListener("error", () => reject(new TypeError("the connection broke")));
      request.addEventListener("abort", () => reject(signal.reason));
      signal.addEventListener("abort", () => request.abort());
      request.send(body);
    });
}

function responseOf(request) {
  const lines = request.getAllResponseHeaders().trim().split("\r\n");
  const headers = lines.map((line) => line.split(/: (.*)/s, 2));
  return new Response(request.responseText, { status: request.status, headers });
}
