import type { Page } from 'playwright-core';
import {
  AcceptInvitationDocument,
  InviteMemberDocument,
  LoginDocument,
  RegisterDocument,
} from '../../../schema/typed/graphql.ts';
import { type Client, createClient } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';

/** Somebody with an account, and the API as they see it. */
export interface Person {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
}

const PASSWORD = 'correct horse';
let people = 0;

/** The address of somebody who has no account yet, another one each time a test is tried. */
export const newEmail = (name: string): string => `${name}${++people}@example.com`;

/** The owner of a new organisation. */
export async function createOwner(
  { anonymous, url }: TestServer,
  organization = 'Brassfield Library',
): Promise<Person> {
  const email = newEmail('ada');
  const input = { email, password: PASSWORD, organization };
  const { register } = await anonymous().data(RegisterDocument, { input });
  return { email, password: PASSWORD, client: createClient(url, register.accessToken) };
}

/** Somebody who may do less, in the organisation of another. */
export async function createMember(
  server: TestServer,
  owner: Person,
  rights: Parameters<TestServer['join']>[1] = {},
): Promise<Person & { readonly userId: string }> {
  const { email, userId } = await server.join(owner.client, { email: newEmail('member'), ...rights });
  const { login } = await server.anonymous().data(LoginDocument, { input: { email, password: PASSWORD } });
  return { email, userId, password: PASSWORD, client: createClient(server.url, login.accessToken) };
}

/** Somebody of an organisation who has one of their own beside it, and was last in the former. */
export async function createMemberOfTwo(
  server: TestServer,
  owner: Person,
  organization = 'Other Library',
): Promise<Person & { readonly userId: string }> {
  const member = await createOwner(server, organization);
  const { inviteMember } = await owner.client.data(InviteMemberDocument, { input: { email: member.email } });
  const input = { token: inviteMember.token };
  const { acceptInvitation } = await member.client.data(AcceptInvitationDocument, { input });
  return { ...member, userId: acceptInvitation.viewer.user?.id ?? '' };
}

/** Signs in where the page stands, as a person does. */
export async function signIn(page: Page, { email, password }: Person, path = '/sign-in'): Promise<void> {
  await page.goto(path);
  await page.getByLabel(/^E-[Mm]ail/).fill(email);
  await page.getByLabel(/^Passwor[dt]$/).fill(password);
  await page.getByRole('button', { name: /^(Sign in|Anmelden)$/ }).click();
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await page.getByRole('link', { name: /^(Ask|Fragen)$/, includeHidden: true }).waitFor({ state: 'attached' });
}
