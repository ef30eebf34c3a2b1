/** Copies a text. Over plain http a page has no clipboard: a field that is selected has one still. */
export async function copyText(text: string, within: Element = document.body): Promise<void> {
  if (isSecureContext && 'clipboard' in navigator) return navigator.clipboard.writeText(text);
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  // A modal dialog lets nothing outside it be selected.
  within.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}
