package dev.symbio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.ApiClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static ThingApi things;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        things = new ThingApi(new RateLimit(100, 100));
        document = ApiClient.of("127.0.0.1", things.port()).contract().document();
    }

    @AfterAll
    static void stop() {
        things.close();
    }

    private static JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    @Test
    void describesValuesAsTheyAreWritten() {
        JsonNode properties = schema("ThingView").path("properties");

        assertThat(properties.at("/weight/type").asText()).isEqualTo("string");
        assertThat(properties.at("/weight/pattern").asText()).isNotEmpty();
        assertThat(properties.at("/at/format").asText()).isEqualTo("date-time");
        assertThat(properties.at("/colour/enum").toString()).isEqualTo("[\"dark-red\",\"blue\"]");
        assertThat(properties.at("/owner/type").asText()).isEqualTo("string");
        assertThat(properties.at("/parts/items/$ref").asText()).isEqualTo("#/components/schemas/Part");
    }

    @Test
    void requiresWhatIsAlwaysThere() {
        assertThat(schema("ThingView").path("required").toString())
                .isEqualTo("[\"id\",\"weight\",\"at\",\"colour\",\"owner\",\"parts\",\"age\"]");
        assertThat(schema("ThingView").path("additionalProperties").asBoolean(true))
                .isFalse();
    }

    @Test
    void namesGenericTypesByTheirParts() {
        assertThat(schema("PageOfThingView").at("/properties/items/items/$ref").asText())
                .isEqualTo("#/components/schemas/ThingView");
    }

    @Test
    void listsWhatAnEndpointTakesAndCanAnswer() {
        JsonNode operation = document.at("/paths/~1api~1v1~1things/post");

        assertThat(operation
                        .at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/NewThing");
        assertThat(operation.path("parameters").findValuesAsText("name")).contains("Idempotency-Key", "If-Match");
        assertThat(operation
                        .at("/responses/404/content/application~1problem+json/schema/allOf/1/properties/code/enum")
                        .toString())
                .isEqualTo("[\"thing.not-found\"]");
        assertThat(operation.at("/responses").properties().stream().map(java.util.Map.Entry::getKey))
                .contains("201", "400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "500", "503");
    }

    @Test
    void describesItself() {
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/paths/~1openapi.json/get").isMissingNode()).isFalse();
    }
}
