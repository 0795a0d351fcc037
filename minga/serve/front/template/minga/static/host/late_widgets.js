// Jupyter's renderer looks for its widget every tenth of a second, for two seconds, and does not look once more before
// it gives up. Where the widgets come just then, all in one long turn of a busy page, it writes an error in their place
// for ever. So what is there by then is given. The manager is at hand only while Voilà starts its plugins: as soon as
// the last one is active, the outputs are drawn.
const MANAGER = "@voila-dashboards/widgets-manager8";
function giveLate(manager) {
  const find = manager.get_model.bind(manager);
  manager.get_model = (id) => find(id).catch((problem) => {
    if (manager.has_model(id)) return find(id);
    throw problem;
  });
}
const mender = { id: "minga:late-widgets", autoStart: true,
                 activate: (app) => { app.widgetManagerPromise.promise.then(giveLate); } };
const withMender = (loaded) => ({ init: loaded.init, get: async (name) => {
  const make = await loaded.get(name);
  return () => ({ __esModule: true, default: [].concat(make().default, mender) });
} });
let container;
window._JUPYTERLAB = Object.defineProperty({}, MANAGER, {
  enumerable: true, get: () => container, set: (loaded) => { container = withMender(loaded); },
});
