import { ATTACKS } from './attacks.ts';

/** A process of its own, so that what an attack takes is not taken from who measures: `attacker.ts NUMBER URL TOKEN`. */
const [, , number, url = '', token = ''] = process.argv;
// The server closes connections while they are written to; that is what it is expected to do.
process.on('uncaughtException', () => {});
process.once('disconnect', () => process.exit());
process.send?.('begun');
await ATTACKS[Number(number)]?.run({ url, token });
