@echo off
setlocal
chcp 65001 >nul

set "PYTHON="
for %%V in (3.13 3.12 3.11) do (
  if not defined PYTHON py -%%V -c "" >nul 2>nul && set "PYTHON=py -%%V"
)
if not defined PYTHON python -c "import sys; sys.exit(sys.version_info[0] != 3)" >nul 2>nul && set "PYTHON=python"

if defined PYTHON %PYTHON% "%~dp0lancer.py" %*
set "CODE=%ERRORLEVEL%"
if not defined PYTHON (
  echo Python est introuvable : installez Python 3.11, 3.12 ou 3.13 depuis python.org,
  echo en cochant « Add python.exe to PATH » ; les droits d’administrateur sont inutiles.
  set "CODE=1"
)

rem Double click: without a pause the window would close before anyone could read.
if "%~1"=="" pause
exit /b %CODE%
