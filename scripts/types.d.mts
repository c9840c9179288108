import type ts from 'typescript';

export const DECLARING: ts.CompilerOptions;
export function declarationsOf(program: ts.Program): Map<string, string>;
