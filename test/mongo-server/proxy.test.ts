import { describe } from 'vitest';
import { proxyBehaviour } from '../contracts/mongo-proxy.ts';
import { startMongoServer } from '../support/mongo-server/server.ts';

describe('the proxy in front of the test server', () => {
  proxyBehaviour(() => startMongoServer());
});
