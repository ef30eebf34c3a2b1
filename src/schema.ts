import './answers/conversations-schema.ts';
import './answers/ratings-schema.ts';
import './answers/runs-schema.ts';
import './answers/schema.ts';
import './audit/schema.ts';
import './auth/account-schema.ts';
import './auth/api-tokens-schema.ts';
import './auth/schema.ts';
import './auth/sessions-schema.ts';
import './documents/changes-schema.ts';
import './documents/ingest-schema.ts';
import './documents/schema.ts';
import './ops/schema.ts';
import './search/headings-schema.ts';
import './search/schema.ts';
import './tenants/invitations-schema.ts';
import './tenants/members-schema.ts';
import './tenants/model-settings-schema.ts';
import './tenants/schema.ts';
import { builder } from './graphql/builder.ts';

/** The whole API: what each feature has added to the builder. */
export const schema = builder.toSchema();
