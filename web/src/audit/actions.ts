import { messages } from './messages.ts';

/** What an entry may say that somebody did. */
export type Action = keyof typeof messages.actions;

/** The objects of actions, as they stand together. */
const GROUPS = {
  questions: ['search', 'answer', 'conversation'],
  documents: ['document'],
  members: ['member', 'invitation'],
  accounts: ['session', 'password', 'account'],
  organization: ['tenant', 'model', 'token'],
  log: ['audit', 'access'],
} as const;

const ACTIONS = Object.keys(messages.actions) as Action[];

/** For a choice: each group's name, with its actions and what they are called. */
export const actionGroups = Object.entries(GROUPS).map(
  ([group, objects]) =>
    [
      messages.groups[group as keyof typeof GROUPS],
      ACTIONS.filter((action) => objects.some((object) => action.startsWith(`${object}.`))).map(
        (action) => [action, messages.actions[action]] as const,
      ),
    ] as const,
);

/** Whether a text names an action that this client knows. */
export function isAction(text: string | null): text is Action {
  return ACTIONS.some((action) => action === text);
}

/** In words; a newer server's as it is. */
export function actionName(action: string): string {
  return isAction(action) ? messages.actions[action] : action;
}
