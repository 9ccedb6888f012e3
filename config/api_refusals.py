"""How may an operation of the API say no? The same few ways for all, told once in the OpenAPI file."""

from typing import Any

PROBLEM = "application/problem+json"
READING = {"get"}
ALWAYS = {
    400: ("BadRequest", "Something in the address or the body is not as described here."),
    401: ("Unauthorized", "There is no key, or it has ended."),
    403: ("Forbidden", "Your role does not allow this, or your key was not made for it."),
    404: ("NotFound", "There is nothing here that you may see."),
    409: ("Conflict", "A rule says no: `code` says which."),
    422: ("Unusable", "What was said cannot be used."),
}
WITH_A_BODY = {
    413: ("TooLarge", "The body is too large."),
    415: ("NotJson", "The body is not JSON."),
}
SHAPE = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "for programs: stays the same in every language"},
        "detail": {"type": "string", "description": "one sentence, for people"},
        "errors": {"type": "object", "description": "by field, where the body is at fault"},
    },
}


def tell_refusals(result: dict[str, Any], **_generator: Any) -> dict[str, Any]:
    """For drf-spectacular: what a view says of itself is only what it answers when all is well."""
    told = ALWAYS | WITH_A_BODY
    result["components"]["schemas"]["Problem"] = SHAPE
    result["components"]["responses"] = {name: _response(words) for name, words in told.values()}
    for methods in result["paths"].values():
        for method, operation in methods.items():
            codes = ALWAYS if method in READING else told
            for code, (name, _words) in sorted(codes.items()):
                operation["responses"][str(code)] = {"$ref": f"#/components/responses/{name}"}
    return result


def _response(words: str) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {PROBLEM: {"schema": shape}}}
