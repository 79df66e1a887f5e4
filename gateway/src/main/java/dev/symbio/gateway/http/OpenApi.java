package dev.symbio.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the OpenAPI 3.1 document of a list of endpoints. */
public final class OpenApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PROBLEM = "application/problem+json";

    private final Schemas schemas = new Schemas();
    private final ObjectNode problemSchema;

    private OpenApi() {
        problemSchema = schemas.reference(Problem.class, List.of());
    }

    public static byte[] documentOf(List<? extends Endpoint<?>> endpoints) {
        try {
            return Json.MAPPER.writeValueAsBytes(new OpenApi().document(endpoints));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the OpenAPI document.", e);
        }
    }

    private ObjectNode document(List<? extends Endpoint<?>> endpoints) {
        ObjectNode document = NODES.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Symbio")
                .put("version", "v1")
                .put(
                        "description",
                        "Companies of one ecosystem sell, deliver and keep promises together, each in its own tenant."
                                + " Errors are problem+json (RFC 9457). Every POST carries an Idempotency-Key; repeating"
                                + " it is safe. Changes take If-Match with the ETag of an earlier answer.");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        for (Endpoint<?> endpoint : endpoints) {
            paths.withObjectProperty(endpoint.path()).set(endpoint.verb().lowerCase(), operation(endpoint));
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.definitions());
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
        return document;
    }

    private ObjectNode operation(Endpoint<?> endpoint) {
        ObjectNode operation = NODES.objectNode();
        operation.put("operationId", endpoint.id()).put("summary", endpoint.summary());
        operation.putArray("tags").add(endpoint.tag());
        endpoint.permission()
                .ifPresent(permission -> operation.put("description", "Needs the permission `" + permission + "`."));
        ArrayNode security = operation.putArray("security");
        if (endpoint.admission() != Endpoint.Admission.OPEN) {
            security.addObject().putArray("token");
        }
        operation.set("parameters", parameters(endpoint));
        if (endpoint.bodyKind() != Endpoint.BodyKind.NONE) {
            operation.set("requestBody", requestBody(endpoint));
        }
        operation.set("responses", responses(endpoint));
        return operation;
    }

    private static ArrayNode parameters(Endpoint<?> endpoint) {
        ArrayNode parameters = NODES.arrayNode();
        for (String name : endpoint.template().parameters()) {
            parameter(parameters, name, "path", true, "").put("type", "string");
        }
        for (QueryParameter declared : endpoint.query()) {
            ObjectNode schema = parameter(parameters, declared.name(), "query", false, declared.description());
            if (declared == QueryParameter.LIMIT) {
                schema.put("type", "integer").put("minimum", 1).put("maximum", QueryParameter.MAX_LIMIT);
            } else {
                schema.put("type", "string");
            }
            if (!declared.allowed().isEmpty()) {
                declared.allowed().forEach(schema.putArray("enum")::add);
            }
        }
        if (endpoint.needsKey()) {
            parameter(
                            parameters,
                            HttpApi.IDEMPOTENCY_KEY,
                            "header",
                            true,
                            "Chosen by you; the same when you repeat the request.")
                    .put("type", "string")
                    .put("pattern", "^[!-~]{1,200}$");
        }
        if (endpoint.problems().contains(Problems.STALE)) {
            parameter(parameters, "If-Match", "header", false, "The ETag that you last saw.")
                    .put("type", "string");
        }
        return parameters;
    }

    private static ObjectNode parameter(
            ArrayNode parameters, String name, String in, boolean required, String description) {
        ObjectNode parameter =
                parameters.addObject().put("name", name).put("in", in).put("required", required);
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        return parameter.putObject("schema");
    }

    private ObjectNode requestBody(Endpoint<?> endpoint) {
        ObjectNode body = NODES.objectNode();
        Class<?> type = endpoint.bodyType().orElseThrow();
        ObjectNode content = body.putObject("content");
        if (endpoint.bodyKind() == Endpoint.BodyKind.FORM) {
            content.putObject("application/x-www-form-urlencoded")
                    .putObject("schema")
                    .put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "string");
            return body.put("required", true);
        }
        if (endpoint.bodyKind() == Endpoint.BodyKind.FILE) {
            content.putObject("*/*").putObject("schema").put("type", "string").put("format", "binary");
            return body.put("required", true);
        }
        content.putObject("application/json").set("schema", schemas.reference(type, List.of()));
        if (endpoint.takesRows()) {
            for (RowStream.Format format : RowStream.Format.values()) {
                content.putObject(format.mediaType()).putObject("schema").put("type", "string");
            }
        }
        return body.put("required", type != Nothing.class);
    }

    private ObjectNode responses(Endpoint<?> endpoint) {
        ObjectNode responses = NODES.objectNode();
        for (Endpoint.Success success : endpoint.successes()) {
            success(responses, success);
        }
        Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
        for (ProblemType type : endpoint.problems()) {
            byStatus.merge(type.status(), List.of(type), OpenApi::joined);
        }
        byStatus.forEach((status, types) -> {
            Map<String, String> titles = new LinkedHashMap<>();
            types.forEach(type -> titles.put(type.code(), type.title()));
            ObjectNode response = responses.withObjectProperty(Integer.toString(status));
            response.put("description", String.join(" / ", new TreeSet<>(titles.values())));
            ObjectNode schema =
                    response.withObjectProperty("content").putObject(PROBLEM).putObject("schema");
            ArrayNode parts = schema.putArray("allOf");
            parts.add(problemSchema.deepCopy());
            ArrayNode codes =
                    parts.addObject().putObject("properties").putObject("code").putArray("enum");
            new TreeSet<>(titles.keySet()).forEach(codes::add);
        });
        return responses;
    }

    private void success(ObjectNode responses, Endpoint.Success success) {
        ObjectNode response = responses.withObjectProperty(Integer.toString(success.status()));
        String before = response.path("description").asText("");
        response.put("description", before.isEmpty() ? success.description() : before + " / " + success.description());
        if (success.mediaType() == null) {
            return;
        }
        ObjectNode media = response.withObjectProperty("content").withObjectProperty(success.mediaType());
        ObjectNode schema = success.type() == null
                ? NODES.objectNode().put("type", "string")
                : schemas.reference(success.type(), success.parameters());
        if (media.has("schema")) {
            ObjectNode either = NODES.objectNode();
            either.putArray("anyOf").add(media.get("schema")).add(schema);
            media.set("schema", either);
        } else {
            media.set("schema", schema);
        }
    }

    private static List<ProblemType> joined(List<ProblemType> some, List<ProblemType> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }
}
