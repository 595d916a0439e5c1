// The official client against the sample at ENDPOINT; started by OpenAiClientTests. What the model says is its own affair.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

const { OpenAI } = createRequire(process.env.REPOSITORY_ROOT + "/package.json")("openai");
const client = (tenant = "pro") => new OpenAI({ apiKey: process.env["KEY_" + tenant.toUpperCase()] ?? tenant, baseURL: process.env.ENDPOINT, maxRetries: 0 });
const ask = { model: "math", messages: [{ role: "user", content: "12+7*8-5=" }], seed: 7 };
const rejects = (promise, kind, more) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof kind, `${error.constructor.name}: ${error.message}`);
  more?.(error);
  return true;
});

async function read(stream) {
  const whole = { order: [], reasoning: "", content: "" };
  for await (const chunk of stream) {
    const { delta, finish_reason } = chunk.choices[0] ?? {};
    if (delta?.reasoning) whole.order.push("reasoning");
    if (delta?.content) whole.order.push("content");
    whole.reasoning += delta?.reasoning ?? "";
    whole.content += delta?.content ?? "";
    whole.finish = finish_reason ?? whole.finish;
    whole.usage = chunk.usage ?? whole.usage;
    whole.report = chunk.reasonops ?? whole.report;
  }
  return whole;
}

test("a chat answers with reasoning, usage and how it was reached", async () => {
  const answer = await client().chat.completions.create(ask);
  assert.ok(answer.choices[0].message.content.length > 0);
  assert.ok(answer.choices[0].message.reasoning.length > 0);
  assert.ok(answer.usage.completion_tokens_details.reasoning_tokens > 0);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.equal(answer.reasonops.strategy, "MajorityVote");
  assert.ok(answer.reasonops.tokens.spent >= answer.reasonops.tokens.winner);
  assert.ok(answer.reasonops.cost > 0);
});

test("a stream gives reasoning, then the answer, then usage and report", async () => {
  const whole = await read(await client().chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }));
  assert.ok(whole.reasoning.length > 0 && whole.content.length > 0);
  assert.deepEqual(whole.order, [...whole.order].sort().reverse(), "reasoning comes before content");
  assert.ok(["stop", "length"].includes(whole.finish));
  assert.ok(whole.usage.completion_tokens > 0);
  assert.equal(whole.report.strategy, "MajorityVote");
});

test("a seed gives the same answer again, streamed or not", async () => {
  const single = { ...ask, reasonops: { strategy: "SingleChain" } };
  const first = (await client().chat.completions.create(single)).choices[0].message;
  const again = (await client().chat.completions.create(single)).choices[0].message;
  const streamed = await read(await client().chat.completions.create({ ...single, stream: true }));
  assert.deepEqual([again.content, again.reasoning], [first.content, first.reasoning]);
  assert.deepEqual([streamed.content, streamed.reasoning], [first.content, first.reasoning]);
});

test("votes can be asked for, within the tenant's maximum", async () => {
  const fewer = await client().chat.completions.create({ ...ask, reasonops: { votes: 2 } });
  assert.equal(fewer.reasonops.votes.asked, 2);
  assert.deepEqual(fewer.reasonops.clamped, []);
  const more = await client().chat.completions.create({ ...ask, reasonops: { votes: 64 } });
  assert.equal(more.reasonops.votes.asked, 5);
  assert.deepEqual(more.reasonops.clamped, ["votes: 64 -> 5"]);
});

test("models are listed and retrieved", async () => {
  const models = [];
  for await (const model of client().models.list()) models.push(model.id);
  assert.deepEqual(models, ["math"]);
  assert.equal((await client().models.retrieve("math")).id, "math");
});

test("a wrong key is an AuthenticationError", () =>
  rejects(client("rk-wrong").chat.completions.create(ask), OpenAI.AuthenticationError, (error) => assert.equal(error.code, "invalid_api_key")));

test("an unknown model is a NotFoundError that names the known one", () =>
  rejects(client().chat.completions.create({ ...ask, model: "gpt-5" }), OpenAI.NotFoundError, (error) => assert.match(error.message, /known: math/)));

test("a bad field is a BadRequestError that names it", () =>
  rejects(client().chat.completions.create({ ...ask, temperature: 7 }), OpenAI.BadRequestError, (error) => assert.equal(error.param, "temperature")));

test("a strategy that is not the tenant's is a PermissionDeniedError", () =>
  rejects(client("free").chat.completions.create({ ...ask, reasonops: { strategy: "MajorityVote" } }), OpenAI.PermissionDeniedError));

test("a prompt the model has no tokens for is an error that says so", () =>
  rejects(client().chat.completions.create({ ...ask, messages: [{ role: "user", content: "what is seven?" }] }), OpenAI.APIError,
    (error) => assert.match(error.message, /"w", which this model cannot read/)));
