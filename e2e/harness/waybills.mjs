// The waybills of an order file, and what became of their labels.
import { importFile, ordersCsv } from './desk.mjs';

/** The waybill numbers an import made, in the order of its rows. */
export async function waybillsOf(call, importId) {
  const rows = await allOf(call, `/api/v1/imports/${importId}/rows?outcome=accepted`);
  return rows.toSorted((one, other) => one.row - other.row).map((row) => row.waybill_no);
}

/** Hands in `count` good orders at the page; their waybill numbers in order. */
export async function importedWaybills(page, call, prefix, count) {
  return waybillsOf(call, await importFile(page, ordersCsv(prefix, count)));
}

/** The newest print job of each waybill. */
export async function jobsOf(call, waybills) {
  const { items } = await call('GET', '/api/v1/print-jobs?limit=200');
  return waybills.map((waybill) => items.find((job) => job.waybill_no === waybill));
}

/** The state of the newest print job of each waybill. */
export const statesOf = async (call, waybills) => (await jobsOf(call, waybills)).map((job) => job?.state);

/** The person: says of each unsure job whether its label lies in the tray, of which these are the waybill numbers. */
export async function settleByTray(call, unsure, lying) {
  for (const outcome of ['came_out', 'print_again']) {
    const ids = unsure.filter((job) => lying.has(job.waybill_no) === (outcome === 'came_out')).map((job) => job.id);
    if (ids.length > 0) await call('POST', '/api/v1/print-jobs/settle', { print_job_ids: ids, outcome });
  }
}

/** Everything of a list, page by page. `path` has a query already. */
export async function allOf(call, path) {
  const items = [];
  let cursor = '';
  do {
    const page = await call('GET', `${path}&limit=200${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}
