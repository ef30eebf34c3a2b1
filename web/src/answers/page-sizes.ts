/** How many answers of a conversation are read; what an operation may cost is half as many more. */
export const ANSWERS_A_PAGE = 40;
/** How many conversations the sidebar shows at first. */
export const CONVERSATIONS_A_PAGE = 30;
