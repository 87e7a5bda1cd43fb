// A thousand orders for a carrier that fails in every way it can, while the service dies as in a power cut, ten times: none is ordered
// twice, none is lost; and of every parcel's way nothing is lost either, though it dies while it is told.
import { test, expect } from '@playwright/test';
import { signInApi } from '../harness/api.mjs';
import { ordersCsv } from '../harness/desk.mjs';
import { startFakeZto } from '../harness/fake-zto.mjs';
import { freePort, startProduct } from '../harness/product.mjs';
import { allOf } from '../harness/waybills.mjs';

const ORDERS = 1_000;
/** Ten lives of the service: some end while the order file is still read, some when nearly everything is placed. */
const LIVES_MS = [150, 300, 500, 700, 1_000, 1_000, 1_500, 1_500, 2_000, 2_500];
/** Of a thousand calls; what was tried twice goes right, so that it ends. */
const CHANCE = { perMille: 300, attemptsMax: 2, seed: 11 };
/** Having asked too much stops the platform for a minute, so it happens once. */
const QUOTA = 'quota';
/** The fault that answers, late. */
const SLOW_MS = 300;
const PATIENCE_MS = 240_000;
/** How parcels end, and the state that they are in then. */
const ENDINGS = { signed: 'delivered', locker: 'delivered', returned: 'returned_to_sender', problem: 'exception', held: 'exception', 'third-party': 'signed_by_third_party' };
/** Lives of the service while the carrier pushes scans in no order, some of them twice, with forgeries between. */
const TOLD_LIVES_MS = [1_500, 2_000, 2_500];
const styleOf = (at) => ({ twice: at % 8 === 0, outOfOrder: true, forged: at % 8 === 1 });
/** Parcels that a person has the carrier asked for. */
const ASKED_MAX = 20;
/** Parcels that are told about at the same time. */
const TOLD_AT_ONCE = 8;
/** Orders changed or shipped in one request. */
const PORTION = 200;

/** Hands in an order file as a program does. */
async function handIn(product, call, file) {
  const form = new FormData();
  form.append('file', new Blob([file.buffer], { type: file.mimeType }), file.name);
  const answer = await fetch(`${product.url.replace(/\/$/, '')}/api/v1/imports`, { method: 'POST', headers: { ...call.headers(), 'idempotency-key': 'killed' }, body: form });
  expect(answer.status).toBe(202);
  return (await answer.json()).id;
}

/** Ships again what came back held: the platform calls a right signature wrong now and then, and a person looks. */
async function shipHeld(call) {
  const held = (await call('GET', `/api/v1/orders?is_held=true&limit=${PORTION}`)).items.map((order) => order.id);
  if (held.length === 0) return;
  await call('POST', '/api/v1/orders/batch-edit', { order_ids: held, change: { is_held: false } });
  await call('POST', '/api/v1/orders/ship', { order_ids: held });
}

/** The platform calls a right signature wrong now and then: such a parcel is not pushed, and so it is to be asked for. */
async function isAskedFor(call, id) {
  const shipment = await call('GET', `/api/v1/shipments/${id}`).catch(() => null);
  return shipment?.carrier_track?.is_polled === true;
}

