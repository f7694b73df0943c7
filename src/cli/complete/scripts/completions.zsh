#compdef fleet-rlm
# Completions of fleet-rlm for zsh. Load them with
#   source <(fleet-rlm completions zsh)
# in ~/.zshrc, behind compinit, or write them to a file _fleet-rlm in a folder of $fpath

_fleet_rlm_program() {
  if whence -p fleet-rlm > /dev/null; then
    command fleet-rlm "$@"
  else
    @@program@@ "$@"
  fi
}

_fleet_rlm() {
  local line kind= text
  local -a open closed
  while IFS= read -r line; do
    case $line in
      :file | :folder) kind=$line ;;
      *)
        text=${${line%%$'\t'*}//:/\\:}
        [[ $line == *$'\t'* ]] && text+=":${line#*$'\t'}"
        if [[ ${line%%$'\t'*} == *[=/:] ]]; then open+=("$text"); else closed+=("$text"); fi
        ;;
    esac
  done < <(_fleet_rlm_program __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2> /dev/null)
  (( ${#closed} )) && _describe -V fleet-rlm closed
  (( ${#open} )) && _describe -V fleet-rlm open -S ''
  if [[ -n $kind ]]; then
    compset -P '--[^=]#='
    if [[ $kind == :folder ]]; then _files -/; else _files; fi
  fi
  (( compstate[nmatches] ))
}

if [[ $funcstack[1] == _fleet_rlm ]]; then
  _fleet_rlm "$@"
elif (( $+functions[compdef] )); then
  compdef _fleet_rlm fleet-rlm
fi
