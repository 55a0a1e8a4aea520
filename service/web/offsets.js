// The service counts Unicode code points; JavaScript strings count UTF-16 units. An emoji or a rare
// Hanja is one of the former and two of the latter, so every offset is converted here.

/** The UTF-16 index of the code point at `offset`, at most the text's length. */
export function toUtf16(text, offset) {
  let index = 0;
  for (let passed = 0; passed < offset && index < text.length; passed += 1) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/** The number of code points before the UTF-16 index `index`. */
export function toCodePoints(text, index) {
  let passed = 0;
  for (let at = 0; at < index && at < text.length; passed += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return passed;
}

/** The text from code point `start` up to `end`. */
export function slice(text, start, end) {
  return text.slice(toUtf16(text, start), toUtf16(text, end));
}
