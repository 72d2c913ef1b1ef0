#!/usr/bin/env python3
"""Set participation_lib up in this folder, then run it. Standard library only.

The syntax stays that of Python 3.6, so that an older Python prints the sentence about
its version rather than a SyntaxError.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterator, List, NoReturn, Optional, Tuple

# Not resolved: on Windows that would turn a mapped drive into a \\server path.
ROOT = Path(os.path.abspath(__file__)).parent
ON_WINDOWS = os.name == "nt"

OLDEST_PYTHON = (3, 11)
FIRST_UNSUPPORTED_PYTHON = (3, 14)

INSTALLED_SIZE = 1.6e9
# While it lasts, an installation also holds what it downloads, twice: as received and as kept.
DOWNLOAD_SPACE = 1.0e9

EXAMPLE = Path("data", "exemples", "pleniere_nature.csv")
EXAMPLE_OUTPUT = Path("exports", "pleniere_nature")
NOTE_SUFFIXES = (".html", ".pdf", ".docx", ".odt")

USAGE = """Utilisation :
  python3 lancer.py                   prépare l’outil, puis rédige la note de la plénière d’exemple
  python3 lancer.py atelier           ouvre l’atelier dans le navigateur
  python3 lancer.py synthese FICHIER  rédige la note de vos propres contributions
  python3 lancer.py tests             vérifie l’installation et le code
  python3 lancer.py synthese --help   dit tout ce que peut la commande « synthese »

Option :
  --paquets DOSSIER   installe sans internet, depuis un dossier de paquets préparé sur un
                      ordinateur de même système et de même version de Python par :
                      python3 -m pip download --only-binary :all: --require-hashes
                      -r requirements.lock -d DOSSIER

