import type { Command } from 'commander';
import { ASKED, flagsOf, type Values, valuesOfArgument, valuesOfOption } from './values.ts';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that a shell sources: what there is, out of the commands themselves, and how that shell is told. */
export function renderCompletion(program: Command, shell: Shell): string {
  const commands = [...program.createHelp().visibleCommands(program)];
  return [
    `# Completion of ${program.name()} in ${shell}: source <(npx bakewatch completion ${shell})`,
    renderOptions(commands),
    renderKinds(commands),
    LOOK,
    shell === 'bash' ? renderBash(commands) : renderZsh(commands),
  ].join('\n\n');
}

const renderOptions = (commands: Command[]): string =>
  choose('_bakewatch_options', '$1', [
    ...commands.map((command): [string, string] => [quoted(command.name()), flagsOf(command).join(' ')]),
    ["''", '--help'],
  ]);

/** By `<command> <option>` and `<command> <place of an argument>`: only what takes a value has a kind. */
const renderKinds = (commands: Command[]): string =>
  choose(
    '_bakewatch_kind',
    '$1',
    commands.flatMap((command) => [
      ...command.options.flatMap((option): [string, string][] => {
        const values = valuesOfOption(option);
        if (values === undefined) return [];
        const flags = [option.long, option.short].filter((flag) => flag !== undefined);
        return [[flags.map((flag) => quoted(`${command.name()} ${flag}`)).join('|'), sayValues(values)]];
      }),
      ...command.registeredArguments.map((argument, i): [string, string] => [
        `${quoted(command.name())}' '${argument.variadic ? `[${i + 1}-9]` : i + 1}`,
        sayValues(valuesOfArgument(argument)),
      ]),
    ]),
  );

const sayValues = (values: Values): string => (typeof values === 'string' ? values : `words ${values.join(' ')}`);

const choose = (name: string, of: string, cases: [string, string][]): string =>
  [
    `${name}() {`,
    `  case "${of}" in`,
    ...cases.map(([pattern, words]) => `    ${pattern}) echo ${quoted(words)} ;;`),
    '  esac',
    '}',
  ].join('\n');

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What both shells understand: which command and which of its arguments it is, and where Bakewatch is said to be. */
const LOOK = `_bakewatch_look() {
  bw_command='' bw_place=1 bw_where=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --aws) bw_where+=("$1") ;;
      -*)
        if [ -n "$(_bakewatch_kind "$bw_command $1")" ] && [ $# -gt 1 ]; then
          case "$1" in --dir|--profile|--region) bw_where+=("$1" "$2") ;; esac
          shift
        fi ;;
      *) if [ -z "$bw_command" ]; then bw_command=$1; else bw_place=$((bw_place + 1)); fi ;;
    esac
    shift
  done
}

# Words for a place; those of a running instance are asked for, shortly and in silence.
_bakewatch_words() {
  case "$1" in
    ${ASKED.join('|')})
      if [ -x "$(command -v bakewatch)" ]; then
        bakewatch completion "$1" "\${bw_where[@]}" 2>/dev/null
      else
        npx --no -- bakewatch completion "$1" "\${bw_where[@]}" 2>/dev/null
      fi ;;
    words*) echo "\${1#words }" | tr ' ' '\\n' ;;
  esac
}`;

const renderBash = (commands: Command[]): string => `_bakewatch() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} kind IFS=$'\\n'
  local bw_command bw_place bw_where
  COMPREPLY=()
  _bakewatch_look "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"
  case "$before" in -*) kind=$(_bakewatch_kind "$bw_command $before") ;; *) kind='' ;; esac
  if [ -z "$kind" ]; then
    case "$current" in
      -*) COMPREPLY=($(compgen -W "$(_bakewatch_options "$bw_command" | tr ' ' '\\n')" -- "$current")); return ;;
    esac
    kind=$(_bakewatch_kind "$bw_command $bw_place")
    [ -z "$bw_command" ] && kind=${quoted(`words ${commands.map((command) => command.name()).join(' ')}`)}
  fi
  case "$kind" in
    files) COMPREPLY=($(compgen -f -- "$current")) ;;
    directories) COMPREPLY=($(compgen -d -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$(_bakewatch_words "$kind")" -- "$current")) ;;
  esac
}
complete -o filenames -F _bakewatch bakewatch
`;

const renderZsh = (commands: Command[]): string => `_bakewatch() {
  local current=\${words[CURRENT]} before=\${words[CURRENT - 1]} kind
  local bw_command bw_place
  local -a bw_where bw_all
  _bakewatch_look "\${(@)words[2,CURRENT - 1]}"
  case "$before" in -*) kind=$(_bakewatch_kind "$bw_command $before") ;; *) kind='' ;; esac
  if [ -z "$kind" ]; then
    if [[ "$current" == -* ]]; then compadd -- \${(s: :)"$(_bakewatch_options "$bw_command")"}; return; fi
    if [ -z "$bw_command" ]; then
      bw_all=(
${commands.map((command) => `        ${quoted(`${command.name()}:${command.description().replaceAll(':', '\\:')}`)}`).join('\n')}
      )
      _describe command bw_all
      return
    fi
    kind=$(_bakewatch_kind "$bw_command $bw_place")
  fi
  case "$kind" in
    files) _files ;;
    directories) _files -/ ;;
    *) compadd -- \${(f)"$(_bakewatch_words "$kind")"} ;;
  esac
}
compdef _bakewatch bakewatch
`;
