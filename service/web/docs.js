// Shows /openapi.json: every operation with its parameters, its body and what it answers.

import { byId, el } from "./dom.js";

const api = await (await fetch("/openapi.json")).json();

byId("title").textContent = `${api.info.title} ${api.info.version}`;
byId("about").textContent = api.info.description ?? "";

const groups = new Map();
for (const [path, operations] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const group = operation.tags?.[0] ?? "other";
    groups.set(group, [...(groups.get(group) ?? []), operationView(path, method, operation)]);
  }
}
byId("operations").append(
  ...[...groups].flatMap(([group, operations]) => [el("h2", {}, group), ...operations]),
);

function operationView(path, method, operation) {
  return el(
    "details",
    {},
    el(
      "summary",
      {},
      el("span", { class: "method" }, method.toUpperCase()),
      el("code", {}, path),
      el("span", { class: "fine" }, operation.description ?? operation.summary ?? ""),
    ),
    el(
      "div",
      { class: "body" },
      parametersView(operation.parameters ?? []),
      contentView("Request", operation.requestBody?.content),
      Object.entries(operation.responses).map(([status, response]) =>
        contentView(`${status} ${response.description}`, response.content),
      ),
    ),
  );
}

function parametersView(parameters) {
  if (parameters.length === 0) return null;
  const rows = parameters.map((parameter) =>
    el(
      "tr",
      {},
      el("td", {}, el("code", {}, parameter.name)),
      el("td", {}, parameter.in),
      el("td", {}, JSON.stringify(parameter.schema)),
    ),
  );
  return [el("h3", {}, "Parameters"), el("table", {}, el("tbody", {}, rows))];
}

function contentView(heading, content) {
  const shown = Object.entries(content ?? {}).map(([type, { schema, example }]) => [
    el("p", { class: "fine" }, type),
    el("pre", { tabindex: "0" }, written(example ?? sample(schema))),
  ]);
  return [el("h3", {}, heading), ...shown.flat()];
}

function written(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A schema's example, or a value that has its shape: every leaf names its type. */
function sample(schema, depth = 0) {
  if (!schema || depth > 6) return "…";
  if (schema.$ref) return sample(resolve(schema.$ref), depth + 1);
  if (schema.examples) return schema.examples[0];
  if (schema.anyOf) return schema.anyOf.map((choice) => sample(choice, depth + 1)).find((value) => value !== "null");
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, sample(part, depth + 1)]));
  }
  if (schema.type === "array") return [sample(schema.items, depth + 1)];
  if (schema.enum) return schema.enum.join(" | ");
  return schema.format ?? schema.type ?? "any";
}

function resolve(reference) {
  return reference.replace("#/", "").split("/").reduce((part, name) => part?.[name], api);
}
