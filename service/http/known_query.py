"""A misspelt query parameter is refused, as an unknown field of a body is."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError


async def refuse_unknown(request: Request) -> None:
    """Refuse what the route does not take. Raises RequestValidationError."""
    known = {parameter.alias for parameter in request.scope["route"].dependant.query_params}
    unknown = dict.fromkeys(name for name in request.query_params if name not in known)
    if unknown:
        raise RequestValidationError(
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("query", name),
                    "msg": "Extra inputs are not permitted",
                }
                for name in unknown
            ]
        )
