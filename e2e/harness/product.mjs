// The real binary with a demo network in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const YUNDAN = process.env.YUNDAN_BINARY ?? fileURLToPath(new URL('../../target/release/yundan', import.meta.url));
const START_LIMIT_MS = 30_000;

/** A port that is free right now; the printers' permission must name it before the product starts. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts `yundan demo` with `more` options; resolves when it is ready, with `{url, sign_ins, stop, kill, restart}`. */
export async function startProduct(port, limitMs = START_LIMIT_MS, more = []) {
  const data = await mkdtemp(join(tmpdir(), 'yundan-e2e-'));
  let running = await run(port, data, limitMs, more);
  return {
    ...running.ready,
    log: () => running.log(),
    /** Dies as in a power cut. */
    kill: async () => {
      running.child.kill('SIGKILL');
      await running.gone;
    },
    /** Comes up again with the data it had; resolves when it is ready. */
    restart: async () => {
      running = await run(port, data, limitMs, more);
    },
    stop: async () => {
      running.child.kill('SIGTERM');
      await running.gone;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function run(port, data, limitMs, more) {
  const child = spawn(YUNDAN, ['demo', '--json', '--listen', `127.0.0.1:${port}`, '--trusted-proxies', '127.0.0.1', '--data', data, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.on('data', (text) => {
    words = (words + text).slice(-20_000);
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const ready = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`yundan is not ready after ${limitMs} ms\n${words}`)), limitMs);
    child.on('error', reject);
    gone.then((code) => reject(new Error(`yundan ended with ${code}\n${words}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(limit);
      resolve(JSON.parse(line));
    });
  });
  return { child, gone, ready, log: () => words };
}

/** Starts the program with these words; resolves once it says where it listens, with `{stop}`. */
export async function startService(words) {
  const child = spawn(YUNDAN, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve, reject) => {
    gone.then((code) => reject(new Error(`yundan ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
