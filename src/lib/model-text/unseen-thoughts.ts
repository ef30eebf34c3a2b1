/** How models begin to think, where a template has written the tag that opens the thought. */
const OPENINGS =
  `here are my reasoning steps|okay|ok,|alright|hmm|let me|let's|we need to|we are given|i need to|i should|the user is|the user asks|the user wants
  |the user's|user asks|user wants|好的|嗯|让我|用户问|用户想|用户的问题|ユーザーは|хорошо,|пользователь спрашивает|пользователь хочет
  |der nutzer fragt|der nutzer möchte|der benutzer fragt|der benutzer möchte|el usuario pregunta|el usuario quiere
  |l'utilisateur demande|l'utilisateur veut|المستخدم يسأل|ผู้ใช้ถาม`.split(/\s*\|/);

/** What the beginning of a text tells: whether it may be a thought whose opening tag was not seen. */
export type Beginning = 'unclear' | 'thought' | 'answer';

/** Tells by the words that thoughts begin with, in several languages. */
export function judgeBeginning(text: string): Beginning {
  const beginning = text.slice(0, 40).trimStart().toLowerCase();
  if (OPENINGS.some((opening) => beginning.startsWith(opening))) return 'thought';
  return OPENINGS.some((opening) => opening.startsWith(beginning)) ? 'unclear' : 'answer';
}