Sous Windows, écrivez « lancer.bat » au lieu de « python3 lancer.py »."""

INTERRUPTED = "Interrompu. Relancez la même commande quand vous voulez : rien n’est abîmé."
DISK_FULL = (
    "Le disque est plein : libérez de la place (il faut environ 2,6 Go pour installer), puis relancez la même commande."
)
FILE_IN_USE = (
    "Un fichier du dossier « .venv » ne peut être ni écrit ni remplacé : fermez l’atelier s’il est "
    "encore ouvert, vérifiez vos droits sur ce dossier, puis relancez la même commande."
)
UNKNOWN_FAILURE = (
    "L’installation a échoué : relancez la même commande ; si cela se répète, transmettez le journal "
    "à votre service informatique."
)
PATH_TOO_LONG = (
    "Le chemin de ce dossier est trop long pour Windows : déplacez le dossier plus près de la racine "
    "du disque (par exemple C:\\participation), puis relancez la même commande."
)
WRONG_PACKAGE = (
    "Un paquet reçu n’est pas celui attendu (son empreinte diffère) : il n’a pas été installé. Relancez ; "
    "si cela se répète, signalez-le à votre service informatique."
)
UNKNOWN_CERTIFICATE = (
    "Le certificat du registre de paquets n’est pas reconnu : demandez à votre service informatique le "
    "certificat du réseau, indiquez-le dans la variable PIP_CERT, puis relancez la même commande."
)
PROXY_FAILURE = (
    "Le serveur mandataire (proxy) ne répond pas ou refuse l’accès : vérifiez la variable HTTPS_PROXY "
    "auprès de votre service informatique, puis relancez la même commande."
)
REGISTRY_OUT_OF_REACH = (
    "Le registre de paquets est hors d’atteinte : vérifiez la connexion à internet (ou la variable "
    "HTTPS_PROXY derrière un proxy), puis relancez ; sans internet, voyez l’option --paquets."
)

# Read from top to bottom: one failure often drags the marks of the following ones along.
INSTALLER_FAILURES = (
    (("No space left on device", "[Errno 28]", "[WinError 112]"), DISK_FULL),
    (("Windows Long Path",), PATH_TOO_LONG),
    (("DO NOT MATCH THE HASHES",), WRONG_PACKAGE),
    (("CERTIFICATE_VERIFY_FAILED",), UNKNOWN_CERTIFICATE),
    (("ProxyError", "Cannot connect to proxy", "Unable to connect to proxy", "407 Proxy"), PROXY_FAILURE),
    (
        (
            "connection broken by",
            "Max retries exceeded",
            "Failed to establish a new connection",
            "NameResolutionError",
            "Read timed out",
            "ReadTimeoutError",
            "ConnectTimeoutError",
            "Network is unreachable",
        ),
        REGISTRY_OUT_OF_REACH,
    ),
    (("Permission denied", "[WinError 5]", "[WinError 32]"), FILE_IN_USE),
)

CHECKS = (
    ("style (ruff check)", ("python", "-m", "ruff", "check", ".")),
    ("mise en forme (ruff format)", ("python", "-m", "ruff", "format", "--check", ".")),
    ("types (mypy)", ("python", "-m", "mypy")),
    ("règles d’import (lint-imports)", ("lint-imports",)),
)

# One process a core, four at most; a file stays on one of them.
IN_PARALLEL = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")

# Settings of the user's own Python and pip that would send modules or files elsewhere.
UNWANTED_VARIABLES = (
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "__PYVENV_LAUNCHER__",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_PYTHON",
    "PIP_CONSTRAINT",
    "PIP_REQUIREMENT",
    "PIP_DRY_RUN",
)


class LauncherError(Exception):
    """A problem that the user can act on; `str(error)` is what she reads."""


def say(sentence: str) -> None:
    """Show a line of progress, on stderr so that the output of the program stays clean."""
    print(sentence, file=sys.stderr, flush=True)


def python_problem(version: Tuple[int, ...]) -> Optional[str]:
    """Return why this version of Python cannot be used, or None."""
    if OLDEST_PYTHON <= tuple(version[:2]) < FIRST_UNSUPPORTED_PYTHON:
        return None
    name = ".".join(str(part) for part in version[:3])
    fault = "trop ancien" if tuple(version[:2]) < OLDEST_PYTHON else "trop récent"
    return (
        f"Python {name} est {fault} : il faut Python 3.11, 3.12 ou 3.13. Installez-en un depuis python.org "
        "ou demandez-le à votre service informatique, puis relancez."
    )


def gigabytes(size: float) -> str:
    """Write a size the French way: `1,4 Go`."""
    return f"{size / 1e9:.1f} Go".replace(".", ",")


def explain_failure(journal: str, packages: Optional[Path]) -> str:
    """Turn what pip wrote into one sentence that says what to do."""
    for marks, sentence in INSTALLER_FAILURES:
        if any(mark in journal for mark in marks):
            return sentence
    missing = re.search(r"(?:distribution found for|satisfies the requirement) ([\w.-]+)", journal)
    if not missing:
        return UNKNOWN_FAILURE
    package = missing.group(1)
    if packages:
        return (
            f"Le paquet « {package} » manque dans le dossier {packages} : préparez-le à nouveau, sur un "
            f"ordinateur de même système et avec Python {sys.version_info[0]}.{sys.version_info[1]}."
        )
    return (
        f"Le registre n’a pas le paquet « {package} » pour cet ordinateur : il faut un registre complet, et "
        "Windows 64 bits (x86-64), Linux x86-64 ou macOS."
    )


def clean_environment() -> Dict[str, str]:
    """Return the environment for child processes, proxies included, without what could divert them."""
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED_VARIABLES}
    environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0")
    # A folder with an accent must be found again whatever the language settings of the computer.
    environment["PYTHONUTF8"] = "1"
    chosen = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    if sys.platform.startswith("linux") and "utf" not in chosen.lower():
        environment["LC_ALL"] = "C.UTF-8"
    return environment


def stop(process: "subprocess.Popen[Any]") -> None:
    """End a child that is still running, gently then firmly."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command: List[str], cwd: Optional[Path] = None) -> int:
    """Run a program in this terminal and return its exit code."""
    process = subprocess.Popen(command, env=clean_environment(), cwd=None if cwd is None else str(cwd))
    try:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # The child got the same Ctrl-C: it ends its own way, with its own sentence.
            code = process.wait()
    finally:
        stop(process)
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    return code


