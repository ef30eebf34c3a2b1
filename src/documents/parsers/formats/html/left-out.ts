/** Which elements of a page are no part of its text. */
export type LeftOut = (name: string, attributes: Readonly<Record<string, string>>) => boolean;

/** Elements whose content is never a text to read: programs, drawings, what is shown instead of something, and readings of signs. */
const NEVER_READ = new Set(
  'script style noscript noframes noembed template title iframe object audio video canvas svg math rp rt'.split(' '),
);

const SURROUNDINGS = new Set('nav aside footer button select datalist textarea dialog'.split(' '));

const ROLES = new Set(['navigation', 'banner', 'contentinfo', 'search', 'complementary', 'dialog']);

/** What has no text at all. */
export function isNeverRead(name: string): boolean {
  return NEVER_READ.has(name);
}

/** Navigation, forms, asides and hidden parts. */
export const BOILERPLATE: LeftOut = (name, attributes) => name === 'form' || WITHOUT_FORMS(name, attributes);

/** The same, where a form is around the whole page. */
export const WITHOUT_FORMS: LeftOut = (name, attributes) =>
  SURROUNDINGS.has(name) || ROLES.has(attributes['role']?.trim().toLowerCase() ?? '') || isHidden(attributes);

/** Leaves nothing out. */
export const NOTHING: LeftOut = () => false;

function isHidden({ hidden, style = '', 'aria-hidden': ariaHidden }: Readonly<Record<string, string>>): boolean {
  // What is "until-found" is there for those who search.
  const isMarked = hidden !== undefined && hidden.toLowerCase() !== 'until-found';
  return isMarked || ariaHidden === 'true' || /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}
