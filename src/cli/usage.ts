export const USAGE = `pipestream-scaling: one file says how a system scales; this compiles it.

Usage: pipestream-scaling <command> [options] [file]

Commands
  build      compile the file into out/<environment>/
  lint       report what is wrong, and write nothing
  init       write a commented starter file
  schema     print the JSON Schema of the language

Options
  --check            build: write nothing; exit 1 if out/ is not what the file compiles to
  --env <name>       only this environment
  --out <folder>     build: another folder than out/
  --force            build: overwrite files that were edited by hand
  --format <name>    lint, build: pretty (default) or json
  --fail-on <level>  lint: error (default), warning or information
  --targets <list>   init: kubernetes, ecs or kubernetes,ecs (default)
  --no-color         no colour; NO_COLOR is honoured too
  --version, --help

The file is pipestream-scaling.yaml unless another is named; - is standard input.

Examples
  pipestream-scaling init --targets kubernetes
  pipestream-scaling lint
  pipestream-scaling build
  pipestream-scaling build --check --env production
  pipestream-scaling schema > schema/pipestream-scaling.schema.json

Exit status: 0 clean, 1 findings or stale output, 2 usage or unreadable file, 3 a bug.
`;
