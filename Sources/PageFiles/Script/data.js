"use strict";

// The data of the page. Columns stand in elements of their own behind this script, packed; each is
// unpacked when somebody asks for it, once. Docs/report.md describes the packing.

const facts = JSON.parse(document.getElementById("facts").textContent);
const investment = JSON.parse(document.getElementById("investment").textContent);
const unpackedColumns = new Map();

/** The values of a column: an array of numbers or of texts, or for words something with `at(index)`. */
function column(name) {
  if (!unpackedColumns.has(name)) {
    const element = document.querySelector(`script[data-column="${name}"]`);
    if (!element) throw new Error(`no column ${name}`);
    unpackedColumns.set(name, unpackColumn(name, element));
  }
  return unpackedColumns.get(name);
}

function unpackColumn(name, element) {
  const count = Number(element.dataset.count);
  const content = element.textContent;
  switch (element.dataset.coding) {
    case "text": return JSON.parse(content);
    case "words": return new WordTexts(numbersOf(content), count, column(`${name}.dictionary`));
    case "plain": return numbersOf(content, count);
    case "signed": return numbersOf(content, count).map(unfold);
    case "delta": {
      const values = numbersOf(content, count).map(unfold);
      for (let index = 1; index < values.length; index += 1) values[index] += values[index - 1];
      return values;
    }
    default: throw new Error(`unknown coding of ${name}`);
  }
}

/** 0, 1, 2, 3, 4 become 0, -1, 1, -2, 2. */
function unfold(value) {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Numbers of seven bits a byte, the lowest first; the highest bit says that more follow. */
function numbersOf(base64, count) {
  const bytes = bytesOf(base64);
  let size = count;
  if (size === undefined) {
    size = 0;
    for (const byte of bytes) if (byte < 0x80) size += 1;
  }
  const values = new Float64Array(size);
  let place = 0;
  for (let index = 0; index < size; index += 1) {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = bytes[place];
      place += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte >= 0x80);
    values[index] = value;
  }
  return values;
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Texts put together from few words when they are asked for. */
class WordTexts {
  constructor(numbers, count, dictionary) {
    this.numbers = numbers;
    this.dictionary = dictionary;
    this.length = count;
    this.firsts = new Uint32Array(count);
    let place = 0;
    for (let index = 0; index < count; index += 1) {
      this.firsts[index] = place;
      place += numbers[place] + 1;
    }
  }

  at(index) {
    const first = this.firsts[index];
    const words = [];
    for (let place = first + 1; place <= first + this.numbers[first]; place += 1) {
      words.push(this.dictionary[this.numbers[place]]);
    }
    return words.join(" ");
  }
}

/** The sum of an array. */
function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Where each group of a list of lists begins, and the end: from the groups' lengths. */
function beginsOf(counts) {
  const begins = new Uint32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index += 1) {
    begins[index + 1] = begins[index] + counts[index];
  }
  return begins;
}
