"""What every component of ours has in common: its script comes from this server, where the browser keeps it."""

# The script itself is fetched once; Streamlit would send it with every run.
LOADER = """
export default (component) => {
  const address = new URL(component.data.script, window.location.origin);
  return import(address).then((module) => module.default(component));
};
"""
