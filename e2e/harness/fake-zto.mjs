// The stand-in of the ZTO Open Platform, as a program of its own.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './product.mjs';

const BINARY = process.env.FAKE_ZTO_BINARY ?? fileURLToPath(new URL('../../target/release/fake-zto', import.meta.url));
const START_LIMIT_MS = 10_000;

/** Starts it with `more` options, pushing to `pushUrl`; resolves with `{url, post, put, read, stop}` once it answers. */
export async function startFakeZto(pushUrl, more = []) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const child = spawn(BINARY, ['--listen', `127.0.0.1:${port}`, '--push-url', pushUrl, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', () => {});
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const until = Date.now() + START_LIMIT_MS;
  for (;;) {
    const answer = await fetch(`${url}_fake/faults`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > until) throw new Error('fake-zto is not ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ask = async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json().catch(() => null);
  };
  return {
    url,
    /** Steers it: `post('_fake/journeys', {...})`. */
    post: (path, body) => ask('POST', path, body),
    put: (path, body) => ask('PUT', path, body),
    read: (path) => ask('GET', path),
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
