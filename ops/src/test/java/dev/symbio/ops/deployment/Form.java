package dev.symbio.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The form of a file, as a JSON Schema that admits what these files use and nothing else. */
final class Form {
    private static final Map<String, Form> READ = new ConcurrentHashMap<>();

    private final JsonSchema schema;

    private Form(JsonSchema schema) {
        this.schema = schema;
    }

    static Form of(String name) {
        return READ.computeIfAbsent(name, Form::read);
    }

    private static Form read(String name) {
        try (InputStream file = Form.class.getResourceAsStream("/deployment/" + name + ".schema.json")) {
            return new Form(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> problems(String file, JsonNode content) {
        return schema.validate(content).stream()
                .map(message -> file + ": " + message.getMessage())
                .toList();
    }
}
