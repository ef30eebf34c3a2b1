import type { MortalStore } from '../contracts/store-kills.ts';
import { createLife } from './life.ts';
import type { CommandFaults, SeenCommand } from './mongo-server/faults.ts';
import type { TestMongoStore } from './mongo-store.ts';

/** A process on MongoDB that can die between any two of its commands: what strikes its commands strikes no other's writes. */
export async function openMortalMongo(
  opened: TestMongoStore,
  { faults, uri, close }: { faults: CommandFaults; uri: string; close: () => Promise<void> },
): Promise<MortalStore> {
  const mortal = await opened.openAnother({ uri });
  const life = createLife();
  const isStruck = ({ name }: SeenCommand) => WORK.test(name) && life.step(WRITES.test(name));
  return {
    store: opened.store,
    mortal,
    killAt: (write) => {
      life.killAt(write);
      faults.failNext(isStruck, { code: 1, message: 'killed', times: Number.POSITIVE_INFINITY });
    },
    revive: () => {
      faults.forgetFaults();
      return life.revive();
    },
    close,
  };
}

const WRITES = /^(insert|update|delete|findAndModify|dropDatabase)$/;
/** Without what goes on by itself, such as a change stream's `getMore`. */
const WORK = /^(find|aggregate|count|distinct|insert|update|delete|findAndModify|dropDatabase|create)$/;
