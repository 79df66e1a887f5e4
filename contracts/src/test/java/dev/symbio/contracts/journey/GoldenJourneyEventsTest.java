package dev.symbio.contracts.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of journeys and templates as it was once stored is read for ever. A file is never changed. */
class GoldenJourneyEventsTest {
    static Stream<String> storedNames() {
        return Stream.concat(
                        Journey.KIND.eventTypes().stream().map(EntityKind.EventType::storedName),
                        JourneyTemplate.KIND.eventTypes().stream().map(EntityKind.EventType::storedName))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("storedNames")
    void aStoredEventIsReadAndTheCurrentVersionWrittenAsBefore(String storedName) throws IOException {
        byte[] stored = golden(storedName);
        ObjectNode data = (ObjectNode) Json.MAPPER.readTree(stored);
        Object event = storedName.startsWith("symbio.journey.")
                ? read(Journey.KIND, storedName, data)
                : read(JourneyTemplate.KIND, storedName, data);

        assertThat(Json.MAPPER.writeValueAsString(event)).isEqualTo(new String(stored, StandardCharsets.UTF_8).strip());
    }

    private static <E> E read(EntityKind<?, E, ?> kind, String storedName, ObjectNode data) throws IOException {
        EntityKind.Current<E> current = kind.current(storedName, data).orElseThrow();
        return Json.MAPPER.treeToValue(current.data(), current.type().type());
    }

    private static byte[] golden(String storedName) throws IOException {
        String file = "/golden/journey/" + storedName + ".json";
        try (InputStream in = GoldenJourneyEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return in.readAllBytes();
        }
    }
}
