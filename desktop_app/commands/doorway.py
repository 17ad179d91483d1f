"""The window's opening: what it cannot know is asked in the window, each thing once."""

from collections.abc import Callable, Mapping

from desktop_app import config, paths
from desktop_app.commands.open_desk import Entrance, Opened
from desktop_app.domain.errors import Invalid
from desktop_app.services import servers, trying
from desktop_app.ui.way_in import ChooseServers, SignIn


class Doorway:
    """Called in a thread until somebody is in; called again once that person has signed out."""

    def __init__(self, data_dir: str | None) -> None:
        self._data_dir = data_dir
        self._chosen = False
        self._been_in = False
        self._entrance: Entrance | None = None

    def __call__(self, say: Callable[[str], None]) -> Opened:
        if not self._chosen and self._entrance is None and servers.is_new(self._data_dir):
            raise ChooseServers(self)
        if self._entrance is None:
            self._entrance = Entrance(self._data_dir, say, worker=True)
        if self._been_in or not self._entrance.samples:
            raise SignIn(self._entrance)
        self._been_in = True
        return self._entrance.by_itself()

    @property
    def folder(self) -> str:
        return str(paths.data_dir(self._data_dir))

    def sample(self) -> None:
        self._chosen = True

    def keep(self, urls: Mapping[str, str]) -> None:
        """Settings as they are, then whether anybody answers, then into the file."""
        file = paths.config_file(self._data_dir)
        for key, (name, _) in trying.STORES.items():
            if not urls.get(key):
                raise Invalid(f"The address of {name} is missing.", field=key)
        config.load(file, urls)
        trying.tried(urls)
        config.save(file, dict(urls))
        self._chosen = True
