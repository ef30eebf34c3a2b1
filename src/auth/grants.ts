import { AppError } from '../errors.ts';
import { exceeds, isAtLeast, type Rights, type Role } from '../roles.ts';

/** Nobody grants more than they hold. @throws AppError `FORBIDDEN` */
export function requireGrantable(rights: Rights, caller: Rights): void {
  if (!exceeds(rights, caller)) return;
  throw new AppError(
    'FORBIDDEN',
    `You can't grant more than you hold: the role ${caller.role}, ${caller.piiAccess ? 'with' : 'without'} access to personal data, in ${
      caller.collections === null ? 'all collections' : `the collections ${caller.collections.join(', ') || '(none)'}`
    }.`,
  );
}

/** Nobody changes what stands above them. @throws AppError `FORBIDDEN` */
export function requireNoLess(rights: Rights, caller: Rights): void {
  if (!exceeds(rights, caller)) return;
  throw new AppError('FORBIDDEN', 'This member has more rights than you. Ask somebody who has as many.');
}

/** @throws AppError `FORBIDDEN` that names the role needed and the role held */
export function requireRole(caller: Rights, least: Role): void {
  if (isAtLeast(caller.role, least)) return;
  throw new AppError('FORBIDDEN', `This needs the role ${least} or higher; yours is ${caller.role}.`);
}
