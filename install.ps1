# Installs the program fleet-rlm for the user who runs this: downloads it from a release, checks it
# against the checksums of the release, and only then puts it in place.
#
#   $env:FLEET_RLM_VERSION      a tag such as v0.1.0; default: the latest release
#   $env:FLEET_RLM_INSTALL_DIR  default: %LOCALAPPDATA%\fleet-rlm\bin
#   $env:FLEET_RLM_RELEASES     address of the releases page; a release writes its own here
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
# Drawing the progress of a download takes longer than the download.
$ProgressPreference = 'SilentlyContinue'

$releases = if ($env:FLEET_RLM_RELEASES) { $env:FLEET_RLM_RELEASES } else { '@@releases@@' }
$version = if ($env:FLEET_RLM_VERSION) { $env:FLEET_RLM_VERSION } else { 'latest' }
$folder = if ($env:FLEET_RLM_INSTALL_DIR) { $env:FLEET_RLM_INSTALL_DIR } else { Join-Path $env:LOCALAPPDATA 'fleet-rlm\bin' }

if (-not $releases.StartsWith('http')) {
  throw 'Cannot tell where releases are: set FLEET_RLM_RELEASES, or take install.ps1 from a release'
}
if (-not [Environment]::Is64BitOperatingSystem) {
  throw 'Cannot install on a 32-bit system'
}
# Windows on ARM runs programs for x64.
$file = 'fleet-rlm-windows-x64.exe.gz'
$from = if ($version -eq 'latest') { "$releases/latest/download" } else { "$releases/download/$version" }

$work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory -Path $work | Out-Null
try {
  Invoke-WebRequest -UseBasicParsing -Uri "$from/SHA256SUMS" -OutFile "$work\SHA256SUMS"
  Invoke-WebRequest -UseBasicParsing -Uri "$from/$file" -OutFile "$work\$file"

  $line = Get-Content "$work\SHA256SUMS" | Where-Object { ($_ -split '\s+\*?')[1] -eq $file }
  if (-not $line) { throw "Cannot check the download: SHA256SUMS has no line for $file" }
  $expected = ($line -split '\s+')[0]
  $actual = (Get-FileHash -Algorithm SHA256 "$work\$file").Hash
  if ($actual -ne $expected) {
    throw "Cannot trust the download: $file has another checksum than the release says"
  }

  $packed = [IO.File]::OpenRead("$work\$file")
  $unpacked = [IO.File]::Create("$work\fleet-rlm.exe")
  try {
    $gzip = New-Object IO.Compression.GZipStream($packed, [IO.Compression.CompressionMode]::Decompress)
    $gzip.CopyTo($unpacked)
  } finally {
    $unpacked.Dispose()
    $packed.Dispose()
  }
  & "$work\fleet-rlm.exe" --version | Out-Null
  if ($LASTEXITCODE -ne 0) { throw 'Cannot run the program on this machine' }
  New-Item -ItemType Directory -Force -Path $folder | Out-Null
  Move-Item -Force "$work\fleet-rlm.exe" "$folder\fleet-rlm.exe"
} finally {
  Remove-Item -Recurse -Force $work
}

Write-Output "Installed $(& "$folder\fleet-rlm.exe" --version)"
Write-Output "  as $folder\fleet-rlm.exe"
if (-not (($env:PATH -split ';') -contains $folder)) {
  Write-Output "Add it to your PATH: `$env:PATH = `"$folder;`$env:PATH`""
}
