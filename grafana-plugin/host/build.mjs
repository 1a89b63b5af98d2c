// Bundles the host page unless that was done for the same content; prints where it is.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['host', 'src/api'].flatMap((folder) =>
  readdirSync(root + folder).map((name) => `${folder}/${name}`)
);
const content = createHash('sha256');
for (const name of [...sources, 'src/ids.ts', 'package-lock.json', 'webpack.host.config.js', 'webpack.config.js'].sort()) {
  content.update(name).update(readFileSync(root + name));
}
const cache = `${root}node_modules/.cache/barograph-host`;
const folder = `${cache}/${content.digest('hex').slice(0, 16)}`;
if (!existsSync(folder)) {
  const require = createRequire(import.meta.url);
  const unfinished = `${folder}.${process.pid}`;
  const compiler = require('webpack')(require('../webpack.host.config.js')({ folder: unfinished }));
  await new Promise((done, fail) =>
    compiler.run((error, stats) => (error || stats.hasErrors() ? fail(error ?? new Error(stats.toString('errors-only'))) : done()))
  );
  if (!existsSync(folder)) {
    renameSync(unfinished, folder);
  }
}
process.stdout.write(`${folder}\n`);
