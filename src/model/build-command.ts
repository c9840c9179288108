/** The command that writes the output, as generated files and messages name it; with the arguments that differ. */
export const BUILD_COMMAND = 'pipestream-scaling build';
