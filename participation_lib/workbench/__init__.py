"""Starting the workbench: JupyterLab and Voilà, in French, on this machine alone."""
