// The program's end of the stream: runs the program, then does as its judge asks. It shares its process with the program,
// so nothing it says is believed for more than data.
const vm = require('vm');
const path = require('path');
const { createRequire } = require('module');
const kept = []; // what the judge holds by number
const numbers = new Map(); // the number of each
const answered = new Map(); // functions of the tests, by what stands for them here
const main = { exports: {} };

function byNumber(value) {
  if (answered.has(value)) return ['yours', answered.get(value)];
  if (!numbers.has(value)) {
    numbers.set(value, kept.length);
    kept.push(value);
  }
  let name = '';
  try {
    name = String((typeof value === 'function' ? value.name : value.constructor?.name) ?? '');
  } catch { /* it has none */ }
  const error = value instanceof Error ? Object.keys(ERRORS).findLast((kind) => value instanceof ERRORS[kind]) : undefined;
  return ['mine', numbers.get(value), typeof value === 'function' ? 'function' : error ?? 'object', name];
}

const outgoing = (value) => encode(value, byNumber);
const incoming = (data) => decode(data, (mark, rest) => mark === 'yours' ? kept[rest[0]] : standIn(rest[0]));

function standIn(number) {
  for (const [made, known] of answered) if (known === number) return made;
  const made = (...args) => {
    send(['call', number, args.map(outgoing)]);
    const reply = receive();
    if (reply[0] === 'raise') throw new Error(reply[1]);
    return incoming(reply[1]);
  };
  answered.set(made, number);
  return made;
}

function failure(error) {
  let kind = 'Error', words = '', data = null, line = null;
  try {
    data = outgoing(error);
    kind = String(error?.name ?? typeof error);
    words = String(error?.message ?? error);
    line = /main\.js:(\d+)/.exec(String(error?.stack))?.[1] ?? null;
  } catch { /* it will not be shown */ }
  return ['raise', data, kind, words.slice(0, 2000), line === null ? null : Number(line)];
}

const CONTAINERS = ['array', 'object', 'map', 'set'];
const OPERATIONS = {
  call: (target, self, ...args) => Reflect.apply(target, self, args),
  new: (target, ...args) => Reflect.construct(target, args),
  get: (target, key) => target[key],
  set: (target, key, value) => { target[key] = value; },
  has: (target, key) => key in target,
  keys: (target) => Object.keys(target),
  iterate: (target) => target[Symbol.iterator](),
  next: (target) => { const { done, value } = target.next(); return { done: Boolean(done), value }; },
  text: (target) => String(target),
  primitive: (target) => target.valueOf(),
  instance: (target, value) => value instanceof target,
};

function named(name) {
  try {
    return vm.runInThisContext(name);
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return main.exports?.[name];
  }
}

async function perform([what, ...rest]) {
  if (what === 'name') {
    const value = named(rest[0]);
    return ['ok', outgoing(value), []];
  }
  const args = rest.map(incoming);
  const before = rest.map((item) => stringify(item));
  let result = OPERATIONS[what](...args);
  let kind = 'ok';
  if (util.types.isPromise(result)) {
    kind = 'later';
    try {
      result = await result;
    } catch (error) {
      return ['later', failure(error)];
    }
  }
  const after = args.map((value, i) => Array.isArray(rest[i]) && CONTAINERS.includes(rest[i][0]) ? outgoing(value) : null);
  return [kind, outgoing(result), after.map((item, i) => item !== null && stringify(item) !== before[i] ? item : null)];
}

function load() {
  const code = fs.readFileSync('main.js', 'utf8').replace(/^#!.*/, '');
  let script;
  try {
    script = new vm.Script(code, { filename: 'main.js' });
  } catch (error) {
    return ['unreadable', `${error.name}: ${error.message} (${/main\.js:\d+/.exec(String(error.stack))?.[0] ?? 'main.js'})`];
  }
  try {
    const file = path.resolve('main.js');
    Object.assign(globalThis, { module: main, exports: main.exports, require: createRequire(file), __filename: file, __dirname: path.dirname(file) });
    script.runInThisContext();
    return ['ready'];
  } catch (error) {
    return failure(error);
  }
}

(async () => {
  send(load());
  for (;;) {
    let reply;
    const request = receive();
    try {
      reply = await perform(request);
    } catch (error) {
      if (error instanceof Broken) throw error;
      reply = failure(error);
    }
    try {
      send(reply);
    } catch (error) {
      if (error instanceof Broken) throw error;
      send(failure(error));
    }
  }
})().catch(() => process.exit(1));
