/** How many answers of a conversation are read: as many as an operation may cost. */
export const ANSWERS_A_PAGE = 60;
/** How many conversations the sidebar shows at first. */
export const CONVERSATIONS_A_PAGE = 30;
