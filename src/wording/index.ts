export { doubtsText, doubtText } from './doubtText.js';
export { sizeText } from './downloadText.js';
export { errorDetail, errorSummary, errorText } from './errorText.js';
export { fieldIssueText, fieldRangeText } from './fieldIssueText.js';
export { joinList, joinSentences, labelled } from './joining.js';
export { languageName } from './languageName.js';
export { architectureName } from './architectureName.js';
export { precisionText } from './precisionText.js';
export { warningText } from './warningText.js';
