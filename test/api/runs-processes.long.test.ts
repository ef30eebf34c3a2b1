import { describeRunsElsewhere } from '../contracts/runs-processes.ts';
import { deployMongo } from '../support/deployments.ts';

describeRunsElsewhere('MongoDB', deployMongo);
