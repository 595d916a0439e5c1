// The official client against a gateway at GATEWAY_URL; started by OpenAiClientTests.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

const { OpenAI } = createRequire(process.env.REPOSITORY_ROOT + "/package.json")("openai");
const client = (apiKey = "rk-pro") => new OpenAI({ apiKey, baseURL: process.env.GATEWAY_URL + "/v1", maxRetries: 0 });
const ask = { model: "math", messages: [{ role: "user", content: "12+7*8-5=" }] };

test("a chat answers with reasoning, usage and how it was reached", async () => {
  const answer = await client().chat.completions.create({ ...ask, reasonops: { votes: 64 } });
  assert.equal(answer.choices[0].message.content, "63");
  assert.match(answer.choices[0].message.reasoning, /7\*8=56;/);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.ok(answer.usage.completion_tokens_details.reasoning_tokens > 0);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.deepEqual(answer.reasonops.clamped, ["votes: 64 -> 16"]);
  assert.match(answer._request_id, /^req_/);
});

test("a stream gives reasoning, then the answer, then usage", async () => {
  const stream = await client().chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } });
  let reasoning = "", content = "", finish, usage, report;
  for await (const chunk of stream) {
    reasoning += chunk.choices[0]?.delta.reasoning ?? "";
    content += chunk.choices[0]?.delta.content ?? "";
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
    report = chunk.reasonops ?? report;
  }
  assert.equal(content, "63");
  assert.equal(reasoning, "7*8=56;12+56=68;68-5=63;");
  assert.equal(finish, "stop");
  assert.ok(usage.completion_tokens > 0);
  assert.equal(report.strategy, "MajorityVote");
});

test("the stream helper assembles the whole message", async () => {
  const stream = client("rk-free").chat.completions.stream({ ...ask });
  const final = await stream.finalChatCompletion();
  assert.equal(final.choices[0].message.content, "63");
});

test("a stream can be left early", async () => {
  const stream = await client().chat.completions.create({ ...ask, stream: true });
  for await (const _ of stream) break;
});

test("models are listed and retrieved", async () => {
  const models = [];
  for await (const model of client().models.list()) models.push(model.id);
  assert.deepEqual(models, ["math"]);
  assert.equal((await client().models.retrieve("math")).id, "math");
});

test("a wrong key is an AuthenticationError", async () => {
  await assert.rejects(client("rk-wrong").chat.completions.create(ask), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.equal(error.code, "invalid_api_key");
    return true;
  });
});

test("an unknown model is a NotFoundError that names the known one", async () => {
  await assert.rejects(client().chat.completions.create({ ...ask, model: "gpt-5" }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.param, "model");
    assert.match(error.message, /math/);
    return true;
  });
});

test("a bad field is a BadRequestError that names it", async () => {
  await assert.rejects(client().chat.completions.create({ ...ask, n: 3 }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "n");
    assert.match(error.message, /reasonops\.votes/);
    return true;
  });
});

test("a strategy that is not the tenant's is a PermissionDeniedError", async () => {
  await assert.rejects(
    client("rk-free").chat.completions.create({ ...ask, reasonops: { strategy: "MajorityVote" } }), OpenAI.PermissionDeniedError);
});

test("a spent limit is a RateLimitError with retry-after", async () => {
  await client("rk-slow").chat.completions.create(ask);
  await assert.rejects(client("rk-slow").chat.completions.create(ask), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.ok(Number(error.headers.get("retry-after")) >= 1);
    assert.match(error.message, /requestsPerMinute/);
    return true;
  });
});
