import { messages } from './messages.ts';

/** What the roles are called. */
export const roleNames = messages.roles;
