# Completions of fleet-rlm for bash 3.2 and later. Load them with
#   source <(fleet-rlm completions bash)
# in ~/.bashrc, or write them to ~/.local/share/bash-completion/completions/fleet-rlm

_fleet_rlm_program() {
  if type -P fleet-rlm > /dev/null; then
    fleet-rlm "$@"
  else
    @@program@@ "$@"
  fi
}

_fleet_rlm() {
  local current=${COMP_WORDS[COMP_CWORD]} line kind=
  [[ $COMP_WORDBREAKS == *"$current"* ]] && current=
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :file | :folder) kind=$line ;;
      *)
        line=${line%%$'\t'*}
        [[ $line == *[^[:alnum:]_./:=@%+,-]* ]] && printf -v line %q "$line"
        COMPREPLY+=("$line")
        ;;
    esac
  done < <(_fleet_rlm_program __complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2> /dev/null)
  if [[ -n $kind ]]; then
    compopt -o filenames 2> /dev/null
    while IFS= read -r line; do
      COMPREPLY+=("$line")
    done < <(
      if [[ $kind == :folder ]]; then compgen -d -- "$current"; else compgen -f -- "$current"; fi
    )
  fi
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]]; then
    compopt -o nospace 2> /dev/null
  fi
}

complete -F _fleet_rlm fleet-rlm
