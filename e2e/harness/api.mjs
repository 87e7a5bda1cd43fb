// A program's view of the product: for seeds and for looking behind the page. Never used to do what the test is about.
import { randomUUID } from 'node:crypto';

/** Signs in and returns `call(method, path, body)`, which throws on any problem answer. */
export async function signInApi(product, role) {
  const who = product.sign_ins.find((signIn) => signIn.role === role);
  if (!who) throw new Error(`no demo sign-in for ${role}; there are ${product.sign_ins.map((signIn) => signIn.role)}`);
  const { access_token: token } = await ask(product, 'POST', '/api/v1/auth/sign-in', { account: who.account, password: who.password });
  const call = (method, path, body) => ask(product, method, path, body, token);
  /** For requests that `call` cannot make, such as those with `If-Match`. */
  call.headers = () => ({ authorization: `Bearer ${token}` });
  return call;
}

async function ask(product, method, path, body, token) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(product.url.replace(/\/$/, '') + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text && JSON.parse(text);
}
