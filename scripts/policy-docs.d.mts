export function explainedPages(): Map<string, string>;