def try_lock(lock: IO[bytes]) -> bool:
    """Take the lock on an open file, which the system gives back when its holders die."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        if error.errno in (errno.ENOLCK, errno.ENOTSUP):
            return True  # some network drives have no locks: better to go on than to refuse
        raise
    return True


class Installation:
    """The private environment of a project folder: what it must hold, and how it is built.

    Everything is in `.venv`. Its subfolder `.lancer` keeps what is ready, the lock, the journal,
    and the downloads and temporary files of an unfinished installation.
    """

    def __init__(self, root: Path, packages: Optional[Path] = None) -> None:
        self.root = root
        self.packages = packages
        self.directory = root / ".venv"
        self.programs = self.directory / ("Scripts" if ON_WINDOWS else "bin")
        self.private = self.directory / ".lancer"
        self.state_file = self.private / "etat.json"
        self.journal_file = self.private / "journal.txt"
        self.lock_file = self.private / "verrou"
        self.downloads = self.private / "telechargements"
        self.temporary = self.private / "temporaire"
        self._shared_with_children = ()  # type: Tuple[int, ...]

    def program(self, name: str) -> str:
        """Return the path of a program of the environment."""
        return str(self.programs / (name + ".exe" if ON_WINDOWS else name))

    def prepare(self) -> None:
        """Make the environment ready; does nothing when it already is."""
        wanted = self._wanted_state()
        if self._is_ready(wanted):
            return
        if not self.private.is_dir() and self._runs("pass"):
            raise LauncherError(
                f"Le dossier {self.directory} a été créé par un autre outil : renommez-le ou supprimez-le, "
                "puis relancez la même commande."
            )
        self.private.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if not self._is_ready(wanted):
                try:
                    self._build(wanted)
                finally:
                    shutil.rmtree(str(self.temporary), ignore_errors=True)

    def _wanted_state(self) -> Dict[str, str]:
        """Return the stamps of a finished installation: one for the packages, one for the project."""
        lock = self.root / "requirements.lock"
        project = self.root / "pyproject.toml"
        for file in (lock, project):
            if not file.is_file():
                raise LauncherError(f"Le fichier {file} manque : téléchargez à nouveau le dossier complet.")
        # A virtual environment knows its own path, so a folder that was moved needs a new one.
        packages = hashlib.sha256(lock.read_bytes())
        packages.update(f"{sys.version}\n{self.root}".encode("utf-8", "surrogateescape"))
        return {
            "paquets": packages.hexdigest(),
            "projet": hashlib.sha256(project.read_bytes()).hexdigest(),
        }

    def _recorded_state(self) -> Dict[str, str]:
        try:
            state = json.loads(self.state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def _record(self, state: Dict[str, str]) -> None:
        aside = self.state_file.with_suffix(".nouveau")
        aside.write_text(json.dumps(state), encoding="utf-8")
        os.replace(str(aside), str(self.state_file))

    def _is_ready(self, wanted: Dict[str, str]) -> bool:
        finds_project = "import importlib.util as u, sys; sys.exit(u.find_spec('participation_lib') is None)"
        return self._recorded_state() == wanted and self._runs(finds_project)

    def _runs(self, code: str) -> bool:
        """Tell whether the environment's Python exists and runs this code without error."""
        command = [self.program("python"), "-I", "-c", code]
        try:
            return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep a second start from building at the same time."""
        with open(str(self.lock_file), "ab") as lock:
            if not try_lock(lock):
                say("Une autre fenêtre prépare déjà l’outil : attente de la fin…")
                while not try_lock(lock):
                    time.sleep(0.5)
            # pip holds the lock too: if this process is killed, pip may outlive it for a while.
            self._shared_with_children = () if ON_WINDOWS else (lock.fileno(),)
            try:
                yield
            finally:
                self._shared_with_children = ()

    def _build(self, wanted: Dict[str, str]) -> None:
        started = time.monotonic()
        self.journal_file.write_text("", encoding="utf-8")
        shutil.rmtree(str(self.temporary), ignore_errors=True)
        self.temporary.mkdir()
        if self._recorded_state().get("paquets") != wanted["paquets"] or not self._runs("pass"):
            # Out of date or half-built: it is of no use, and its space counts as free.
            self._record({})
            self._clear()
            self._check_space()
            say(
                f"Préparation, une seule fois : environ {gigabytes(INSTALLED_SIZE)} seront installés dans "
                f"{self.directory} (quelques minutes). Rien d’autre n’est modifié sur cet ordinateur."
            )
            self._create()
            self._install_packages()
            self._compile_packages()
            self._record({"paquets": wanted["paquets"]})
            shutil.rmtree(str(self.downloads), ignore_errors=True)
        say("Mise en place de participation_lib…")
        self._install_project()
        self._record(wanted)
        say(f"Prêt ({time.monotonic() - started:.0f} s).")

    def _check_space(self) -> None:
        needed = INSTALLED_SIZE + (0 if self.packages else DOWNLOAD_SPACE)
        free = shutil.disk_usage(str(self.root)).free
        if free < needed:
            raise LauncherError(
                f"Il ne reste que {gigabytes(free)} sur ce disque et il en faut {gigabytes(needed)} pendant "
                f"l’installation ({gigabytes(INSTALLED_SIZE)} ensuite) : libérez de la place, puis relancez."
            )

    def _clear(self) -> None:
        """Remove a former or half-built environment, but not what belongs to the launcher."""
        for entry in self.directory.iterdir():
            if entry == self.private:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(str(entry))
            else:
                entry.unlink()

    def _create(self) -> None:
        # Started from inside .venv, the running Python is the one that was just removed.
        base_python = getattr(sys, "_base_executable", None) or sys.executable
        self._journalled([base_python, "-m", "venv", "--without-pip", str(self.directory)])
        if importlib.util.find_spec("ensurepip") is not None:
            # Not fatal: some systems have the module without its packages.
            with contextlib.suppress(LauncherError):
                self._journalled([self.program("python"), "-I", "-m", "ensurepip"])

    def _installer(self) -> List[str]:
        """Return how to call pip for the environment, wherever a pip can be found."""
        python = self.program("python")
        if self._runs("import pip"):
            return [python, "-m", "pip"]
        if self.packages:
            for wheel in sorted(self.packages.glob("pip-*.whl")):
                return [python, str(wheel / "pip")]  # pip runs from inside its own wheel
        if importlib.util.find_spec("pip") is not None:
            return [sys.executable, "-m", "pip", "--python", python]
        raise LauncherError(
            "Ce Python n’a pas de quoi installer des paquets : sous Debian ou Ubuntu, lancez "
            "« sudo apt install python3-venv », puis relancez la même commande."
        )

    def _install_packages(self) -> None:
        lock = self.root / "requirements.lock"
        command = [*self._installer(), "install", "--no-compile", "--only-binary", ":all:"]
        if self.packages:
            command += ["--no-index", "--find-links", str(self.packages)]
        else:
            # Whatever the user's settings: pip says why the registry does not answer when it tries again.
            command += ["--retries", "3"]
        command += ["--require-hashes", "--requirement", str(lock)]
        self._journalled(command, PackageProgress(lock).follow)

    def _compile_packages(self) -> None:
        """Compile the packages once, on every core: otherwise each first start does it, on one.

        A package that does not compile is read as it is; that is no reason to stop.
        """
        say("Préparation du premier démarrage…")
        find = "import sysconfig; print(sysconfig.get_path('purelib'))"
        where = subprocess.run(
            [self.program("python"), "-c", find], stdout=subprocess.PIPE, universal_newlines=True, check=True
        ).stdout.strip()
        subprocess.run(
            [self.program("python"), "-m", "compileall", "-q", "-j", "0", where],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    def _install_project(self) -> None:
        command = [*self._installer(), "install", "--no-deps", "--no-build-isolation", "--no-index"]
        self._journalled([*command, "--editable", str(self.root)])

    def _pip_environment(self) -> Dict[str, str]:
        environment = clean_environment()
        environment.update(PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
        # Ended by force, pip leaves hundreds of megabytes behind: keep them where they can be removed.
        environment.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary)))
        # Kept until the end, so that an interrupted installation does not download twice.
        environment.setdefault("PIP_CACHE_DIR", str(self.downloads))
        if self.packages:
            environment.pop("PIP_FIND_LINKS", None)
        return environment

    def _journalled(self, command: List[str], watch: Optional[Callable[[str], None]] = None) -> None:
        """Run an installation step; what it writes goes to the journal alone."""
        output = []  # type: List[str]
        starting = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=self._pip_environment(),
            cwd=str(self.root),
            pass_fds=self._shared_with_children,
        )
        with starting as process, open(str(self.journal_file), "a", encoding="utf-8") as journal:
            try:
                for line in process.stdout or ():
                    journal.write(line)
                    output.append(line)
                    if watch:
                        watch(line)
                code = process.wait()
            finally:
                stop(process)
        if code:
            explanation = explain_failure("".join(output), self.packages)
            raise LauncherError(f"{explanation}\nDétails : {self.journal_file}")


class PackageProgress:
    """Say from time to time how far pip is, from the lines it writes."""

    STEP = 40

    def __init__(self, lock: Path) -> None:
        requirements = re.findall(r"^\w[\w.-]*==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
        self.total = len(requirements)
        self.received = 0

    def follow(self, line: str) -> None:
        """Read one line of pip."""
        if line.startswith(("Collecting ", "Processing ")):
            self.received += 1
            if self.received == 1 or self.received % self.STEP == 0:
                say(f"Réception des paquets : {self.received} sur environ {self.total}…")
        elif line.startswith("Installing collected packages"):
            say("Installation des paquets reçus (une minute environ)…")


def run_participation(installation: Installation, arguments: List[str], cwd: Optional[Path] = None) -> int:
    """Run the `participation` program of the environment."""
    # -P: a file of the current folder must not pass for a module.
    return run([installation.program("python"), "-P", "-m", "participation_lib", *arguments], cwd)


def run_example(installation: Installation) -> int:
    """Write the notes of the bundled plenary and tell where they are."""
    say(f"Rédaction de la note d’exemple ({EXAMPLE})…")
    code = run_participation(installation, ["synthese", str(EXAMPLE), "--sortie", str(EXAMPLE_OUTPUT)], ROOT)
    if code:
        return code
    launcher = "lancer.bat" if ON_WINDOWS else "python3 lancer.py"
    notes = [ROOT / EXAMPLE_OUTPUT / ("synthese" + suffix) for suffix in NOTE_SUFFIXES]
    written = [note for note in notes if note.exists()]
    if not written:
        raise LauncherError(f"Aucune note n’a été écrite dans {ROOT / EXAMPLE_OUTPUT}.")
    print("\nLes notes sont prêtes :")
    for note in written:
        print(f"  {note}")
    print(f"\nPour ouvrir l’atelier : {launcher} atelier")
    print(f"Pour vos propres contributions : {launcher} synthese FICHIER")
    return 0


def run_tests(installation: Installation, arguments: List[str]) -> int:
    """Run every check, the tests last; with arguments, the tests alone."""
    failed = []
    for name, (program, *options) in () if arguments else CHECKS:
        say(f"\n— Vérification : {name}")
        if run([installation.program(program), *options], ROOT):
            failed.append(name)
    if failed:
        say(f"\nEn échec avant les tests : {', '.join(failed)}.")
    say("\n— Tests (pytest)")
    code = run([installation.program("python"), "-m", "pytest", *(arguments or IN_PARALLEL)], ROOT)
    return code or (1 if failed else 0)


def take_packages_option(arguments: List[str]) -> Tuple[Optional[Path], List[str]]:
    """Take `--paquets DOSSIER` out of the arguments, wherever it stands."""
    remaining = []
    folder = None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--paquets":
            folder = next(waiting, "")
        elif argument.startswith("--paquets="):
            folder = argument.split("=", 1)[1]
        else:
            remaining.append(argument)
    if folder is None:
        return None, remaining
    if not folder or not os.path.isdir(folder):
        raise LauncherError(f"Le dossier de paquets « {folder} » n’existe pas : indiquez-le après --paquets.")
    return Path(os.path.abspath(folder)), remaining


def launch(arguments: List[str]) -> int:
    """Prepare the environment, then do what the arguments ask."""
    packages, arguments = take_packages_option(arguments)
    if arguments[:1] in (["-h"], ["--help"], ["--aide"]):
        print(USAGE)
        return 0
    installation = Installation(ROOT, packages)
    installation.prepare()
    if not arguments:
        return run_example(installation)
    if arguments[0] == "tests":
        return run_tests(installation, arguments[1:])
    return run_participation(installation, arguments)


def explain_system_error(error: OSError) -> str:
    """Turn an error of the system into one sentence that says what to do."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTEMPTY):
        return FILE_IN_USE
    place = f" ({error.filename})" if error.filename else ""
    return f"Le système a refusé une opération : {error.strerror or error}{place}."


def leave(signal_number: int, _frame: Any) -> NoReturn:
    """Leave through the `finally` clauses, so that no child is left behind."""
    sys.exit(128 + signal_number)


def main(arguments: List[str]) -> int:
    """Run the launcher; every failure is one sentence, never a traceback."""
    problem = python_problem(sys.version_info[:3])
    if problem:
        print(problem, file=sys.stderr)
        return 1
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console lacks some characters of French typography.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    try:
        return launch(arguments)
    except LauncherError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain_system_error(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n" + INTERRUPTED, file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
