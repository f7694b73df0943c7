# Completions of fleet-rlm for fish. Load them with
#   fleet-rlm completions fish | source
# in ~/.config/fish/config.fish, or write them to ~/.config/fish/completions/fleet-rlm.fish

function __fleet_rlm_program
    if type --force-path --query fleet-rlm
        command fleet-rlm $argv
    else
        @@program@@ $argv
    end
end

function __fleet_rlm
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    set --local current (commandline --current-token --cut-at-cursor)
    for line in (__fleet_rlm_program __complete fish $words[2..] "$current" 2>/dev/null)
        switch $line
            case :file :folder
                set --local before (string match --regex -- '^--[^=]*=' "$current")
                set --local path (string replace --regex -- '^--[^=]*=' '' "$current")
                if test $line = :folder
                    printf "$before%s\n" (__fish_complete_directories "$path" '')
                else
                    printf "$before%s\n" (__fish_complete_path "$path")
                end
            case '*'
                echo $line
        end
    end
end

complete --command fleet-rlm --no-files --keep-order --arguments '(__fleet_rlm)'
