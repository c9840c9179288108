export function policyPages(): Map<string, string>;
