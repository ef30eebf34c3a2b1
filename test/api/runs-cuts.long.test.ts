import { describeCuts } from '../contracts/runs-cuts.ts';
import { DEPLOYMENTS } from '../support/deployments.ts';

for (const [name, deploy] of DEPLOYMENTS) describeCuts(name, deploy);
