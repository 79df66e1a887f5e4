package dev.symbio.contracts.notification;

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

/** Every event of the settings as it was once stored is read for ever. A file is never changed. */
class GoldenNotificationEventsTest {
    static Stream<String> storedNames() {
        return NotificationSettings.KIND.eventTypes().stream()
                .map(EntityKind.EventType::storedName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("storedNames")
    void aStoredEventIsReadAndTheCurrentVersionWrittenAsBefore(String storedName) throws IOException {
        String file = "/golden/notification-settings/" + storedName + ".json";
        try (InputStream in = GoldenNotificationEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            byte[] stored = in.readAllBytes();
            var current = NotificationSettings.KIND
                    .current(storedName, (ObjectNode) Json.MAPPER.readTree(stored))
                    .orElseThrow();
            NotificationEvent event =
                    Json.MAPPER.treeToValue(current.data(), current.type().type());
            assertThat(Json.MAPPER.writeValueAsString(event))
                    .isEqualTo(new String(stored, StandardCharsets.UTF_8).strip());
        }
    }
}
