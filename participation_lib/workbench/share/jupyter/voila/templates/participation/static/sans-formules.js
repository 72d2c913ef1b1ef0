// Stands in for MathJax, which Voilà would ask of a CDN: « $ » stays « $ » in a contribution.
window.MathJax = {
  Hub: { Config() {}, Configured() {}, Queue() {}, Register: { StartupHook() {} } },
};
