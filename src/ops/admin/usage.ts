import { VERSION } from '../../version.ts';

/** How the operator commands are used. */
export const USAGE = `Operator commands of Carrel ${VERSION}; settings come from the environment and .env, as the server's do.

  npm run admin -- tenants [DIR]         list the organisations of DATA_DIR, or of another data folder or a backup
  npm run admin -- backup DIR            copy DATA_DIR into the new folder DIR; the server may run
  npm run admin -- restore DIR TENANT    bring one organisation back from the backup DIR; the server must be stopped
  npm run admin -- migrate DIR           copy the data folder DIR into MONGODB_URI; the servers must be stopped
  npm run admin -- verify-audit [TENANT] check that the audit log, of one organisation or of all, is as it was written
  npm run admin -- feedback ID [FILE]    how an organisation's members rated their answers; all of it into FILE

  npm run admin -- tenant list           list the organisations, on either store, while the server runs or not
  npm run admin -- tenant show ID        one organisation with what it has
  npm run admin -- tenant limits ID [documents=N] [storage-bytes=N] [questions-per-day=N]
                                         show or set its own limits: a number, none, or default
  npm run admin -- tenant suspend ID     let nobody in; what its members have open is closed within a second
  npm run admin -- tenant resume ID      let them in again
  npm run admin -- tenant delete ID      delete it with all that it has; asks first, unless --yes is given
  npm run admin -- rotate-keys           make a new key that signs tokens; nobody is logged out
  npm run admin -- rotate-secrets        make a new key for the API keys of organisations, and seal all of them with it
  npm run admin -- user list ID          the members of an organisation
  npm run admin -- user reset-password EMAIL
                                         a token by which somebody chooses another password within the hour
  npm run admin -- user suspend EMAIL    let the account in nowhere
  npm run admin -- user resume EMAIL     let it in again

  --json prints JSON instead of lines, --yes answers what is asked, --help or help shows this.
  The exit code is 0 when all went well, 1 when it did not, 2 for what is no command.
`;
