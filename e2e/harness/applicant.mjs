// A company that applies for an account, through the API.
import { randomUUID } from 'node:crypto';
import { codeTo } from './outbox.mjs';

async function post(product, path, body) {
  const answer = await fetch(`${product.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Applies with this phone; resolves to the application's number. */
export async function apply(product, phone) {
  await post(product, 'auth/codes', { purpose: 'application', phone });
  const form = {
    company_name: '上海织云服饰有限公司',
    credit_code: '91310118MA1JXY7K2N',
    responsible_name: '欧阳承志',
    identity_number: '310115198503120012',
    contact_name: '钱小满',
    contact_phone: phone,
    contact_email: `applicant-${phone}@zhiyun.example`,
    province: '上海市',
    city: '',
    district: '青浦区',
    detail: '华新镇华腾路1288号5号楼1层',
    daily_parcels: 300,
    settlement: 'credit',
  };
  const code = await codeTo(product, phone, 'application_code');
  const made = await post(product, 'applications', { request_id: randomUUID(), phone_code: code, form });
  return made.application_no;
}
