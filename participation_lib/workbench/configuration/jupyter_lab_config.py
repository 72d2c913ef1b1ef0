"""Settings of JupyterLab and Voilà for the workbench, read by Jupyter with `--config`."""

import os
from pathlib import Path

import participation_lib.workbench as workbench
from participation_lib.workbench.lifetime import stop_with_parent
from participation_lib.workbench.saving import strip_results

FOLDER = Path(workbench.__file__).parent
c = get_config()  # type: ignore[name-defined]  # noqa: F821

stop_with_parent()

# On this machine alone. Root is met in containers only, and the address stays local there too.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_root = True
c.ServerApp.terminals_enabled = False
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False

# Nothing is asked from outside: neither news, nor updates, nor the catalogue of extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.custom_css = True
c.LabApp.app_settings_dir = str(FOLDER / "configuration" / "settings")

c.ServerApp.tornado_settings = {
    "mathjax_url": "/voila/static/sans-formules.js",
    "websocket_max_message_size": 500 * 1024 * 1024,
}
c.ContentsManager.pre_save_hook = strip_results

# « Enregistrer et exporter » offers our own documents: the usual formats would show code and error messages.
# What is made of these classes is not offered either (PDF, slides…); Voilà, which is too, does not look at it.
for name in ("ASCIIDoc", "HTML", "Latex", "Markdown", "RST", "Script"):
    c[f"{name}Exporter"].enabled = False

# Our page for Voilà is found even where the package runs from its sources.
os.environ["JUPYTER_PATH"] = os.pathsep.join(
    [str(FOLDER / "share" / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
)
c.VoilaConfiguration.template = "participation"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.theme = "light"
c.VoilaConfiguration.allow_theme_override = "NO"
c.VoilaConfiguration.show_tracebacks = False
# A cold disk with an antivirus is slow.
c.VoilaExecutor.startup_timeout = 180

# A page that is left stops its own kernel; a tab closed inside JupyterLab or a browser that dies does not.
# Half an hour, since a page without a kernel no longer answers: only what nobody has open is stopped.
c.MappingKernelManager.cull_idle_timeout = 30 * 60
c.MappingKernelManager.cull_connected = False
c.MappingKernelManager.cull_busy = False
