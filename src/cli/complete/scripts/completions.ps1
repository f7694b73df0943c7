# Completions of fleet-rlm for PowerShell 7. Load them with
#   fleet-rlm completions pwsh | Out-String | Invoke-Expression
# in $PROFILE

Register-ArgumentCompleter -Native -CommandName 'fleet-rlm' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or "$_" -ne $wordToComplete } |
        Select-Object -Skip 1 | ForEach-Object { "$_".Trim('"', "'") })
    $lines = if (Get-Command -Name 'fleet-rlm' -CommandType Application -ErrorAction Ignore) {
        & 'fleet-rlm' '__complete' 'pwsh' @words "$wordToComplete" 2>$null
    } else {
        & @@program@@ '__complete' 'pwsh' @words "$wordToComplete" 2>$null
    }
    foreach ($line in $lines) {
        if ($line -eq ':file' -or $line -eq ':folder') {
            # Returning nothing for them lets PowerShell complete paths itself.
            continue
        }
        $value, $help = $line -split "`t", 2
        $tip = if ($help) { $help } else { $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $tip)
    }
}
