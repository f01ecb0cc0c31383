import type { Helper } from "./helper.ts";

/** How a step reads what the trigger and the steps before it know. */
export const VALUES: Readonly<Record<string, Helper>> = {
  WorkflowError: {
    code: String.raw`class WorkflowError(Exception):
    """A step that could not be done; the message holds no credential and nothing of the event."""

    def __init__(self, message: str, status: int = 0) -> None:
        """Keep the status that a service has answered, if it has."""
        super().__init__(message)
        self.status = status`,
  },

  _or_none: {
    imports: ["from collections.abc import Callable", "from typing import Any"],
    needs: ["WorkflowError"],
    code: String.raw`def _or_none(look: Callable[[dict[str, Any]], Any], data: dict[str, Any]) -> Any:
    """Run a step that looks something up; None where the service answers that there is none."""
    try:
        return look(data)
    except WorkflowError as error:
        if error.status != 404:
            raise
        return None`,
  },

  _pick: {
    imports: ["from typing import Any"],
    code: String.raw`def _pick(value: Any, *path: str | int) -> Any:
    """Return what is at a path of nested dicts and lists, or None."""
    for key in path:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value`,
  },

  _text: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _text(*parts: Any) -> str:
    """Put values together as text: nothing for None, JSON for dicts and lists."""
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, bytes):
            texts.append(part.decode("utf-8", "replace"))
        elif part is not None:
            texts.append(json.dumps(part, ensure_ascii=False, default=str))
    return "".join(texts)`,
  },

  _number: {
    imports: ["import math", "from typing import Any"],
    needs: ["WorkflowError"],
    code: String.raw`def _number(value: Any) -> int | float | None:
    """Read a number; None where there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return value
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        raise WorkflowError("a number was expected") from None
    if not math.isfinite(number):
        raise WorkflowError("a finite number was expected")
    return int(number) if number.is_integer() else number`,
  },

  _list: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _list(value: Any) -> list[Any]:
    """Read a list: of JSON text too, and one value as a list of it."""
    if isinstance(value, list):
        return value
    if value is None or value == "":
        return []
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return list(json.loads(value))
        except ValueError:
            return [value]
    return [value]`,
  },

  _object: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _object(value: Any) -> dict[str, Any]:
    """Read a dict: of JSON text too, and any other value under the key "value"."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return {"value": value}
    if isinstance(value, dict):
        return value
    return {} if value is None or value == "" else {"value": value}`,
  },

  _json_text: {
    imports: ["import json", "from typing import Any"],
    code: String.raw`def _json_text(value: Any) -> str:
    """Write any value as JSON; text that is JSON already stays as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            json.loads(value)
        except ValueError:
            return json.dumps(value)
        return value
    return json.dumps(value, ensure_ascii=False, default=str)`,
  },

  _time: {
    imports: ["from datetime import UTC, datetime", "from typing import Any"],
    needs: ["_text"],
    code: String.raw`def _time(value: Any) -> str:
    """Write a time as ISO 8601: seconds since 1970 are read, text stays as it is."""
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return _text(value)`,
  },

  _time_from_now: {
    imports: ["from datetime import UTC, datetime, timedelta"],
    code: String.raw`def _time_from_now(minutes: int) -> str:
    """Return the time so many minutes from now, in ISO 8601."""
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")`,
  },

  _cells: {
    imports: ["from typing import Any"],
    needs: ["_text"],
    code: String.raw`def _cells(item: Any) -> list[Any]:
    """Return the values of an item as a row: numbers as they are, everything else as text."""
    values = item.values() if isinstance(item, dict) else [item]
    return [value if isinstance(value, int | float) else _text(value) for value in values]`,
  },

  _date: {
    needs: ["_time"],
    imports: ["from typing import Any"],
    code: String.raw`def _date(value: Any) -> str:
    """Write a day as ISO 8601; of a time, its day."""
    return _time(value)[:10]`,
  },

  _day_from_today: {
    imports: ["from datetime import UTC, datetime, timedelta"],
    code: String.raw`def _day_from_today(days: int) -> str:
    """Return the day so many days from today, in ISO 8601."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()`,
  },

  _file: {
    imports: ["from typing import Any"],
    needs: ["_text"],
    code: String.raw`def _file(value: Any) -> str | bytes:
    """Return what a file holds: bytes as they are, all else as text."""
    return value if isinstance(value, bytes) else _text(value)`,
  },

  _required: {
    imports: ["from typing import Any"],
    needs: ["WorkflowError"],
    code: String.raw`def _required(name: str, value: Any) -> Any:
    """Return a value that a step cannot do without."""
    if value is None or value in ("", [], {}):
        raise WorkflowError(f"the input '{name}' has no value")
    return value`,
  },

  _compact: {
    imports: ["from typing import Any"],
    code: String.raw`def _compact(value: Any) -> Any:
    """Leave out what has no value, with the keys that hold nothing else."""
    if isinstance(value, dict):
        kept = {key: _compact(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item not in ("", {}, [])}
    if isinstance(value, list):
        return [item for item in map(_compact, value) if item is not None and item not in ("", {})]
    return value`,
  },

  _holds: {
    imports: ["from typing import Any"],
    needs: ["_amount", "_same"],
    code: String.raw`def _holds(left: Any, operator: str, right: Any = None) -> bool:
    """Tell whether a condition holds; numbers are compared as numbers, texts without regard to case."""
    if operator in ("exists", "missing"):
        return (left is None or left in ("", [], {})) == (operator == "missing")
    if operator in ("equals", "not_equals"):
        return _same(left, right) == (operator == "equals")
    if operator in ("contains", "not_contains"):
        members = left if isinstance(left, list) else [str("" if left is None else left).casefold()]
        found = any(
            _same(member, right) if isinstance(left, list) else str(right).casefold() in member for member in members
        )
        return found == (operator == "contains")
    first, second = _amount(left), _amount(right)
    if first is None or second is None:
        return False
    if operator == "greater":
        return first > second
    if operator == "at_least":
        return first >= second
    return first < second if operator == "less" else first <= second`,
  },

  _same: {
    imports: ["from typing import Any"],
    needs: ["_amount"],
    code: String.raw`def _same(left: Any, right: Any) -> bool:
    """Compare two values as a person would."""
    if left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return str(left).casefold() == str(right).casefold()
    first, second = _amount(left), _amount(right)
    if first is not None and second is not None:
        return first == second
    return str(left).strip().casefold() == str(right).strip().casefold()`,
  },

  _amount: {
    imports: ["from typing import Any"],
    code: String.raw`def _amount(value: Any) -> float | None:
    """Read a number for a comparison; None where it is none."""
    try:
        return float(str(value).replace(",", "").strip())
    except ValueError:
        return None`,
  },

  _for_each: {
    imports: ["from collections.abc import Callable", "from typing import Any"],
    needs: ["WorkflowError", "_describe", "_log", "MAX_LOOP_ITEMS"],
    code: String.raw`def _for_each(
    step: str,
    items: Any,
    run: Callable[[dict[str, Any]], Any],
    data: dict[str, Any],
    when: Callable[[dict[str, Any]], bool] | None = None,
) -> list[Any]:
    """Run a step for each item, MAX_LOOP_ITEMS at most; one that fails does not keep the others from being done."""
    listed = items if isinstance(items, list) else [] if items is None else [items]
    if len(listed) > MAX_LOOP_ITEMS:
        _log("warning", "loop cut short", step=step, items=len(listed), limit=MAX_LOOP_ITEMS)
    results: list[Any] = []
    failures = 0
    for item in listed[:MAX_LOOP_ITEMS]:
        each = {**data, "item": item}
        if when is not None and not when(each):
            continue
        try:
            results.append(run(each))
        except Exception as error:
            failures += 1
            _log("error", "item failed", step=step, error=_describe(error))
    if failures and not results:
        raise WorkflowError(f"all {failures} items failed")
    return results`,
  },

  _log: {
    imports: ["import json", "import logging", "import sys", "from typing import Any"],
    needs: ["_LOGGER", "WORKFLOW"],
    code: String.raw`def _log(level: str, message: str, **fields: Any) -> None:
    """Write a line of JSON: what happened and where, never values of the event or credentials."""
    line = {"level": level.upper(), "workflow": WORKFLOW, "message": message, **fields}
    _LOGGER.log(logging.getLevelNamesMapping()[level.upper()], json.dumps(line, default=str))`,
  },

  _describe: {
    imports: [],
    needs: ["WorkflowError"],
    code: String.raw`def _describe(error: Exception) -> str:
    """Name an error without what its message may hold of the event."""
    if isinstance(error, WorkflowError):
        return str(error)
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return f"{type(error).__name__} {code}" if code else type(error).__name__`,
  },

  _step: {
    imports: ["import contextlib", "import time", "from collections.abc import Iterator"],
    needs: ["_log", "_describe"],
    code: String.raw`@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    """Log how a step went and how long it took."""
    started = time.monotonic()
    try:
        yield
    except Exception as error:
        _log("error", "step failed", step=name, error=_describe(error))
        raise
    _log("info", "step finished", step=name, milliseconds=round((time.monotonic() - started) * 1000))`,
  },
};
