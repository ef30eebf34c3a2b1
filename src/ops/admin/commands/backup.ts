import { join, resolve } from 'node:path';
import { type TenantId, toId } from '../../../ids.ts';
import { backUp } from '../../../store/embedded/backup/back-up.ts';
import { listTenants } from '../../../store/embedded/backup/list-tenants.ts';
import { restoreTenant } from '../../../store/embedded/backup/restore-tenant.ts';
import { VERSION } from '../../../version.ts';
import { type Call, count, embeddedFolder, type Report } from './command.ts';

/** The organisations of a data folder, or of a backup. */
export async function printTenants({ config, args: [folder], print }: Call): Promise<Report> {
  const data = await listTenants(resolve(folder ?? embeddedFolder(config)));
  for (const { id, name, documents } of data) print(`${id}  ${JSON.stringify(name)}  ${count(documents, 'document')}`);
  return { data };
}

/** A copy of the data folder, also while the server works in it. */
export async function backup({ config, args: [folder = ''], signal, print }: Call): Promise<Report> {
  const dataDir = embeddedFolder(config);
  const destination = resolve(folder);
  const { files, tenants } = await backUp({
    dataDir,
    signingKeysFile: config.auth.signingKeysFile ?? join(dataDir, 'signing-keys.json'),
    destination,
    version: VERSION,
    signal,
  });
  const documents = sum(Object.values(tenants), (tenant) => tenant.documents);
  const bytes = sum(Object.values(files), (file) => file.bytes);
  const organizations = Object.keys(tenants).length;
  print(`Backed up ${dataDir} to ${destination}; every file was checked.`);
  print(
    `${count(organizations, 'organisation')}, ${count(documents, 'document')}, ${(bytes / 1024 / 1024).toFixed(1)} MB`,
  );
  return { data: { dataDir, destination, organizations, documents, bytes } };
}

/** Brings one organisation back from a backup. */
export async function restore({ config, args: [folder = '', tenant = ''], print }: Call): Promise<Report> {
  const dataDir = embeddedFolder(config);
  const options = { backup: resolve(folder), dataDir, tenantId: toId<TenantId>(tenant) };
  const { documents, chunks, unfinished } = await restoreTenant(options);
  print(`Restored ${tenant} into ${dataDir}; no other organisation was touched.`);
  print(
    `${count(documents, 'document')}, ${count(chunks, 'passage')}, ${unfinished} to be ingested when the server runs`,
  );
  return { data: { id: tenant, dataDir, documents, chunks, unfinished } };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