/** Has the carrier tell the whole way of these parcels; what it could not tell it tells again. Answers those that it does not push. */
async function tellWays(zto, call, ids, ends) {
  const left = [...ends];
  const untold = [];
  const teller = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [billCode, ending, style] = next;
      const { taken, lost } = await zto.post('_fake/journeys', { billCode, ending, style });
      if (lost === 0 && taken === 0 && (await isAskedFor(call, ids[billCode]))) {
        untold.push(billCode);
      } else if (lost > 0 || taken === 0) {
        // Nobody has subscribed to it yet, or the service was away.
        left.push(next);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await Promise.all(Array.from({ length: TOLD_AT_ONCE }, teller));
  return untold;
}

test('a thousand orders reach a failing carrier once each, though the service is killed ten times', async () => {
  test.setTimeout(PATIENCE_MS + 150_000);
  const port = await freePort();
  const zto = await startFakeZto(`http://127.0.0.1:${port}/api/v1/carriers/zto/push`, ['--slow-ms', String(SLOW_MS)]);
  const product = await startProduct(port, undefined, ['--zto-url', zto.url, '--zto-app-key', 'kfpttestCode', '--zto-app-secret', 'kfpttestkey==']);
  try {
    const call = await signInApi(product, 'merchant_owner');
    const account = await call('POST', '/api/v1/carrier-accounts', { carrier: 'zto', name: '中通', account: 'test', password: 'ZTO123' });
    await call('POST', '/api/v1/order-rules', { name: '全部中通', outcome: { carrier_account_id: account.id } });
    const faults = Object.keys(await zto.read('_fake/faults'));
    expect(faults).toContain(QUOTA);
    await zto.put('_fake/faults', { ...CHANCE, faults: faults.filter((fault) => fault !== QUOTA) });
    await zto.post('_fake/faults/next', { api: 'zto.open.createOrder', faults: [QUOTA] });
    const imported = await handIn(product, call, ordersCsv('KILL', ORDERS));
    for (const life of LIVES_MS) {
      await new Promise((resolve) => setTimeout(resolve, life));
      await product.kill();
      await product.restart();
    }
    const counts = async () => {
      await shipHeld(call);
      const left = (await call('GET', '/api/v1/orders?state=placing&limit=1')).items.length + (await call('GET', '/api/v1/orders?limit=1')).items.length;
      const { state, accepted } = await call('GET', `/api/v1/imports/${imported}`);
      return { left, state, accepted };
    };
    await expect.poll(counts, { timeout: PATIENCE_MS, intervals: [1_000] }).toEqual({ left: 0, state: 'succeeded', accepted: ORDERS });

    const shipments = await allOf(call, `/api/v1/shipments?import_id=${imported}`);
    const ours = shipments.map((shipment) => shipment.waybill_no).sort();
    expect(new Set(shipments.map((shipment) => shipment.order_no)).size).toBe(ORDERS);
    const theirs = (await zto.read('_fake/orders')).map((order) => order.billCode).sort();
    expect((await zto.read('_fake/state')).orders).toBe(ORDERS);
    expect(ours).toEqual(theirs);

    await zto.put('_fake/faults', { ...CHANCE, faults: [] });
    const endings = Object.keys(ENDINGS);
    const ends = ours.map((billCode, at) => [billCode, endings[at % endings.length], styleOf(at)]);
    const ids = Object.fromEntries(shipments.map((shipment) => [shipment.waybill_no, shipment.id]));
    const told = tellWays(zto, call, ids, ends);
    for (const life of TOLD_LIVES_MS) {
      await new Promise((resolve) => setTimeout(resolve, life));
      await product.kill();
      await product.restart();
    }
    const untold = await told;
    expect(untold.length).toBeLessThan(ORDERS / 10);
    // As many as a person may ask for within a minute; the others are asked for by and by.
    const asked = untold.slice(0, ASKED_MAX);
    for (const billCode of asked) await call('POST', `/api/v1/shipments/${ids[billCode]}/track`);
    const waiting = new Set(untold.slice(ASKED_MAX));
    const after = await allOf(call, `/api/v1/shipments?import_id=${imported}`);
    const isSettled = (billCode) => !waiting.has(billCode);
    const states = Object.fromEntries(after.filter((one) => isSettled(one.waybill_no)).map((one) => [one.waybill_no, one.state]));
    expect(states).toEqual(Object.fromEntries(ends.filter(([billCode]) => isSettled(billCode)).map(([billCode, ending]) => [billCode, ENDINGS[ending]])));
  } finally {
    await product.stop();
    await zto.stop();
  }
});
