import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Deletes what onnxruntime-node carries for other platforms than this one: npm can't leave out a part of a package. */
const binaries = new URL('../node_modules/onnxruntime-node/bin/napi-v6/', import.meta.url);
const folders = (/** @type {URL} */ of) => readdirSync(of).map((name) => ({ name, url: new URL(`${name}/`, of) }));

for (const platform of folders(binaries)) {
  for (const arch of folders(platform.url)) {
    if (platform.name === process.platform && arch.name === process.arch) continue;
    rmSync(arch.url, { recursive: true });
    console.log(`Deleted ${fileURLToPath(arch.url)}`);
  }
}
