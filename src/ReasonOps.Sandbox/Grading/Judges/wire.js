// Both ends of the stream between a program and its judge: messages of JSON, each after its length. Plain data goes by
// value, everything else as a number that only its owner can look up. What is read is never more than data.
'use strict';
const fs = require('fs');
const util = require('util');
const STREAM = 3;
const LONGEST = 16 << 20; // bytes of a message
const DEEPEST = 100; // containers within containers
const { defineProperty, getPrototypeOf, prototype: objectPrototype } = Object;
const { stringify, parse } = JSON;
const { randomBytes } = require('crypto');

// With every message of the judge's comes a ticket of its own, which the answer has to bring back: what a program sent before it
// was asked answers nothing.
const tickets = { judging: false, last: '' };

// The other end is gone, or speaks nonsense. Tests that catch everything catch this too, so it is remembered.
class Broken extends Error {
  static first = null;
  constructor(what) {
    super(what);
    Broken.first ??= this;
  }
}

function readExactly(count) {
  const data = Buffer.alloc(count);
  for (let at = 0; at < count;) {
    let got = 0;
    try {
      got = fs.readSync(STREAM, data, at, count - at, null);
    } catch { /* as at its end */ }
    if (got === 0) throw new Broken('ended');
    at += got;
  }
  return data;
}

function receive() {
  const length = readExactly(4).readUInt32BE(0);
  if (length > LONGEST) throw new Broken('sent a message that is too long');
  let message;
  try {
    message = parse(readExactly(length).toString('utf8'));
  } catch (error) {
    throw error instanceof Broken ? error : new Broken('sent what is no message');
  }
  if (!Array.isArray(message) || !Array.isArray(message[1]) || message[1].length === 0) throw new Broken('sent what is no message');
  if (tickets.judging && message[0] !== tickets.last) throw new Broken('answered before it was asked');
  tickets.last = message[0];
  return message[1];
}

function send(message) {
  if (tickets.judging) tickets.last = randomBytes(16).toString('hex');
  const text = Buffer.from(stringify([tickets.last, message]), 'utf8');
  if (text.length > LONGEST) throw new RangeError(`too much data: ${text.length} bytes`);
  const data = Buffer.alloc(4 + text.length);
  data.writeUInt32BE(text.length, 0);
  text.copy(data, 4);
  try {
    for (let at = 0; at < data.length;) at += fs.writeSync(STREAM, data, at);
  } catch {
    throw new Broken('ended');
  }
}

const ERRORS = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError };
const BYTES = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array };

// JSON for a value; other(value) says what is written for one that is not plain data.
function encode(value, other, deep = DEEPEST) {
  switch (typeof value) {
    case 'undefined': return ['undefined'];
    case 'boolean': case 'string': return value;
    case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
    case 'bigint': return ['bigint', value.toString(16)];
    case 'object': break;
    default: return other(value);
  }
  if (value === null) return null;
  if (deep === 0) throw new RangeError('data nested too deeply');
  const within = (item) => encode(item, other, deep - 1);
  if (util.types.isProxy(value)) return other(value);
  const kind = getPrototypeOf(value);
  if (Array.isArray(value) && kind === Array.prototype) return ['array', ...Array.from(value, within)];
  if (kind === objectPrototype || kind === null) return ['object', ...Object.keys(value).map((key) => [key, within(value[key])])];
  if (kind === Map.prototype) return ['map', ...Array.from(value, ([key, item]) => [within(key), within(item)])];
  if (kind === Set.prototype) return ['set', ...Array.from(value, within)];
  if (kind === Date.prototype) return ['date', String(value.getTime())];
  if (kind === RegExp.prototype) return ['regexp', value.source, value.flags];
  if (kind === Number.prototype || kind === String.prototype || kind === Boolean.prototype) return within(value.valueOf());
  if (Buffer.isBuffer(value)) return ['buffer', value.toString('hex')];
  for (const name of Object.keys(BYTES))
    if (kind === BYTES[name].prototype) return ['bytes', name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')];
  for (const name of Object.keys(ERRORS))
    if (kind === ERRORS[name].prototype) return ['error', name, String(value.message)];
  return other(value);
}

// With one of these an object would answer each comparison anew.
const ANSWERS = ['valueOf', 'toString', 'toJSON'];

function property(made, key, value) {
  if (typeof value === 'function' && ANSWERS.includes(key)) return made;
  return defineProperty(made, key, { value, writable: true, enumerable: true, configurable: true });
}

// The value again; other(mark, rest) says what stands for one that was not plain data.
function decode(data, other) {
  if (data === null || typeof data === 'boolean' || typeof data === 'string' || typeof data === 'number') return data;
  if (!Array.isArray(data) || data.length === 0) throw new Broken('sent what is no value');
  const [mark, ...rest] = data;
  const within = (item) => decode(item, other);
  try {
    switch (mark) {
      case 'undefined': return undefined;
      case 'number': return Number(rest[0]);
      case 'bigint': return rest[0][0] === '-' ? -BigInt(`0x${rest[0].slice(1)}`) : BigInt(`0x${rest[0]}`);
      case 'array': return rest.map(within);
      case 'object': return rest.reduce((made, [key, item]) => property(made, String(key), within(item)), {});
      case 'map': return new Map(rest.map(([key, item]) => [within(key), within(item)]));
      case 'set': return new Set(rest.map(within));
      case 'date': return new Date(Number(rest[0]));
      case 'regexp': return new RegExp(String(rest[0]), String(rest[1]));
      case 'buffer': return Buffer.from(String(rest[0]), 'hex');
      case 'bytes': return new BYTES[rest[0]](new Uint8Array(Buffer.from(String(rest[1]), 'hex')).buffer);
      case 'error': return new ERRORS[rest[0]](String(rest[1]));
      default: return other(mark, rest);
    }
  } catch (error) {
    throw error instanceof Broken ? error : new Broken(`sent what is no value: ${error.message}`);
  }
}
