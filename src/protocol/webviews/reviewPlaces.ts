/** Where a reviewed translation goes: as the setting `translate.action` names it. */
export const REVIEW_PLACES = ['replace', 'insertBelow', 'openBeside', 'copy'] as const;
export type ReviewPlace = (typeof REVIEW_PLACES)[number];
