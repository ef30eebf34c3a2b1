/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Registration {\n  system {\n    registrationOpen\n    hasAccounts\n  }\n}\n\nquery SignedInAs {\n  me {\n    user {\n      email\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Invitation($token: String!) {\n  invitation(token: $token) {\n    tenantName\n    email\n    role\n    hasAccount\n    expiresAt\n  }\n}\n\nmutation AcceptInvitation($input: AcceptInvitationInput!) {\n  acceptInvitation(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ResetPassword($input: ResetPasswordInput!) {\n  resetPassword(input: $input) {\n    ...SessionParts\n  }\n}": typeof types.RegistrationDocument,
    "mutation RefreshSession($input: RefreshSessionInput!) {\n  refreshSession(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ReopenSession($input: SwitchTenantInput!) {\n  switchTenant(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Standing {\n  me {\n    role\n  }\n}\n\nmutation Logout {\n  logout {\n    endedSessions\n  }\n}": typeof types.RefreshSessionDocument,
    "fragment SessionParts on SessionPayload {\n  accessToken\n  refreshToken\n  viewer {\n    user {\n      id\n    }\n    tenant {\n      id\n    }\n  }\n}": typeof types.SessionPartsFragmentDoc,
    "mutation DeleteTenant($input: DeleteTenantInput!) {\n  deleteTenant(input: $input) {\n    tenantId\n  }\n}": typeof types.DeleteTenantDocument,
    "mutation DeleteAccount($input: DeleteAccountInput!) {\n  deleteAccount(input: $input) {\n    userId\n  }\n}\n\nmutation LeaveOrganization($input: RemoveMemberInput!) {\n  removeMember(input: $input) {\n    userId\n  }\n}": typeof types.DeleteAccountDocument,
};
const documents: Documents = {
    "query Registration {\n  system {\n    registrationOpen\n    hasAccounts\n  }\n}\n\nquery SignedInAs {\n  me {\n    user {\n      email\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Invitation($token: String!) {\n  invitation(token: $token) {\n    tenantName\n    email\n    role\n    hasAccount\n    expiresAt\n  }\n}\n\nmutation AcceptInvitation($input: AcceptInvitationInput!) {\n  acceptInvitation(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ResetPassword($input: ResetPasswordInput!) {\n  resetPassword(input: $input) {\n    ...SessionParts\n  }\n}": types.RegistrationDocument,
    "mutation RefreshSession($input: RefreshSessionInput!) {\n  refreshSession(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ReopenSession($input: SwitchTenantInput!) {\n  switchTenant(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Standing {\n  me {\n    role\n  }\n}\n\nmutation Logout {\n  logout {\n    endedSessions\n  }\n}": types.RefreshSessionDocument,
    "fragment SessionParts on SessionPayload {\n  accessToken\n  refreshToken\n  viewer {\n    user {\n      id\n    }\n    tenant {\n      id\n    }\n  }\n}": types.SessionPartsFragmentDoc,
    "mutation DeleteTenant($input: DeleteTenantInput!) {\n  deleteTenant(input: $input) {\n    tenantId\n  }\n}": types.DeleteTenantDocument,
    "mutation DeleteAccount($input: DeleteAccountInput!) {\n  deleteAccount(input: $input) {\n    userId\n  }\n}\n\nmutation LeaveOrganization($input: RemoveMemberInput!) {\n  removeMember(input: $input) {\n    userId\n  }\n}": types.DeleteAccountDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Registration {\n  system {\n    registrationOpen\n    hasAccounts\n  }\n}\n\nquery SignedInAs {\n  me {\n    user {\n      email\n    }\n  }\n}\n\nmutation Login($input: LoginInput!) {\n  login(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Invitation($token: String!) {\n  invitation(token: $token) {\n    tenantName\n    email\n    role\n    hasAccount\n    expiresAt\n  }\n}\n\nmutation AcceptInvitation($input: AcceptInvitationInput!) {\n  acceptInvitation(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ResetPassword($input: ResetPasswordInput!) {\n  resetPassword(input: $input) {\n    ...SessionParts\n  }\n}"): typeof import('./graphql.ts').RegistrationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RefreshSession($input: RefreshSessionInput!) {\n  refreshSession(input: $input) {\n    ...SessionParts\n  }\n}\n\nmutation ReopenSession($input: SwitchTenantInput!) {\n  switchTenant(input: $input) {\n    ...SessionParts\n  }\n}\n\nquery Standing {\n  me {\n    role\n  }\n}\n\nmutation Logout {\n  logout {\n    endedSessions\n  }\n}"): typeof import('./graphql.ts').RefreshSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment SessionParts on SessionPayload {\n  accessToken\n  refreshToken\n  viewer {\n    user {\n      id\n    }\n    tenant {\n      id\n    }\n  }\n}"): typeof import('./graphql.ts').SessionPartsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteTenant($input: DeleteTenantInput!) {\n  deleteTenant(input: $input) {\n    tenantId\n  }\n}"): typeof import('./graphql.ts').DeleteTenantDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteAccount($input: DeleteAccountInput!) {\n  deleteAccount(input: $input) {\n    userId\n  }\n}\n\nmutation LeaveOrganization($input: RemoveMemberInput!) {\n  removeMember(input: $input) {\n    userId\n  }\n}"): typeof import('./graphql.ts').DeleteAccountDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
