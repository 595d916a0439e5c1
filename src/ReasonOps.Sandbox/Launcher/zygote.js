// A prepared node: has loaded what scripts commonly require, then becomes a new process for each script (see jail.h).
'use strict';
const path = require('path');
const Module = require('module');

for (const name of ['assert', 'buffer', 'crypto', 'events', 'fs', 'os', 'path', 'perf_hooks', 'process', 'querystring', 'readline', 'stream',
  'string_decoder', 'timers', 'tty', 'url', 'util', 'vm', 'worker_threads', 'net', 'child_process', 'async_hooks'])
  require(name);
const { wait, begin, end } = require(path.join(__dirname, 'zygote.node'));
const { randomFillSync } = require('crypto');

// All children would draw the same numbers: V8 seeds its own once, at its start.
function seedRandom() {
  const state = new Uint32Array(4);
  randomFillSync(state);
  let [a, b, c, d] = state;
  const next = () => { // xoshiro128**, Blackman and Vigna
    const twisted = Math.imul(b, 5);
    const result = Math.imul((twisted << 7) | (twisted >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= shifted; d = (d << 11) | (d >>> 21);
    return result;
  };
  Math.random = { random: () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992 }.random;
}

// A clone must not take down what it was cloned with: it ends as soon as its last listener has been heard. Only where node still
// has to say what was thrown does it end after that.
function endEarly() {
  const { emit, _fatalException: fatal } = process;
  let thrown = false;
  process._fatalException = function (...error) {
    thrown = true;
    const caught = fatal.apply(this, error);
    if (caught) thrown = false;
    return caught;
  };
  process.emit = function (name, ...rest) {
    const heard = emit.call(this, name, ...rest);
    if (name === 'exit') end(Number(process.exitCode ?? rest[0] ?? 0), !thrown);
    return heard;
  };
  process.reallyExit = (code) => end(Number(code ?? 0), true);
}

function become([script, ...rest]) {
  process.chdir('.'); // the folder that node remembers is the zygote's
  Object.defineProperty(process, 'pid', { value: Number(require('fs').readlinkSync('/proc/self')), configurable: true, enumerable: true });
  const main = path.resolve(script);
  process.argv = [process.execPath, main, ...rest];
  process.execArgv = [];
  for (const loaded of Object.keys(require.cache)) delete require.cache[loaded];
  process.mainModule = undefined;
  Module._load(main, null, true);
}

wait(path.join(__dirname, 'libjail.so'));
seedRandom();
endEarly();
become(begin());
