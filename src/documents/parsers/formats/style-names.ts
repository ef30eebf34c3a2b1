/** What the names of styles tell about paragraphs. Office and LibreOffice keep them in English, whatever their users see. */
export function isTitleStyle(name: string): boolean {
  return /^title$/i.test(name);
}

/** The same for code. */
export function isCodeStyle(name: string): boolean {
  return /^(?:source ?code|(?:html )?preformatted(?: text)?|macro(?: text)?|code(?: block)?)$/i.test(name);
}
