// The judge's end of the stream: runs the tests, with the program's functions called over the stream. Its verdict is on its
// own standard output, which the program has no way to.
const assert = require('assert');
const vm = require('vm');
const { inspect } = util;
const MOST_HELD = 100_000; // objects of the program's at once
const ENTRY_POINT = process.argv[2];
const tests = fs.readFileSync('tests.js', 'utf8').replace(/^#!.*/, '');

let calls = 0;
let lastCall = '';
const callables = [];
const held = new Map();
const numbers = new WeakMap(); // of what stands for an object of the program's
const names = new WeakMap();
const raisedByProgram = new WeakMap();

// The tests cannot be run, whatever the program is.
class UnfitTests extends Error {
  static first = null;
  constructor(what) {
    super(what);
    UnfitTests.first ??= this;
  }
}

const outgoing = (value) => encode(value, byNumber);
const incoming = (data) => decode(data, notPlain);

function byNumber(value) {
  if (numbers.has(value)) return ['yours', numbers.get(value)];
  if (typeof value === 'function') return ['mine', callables.push(value) - 1];
  if (typeof value === 'object' && !util.types.isProxy(value)) return ['object', ...Object.keys(value).map((key) => [key, outgoing(value[key])])];
  throw new UnfitTests(`${inspect(value)} cannot be given to the program`);
}

function notPlain(mark, rest) {
  if (mark === 'yours') return callables[rest[0]];
  const [number, kind, name] = rest;
  if (mark !== 'mine' || !Number.isSafeInteger(number)) throw new Broken('sent what is no value');
  if (!held.has(number)) {
    if (held.size >= MOST_HELD) throw new Broken('gave too many objects');
    held.set(number, handle(number, String(kind), String(name)));
  }
  return held.get(number);
}

// An object of the program's. It is equal to itself only, and is no number: no object can say that it is what was expected.
function handle(number, kind, name) {
  const target = kind === 'function' ? function () {}.bind() : kind in ERRORS ? new ERRORS[kind]() : {};
  for (const key of Reflect.ownKeys(target)) delete target[key];
  const made = new Proxy(target, {
    apply: (_, self, args) => operate(`${name}`, 'call', made, numbers.has(self) ? self : undefined, ...args),
    construct: (_, args) => operate(`new ${name}`, 'new', made, ...args),
    get: (_, key) => typeof key === 'symbol' ? symbol(made, key) : operate('', 'get', made, key),
    set: (_, key, value) => (operate('', 'set', made, String(key), value), true),
    has: (_, key) => typeof key === 'string' && operate('', 'has', made, key) === true,
    ownKeys: () => {
      const keys = operate('', 'keys', made);
      return Array.isArray(keys) ? [...new Set(keys.map(String))] : [];
    },
    getOwnPropertyDescriptor: (_, key) => typeof key === 'string' && operate('', 'has', made, key) === true
      ? { value: operate('', 'get', made, key), writable: true, enumerable: true, configurable: true } : undefined,
    defineProperty: () => false,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  numbers.set(made, number);
  names.set(made, name);
  return made;
}

function symbol(made, key) {
  switch (key) {
    case Symbol.iterator: return () => iterator(operate('', 'iterate', made));
    case Symbol.hasInstance: return (value) => numbers.has(value) && operate('', 'instance', made, value) === true;
    case Symbol.toPrimitive: return (hint) => {
      if (hint === 'string') return String(operate('', 'text', made));
      throw new TypeError("an object of the program's is no number");
    };
    default: return undefined;
  }
}

function iterator(over) {
  const step = () => {
    const { done, value } = operate('', 'next', over);
    return { done: done === true, value };
  };
  return { next: step, [Symbol.iterator]() { return this; } };
}

function operate(name, what, ...args) {
  calls++;
  let request;
  try {
    request = [what, ...args.map(outgoing)];
    if (name) lastCall = `${name}(${args.slice(what === 'call' ? 2 : 1).map(shown).join(', ')})`;
    send(request);
  } catch (error) {
    throw error instanceof RangeError ? new UnfitTests(`an argument of the tests cannot be sent: ${error.message}`) : error;
  }
  const [kind, value, changed] = answer();
  if (Array.isArray(changed)) changed.forEach((item, i) => { if (item !== null) copyBack(args[i], incoming(item)); });
  if (kind === 'later') return Array.isArray(value) && value[0] === 'raise' ? Promise.reject(raised(value)) : Promise.resolve(incoming(value));
  const result = incoming(value);
  if (name) lastCall += ` gave ${shown(result)}`;
  return result;
}

function answer() {
  for (;;) {
    const message = receive();
    if (message[0] === 'ok' || message[0] === 'later') return message;
    if (message[0] === 'raise') throw raised(message);
    if (message[0] !== 'call' || typeof callables[message[1]] !== 'function' || !Array.isArray(message[2])) throw new Broken('sent what is no answer');
    let reply;
    try {
      reply = ['ok', outgoing(callables[message[1]](...message[2].map(incoming)))];
    } catch (error) {
      reply = ['raise', String(error?.message ?? error)];
    }
    send(reply);
  }
}

function raised([, data, kind, words, line]) {
  let error = incoming(data);
  if (typeof error !== 'object' && typeof error !== 'function' || error === null) error = Object.assign(new Error(), { message: String(words), thrown: error });
  raisedByProgram.set(error, `${kind}: ${words}${Number.isInteger(line) ? ` (line ${line} of the program)` : ''}`);
  return error;
}

// Tests look at what a function did to its arguments.
function copyBack(mine, theirs) {
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const merged = theirs.map((item, i) => merge(mine[i], item));
    mine.length = 0;
    for (const item of merged) mine.push(item);
  } else if (mine instanceof Map && theirs instanceof Map || mine instanceof Set && theirs instanceof Set) {
    mine.clear();
    for (const item of theirs) mine instanceof Map ? mine.set(...item) : mine.add(item);
  } else if (isPlain(mine) && isPlain(theirs)) {
    for (const key of Object.keys(mine)) if (!Object.hasOwn(theirs, key)) delete mine[key];
    for (const key of Object.keys(theirs)) property(mine, key, merge(mine[key], theirs[key]));
  }
}

function merge(old, item) {
  if (Array.isArray(old) && Array.isArray(item) || isPlain(old) && isPlain(item)) {
    copyBack(old, item);
    return old;
  }
  return item;
}

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !util.types.isProxy(value) && getPrototypeOf(value) === objectPrototype;

function shown(value) {
  if (numbers.has(value)) return `<${names.get(value)}>`;
  const words = inspect(value, { depth: 4, breakLength: Infinity, maxArrayLength: 40, maxStringLength: 100, customInspect: false });
  return words.length <= 120 ? words : `${words.slice(0, 120)}...`;
}

// What tests use and nobody here defines is the program's; asked once.
const found = new Map();
const own = new Set(['require', 'module', 'exports', '__filename', '__dirname', 'assert', 'candidate', 'arguments', ...(ENTRY_POINT ? [ENTRY_POINT, 'check'] : [])]);

function ofProgram(name) {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return undefined;
  if (!found.has(name)) {
    send(['name', name]);
    const value = incoming(answer()[1]);
    if (numbers.has(value)) names.set(value, name);
    found.set(name, value);
  }
  return found.get(name);
}

const scope = new Proxy(Object.create(null), {
  has: (_, name) => typeof name === 'string' && !own.has(name) && !(name in globalThis) && ofProgram(name) !== undefined,
  get: (_, name) => typeof name === 'string' ? ofProgram(name) : undefined,
  set: () => false,
});

function unsound() {
  for (const kind of [Broken, UnfitTests]) if (kind.first) return [kind.name, kind.first.message];
  return null;
}

function failed(error) {
  if (unsound()) return unsound();
  const line = /tests\.js:(\d+)/.exec(String(error?.stack))?.[1];
  const where = [line && `line ${line} of the tests: ${(tests.split('\n')[line - 1] ?? '').trim()}`, lastCall && `last call: ${lastCall}`].filter(Boolean);
  const known = (typeof error === 'object' || typeof error === 'function') && error !== null ? raisedByProgram.get(error) : undefined;
  if (known) return ['RuntimeError', [known, ...where].join('\n')];
  const words = error instanceof assert.AssertionError ? error.message : `${error?.name}: ${error?.message}`;
  return ['WrongAnswer', [String(words).slice(0, 400), ...where].join('\n')];
}

let over = false;
const realExit = process.reallyExit.bind(process);
function conclude([verdict, message]) {
  if (over) return;
  over = true;
  fs.writeSync(1, stringify({ verdict, message: String(message).slice(0, 2000) }));
  realExit(0);
}

async function run() {
  tickets.judging = true;
  const first = receive();
  if (first[0] === 'unreadable') return conclude(['CompileError', String(first[1])]);
  if (first[0] === 'raise') return conclude(['RuntimeError', raisedByProgram.get(raised(first))]);
  if (first[0] !== 'ready') throw new Broken('sent what is no beginning');
  let body;
  const parameters = ['scope', 'require', 'module', 'exports', 'assert', 'candidate'];
  if (ENTRY_POINT && !parameters.includes(ENTRY_POINT)) parameters.push(ENTRY_POINT);
  const last = ENTRY_POINT ? "\n;if (typeof check === 'function') await check(candidate);" : '';
  try {
    body = vm.runInThisContext(`(function (${parameters}) { with (scope) { return (async function () {\n${tests}\n${last}}).call(globalThis); } })`,
      { filename: 'tests.js', lineOffset: -1 });
  } catch (error) {
    throw new UnfitTests(`the tests are no JavaScript: ${error.message}`);
  }
  const candidate = ENTRY_POINT ? ofProgram(ENTRY_POINT) : undefined;
  if (ENTRY_POINT && candidate === undefined) throw new ReferenceError(`the program has no ${ENTRY_POINT}`);
  const main = { exports: {} };
  await body(scope, require, main, main.exports, assert, candidate, candidate);
}

console.assert = (holds, ...words) => {
  if (!holds) throw new assert.AssertionError({ message: words.length ? words.map(String).join(' ') : 'console.assert', actual: holds, expected: true, operator: '==' });
};
for (const name of ['log', 'info', 'debug', 'table', 'dir']) console[name] = console.error.bind(console); // What tests print is no verdict.
process.exit = (code) => conclude(unsound() ?? (code ? ['WrongAnswer', `the tests ended with ${code}`] : passed()));
process.on('uncaughtException', (error) => conclude(failed(error)));
process.on('beforeExit', () => conclude(unsound() ?? passed()));

let through = false;
function passed() {
  if (!through) return ['WrongAnswer', 'the tests wait for what never comes'];
  return calls > 0 ? ['Accepted', ''] : ['UnfitTests', 'the tests never called the program'];
}

run().then(() => { through = true; }, (error) => conclude(failed(error)));
