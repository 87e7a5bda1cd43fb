// A printer on the network: keeps what it is sent, answers a Zebra's questions, or behaves as badly as it is told.
import { createServer } from 'node:net';

const PORTS = Array.from({ length: 10 }, (_, at) => 9100 + at);
const STATUS = '\x02030,0,0,1040,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n';
const IDENTITY = '\x02NETWORK-203,V1.0,8,8176KB\x03\r\n';

/**
 * Listens on the first free port of printers; `{port, received(), clear(), connections(), stop(), stallAfter(labels), goOn()}`. A stalled one
 * takes nothing more and says nothing, as a jammed printer does.
 */
export async function startNetworkPrinter({ answers = true } = {}) {
  let bytes = Buffer.alloc(0);
  let connections = 0;
  let most = Infinity;
  const sockets = new Set();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data]);
      if (bytes.toString('latin1').split('^XZ').length > most) socket.pause();
      if (!answers || socket.isPaused()) return;
      const said = data.toString('latin1').trimEnd();
      if (said.endsWith('~HI')) socket.write(IDENTITY);
      else if (said.endsWith('~HS')) socket.write(STATUS);
    });
  });
  for (const port of PORTS) {
    const free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    return {
      port,
      received: () => bytes,
      clear: () => {
        bytes = Buffer.alloc(0);
      },
      connections: () => connections,
      stallAfter: (labels) => {
        most = labels;
      },
      goOn: () => {
        most = Infinity;
        sockets.forEach((socket) => socket.resume());
      },
      stop: async () => {
        sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }
  throw new Error('no port of printers is free');
}
