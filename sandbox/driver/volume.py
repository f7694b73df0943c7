"""Helpers that keep text on the volume, confined to it: `..`, absolute paths and links lead nowhere."""


def make_volume_helpers(root):
    """`{name: function}` of the volume helpers for the volume mounted at `root`; None for none."""

    def save_to_volume(path, content):
        """Write text to a file on the volume, making folders as needed; returns its full path."""
        if not isinstance(content, str):
            raise TypeError("save_to_volume() takes content as a str, not " + type(content).__name__)
        import os

        target = resolve(path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        draft = target + ".part"
        with open(draft, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(content)
        os.replace(draft, target)
        return target

    def load_from_volume(path):
        """Read the text of a file on the volume."""
        with open(resolve(path), encoding="utf-8", errors="surrogatepass", newline="") as file:
            return file.read()

    def resolve(path):
        if root is None:
            raise RuntimeError("no volume is mounted; start the run with one to keep files")
        if not isinstance(path, str) or not path:
            raise ValueError("a path on the volume is a non-empty str, got " + repr(path)[:80])
        import os

        base = os.path.realpath(root)
        target = os.path.realpath(os.path.join(base, path))
        if target == base or os.path.commonpath((base, target)) != base:
            raise ValueError("%r is not a file inside the volume %s" % (path, root))
        return target

    return {"save_to_volume": save_to_volume, "load_from_volume": load_from_volume}
