import type { Attack } from './attack.ts';
import { STRANGERS } from './strangers.ts';
import { USERS } from './users.ts';

export type { Attack } from './attack.ts';

/** All of them. */
export const ATTACKS: readonly Attack[] = [...STRANGERS, ...USERS];
