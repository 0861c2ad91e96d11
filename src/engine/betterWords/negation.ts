/** Signs that turn what follows into its opposite. */
const NEGATION = /[不没沒无無别別非未勿莫]/u;

/** Whether one of two Chinese words denies and the other does not. */
export const differInNegation = (one: string, other: string): boolean => NEGATION.test(one) !== NEGATION.test(other);
