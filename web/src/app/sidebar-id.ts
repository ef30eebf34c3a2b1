/** What the button of narrow windows opens. */
export const SIDEBAR_ID = 'sidebar';
