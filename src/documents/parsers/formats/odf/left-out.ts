/** What stands in `content.xml` without being text of the document: deleted text, comments, tables of contents, and what describes or operates something. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'text:tracked-changes',
  'table:tracked-changes',
  'table:content-validations',
  'office:annotation',
  'text:table-of-content',
  'text:note-citation',
  'text:ruby-text',
  'text:script',
  'office:forms',
  'svg:title',
  'svg:desc',
]);
