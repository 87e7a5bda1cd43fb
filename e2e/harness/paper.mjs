// What lies in the printer's tray, compared with what should.
import { expect } from '@playwright/test';
import { splitLabels } from './labels.mjs';
import { readLabel } from './judge.mjs';

/** Every label is one of `waybills`, in this order, none twice, none missing; both readers read every Code 128 as its number. */
export async function expectLabels(bytes, language, paper, waybills, info) {
  const labels = splitLabels(bytes, language);
  const read = [];
  for (const [at, label] of labels.entries()) {
    const file = info.outputPath(`label-${at + 1}.png`);
    const { zxing, zbar } = await readLabel(label, paper, file);
    await info.attach(`label-${at + 1}`, { path: file, contentType: 'image/png' });
    const numbers = (found) => [...new Set(found.filter(({ kind }) => kind === 'code128').map(({ text }) => text))];
    expect(numbers(zxing), `ZXing reads label ${at + 1} as zbar does`).toEqual(numbers(zbar));
    expect(numbers(zxing), `label ${at + 1} has one number`).toHaveLength(1);
    read.push(numbers(zxing)[0]);
  }
  expect(read).toEqual(waybills);
}

/** The numbers on the labels in the tray, by ZXing alone; for journeys in which the order is the question. */
export async function numbersIn(bytes, language, paper, info) {
  const numbers = [];
  for (const [at, label] of splitLabels(bytes, language).entries()) {
    const { zxing } = await readLabel(label, paper, info.outputPath(`tray-${at + 1}.png`));
    numbers.push(zxing.find(({ kind }) => kind === 'code128')?.text);
  }
  return numbers;
}
