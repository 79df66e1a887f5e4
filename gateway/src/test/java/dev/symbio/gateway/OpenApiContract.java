package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds answers against the OpenAPI document: status declared, media type declared, body as the schema says. */
public final class OpenApiContract {
    private static final String HOME = "https://symbio.test/openapi.json";

    private final JsonNode document;
    private final JsonSchemaFactory factory;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    public OpenApiContract(byte[] openApi) {
        try {
            document = Json.MAPPER.readTree(openApi);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = document.toString();
        factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(HOME, text))));
    }

    public JsonNode document() {
        return document;
    }

    /** Ids of the operations that have been answered with success and as described. */
    public Set<String> answered() {
        return Set.copyOf(answered);
    }

    /** Fails when the answer is not one that the document promises. Paths that are not declared must answer 404. */
    public void check(String method, String path, int status, Optional<String> contentType, byte[] body) {
        String place = method + " " + path + " answered " + status;
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            assertThat(status).as(place).isIn(400, 404, 405, 414, 431);
            validate(place, document.at("/components/schemas/Problem"), body);
            return;
        }
        if (status < 400) {
            answered.add(operation.get().path("operationId").asText());
        }
        JsonNode response = operation.get().path("responses").path(Integer.toString(status));
        assertThat(response.isMissingNode()).as(place + ": status declared").isFalse();
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(body).as(place).isEmpty();
            return;
        }
        String type = contentType.orElse("none").replaceAll(";.*", "").trim();
        JsonNode media = content.path(type);
        assertThat(media.isMissingNode()).as(place + ": " + type + " declared").isFalse();
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            validate(place, media.path("schema"), body);
        }
    }

    private Optional<JsonNode> operation(String method, String path) {
        String plain = path.replaceAll("\\?.*", "");
        JsonNode best = null;
        int fewestParameters = Integer.MAX_VALUE;
        for (var entry : document.path("paths").properties()) {
            JsonNode operation = entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
            int parameters = entry.getKey().split("\\{", -1).length;
            if (!operation.isMissingNode()
                    && parameters < fewestParameters
                    && plain.matches(entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))) {
                best = operation;
                fewestParameters = parameters;
            }
        }
        return Optional.ofNullable(best);
    }

    private void validate(String place, JsonNode schema, byte[] body) {
        JsonSchema compiled = schemas.computeIfAbsent(schema, this::compiled);
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(compiled.validate(text, InputFormat.JSON))
                .as(place + " with " + text)
                .isEmpty();
    }

    private JsonSchema compiled(JsonNode schema) {
        String absolute = schema.toString().replace("\"#/components/", "\"" + HOME + "#/components/");
        return factory.getSchema(
                absolute,
                InputFormat.JSON,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }
}
