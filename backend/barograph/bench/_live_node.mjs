// A plain broadcaster on the library `ws`: one line on stdin goes to every client.
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('listening', () => console.log(server.address().port));
server.on('connection', (client) => client.send('{"type":"subscribed"}'));

createInterface({ input: process.stdin }).on('line', (line) => {
  for (const client of server.clients) {
    client.send(line);
  }
});
