/** Texts of about so many bytes that cost as much as their author could make them, by what they are made of. */
export const HUNGRY: Readonly<Record<string, (bytes: number) => string>>;
