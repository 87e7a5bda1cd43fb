// The demo's outbox: what would have been sent, read as its recipient reads it.

/** The latest message to `recipient`, waiting until it is there. */
export async function messageTo(product, recipient, kind) {
  for (let tried = 0; tried < 50; tried += 1) {
    const answer = await fetch(`${product.url}/api/v1/messages`);
    if (!answer.ok) throw new Error(`the outbox answers ${answer.status}`);
    const found = (await answer.json()).find((one) => one.recipient === recipient && (!kind || one.kind === kind));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${kind ?? 'message'} to ${recipient}`);
}

export async function codeTo(product, phone, kind) {
  const { text } = await messageTo(product, phone, kind);
  return text.match(/\b\d{6}\b/)[0];
}
