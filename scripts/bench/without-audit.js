import { startApp } from '../../dist/app.js';
import { loadConfig } from '../../dist/config.js';
import { createLogger } from '../../dist/ops/logging.js';

/** The compiled server with logs that keep nothing, to be compared with the one that people run. */
const withoutAudit = (store) => ({
  ...store,
  openTenant: async (id) => {
    const tenant = await store.openTenant(id);
    return { ...tenant, audit: Object.assign(Object.create(tenant.audit), { append: async () => {} }) };
  },
});

const app = await startApp(loadConfig(), createLogger({ level: 'info' }), { wrapStore: withoutAudit });
process.once('SIGTERM', () => app.close().then(() => process.exit()));
