export { errorDetail, errorSummary, errorText } from './errorText.js';
export { fieldIssueText, fieldRangeText } from './fieldIssueText.js';
export { warningText } from './warningText.js';
