package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every event as it was once stored is read for ever. A file is never changed; a new version gets a new
 * file, and an upcast in {@link SlaContract#KIND}.
 */
class GoldenEventsTest {
    static Stream<String> storedNames() {
        return SlaContract.KIND.eventTypes().stream()
                .flatMap(type -> Stream.iterate(1, version -> version <= type.version(), version -> version + 1)
                        .map(version -> type.publicName() + ".v" + version))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("storedNames")
    void aStoredEventIsReadAndTheCurrentVersionWrittenAsBefore(String storedName) throws IOException {
        byte[] stored = golden(storedName);
        var current = SlaContract.KIND
                .current(storedName, (ObjectNode) Json.MAPPER.readTree(stored))
                .orElseThrow();
        SlaEvent event = Json.MAPPER.treeToValue(current.data(), current.type().type());

        assertThat(SlaContract.KIND.typeOf(event).publicName())
                .isEqualTo(current.type().publicName());
        if (current.unchanged()) {
            assertThat(Json.MAPPER.writeValueAsString(event))
                    .isEqualTo(new String(stored, java.nio.charset.StandardCharsets.UTF_8).strip());
        }
    }

    private static byte[] golden(String storedName) throws IOException {
        String file = "/golden/sla/" + storedName + ".json";
        try (InputStream in = GoldenEventsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return in.readAllBytes();
        }
    }
}
