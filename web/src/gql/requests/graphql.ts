/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** An invitation, and the account to be made for a new user. */
export type AcceptInvitationInput = {
  /** The name of the new user. */
  name?: string | null | undefined;
  /** The password of the new account, 8 to 256 characters. Null for someone who has an account: they send their access token instead. */
  password?: string | null | undefined;
  /** The token of the invitation. */
  token: string;
};

/** What confirms that the account is to be deleted. */
export type DeleteAccountInput = {
  /** The password of the account. */
  password: string;
};

/** What confirms that the organisation is to be deleted. */
export type DeleteTenantInput = {
  /** The name of the organisation, exactly as it is. */
  confirmName: string;
  /** The password of the owner who asks for it. */
  password: string;
};

/** The account to log in to. */
export type LoginInput = {
  /** The e-mail address; upper and lower case are the same. */
  email: string;
  /** The password. */
  password: string;
  /** The organisation to log in to, for members of several; the last one by default. */
  tenantId?: string | number | null | undefined;
};

/** The session to go on with. */
export type RefreshSessionInput = {
  /** The session's latest refresh token. It can be used once. */
  refreshToken: string;
};

/** The organisation and the account to create. */
export type RegisterInput = {
  /** The e-mail address to log in with. */
  email: string;
  /** The name of the user. */
  name?: string | null | undefined;
  /** The name of the organisation; the name of the user, or else the e-mail address up to the @, by default. */
  organization?: string | null | undefined;
  /** The password, of 8 to 256 characters. */
  password: string;
};

/** The member to remove. */
export type RemoveMemberInput = {
  /** The id of the user; your own, to leave. */
  userId: string | number;
};

/** A token of `createPasswordReset`, and the new password. */
export type ResetPasswordInput = {
  /** The new password, of 8 to 256 characters. */
  newPassword: string;
  /** The token. */
  token: string;
};

/** What a member may do. VIEWER < EDITOR < ADMIN < OWNER: each may do what those before it may. */
export type Role =
  /** Change and delete all documents that they see; manage members and API tokens; read the audit log. */
  | 'ADMIN'
  /** Add documents; change, replace and delete their own. */
  | 'EDITOR'
  /** Rename and delete the organisation; choose its language model and instructions. */
  | 'OWNER'
  /** Read, search and ask. */
  | 'VIEWER';

/** The organisation to switch to. */
export type SwitchTenantInput = {
  /** The id of the organisation, one of `Viewer.memberships`. */
  tenantId: string | number;
};

export type RegistrationQueryVariables = Exact<{ [key: string]: never; }>;


export type RegistrationQuery = { system: { registrationOpen: boolean, hasAccounts: boolean } };

export type SignedInAsQueryVariables = Exact<{ [key: string]: never; }>;


export type SignedInAsQuery = { me: { user: { email: string } | null } };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type InvitationQueryVariables = Exact<{
  token: string;
}>;


export type InvitationQuery = { invitation: { tenantName: string, email: string, role: Role, hasAccount: boolean, expiresAt: string } | null };

export type AcceptInvitationMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptInvitationMutation = { acceptInvitation: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type ReopenSessionMutationVariables = Exact<{
  input: SwitchTenantInput;
}>;


export type ReopenSessionMutation = { switchTenant: { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } } };

export type StandingQueryVariables = Exact<{ [key: string]: never; }>;


export type StandingQuery = { me: { role: Role } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: { endedSessions: number } };

export type SessionPartsFragment = { accessToken: string, refreshToken: string, viewer: { user: { id: string } | null, tenant: { id: string } } };

export type DeleteTenantMutationVariables = Exact<{
  input: DeleteTenantInput;
}>;


export type DeleteTenantMutation = { deleteTenant: { tenantId: string } };

export type DeleteAccountMutationVariables = Exact<{
  input: DeleteAccountInput;
}>;


export type DeleteAccountMutation = { deleteAccount: { userId: string } };

export type LeaveOrganizationMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type LeaveOrganizationMutation = { removeMember: { userId: string } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const RegistrationDocument = new TypedDocumentString(`
    query Registration {
  system {
    registrationOpen
    hasAccounts
  }
}
    `) as unknown as TypedDocumentString<RegistrationQuery, RegistrationQueryVariables>;
export const SignedInAsDocument = new TypedDocumentString(`
    query SignedInAs {
  me {
    user {
      email
    }
  }
}
    `) as unknown as TypedDocumentString<SignedInAsQuery, SignedInAsQueryVariables>;
export const LoginDocument = new TypedDocumentString(`
    mutation Login($input: LoginInput!) {
  login(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const RegisterDocument = new TypedDocumentString(`
    mutation Register($input: RegisterInput!) {
  register(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const InvitationDocument = new TypedDocumentString(`
    query Invitation($token: String!) {
  invitation(token: $token) {
    tenantName
    email
    role
    hasAccount
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<InvitationQuery, InvitationQueryVariables>;
export const AcceptInvitationDocument = new TypedDocumentString(`
    mutation AcceptInvitation($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const ResetPasswordDocument = new TypedDocumentString(`
    mutation ResetPassword($input: ResetPasswordInput!) {
  resetPassword(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($input: RefreshSessionInput!) {
  refreshSession(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const ReopenSessionDocument = new TypedDocumentString(`
    mutation ReopenSession($input: SwitchTenantInput!) {
  switchTenant(input: $input) {
    ...SessionParts
  }
}
    fragment SessionParts on SessionPayload {
  accessToken
  refreshToken
  viewer {
    user {
      id
    }
    tenant {
      id
    }
  }
}`) as unknown as TypedDocumentString<ReopenSessionMutation, ReopenSessionMutationVariables>;
export const StandingDocument = new TypedDocumentString(`
    query Standing {
  me {
    role
  }
}
    `) as unknown as TypedDocumentString<StandingQuery, StandingQueryVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout {
  logout {
    endedSessions
  }
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const DeleteTenantDocument = new TypedDocumentString(`
    mutation DeleteTenant($input: DeleteTenantInput!) {
  deleteTenant(input: $input) {
    tenantId
  }
}
    `) as unknown as TypedDocumentString<DeleteTenantMutation, DeleteTenantMutationVariables>;
export const DeleteAccountDocument = new TypedDocumentString(`
    mutation DeleteAccount($input: DeleteAccountInput!) {
  deleteAccount(input: $input) {
    userId
  }
}
    `) as unknown as TypedDocumentString<DeleteAccountMutation, DeleteAccountMutationVariables>;
export const LeaveOrganizationDocument = new TypedDocumentString(`
    mutation LeaveOrganization($input: RemoveMemberInput!) {
  removeMember(input: $input) {
    userId
  }
}
    `) as unknown as TypedDocumentString<LeaveOrganizationMutation, LeaveOrganizationMutationVariables>;