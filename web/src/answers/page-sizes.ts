/** How many answers of a conversation are read at once, the newest first. */
export const ANSWERS_A_PAGE = 20;
/** How many conversations the sidebar shows at first. */
export const CONVERSATIONS_A_PAGE = 30;
