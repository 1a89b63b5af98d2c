// Prints how large each part of the built plugin is on the wire.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = new URL('dist/', import.meta.url).pathname;
for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js')).sort()) {
  const kilobytes = gzipSync(readFileSync(folder + name)).length / 1000;
  process.stdout.write(`${kilobytes.toFixed(1).padStart(7)} KB compressed  ${name}\n`);
}
